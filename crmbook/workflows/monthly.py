"""The job of ``monthly``: 转化分析表 and its supporting sheets, regenerated in the book (M03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crmbook.analysis import remarks as words
from crmbook.analysis.advice import is_suggestion, suggestion
from crmbook.analysis.channel import ChannelFigures, channels
from crmbook.analysis.closed import Drift, drifts, figures_of_row, losses_of
from crmbook.analysis.detail import DetailRow, by_month, detail
from crmbook.analysis.monthly import MonthFigures, figures
from crmbook.analysis.tables import tables
from crmbook.book import Book
from crmbook.book.conversion import OldRow, old_rows
from crmbook.book.losses import old_losses
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule, parse_month
from crmbook.facts.odd_dates import FIRST, far_months, month_runs
from crmbook.files.features import holds_tables
from crmbook.i18n import _
from crmbook.model.edits import Plan, PutSheet
from crmbook.model.errors import FileRefused, UsageError
from crmbook.report.analysis_sheets import analysis_sheets
from crmbook.report.monthly_sheets import GeneratedSheet, MonthlyReport, monthly_sheets
from crmbook.schema.rules import DETAIL_LIMIT, SMALL_SAMPLE
from crmbook.schema.sheets import CONVERSION, LEADS, LOSSES, leads
from crmbook.workflows.analysis_sheets import placed
from crmbook.workflows.desk_notes import desk_notes
from crmbook.workflows.kept_sheets import kept_sheets
from crmbook.workflows.moves import moves
from crmbook.workflows.old_sheets import BESIDE, OldSheets


@dataclass(frozen=True, slots=True)
class Monthly:
    """What ``monthly`` computed: the months shown, the sources of ``month``, and the plan.

    ``drifts``: closed months whose recomputation differs (listed, not written, §2.17);
    ``missing``: figures that cannot be computed, and why; ``remarks``: what stands under the table.
    ``lost``: cells of people that only a backup will have.
    """

    book: Book
    today: dt.datetime
    months: tuple[MonthFigures, ...]
    month: Month
    channels: tuple[ChannelFigures, ...]
    missing: tuple[str, ...]
    remarks: tuple[str, ...]
    drifts: tuple[Drift, ...]
    plan: Plan
    lost: tuple[str, ...] = ()


def monthly(
    book: Book, today: dt.date | dt.datetime | None = None, *, month: str = "", close: bool = False
) -> Monthly:
    """Compute all open months of a book as of ``today`` and plan the sheets that show them.

    ``month`` (``2024-03``, ``3月`` …) is the one whose sources are analysed, by default the last;
    ``close`` turns its row into values. Raises UsageError for a month that the book does not have
    or that has not ended, FileRefused where there is no lead register.
    """
    ledger = book.ledger(today)
    if ledger.leads is None:
        raise FileRefused(
            _("the book has no {sheet}").format(sheet=LEADS.name),
            _("give the columns headers such as 公司名称, 联系人, 联系电话"),
            path=book.path,
        )
    sheets = OldSheets.of(book)
    rows, old = detail(ledger), _old(sheets)
    shown = _months(ledger, rows, old)
    chosen = _chosen(month, shown, ledger.today)
    if close:
        _require_ended(chosen, ledger)
    sheets.require_own()
    months = _figures(ledger, rows, (shown, old), chosen if close else None)
    return _result(sheets, ledger, rows, (months, chosen, old))


def month_figures(
    book: Book, ledger: Ledger, rows: Sequence[DetailRow], most: int
) -> list[MonthFigures]:
    """Return the last ``most`` months up to today's as 转化分析表 shows them.

    Closed ones, and those that somebody typed, are as they stand there (§2.17).
    """
    sheets, now = OldSheets.of(book), MonthRule.of(ledger.rules).month(ledger.today)
    old = _old(sheets)
    shown = [month for month in _months(ledger, rows, old) if month <= now][-most:]
    return [figure for figure, _fresh in _figures(ledger, rows, (shown, old), None)]


def require_backup(result: Monthly) -> None:
    """Raise UsageError where cells of people would be lost, for only a backup would have them."""
    if result.lost:
        raise UsageError(
            "；".join(result.lost),
            _("move them to another sheet, or let a backup be kept (without --no-state)"),
            path=result.book.path,
        )


def _old(sheets: OldSheets) -> dict[Month, OldRow]:
    shown = sheets.grid(LOSSES)
    losses = {} if shown is None else old_losses(shown)
    return {
        row.month: replace(row, ours=sheets.is_ours(grid), lost=losses.get(row.month))
        for grid in sheets.book.sources[0].grids
        if grid.name in (CONVERSION, BESIDE)
        for row in old_rows(grid)
    }


def _months(ledger: Ledger, rows: Sequence[DetailRow], old: Mapping[Month, OldRow]) -> list[Month]:
    """Return the months from the first lead to the last that anything happened in, by today.

    A gap of more than two years gets no rows, nor do the few dates on its far side. Rows that are
    closed, or that a person typed for months without leads, stay.
    """
    now = MonthRule.of(ledger.rules).month(ledger.today)
    counted = {month for row in rows for month in (row.month, row.signed_month, row.lost_month)}
    known = {month for month in counted if month is not None and FIRST <= month <= now}
    found = set[Month]()
    for run in month_runs(known - far_months(ledger) or {now}):
        found.update(run[0].through(run[-1]))
    return sorted({*found, *(month for month, row in old.items() if row.kept)})


def _chosen(text: str, shown: Sequence[Month], today: dt.datetime) -> Month:
    if not text:
        return max(
            (month for month in shown if month <= Month(today.year, today.month)), default=shown[-1]
        )
    month = parse_month(text, today)
    if month is None:
        raise UsageError(_("{value} is no month").format(value=text), _("write 2024-03, or 3月"))
    if month not in shown:
        raise UsageError(
            _("{month} has no leads in this book").format(month=month.label),
            _("the book covers {first} to {last}").format(
                first=min(shown).label, last=max(shown).label
            ),
        )
    return month


def _require_ended(month: Month, ledger: Ledger) -> None:
    end = MonthRule.of(ledger.rules).end(month)
    if ledger.today < end - dt.timedelta(seconds=1):
        raise UsageError(
            _("{month} has not ended yet").format(month=month.label),
            _("close it on or after {date}").format(date=f"{end:%Y-%m-%d}"),
        )


def _figures(
    ledger: Ledger,
    rows: Sequence[DetailRow],
    known: tuple[Sequence[Month], Mapping[Month, OldRow]],
    closing: Month | None,
) -> list[tuple[MonthFigures, MonthFigures]]:
    """Return (what the sheet shows, what today's data say) for each month."""
    shown, old = known
    begun, touched = {row.month for row in rows}, by_month(rows)
    found = []
    for fresh in _computable(ledger, figures(rows, shown)):
        row = old.get(fresh.month)
        if row is not None and (row.closed or (row.kept and fresh.month not in begun)):
            lost = losses_of(row.values, row.lost, fresh)
            typed = figures_of_row(fresh.month, row.values, lost)
            found.append((replace(typed, closed=row.closed), fresh))
        else:
            closed = fresh.month == closing
            sources = channels(touched.get(fresh.month, []), fresh.month)
            advised = _advised(fresh, row, sources, ledger)
            found.append((replace(advised, closed=closed), fresh))
    return found


def _computable(ledger: Ledger, months: Sequence[MonthFigures]) -> list[MonthFigures]:
    """Take away what the book has no column for: nothing is shown instead of 0 (§2.1)."""
    register = ledger.leads
    if register is None or leads.SIGNED in register:
        return list(months)
    return [replace(one, signed=None, rate=None, cycle=None, cohort_rate=None) for one in months]


def _advised(
    fresh: MonthFigures, row: OldRow | None, sources: list[ChannelFigures], ledger: Ledger
) -> MonthFigures:
    """Keep what a person wrote; where nobody has, propose something (M03, M88)."""
    written = "" if row is None else row.advice
    if written and not is_suggestion(written):
        return replace(fresh, advice=written)
    return replace(fresh, suggestion=suggestion(fresh, sources, ledger.rules))


def _result(
    sheets: OldSheets,
    ledger: Ledger,
    rows: Sequence[DetailRow],
    known: tuple[list[tuple[MonthFigures, MonthFigures]], Month, Mapping[Month, OldRow]],
) -> Monthly:
    pairs, chosen, old = known
    months = [shown for shown, _fresh in pairs]
    moved = tuple(
        drift
        for shown, fresh in pairs
        if shown.typed and old[shown.month].closed
        for drift in drifts(shown, fresh)
    )
    missing, remarks = words.missing(ledger), words.remarks(ledger, rows, months)
    open_months = {one.month for one in months if not one.closed}
    open_rows = [row for row in rows if row.touches(open_months)]
    sources = channels(rows, chosen)
    name, told = sheets.place()
    told += _overwritten(sheets, pairs, old)
    report = MonthlyReport(
        months=months,
        detail=open_rows,
        month=chosen,
        channels=sources,
        remarks=[*remarks, *map(str, moved)],
        missing=missing,
        basis=words.basis(ledger),
        as_of=ledger.today,
        live=len(open_rows) <= ledger.rules.count(DETAIL_LIMIT),
        small_sample=ledger.rules.count(SMALL_SAMPLE),
        extra=_extra(old),
        plain=not holds_tables(sheets.book.path),
    )
    more = tables(ledger, rows, [one.month for one in months], chosen)
    further = placed(sheets, analysis_sheets(report, more))
    kept = kept_sheets(sheets, ledger, rows, more)
    lost = [*sheets.lost(), *further.lost, *kept.lost]
    remarks = [*remarks, *lost, *told, *further.told, *kept.told, *desk_notes(sheets.book.path)]
    return Monthly(
        sheets.book, ledger.today, tuple(months), chosen, tuple(sources), tuple(missing),
        tuple(remarks), moved, _plan(report, name, sheets, (*further.sheets, *kept.sheets)),
        tuple(lost),
    )  # fmt: skip


def _plan(
    report: MonthlyReport, name: str, old: OldSheets, further: Sequence[GeneratedSheet]
) -> Plan:
    """Plan the sheets, and first what follows their rows: it must not follow those of new sheets.

    The ``further`` ones are blocks one under the other: nothing follows their rows.
    """
    reason = _("monthly analysis as of {date}").format(date=f"{report.as_of:%Y-%m-%d}")
    renamed = {CONVERSION: name}
    made = [
        replace(
            sheet,
            name=renamed.get(sheet.name, sheet.name),
            after=None if sheet.after is None else renamed.get(sheet.after, sheet.after),
        )
        for sheet in monthly_sheets(report)
    ]
    grids = ((old.grid(sheet.name), sheet) for sheet in made)
    moved = (moves(grid, sheet) for grid, sheet in grids if grid is not None)
    return Plan(
        (
            *(move for move in moved if move is not None),
            *(
                PutSheet(one.name, one.workbook, reason, after=one.after)
                for one in (*made, *further)
            ),
        )
    )


def _overwritten(
    sheets: OldSheets,
    pairs: Sequence[tuple[MonthFigures, MonthFigures]],
    old: Mapping[Month, OldRow],
) -> list[str]:
    """Return which figures that people had typed by hand now come out otherwise."""
    sheet = sheets.grid(CONVERSION)
    if sheet is None or sheets.is_ours(sheet):
        return []
    found = [
        str(drift)
        for shown, fresh in pairs
        if not shown.typed and shown.month in old
        for drift in drifts(figures_of_row(shown.month, old[shown.month].values), fresh)
    ]
    told = _("typed by hand before, now counted: {figures}")
    return [told.format(figures="、".join(found))] if found else []


def _extra(old: Mapping[Month, OldRow]) -> dict[str, dict[Month, object]]:
    """Return the columns that people added to 转化分析表, by header and month."""
    columns: dict[str, dict[Month, object]] = {}
    for month, row in old.items():
        for header, value in row.extra.items():
            columns.setdefault(header, {})[month] = value
    return columns
