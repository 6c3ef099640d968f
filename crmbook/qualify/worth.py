"""高价值商机: budget enough, known who decides, and fit for us; each reason told (M35)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.qualify.evidence import Answer, Evidence, answers
from crmbook.qualify.inputs import Inputs
from crmbook.qualify.screening import BUDGET, Screening
from crmbook.schema.words.qualifying import BUDGET as ENOUGH
from crmbook.schema.words.qualifying import CHAIN

FIT = "业务匹配"


class Reason(NamedTuple):
    """One of the three reasons, and what is known of it."""

    name: str
    evidence: Evidence


def worth(record: int, inputs: Inputs, screening: Screening) -> tuple[Reason, Reason, Reason]:
    """Return the three reasons. It fits when it passes every hard criterion but that of the budget."""
    fit = Answer(int(screening.fit[record]))
    said = "、".join(
        f"{one.name} {evidence.words}"
        for one, evidence in screening.of(record)
        if one.hard and one.rule != BUDGET and evidence.words
    )
    return (
        Reason(ENOUGH, inputs.budget[record]),
        Reason(CHAIN, inputs.chain[record]),
        Reason(FIT, Evidence(fit, "筛选.硬性", said, "筛选.硬性")),
    )


def worthy(inputs: Inputs, screening: Screening) -> NDArray[np.bool_]:
    """Return for which leads all of them hold; what is not known does not."""
    found: NDArray[np.bool_] = screening.fit == Answer.YES
    for evidences in (inputs.budget, inputs.chain):
        found = found & (answers(evidences) == Answer.YES)
    return found
