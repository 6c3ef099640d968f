"""业绩分析: what each rep did in a span: the weekly report of 004 (M70), and the entries (M57)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Final

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Case, Span
from crmbook.analysis.promises import Promise, promises
from crmbook.analysis.rates import Rate
from crmbook.analysis.visits import Visit
from crmbook.facts.chain import chains
from crmbook.facts.completeness import completeness
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.kinds.grade import rank
from crmbook.schema.sheets import leads

_LATE: Final = "时限.更新记录"
_NONE: Final = Rate(0, 0)


@dataclass(frozen=True, slots=True)
class OwnerFigures:
    """One rep in a span. Leads are the 负责人's; what the log says is the 跟进人's.

    ``new``: leads begun; ``contacted``: leads with a log row, of ``visits`` rows; ``due``: promises
    for the span kept in time, over all that have come due by today; ``overdue``: those that nobody
    has kept to this day; ``upgraded`` and ``downgraded``: changes of 意向等级; ``amount`` in 万元;
    ``complete``: filled cells over wanted ones, of all leads; ``late``: rows written down later than
    rule 时限.更新记录 allows, over those that say when they were.
    """

    owner: str
    new: int
    contacted: int
    visits: int
    signed: int
    amount: float
    lost: int
    late: Rate
    due: Rate = _NONE
    overdue: int = 0
    upgraded: int = 0
    downgraded: int = 0
    complete: Rate = _NONE


@dataclass(frozen=True, slots=True)
class Activity:
    """What the figures of a span are counted from.

    ``month``: the span is this month, and leads that only a tab dates count in it too (U06).
    """

    ledger: Ledger
    found: Sequence[Case]
    visits: Sequence[Visit]
    span: Span
    month: Month | None = None

    def new(self, case: Case) -> bool:
        """Whether a lead that counts began in the span."""
        return case.row.counted and self._within(case.row.month, case.begun)

    def signed(self, case: Case) -> bool:
        """Whether a lead was signed in the span."""
        return self._within(case.row.signed_month, case.signed)

    def lost(self, case: Case) -> bool:
        """Whether a lead was lost in the span."""
        return self._within(case.row.lost_month, case.lost)

    def _within(self, month: Month | None, moment: dt.datetime | None) -> bool:
        return moment in self.span if self.month is None else month == self.month


def owners(what: Activity) -> list[OwnerFigures]:
    """Return the figures of everyone who owns a lead or wrote a log row, by name; "" is nobody."""
    log = _by_writer(what)
    own: dict[str, list[Case]] = defaultdict(list)
    for case in what.found:
        own[case.row.owner].append(case)
    due = _due(what)
    changes, complete = _changes(what), _complete(what.ledger)
    return [
        replace(
            _owner(what, name, own[name], log[name]),
            due=Rate(sum(one.in_time for one in due[name]), len(due[name])),
            overdue=sum(one.open for one in due[name]),
            upgraded=changes[name][0],
            downgraded=changes[name][1],
            complete=complete.get(name, Rate(0, 0)),
        )
        for name in sorted({*own, *log, *due, *changes})
    ]


def owners_balance(figures: Sequence[OwnerFigures], what: Activity) -> Iterator[Mismatch]:
    """Yield what does not add up: the reps' leads, rows, signings and losses to those of all."""
    counted = [case for case in what.found if what.new(case)]
    inside = [visit for visit in what.visits if visit.when in what.span]
    signed = [case for case in what.found if case.row.first and what.signed(case)]
    lost = [case for case in what.found if what.lost(case)]
    yield from balance("新增线索", len(counted), [one.new for one in figures])
    yield from balance("跟进次数", len(inside), [one.visits for one in figures])
    yield from balance("签约客户数", len(signed), [one.signed for one in figures])
    yield from balance("流失数", len(lost), [one.lost for one in figures])


def written_late(visit: Visit, hours: float) -> bool | None:
    """Whether a row was written down late, None where it does not say when it was.

    Where either is only a date, it is judged to the day (§2.6).
    """
    if visit.recorded is None:
        return None
    if _is_day(visit.recorded) or _is_day(visit.when):
        days = (visit.recorded.date() - visit.when.date()).days
        return days * 24 > max(hours, 24)
    return visit.recorded - visit.when > dt.timedelta(hours=hours)


def _is_day(moment: dt.datetime) -> bool:
    return moment.time() == dt.time()


def _writer(what: Activity, visit: Visit) -> str:
    """Return who wrote a row; of one that names nobody, its lead's owner."""
    owner = "" if visit.case is None else what.found[visit.case].row.owner
    return visit.by or owner


def _by_writer(what: Activity) -> dict[str, list[Visit]]:
    """Return the rows of the span by who wrote them."""
    found: dict[str, list[Visit]] = defaultdict(list)
    for visit in what.visits:
        if visit.when in what.span:
            found[_writer(what, visit)].append(visit)
    return found


def _due(what: Activity) -> dict[str, list[Promise]]:
    found: dict[str, list[Promise]] = defaultdict(list)
    for promise in promises(what.visits, what.span, what.ledger.today):
        found[_writer(what, promise.visit)].append(promise)
    return found


def _owner(what: Activity, name: str, own: Sequence[Case], log: Sequence[Visit]) -> OwnerFigures:
    hours = float(what.ledger.rules[_LATE])
    written = [late for visit in log if (late := written_late(visit, hours)) is not None]
    signed = [case for case in own if what.signed(case)]
    return OwnerFigures(
        owner=name,
        new=sum(map(what.new, own)),
        contacted=len({visit.case for visit in log} - {None}),
        visits=len(log),
        signed=sum(case.row.first for case in signed),
        amount=fsum(case.amount or 0 for case in signed),
        lost=sum(map(what.lost, own)),
        late=Rate(sum(written), len(written)),
    )


def _changes(what: Activity) -> dict[str, tuple[int, int]]:
    """Return how often each rep's log rows in the span raised a grade, and lowered one."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    log = {visit.record: visit for visit in what.visits}
    for steps in chains(what.ledger).values():
        for step in steps:
            if step.when in what.span and step.before is not None:
                name = _writer(what, log[step.record])
                before, after = rank(step.before), rank(step.after)
                up, down = found[name]
                found[name] = (up + (after < before), down + (after > before))
    return found


def _complete(ledger: Ledger) -> dict[str, Rate]:
    register = ledger.leads
    if register is None or leads.OWNER not in register:
        return {}
    found = completeness(ledger, register).owners.items()
    return {name: Rate(filled, wanted) for name, (filled, wanted) in found}
