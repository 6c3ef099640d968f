"""The sample workbook's rows: a team of ten, October 2023 to March 2024.

The csv files beside this one are written by ``python -m sample_data.make_sample``; January to March
come out as the rows of the printed 转化分析表 (FORMS.md), and the documents' two leads stand in them
as published (REQUIREMENTS §2.13, §5).
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from importlib.resources import files

from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.quantity import Count, Money, MoneyRange, Number
from crmbook.schema.kinds.score import Score
from crmbook.schema.sheets import (
    CUSTOMERS,
    FOLLOWUPS,
    LEADS,
    ORDERS,
    PEOPLE,
    SERVICES,
    TARGETS,
)
from crmbook.schema.sheets.conversion import CONVERSION

Rows = list[dict[str, object]]

LIGHT: tuple[Sheet, ...] = (LEADS, FOLLOWUPS, CONVERSION, PEOPLE, TARGETS)
FULL: tuple[Sheet, ...] = (*LIGHT, CUSTOMERS, ORDERS, SERVICES)
#: Kinds whose plain numbers stand in the sheet as numbers; any other digits are names (电话, 编号).
_NUMBERS = (Count, Money, MoneyRange, Number, Score)


def load(*, full: bool = False) -> dict[str, Rows]:
    """Return the rows of each sheet by its name, as values for cells; blank cells are left out.

    Dates are datetimes, amounts, counts and scores int or float; all else, phones and numbers
    included, is text. 转化分析表 holds what people typed only (统计周期, 优化建议). ``full`` adds
    客户档案, 订单 and 服务记录.
    """
    return {sheet.name: _rows(sheet) for sheet in (FULL if full else LIGHT)}


def _rows(sheet: Sheet) -> Rows:
    text = files(__name__).joinpath(f"{sheet.name}.csv").read_text(encoding="utf-8")
    readers = {column.header: _reader(column) for column in sheet.columns}
    return [_row(row, readers) for row in csv.DictReader(text.splitlines())]


def _row(
    row: Mapping[str, str], readers: Mapping[str, Callable[[str], object]]
) -> dict[str, object]:
    return {header: readers[header](text) for header, text in row.items() if text}


def _reader(column: Column) -> Callable[[str], object]:
    if isinstance(column.kind, Date):
        return dt.datetime.fromisoformat
    return _number if isinstance(column.kind, _NUMBERS) else str


def _number(text: str) -> object:
    """Return a plain number as int or float; ``30-45`` stays text."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text
