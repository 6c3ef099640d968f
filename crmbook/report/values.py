"""Writing values as they are: text stays text, dates get a date format, None a formatted blank."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

#: The most characters that a cell of Excel holds.
_LONGEST = 32767


class _BlankText(str):
    """The empty text as a formula's result.

    XlsxWriter takes a plain ``""`` for "no result known" and leaves out the type of the cell; a
    reader cannot tell that from a formula that nobody has calculated.
    """

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


_BLANK_TEXT = _BlankText()


def write_formula(
    worksheet: Worksheet, place: tuple[int, int], formula: str, style: Format, result: Any
) -> None:
    """Write a formula with its result, so that it reads right where nothing is calculated."""
    value = _BLANK_TEXT if result == "" else result
    worksheet.write_formula(*place, formula, style, value)


def write_value(
    worksheet: Worksheet, row: int, column: int, value: Any, style: Format | None = None
) -> None:
    """Write one value by its type; ``=1+1`` stays text, NaN and infinity are written as text."""
    if value is None or value == "":
        worksheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        worksheet.write_boolean(row, column, value, style)
    elif isinstance(value, int | float) and math.isfinite(value):
        worksheet.write_number(row, column, value, style)
    elif isinstance(value, dt.datetime | dt.date | dt.timedelta):
        worksheet.write_datetime(row, column, value, style)
    else:
        worksheet.write_string(row, column, str(value)[:_LONGEST], style)


def date_format(value: object) -> str:
    """Return the number format that shows a moment whole: a time of day only where it has one."""
    if isinstance(value, dt.timedelta):
        return "[h]:mm"
    timed = isinstance(value, dt.datetime) and value.time() != dt.time()
    return "yyyy-mm-dd hh:mm" if timed else "yyyy-mm-dd"


def is_whole(number: float) -> bool:
    """Whether a number shows no decimals (15 digits, as Excel reckons)."""
    return float(f"{number:.12g}").is_integer()


def rate_format(rate: float | None) -> str:
    """Return ``0%`` for a whole percentage, else ``0.0%``: 15%, 12.5% (FORMS.md)."""
    return "0%" if rate is None or is_whole(rate * 100) else "0.0%"


def days_format(days: float | None) -> str:
    """Return ``0`` for whole days, else ``0.0``: 45, 45.3."""
    return "0" if days is None or is_whole(days) else "0.0"


def width_of(text: str) -> int:
    """Return how many character widths a text takes: CJK and full-width characters take two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a cell ``width`` characters wide, breaks included."""
    return sum(max(1, math.ceil(width_of(line) / width)) for line in text.split("\n"))
