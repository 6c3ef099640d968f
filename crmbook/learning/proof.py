"""How good a card is on leads it has not seen: AUC by cross-validation, and calibration."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from crmbook.learning.card import Floats, fit
from crmbook.learning.examples import Examples

REPEATS: Final = 5
FOLDS: Final = 10
_SEED: Final = 20240318
_BANDS: Final = 5


class Band(NamedTuple):
    """Leads of one fifth by points: from, to, how many, what share was won."""

    low: float
    high: float
    leads: int
    won: float


class Proof(NamedTuple):
    """``auc`` of each fold; the bands of points that leads got while they were not looked at."""

    auc: tuple[float, ...]
    bands: tuple[Band, ...]

    @property
    def mean(self) -> float:
        """The mean AUC: 0.5 is chance, 1 perfect."""
        return float(np.mean(self.auc))


def prove(found: Examples, repeats: int = REPEATS) -> Proof:
    """Return how a card does on folds that its making has not seen; the whole making is repeated."""
    from sklearn.metrics import roc_auc_score  # noqa: PLC0415 - of the extra ``ml``
    from sklearn.model_selection import RepeatedStratifiedKFold  # noqa: PLC0415

    folds = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=repeats, random_state=_SEED)
    auc, unseen = [], np.zeros(len(found.won))
    for train, test in folds.split(np.zeros(len(found.won)), found.won):
        score = fit(found.only(train)).score(found.only(test))
        auc.append(float(roc_auc_score(found.won[test], score)))
        unseen[test] += score / repeats
    return Proof(tuple(auc), tuple(_bands(unseen, found)))


def _bands(score: Floats, found: Examples) -> list[Band]:
    order = np.argsort(score, kind="stable")
    return [
        Band(float(score[part].min()), float(score[part].max()), len(part),
             float(found.won[part].mean()))
        for part in np.array_split(order, _BANDS) if len(part)
    ]  # fmt: skip
