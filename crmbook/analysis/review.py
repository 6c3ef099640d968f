"""复盘: the leads that a month won and lost, each with its facts, and a 教训 to be typed (U21, M89)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from crmbook.analysis.cases import Case
from crmbook.analysis.losses import UNKNOWN_REASON
from crmbook.analysis.visits import Visit
from crmbook.facts.months import Month
from crmbook.model.cells import Raw
from crmbook.model.kept import KeptRow
from crmbook.schema import kept

WON, LOST = "签约", "流失"
_MARK = "crmbook"
_Key = tuple[Raw, Raw, Raw]


def reviewed(
    old: Sequence[KeptRow], found: Sequence[Case], log: Sequence[Visit], month: Month
) -> list[KeptRow]:
    """Return the rows of 复盘: those that stand there, then the month's new ones, won before lost.

    A row of ours whose lead the month no longer won or lost goes, unless somebody wrote into it.
    """
    fresh = {_key(row): row for row in month_rows(found, log, month)}
    rows: list[KeptRow] = []
    for row in old:
        ours = row.text(kept.DRAFT) == _MARK and row.text(kept.MONTH) == month.label
        new = fresh.pop(_key(row), None) if ours else None
        if new is not None:
            cells = {**row.cells, **new.cells, kept.LESSON: row.cells.get(kept.LESSON)}
            rows.append(KeptRow(cells, row.extra))
        elif not ours or row.cells.get(kept.LESSON) or row.extra:
            rows.append(row)
    return [*rows, *fresh.values()]


def month_rows(found: Sequence[Case], log: Sequence[Visit], month: Month) -> list[KeptRow]:
    """Return a row for every lead that the month won or lost, in the order of the register.

    ``log`` is in the order of time; without rows nothing is said of contacts.
    """
    won = [at for at, case in enumerate(found) if case.row.signed_month == month]
    lost = [at for at, case in enumerate(found) if case.row.lost_month == month]
    about = _about({*won, *lost}, log)
    ends = [(WON, at, found[at].signed) for at in won] + [(LOST, at, found[at].lost) for at in lost]
    return [
        KeptRow({
            kept.MONTH: month.label, kept.RESULT: result, **_lead(found[at]),
            **_course(found[at], end, about[at] if log else None),
            **_outcome(found[at], result, about[at]), kept.DRAFT: _MARK,
        })
        for result, at, end in ends
    ]  # fmt: skip


def _key(row: KeptRow) -> _Key:
    return tuple(row.cells.get(one) for one in (kept.MONTH, kept.RESULT, kept.LEAD))  # type: ignore[return-value] # three


def _about(cases: set[int], log: Sequence[Visit]) -> dict[int, list[Visit]]:
    about: dict[int, list[Visit]] = defaultdict(list)
    for visit in log:
        if visit.case is not None and visit.case in cases:
            about[visit.case].append(visit)
    return about


def _lead(case: Case) -> Mapping[str, Raw]:
    row = case.row
    return {
        kept.LEAD: row.number, kept.COMPANY: row.company, kept.REP: row.owner,
        kept.SOURCE: row.source, kept.GRADE: row.grade,
    }  # fmt: skip


def _course(
    case: Case, end: dt.datetime | None, about: Sequence[Visit] | None
) -> Mapping[str, Raw]:
    """Return how long it took, how often somebody spoke to them, and the longest silence in days."""
    days = None if case.begun is None or end is None else (end.date() - case.begun.date()).days
    cells: dict[str, Raw] = {
        kept.BEGUN: _day(case.begun), kept.ENDED: _day(end),
        kept.DAYS: days if days is None or days >= 0 else None,
    }  # fmt: skip
    if about is None:
        return cells
    spoken = [one.when for one in about if end is None or one.when.date() <= end.date()]
    edges = [one for one in (case.begun, *spoken, end) if one is not None]
    gaps = [(after.date() - before.date()).days for before, after in pairwise(sorted(edges))]
    waited = (spoken[0].date() - case.begun.date()).days if spoken and case.begun else None
    return {**cells, kept.CONTACTS: len(spoken), kept.WAITED: waited,
            kept.GAP: max(gaps) if gaps else None}  # fmt: skip


def _day(moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None else dt.datetime.combine(moment.date(), dt.time())


def _outcome(case: Case, result: str, about: Sequence[Visit]) -> Mapping[str, Raw]:
    if result == LOST:
        return {kept.STAGE: case.row.lost_stage or None, kept.REASON: case.reason or UNKNOWN_REASON}
    stages = [one.stage for one in about if one.stage]
    return {kept.STAGE: stages[-1] if stages else None, kept.AMOUNT: case.amount}
