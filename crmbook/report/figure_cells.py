"""One month's row of 转化分析表: each cell's value and, for an open month, its formula (§2.16)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crmbook.analysis.closed import basis_text
from crmbook.analysis.detail import UNGRADED
from crmbook.analysis.monthly import MonthFigures
from crmbook.facts.status import DUPLICATE, INVALID
from crmbook.model.cells import a1, quote_sheet
from crmbook.report.detail_ranges import DetailRanges, Field, is_month
from crmbook.schema.column import Column
from crmbook.schema.sheets import LOSSES, conversion

NOTHING: Final = "—"  # over a zero denominator, or where a column is missing
CLOSED: Final = "已封账"
OPEN: Final = "未封账"
LOSS_FIRST_ROW: Final = 3  # of 流失分析, 1-based
LOSS_TEXT: Final = "K"  # its column 主要流失阶段
#: The columns in order; what people added follows, then the hidden one.
COLUMNS: Final[tuple[Column, ...]] = (*conversion.TEN, *conversion.GREY)
_NUMBER: Final = {column: at for at, column in enumerate(COLUMNS, 1)}


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell: its value and the formula that gives it ("" for a plain value).

    ``number_format``: its own, where those of a column differ; "" as the column's.
    """

    value: Any
    formula: str = ""
    number_format: str = ""


def row_of(one: MonthFigures) -> dict[Column, Any]:
    """Return the values of a month's row; a typed or closed row stands as it stood."""
    if one.typed:
        return {column: one.typed.get(column.header) for column in (*COLUMNS, conversion.BASIS)}
    unknown = one.signed is None
    return {
        conversion.PERIOD: one.month.label,
        conversion.TOTAL: one.total,
        conversion.GRADE_A: one.grades["A"],
        conversion.GRADE_B: one.grades["B"],
        conversion.GRADE_C: one.grades["C"],
        conversion.SIGNED: NOTHING if unknown else one.signed,
        conversion.RATE: _or_nothing(one.rate),
        conversion.CYCLE: _or_nothing(one.cycle),
        conversion.LOSS: one.loss_text,
        conversion.ADVICE: one.advice or one.suggestion,
        conversion.STATE: CLOSED if one.closed else OPEN,
        conversion.UNGRADED: one.grades[UNGRADED],
        conversion.COHORT: _or_nothing(one.cohort_rate),
        conversion.EXCLUDED: one.excluded_text,
        conversion.BASIS: basis_text(one) if one.closed else "",
    }


def _or_nothing(value: float | None) -> float | str:
    return NOTHING if value is None else value


def cells(one: MonthFigures, row: int, ranges: DetailRanges | None) -> Iterator[Figure]:
    """Yield the cells of :data:`COLUMNS`; ``row`` is 1-based, ``ranges`` None for plain values."""
    values = row_of(one)
    for column in COLUMNS:
        write = None if ranges is None else _FORMULAS.get(column)
        computable = values[column] is not None and not (one.signed is None and column in _SIGNINGS)
        formula = write(_At(row), ranges) if write and ranges and computable else ""
        yield Figure(values[column], formula)


#: What cannot be counted where the register has no 签约日期.
_SIGNINGS: Final = frozenset(
    {conversion.SIGNED, conversion.RATE, conversion.CYCLE, conversion.COHORT}
)


@dataclass(frozen=True, slots=True)
class _At:
    """The cells of one row, by column: ``at[TOTAL]`` is ``B5``."""

    row: int

    def __getitem__(self, column: Column) -> str:
        return a1(self.row, _NUMBER[column])

    @property
    def month(self) -> str:
        return is_month(f"$A{self.row}")


def _total(at: _At, ranges: DetailRanges) -> str:
    return "=" + ranges.countifs((Field.MONTH, at.month), (Field.COUNTED, "1"))


def _graded(grade: str) -> Callable[[_At, DetailRanges], str]:
    def formula(at: _At, ranges: DetailRanges) -> str:
        return "=" + ranges.countifs(
            (Field.MONTH, at.month), (Field.COUNTED, "1"), (Field.GRADE, f'"{grade}"')
        )

    return formula


def _signed(at: _At, ranges: DetailRanges) -> str:
    return "=" + ranges.countifs((Field.SIGNED_MONTH, at.month), (Field.FIRST, "1"))


def _rate(at: _At, _ranges: DetailRanges) -> str:
    return f'=IFERROR({at[conversion.SIGNED]}/{at[conversion.TOTAL]},"{NOTHING}")'


def _cycle(at: _At, ranges: DetailRanges) -> str:
    criteria = ranges.criteria((Field.SIGNED_MONTH, at.month), (Field.FIRST, "1"))
    return f'=IFERROR(AVERAGEIFS({ranges[Field.CYCLE]},{criteria}),"{NOTHING}")'


def _loss(at: _At, ranges: DetailRanges) -> str:
    """Quote the month's row of 流失分析, wherever somebody has sorted it to."""
    sheet, last = quote_sheet(LOSSES), LOSS_FIRST_ROW + ranges.months - 1
    texts = f"{sheet}!${LOSS_TEXT}${LOSS_FIRST_ROW}:${LOSS_TEXT}${last}"
    months = f"{sheet}!$A${LOSS_FIRST_ROW}:$A${last}"
    return f'=IFERROR(INDEX({texts},MATCH($A{at.row},{months},0)),"{NOTHING}")'


def _cohort(at: _At, ranges: DetailRanges) -> str:
    count = ranges.countifs((Field.MONTH, at.month), (Field.COUNTED, "1"), (Field.COHORT, "1"))
    return f'=IFERROR({count}/{at[conversion.TOTAL]},"{NOTHING}")'


def _excluded(at: _At, ranges: DetailRanges) -> str:
    invalid, duplicate = (
        ranges.countifs((Field.MONTH, at.month), (Field.STATE, f'"{state}"'))
        for state in (INVALID, DUPLICATE)
    )
    return f'={invalid}&" / "&{duplicate}'


_FORMULAS: Final[Mapping[Column, Callable[[_At, DetailRanges], str]]] = {
    conversion.TOTAL: _total,
    conversion.GRADE_A: _graded("A"),
    conversion.GRADE_B: _graded("B"),
    conversion.GRADE_C: _graded("C"),
    conversion.SIGNED: _signed,
    conversion.RATE: _rate,
    conversion.CYCLE: _cycle,
    conversion.LOSS: _loss,
    conversion.UNGRADED: _graded(UNGRADED),
    conversion.COHORT: _cohort,
    conversion.EXCLUDED: _excluded,
}
