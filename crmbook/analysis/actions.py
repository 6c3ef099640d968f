"""行动项: each miss becomes a row with who and by when, carried on until somebody closes it (M87).

What people typed stays; a row of an earlier month keeps what it said then, and has its figure
measured anew each month until the one after it was closed. Whether the measure made the figure
move, the figure cannot say.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from crmbook.analysis.action_effect import Scene, closed_in, measured, month_in
from crmbook.analysis.diagnosis import Diagnosis
from crmbook.analysis.diagnosis_words import cause_text, problem_text
from crmbook.facts.months import Month, MonthRule
from crmbook.model.cells import Raw
from crmbook.model.kept import KeptRow
from crmbook.schema.kept import (
    AIM,
    BEFORE,
    CAUSE,
    DRAFT,
    DUE,
    LATEST,
    MEASURE,
    METRIC,
    NOT_BEGUN,
    OWNER,
    PROBLEM,
    PROGRESS,
    RAISED,
    STATUS,
    SUBJECT,
)

_TYPED = (MEASURE, OWNER, DUE, STATUS)
_Key = tuple[str, str]


@dataclass(frozen=True)
class _Entry:
    """A row as it stands: the month it was raised, and what crmbook had written where people type.

    ``draft`` None: a row of somebody's own.
    """

    row: KeptRow
    month: Month | None
    draft: Mapping[str, Raw] | None

    @classmethod
    def of(cls, row: KeptRow) -> _Entry:
        return cls(row, month_in(row, RAISED), _draft(row.text(DRAFT)))

    @property
    def key(self) -> _Key:
        return self.row.text(SUBJECT), self.row.text(METRIC)

    @cached_property
    def untouched(self) -> bool:
        """Whether nobody has written anything into a row of ours."""
        if self.draft is None or self.row.extra or self.row.cells.get(PROGRESS):
            return False
        return all(_written(self.row.cells.get(one)) == self.draft.get(one, "") for one in _TYPED)

    def open_in(self, month: Month) -> bool:
        """Whether something is to be done about it in a month, or was when it was counted."""
        if self.month is None or self.month > month:
            return False
        return closed_in(self.row, month) in (None, month)


def actions(
    old: Sequence[KeptRow], found: Sequence[Diagnosis], scene: Scene
) -> list[KeptRow] | None:
    """Return the rows of 行动项 as of the scene's month: those that stand there, then new ones.

    None where a later month has been counted already: rows are not turned back.
    """
    entries = [_Entry.of(row) for row in old]
    if any(month > scene.month for month in map(_latest, entries) if month is not None):
        return None
    fresh: dict[_Key, Diagnosis] = {}
    for one in found:
        fresh.setdefault((one.miss.subject, one.miss.metric), one)
    rows = list(_standing(entries, fresh, scene))
    known = {entry.key for entry in entries if entry.open_in(scene.month)}
    return [*rows, *(_new(one, scene) for key, one in fresh.items() if key not in known)]


def _latest(entry: _Entry) -> Month | None:
    if entry.draft is None:
        return None
    return month_in(entry.row, LATEST) or entry.month


def _standing(
    entries: Sequence[_Entry], fresh: Mapping[_Key, Diagnosis], scene: Scene
) -> Iterator[KeptRow]:
    """Yield the rows that stand there; an untouched one whose miss the month no longer has goes."""
    drafted = set[_Key]()
    for entry in entries:
        ours = entry.draft is not None and entry.month == scene.month and entry.key not in drafted
        one = fresh.get(entry.key)
        if ours:
            drafted.add(entry.key)
        if ours and one is not None:
            yield _renewed(entry, one, scene)
        elif not (ours and entry.untouched):
            yield measured(entry.row, entry.month, scene)


def _new(one: Diagnosis, scene: Scene) -> KeptRow:
    typed = _proposed(one, scene)
    row = KeptRow({**_said(one, scene.month), **typed, DRAFT: _as_draft(typed)})
    return measured(row, scene.month, scene)


def _renewed(entry: _Entry, one: Diagnosis, scene: Scene) -> KeptRow:
    """Return a row of the month itself: its facts counted anew, what somebody typed as it is."""
    draft, cells = entry.draft or {}, entry.row.cells
    proposed = _proposed(one, scene)
    typed = {
        name: value if _written(cells.get(name)) == draft.get(name, "") else cells.get(name)
        for name, value in proposed.items()
    }
    made = {**cells, **_said(one, scene.month), **typed, DRAFT: _as_draft(proposed)}
    return measured(KeptRow(made, entry.row.extra), scene.month, scene)


def _said(one: Diagnosis, month: Month) -> dict[str, Raw]:
    miss = one.miss
    return {
        RAISED: month.label, SUBJECT: miss.subject, METRIC: miss.metric,
        PROBLEM: problem_text(miss), CAUSE: cause_text(one),
        BEFORE: miss.actual, AIM: miss.reference,
    }  # fmt: skip


def _proposed(one: Diagnosis, scene: Scene) -> dict[str, Raw]:
    """Return what stands where people type until they do: due by the end of the month after."""
    after = MonthRule.of(scene.ledger.rules).end(scene.month.next())
    due = one.miss.due or after - dt.timedelta(days=1)
    return {MEASURE: one.measure, OWNER: one.miss.owner, DUE: due, STATUS: NOT_BEGUN}


def _as_draft(typed: Mapping[str, Raw]) -> str:
    texts = {name: _written(value) for name, value in typed.items()}
    return json.dumps(texts, ensure_ascii=False)


def _draft(text: str) -> Mapping[str, Raw] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _written(value: Raw) -> str:
    """Return a cell as a draft remembers it: a date as its day."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip()
