"""The job of ``meeting``: everything the weekly meeting looks at, gathered once (M91, U16, U19).

``check`` says whether the figures can be trusted, the log who must act, 订单 what is owed. What the
book has nothing to tell from is None here, and named in ``unknown``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crmbook.analysis.cases import Case, Span, cases
from crmbook.analysis.detail import DetailRow, detail
from crmbook.analysis.forecast import Forecast, forecast, forecast_balance
from crmbook.analysis.monthly import MonthFigures
from crmbook.analysis.promises import Promise, promises
from crmbook.analysis.remarks import missing, remarks
from crmbook.analysis.stages import passages, stages_of
from crmbook.analysis.tables import Tables, tables
from crmbook.analysis.visits import Visit, visits
from crmbook.book import Book
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule
from crmbook.i18n import _
from crmbook.model.errors import FileRefused
from crmbook.schema.rules import SMALL_SAMPLE
from crmbook.schema.sheets import FOLLOWUPS, LEADS, ORDERS, followups
from crmbook.workflows.check import CheckReport, check
from crmbook.workflows.meeting_day import MeetingDay, meeting_day
from crmbook.workflows.monthly import month_figures
from crmbook.workflows.since import since_week

#: A week ends with the day of the meeting.
WEEK: Final = dt.timedelta(7)
_TREND: Final = 12
#: An older promise that nobody kept is history; ``check`` still lists it.
_LOOK_BACK: Final = dt.timedelta(90)


@dataclass(frozen=True, slots=True)
class Week:
    """The leads begun, signed and lost in the seven days up to the meeting."""

    span: Span
    begun: tuple[Case, ...]
    signed: tuple[Case, ...]
    lost: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A promise of the log that nobody has kept: whose, to whom, how many days late."""

    owner: str
    case: Case
    promise: Promise
    days: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is gathered. ``months``: up to twelve, the last is ``tables.month``, the meeting's own.

    ``forecast`` and ``overdue`` None: the book cannot tell, and ``unknown`` says why.
    """

    report: CheckReport
    months: tuple[MonthFigures, ...]
    tables: Tables
    week: Week
    overdue: tuple[Overdue, ...] | None
    forecast: Forecast | None
    unknown: tuple[str, ...]
    remarks: tuple[str, ...]
    day: MeetingDay


def meeting(
    book: Book, today: dt.date | dt.datetime | None = None, *, state: bool = True
) -> Meeting:
    """Gather the meeting of a day. ``state`` false: nothing kept of earlier checks is looked at.

    Raises FileRefused where there is no lead register.
    """
    report = check(book, today)
    if state:
        report = since_week(report)
    ledger = book.ledger(report.today)
    if ledger.leads is None:
        raise FileRefused(
            _("the book has no {sheet}").format(sheet=LEADS.name),
            _("give the columns headers such as 公司名称, 联系人, 联系电话"),
            path=book.path,
        )
    return _gathered(report, ledger)


def _gathered(report: CheckReport, ledger: Ledger) -> Meeting:
    rows = detail(ledger)
    found = cases(ledger, rows)
    log = visits(ledger, found)
    months = month_figures(report.book, ledger, rows, _TREND)
    outlook, made = _outlook(ledger, found, log), _tables(ledger, rows, months)
    if outlook is not None:
        told = [*made.mismatches, *forecast_balance(outlook, found, ledger.today)]
        made = replace(made, mismatches=told)
    return Meeting(
        report=report,
        months=tuple(months),
        tables=made,
        week=_week(found, ledger.today),
        overdue=_overdue(ledger, found, log),
        forecast=outlook,
        unknown=(*missing(ledger), *_unknown(ledger, outlook)),
        remarks=tuple(remarks(ledger, rows, months)),
        day=meeting_day(report.book, ledger),
    )


def _tables(ledger: Ledger, rows: Sequence[DetailRow], months: Sequence[MonthFigures]) -> Tables:
    shown: list[Month] = [one.month for one in months]
    own = shown[-1] if shown else MonthRule.of(ledger.rules).month(ledger.today)
    return tables(ledger, rows, [own], own, sheets=False)


def _week(found: Sequence[Case], today: dt.datetime) -> Week:
    end = dt.datetime(today.year, today.month, today.day) + dt.timedelta(1)
    span = Span(end - WEEK, end)
    return Week(
        span=span,
        begun=tuple(case for case in found if case.row.counted and case.begun in span),
        signed=tuple(case for case in found if case.signed in span),
        lost=tuple(case for case in found if case.lost in span),
    )


def _overdue(
    ledger: Ledger, found: Sequence[Case], log: Sequence[Visit]
) -> tuple[Overdue, ...] | None:
    """Return the promises that nobody has kept, the latest last within their owner."""
    if ledger.log is None or followups.DUE not in ledger.log:
        return None
    today = ledger.today
    open_ = [
        one
        for one in promises(log, Span(today - _LOOK_BACK, today), today)
        if one.open and one.visit.case is not None
    ]
    made = [
        Overdue(
            owner=found[one.visit.case].row.owner or one.visit.by,
            case=found[one.visit.case],
            promise=one,
            days=(today.date() - one.due.date()).days,
        )
        for one in open_
        if one.visit.case is not None
    ]
    return tuple(sorted(made, key=lambda one: (-one.days, one.owner, one.case.row.number)))


def _outlook(ledger: Ledger, found: Sequence[Case], log: Sequence[Visit]) -> Forecast | None:
    stages = stages_of(ledger)
    ways = passages(found, log, stages)
    made = forecast(found, ways, stages, ledger.today, MonthRule.of(ledger.rules))
    if made is None or made.past < ledger.rules.count(SMALL_SAMPLE):
        return None
    return made


def _unknown(ledger: Ledger, outlook: Forecast | None) -> Iterator[str]:
    """Yield what the book cannot tell, beyond the columns that ``monthly`` misses."""
    if ledger.log is None:
        yield _("no {sheet}: nobody can tell who promised what, or whom nobody called").format(
            sheet=FOLLOWUPS.name
        )
    elif followups.DUE not in ledger.log:
        yield _("no column “{column}” in {sheet}: promises cannot be followed").format(
            column=followups.DUE.header, sheet=FOLLOWUPS.name
        )
    if ledger[ORDERS] is None:
        yield _("no {sheet}: what is owed and received cannot be told").format(sheet=ORDERS.name)
    if outlook is None:
        yield _(
            "no forecast: the months before hold too few open leads to say what becomes of them"
        )
