"""The small tables that the charts of 看板 draw: live over 月报明细 while the month is open (§2.16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from crmbook.analysis.monthly import MonthFigures
from crmbook.analysis.structure import UNKNOWN_OWNER
from crmbook.analysis.tables import Tables
from crmbook.i18n import _
from crmbook.model.cells import column_letters
from crmbook.report.detail_ranges import DetailRanges, Field, is_month
from crmbook.report.figure_cells import NOTHING, Figure
from crmbook.report.live_figures import MONTH_CELL
from crmbook.report.monthly_report import MonthlyReport

COLUMN: Final = 13  # 0-based, of their first column
_LETTERS: Final = tuple(column_letters(COLUMN + 1 + at) for at in range(4))
_SHOWN: Final = 8
_MONTHS: Final = 12


class Kind(Enum):
    """How a table is drawn: bars from the top down, columns, or columns with the rate as a line."""

    BARS = auto()
    COLUMNS = auto()
    TREND = auto()


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A table: its ``header`` row (1-based), the rows under it; ``empty`` is said where it has none."""

    kind: Kind
    title: str
    header: int
    headers: Sequence[str]
    rows: Sequence[Sequence[Figure]]
    empty: str = ""

    @property
    def next(self) -> int:
        """The header row of a table that stands under this one."""
        return self.header + len(self.rows) + 3


def chart_tables(report: MonthlyReport, tables: Tables, row: int) -> list[ChartTable]:
    """Return the four tables, one under the other from a header ``row`` (1-based) on."""
    found: list[ChartTable] = []
    for make in (_funnel, _trend, _sources, _reps):
        found.append(make(report, tables, found[-1].next if found else row))
    return found


def _now(report: MonthlyReport) -> MonthFigures | None:
    return next((one for one in report.months if one.month == report.month), None)


def _funnel(report: MonthlyReport, tables: Tables, row: int) -> ChartTable:
    """Return how far the month's leads came; a closed month did not keep its steps (§2.17)."""
    now, funnel = _now(report), tables.funnels.get(report.month)
    headers = ("步骤", "线索数")
    if now is None or now.typed or funnel is None:
        told = _("{month} is closed: how far its leads came was not kept")
        return ChartTable(
            Kind.BARS, _("Funnel"), row, headers, (), told.format(month=report.month.label)
        )
    formulas = [""] * len(funnel.steps)
    if report.is_live(now):
        begun = ((Field.MONTH, is_month(MONTH_CELL)), (Field.COUNTED, "1"))
        ranges = DetailRanges(len(report.detail))
        formulas[0] = "=" + ranges.countifs(*begun)
        formulas[-1] = "=" + ranges.countifs(*begun, (Field.COHORT, "1"))
    rows = [
        [Figure(step.name), Figure(step.count, formula)]
        for step, formula in zip(funnel.steps, formulas, strict=True)
    ]
    if now.signed is None:
        rows[-1][1] = Figure(NOTHING)
    return ChartTable(Kind.BARS, _("Funnel"), row, headers, rows)


def _trend(report: MonthlyReport, _tables: Tables, row: int) -> ChartTable:
    """Return the twelve months up to the one that is looked at."""
    shown = [one for one in report.months if one.month <= report.month][-_MONTHS:]
    rows = [_trend_row(report, one, at) for at, one in enumerate(shown, row + 1)]
    headers = ("统计周期", "线索总数", "签约客户数", "转化率")
    return ChartTable(Kind.TREND, _("Trend"), row, headers, rows, _nothing(report))


def _trend_row(report: MonthlyReport, one: MonthFigures, row: int) -> list[Figure]:
    month = Figure(one.month.label)
    values = [_known(one.total), _known(one.signed), _known(one.rate)]
    if not report.is_live(one) or one.signed is None:
        return [month, *map(Figure, values)]
    name, total, signed, _rate = _LETTERS
    ranges, label = DetailRanges(len(report.detail)), is_month(f"${name}{row}")
    formulas = (
        "=" + ranges.countifs((Field.MONTH, label), (Field.COUNTED, "1")),
        "=" + ranges.countifs((Field.SIGNED_MONTH, label), (Field.FIRST, "1")),
        f'=IFERROR({signed}{row}/{total}{row},"{NOTHING}")',
    )
    return [month, *map(Figure, values, formulas)]


def _sources(report: MonthlyReport, _tables: Tables, row: int) -> ChartTable:
    rows = [
        _pair(report, (one.source, (one.valid, one.signed)), (Field.SOURCE, at))
        for at, one in enumerate(report.channels[:_SHOWN], row + 1)
    ]
    headers = ("线索来源", "有效数", "签约数")
    return ChartTable(Kind.BARS, _("Sources"), row, headers, rows, _nothing(report))


def _reps(report: MonthlyReport, tables: Tables, row: int) -> ChartTable:
    """Return those with most signings, then most new leads; who had neither is left out."""
    able = [one for one in tables.owners if one.new or one.signed]
    able.sort(key=lambda one: (-one.signed, -one.new, one.owner))
    rows = [
        _pair(report, (one.owner or UNKNOWN_OWNER, (one.new, one.signed)), (Field.OWNER, at))
        for at, one in enumerate(able[:_SHOWN], row + 1)
    ]
    headers = ("负责人", "新增线索", "签约客户数")
    return ChartTable(Kind.COLUMNS, _("Reps"), row, headers, rows, _nothing(report))


def _pair(
    report: MonthlyReport, what: tuple[str, tuple[int, int]], where: tuple[Field, int]
) -> list[Figure]:
    """Return a name, its leads and its signings of the month; EXACT, for a name is what was typed."""
    (name, counts), (field, row) = what, where
    now = _now(report)
    values = [counts[0], NOTHING if now is None or now.signed is None else counts[1]]
    if not report.channels_live or NOTHING in values:
        return [Figure(name), *map(Figure, values)]
    ranges = DetailRanges(len(report.detail))
    cell = '""' if field is Field.OWNER and name == UNKNOWN_OWNER else f"${_LETTERS[0]}{row}"
    mine = f"EXACT({ranges[field]},{cell})"
    terms = (
        f"EXACT({ranges[Field.MONTH]},{MONTH_CELL})*{mine}*({ranges[Field.COUNTED]}=1)",
        f"EXACT({ranges[Field.SIGNED_MONTH]},{MONTH_CELL})*{mine}*({ranges[Field.FIRST]}=1)",
    )
    return [Figure(name), *map(Figure, values, [f"=SUMPRODUCT({term}*1)" for term in terms])]


def _known(value: float | None) -> float | str:
    return NOTHING if value is None else value


def _nothing(report: MonthlyReport) -> str:
    return _("no leads in {month}").format(month=report.month.label)
