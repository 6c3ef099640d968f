"""Cells: their addresses and the values that a file can hold in them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crmbook.i18n import _

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_PLAIN_SHEET = re.compile(r"[^\W\d]\w*")
#: Read as a cell, a row or column, or a truth value where it stands without quotes.
_LIKE_CELL = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*(?:c[0-9]*)?|c[0-9]*|true|false", re.IGNORECASE)


class CellError(str):
    """An error value as Excel shows it, such as ``#N/A``, ``#REF!`` or ``#DIV/0!``."""

    __slots__ = ()


class Uncached:
    """A formula whose result the file lacks: it was written by a program that does not calculate."""

    def __repr__(self) -> str:
        return "UNCACHED"

    def __str__(self) -> str:
        return _("(formula not calculated)")


UNCACHED: Final = Uncached()

#: What a reader hands out for a cell. Whole numbers are ``int``, never ``13800001111.0``; a number
#: in a date format is ``datetime``; a duration format (``[h]:mm``) is ``timedelta``.
Raw = str | int | float | bool | dt.datetime | dt.timedelta | CellError | Uncached | None

#: What a writer accepts for a cell.
Value = str | int | float | bool | dt.date | dt.datetime | None


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Return the letters of a 1-based column: 1 → A, 28 → AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based column of its letters: A → 1, AB → 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_a1(text: str) -> tuple[int, int]:
    """Return (row, column), both 1-based, of an address such as ``G7`` or ``$G$7``.

    Raises ValueError when it is not one, or lies outside of a sheet.
    """
    match = _A1.fullmatch(text)
    if match is None:
        raise ValueError(text)
    row, column = int(match[2]), column_number(match[1])
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        raise ValueError(text)
    return row, column


def a1(row: int, column: int) -> str:
    """Return the address of a 1-based (row, column)."""
    return f"{column_letters(column)}{row}"


def quote_sheet(name: str) -> str:
    """Return a sheet's name as formulas and addresses need it: quoted unless it is a plain word.

    ``Q1`` or ``R`` are quoted too: Excel takes them for cells, and the file for damaged.
    """
    if _PLAIN_SHEET.fullmatch(name) and not _LIKE_CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell of one sheet, 1-based; printed as people write it: ``线索登记表!G7``."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address within its sheet."""
        return a1(self.row, self.column)

    def __str__(self) -> str:
        return f"{quote_sheet(self.sheet)}!{self.a1}"
