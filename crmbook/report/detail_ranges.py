"""月报明细 as formulas see it: its columns, and the absolute ranges that other sheets count over.

Ordinary ranges, not structured references: a grafted table may be renamed, its cells may not.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from crmbook.model.cells import column_letters, quote_sheet
from crmbook.schema.sheets import DETAIL

#: 1-based rows: a title, a line of explanation, the header; then one lead a row.
HEADER_ROW: Final = 3
FIRST_ROW: Final = HEADER_ROW + 1


class Field(Enum):
    """The columns of 月报明细 in order: (header, width in characters)."""

    NUMBER = ("编号", 13)
    COMPANY = ("公司名称", 30)
    OWNER = ("负责人", 10)
    MONTH = ("月份", 11)
    STATE = ("状态", 10)
    COUNTED = ("计入", 7)
    GRADE = ("月末等级", 10)
    SOURCE = ("来源", 16)
    SIGNED_MONTH = ("签约月份", 11)
    FIRST = ("签约计数", 10)
    CYCLE = ("周期(天)", 10)
    LOST_MONTH = ("流失月份", 11)
    LOST_STAGE = ("流失阶段", 11)
    COHORT = ("批次已签", 10)
    PLACE = ("位置", 18)

    @property
    def header(self) -> str:
        """The header of the column."""
        return self.value[0]

    @property
    def width(self) -> int:
        """The width of the column in characters."""
        return self.value[1]


FIELDS: Final = tuple(Field)


class DetailRanges:
    """The ranges of ``count`` rows of detail (at least one: an empty range is no range).

    ``months`` is the number of rows of 转化分析表 and of 流失分析, which name the same months.
    """

    def __init__(self, count: int, months: int = 1) -> None:
        self.last_row = FIRST_ROW + max(count, 1) - 1
        self.months = max(months, 1)

    def __getitem__(self, column: Field) -> str:
        letters = column_letters(FIELDS.index(column) + 1)
        return f"{quote_sheet(DETAIL)}!${letters}${FIRST_ROW}:${letters}${self.last_row}"

    def countifs(self, *conditions: tuple[Field, str]) -> str:
        """Return ``COUNTIFS(…)`` without ``=``; each condition is a column and a criterion."""
        return f"COUNTIFS({self.criteria(*conditions)})"

    def criteria(self, *conditions: tuple[Field, str]) -> str:
        """Return the arguments ``range,criterion,…`` of COUNTIFS and its like."""
        return ",".join(f"{self[column]},{criterion}" for column, criterion in conditions)


def is_month(cell: str) -> str:
    """Return the criterion "is the month named in ``cell``".

    The ``*`` makes it a text pattern: without it Excel reads 2024年3月 as a date, and compares
    serial numbers.
    """
    return f'{cell}&"*"'
