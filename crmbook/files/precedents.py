"""Precedents: the cells, names and tables that a formula reads, told from its text.

Whatever is not understood for certain is :class:`Unclear`: to ask for a calculation too often costs
one attribute in the workbook part, to forget it shows a wrong figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.model.cells import MAX_COLUMN, MAX_ROW, column_number

#: Text; error values; a reference or word, perhaps of a sheet; numbers; operators.
_TOKEN: Final = re.compile(
    r"""(?P<other>"(?:[^"]|"")*"
    |\#(?:REF!|N/A|NAME\?|DIV/0!|NULL!|VALUE!|NUM!|SPILL!|CALC!|GETTING_DATA)
    |[0-9]*\.?[0-9]+(?:[Ee][+-]?[0-9]+)?(?![\w.$:])
    |[-+*/^&=<>(),;{}%@\s]+)
    |(?P<sheet>'(?:[^']|'')+'!|(?:\[[^\[\]]*\])?[^\W\d][\w.]*!|\[[^\[\]]*\]!)?
    (?:(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})(?::(?:(?P=sheet))?(?P<cell2>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}))?
     (?![\w(.\[!$\\?])
    |(?P<column>\$?[A-Za-z]{1,3}):(?P<column2>\$?[A-Za-z]{1,3})(?![\w(.\[!$\\?])
    |(?P<row>\$?[0-9]{1,7}):(?P<row2>\$?[0-9]{1,7})(?![\w(.\[!$\\?])
    |(?P<lost>\#REF!)
    |(?P<word>[^\W\d][\w.\\?]*+)
     (?P<behind>\(|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])?)""",
    re.VERBOSE,
)
_PART: Final = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")
_BOOK: Final = re.compile(r"\[([^\[\]]*)\](.*)", re.DOTALL)
#: Functions that read cells which their text does not name. Those of add-ins and cubes read their
#: arguments alone, as far as a calculation of Excel's goes.
_HIDING: Final = re.compile(
    r"INDIRECT|OFFSET|CELL|INFO|SHEETS?|GETPIVOTDATA|EVALUATE|CALL|REGISTER.*|ANCHORARRAY|GET\..*"
)
#: Functions that read a third range as large as the first, however small it is written.
_RESIZING: Final = frozenset({"SUMIF", "AVERAGEIF"})
_NEWER: Final = re.compile(r"^(?:_XLFN\.|_XLWS\.)+")
_CONSTANTS: Final = frozenset({"TRUE", "FALSE"})
_PARAMETER: Final = "_xlpm."


class Unclear(Exception):
    """What a formula reads cannot be told from its text."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A row or column that a reference names; one that is not fixed (``$``) moves with its cell."""

    number: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A rectangle of cells that a formula reads; ``sheet`` "": of the formula's own sheet."""

    sheet: str
    rows: tuple[Bound, Bound]
    columns: tuple[Bound, Bound]


@dataclass(frozen=True, slots=True)
class Word:
    """A defined name or a table that a formula reads, or a function that it calls."""

    name: str
    called: bool = False


def precedents(formula: str) -> Iterator[Reading | Word]:
    """Yield what a formula reads. Raises Unclear."""
    at = 0
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None:
            raise Unclear(formula)
        at = token.end()
        if token["behind"] == "(" and _NEWER.sub("", token["word"].upper()) in _RESIZING:
            _require_even(list(_arguments(formula, at)))
        found = None if token["other"] else _found(token)
        if found is not None:
            yield found


def _require_even(arguments: list[str]) -> None:
    """Raise Unclear when the range that is added up is not as large as the one that is compared."""
    if len(arguments) < 3:
        return
    compared, added = (_shape(argument) for argument in (arguments[0], arguments[2]))
    if compared is None or compared != added:
        raise Unclear(arguments[2])


def _shape(argument: str) -> tuple[int, int] | str | None:
    """Return rows and columns of a range, the table of a column, None for anything else."""
    token = _TOKEN.fullmatch(argument.strip())
    found = None if token is None or token["other"] else _found(token)
    if isinstance(found, Reading):
        rows, columns = found.rows, found.columns
        return rows[1].number - rows[0].number, columns[1].number - columns[0].number
    inside = "" if token is None else token["behind"] or ""
    columned = found is not None and inside.startswith("[") and not inside.startswith("[[")
    return found.name.casefold() if columned and found is not None and "#" not in inside else None


def _arguments(formula: str, at: int) -> Iterator[str]:
    """Yield the arguments of a call that opens just before ``at``."""
    depth, start = 0, at
    while at < len(formula) and depth >= 0:
        token = _TOKEN.match(formula, at)
        if token is None:
            raise Unclear(formula)
        at = token.end()
        depth += token["behind"] == "("
        signs = "" if (token["other"] or '"').startswith('"') else token["other"]
        for place, sign in enumerate(signs, token.start()):
            depth += (sign in "({") - (sign in ")}")
            if depth < 0 or (sign == "," and depth == 0):
                yield formula[start:place]
                start = place + 1
            if depth < 0:
                return


def _found(token: re.Match[str]) -> Reading | Word | None:
    sheet = _sheet(token["sheet"] or "")
    if sheet is None or token["lost"]:
        return None
    if token["word"]:
        return _word(token["word"], token["behind"] or "")
    first = token["cell"] or token["column"] or token["row"]
    last = token["cell2"] or token["column2"] or token["row2"] or first
    rows, columns = zip(_bounds(first), _bounds(last), strict=True)
    area = Reading(sheet, _ordered(rows, MAX_ROW), _ordered(columns, MAX_COLUMN))
    outside = area.rows[1].number > MAX_ROW or area.columns[1].number > MAX_COLUMN
    if outside and not token["cell2"]:
        return Word(first)  # XYZ1 is no cell, but may be a name
    if outside:
        raise Unclear(token[0])
    return area


def _sheet(written: str) -> str | None:
    """Return the sheet that is named, "" for none, None for one of another book."""
    name = written.removesuffix("!")
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    book = _BOOK.fullmatch(name)
    if book is not None and book[1] != "0":
        if not book[1].isdigit():
            raise Unclear(written)
        return None
    name = name if book is None else book[2]
    if ":" in name or (written and not name and book is None):  # a run of sheets
        raise Unclear(written)
    return name


def _word(word: str, behind: str) -> Word | None:
    if behind == "(":
        if _HIDING.fullmatch(_NEWER.sub("", word.upper())):
            raise Unclear(word)
        return Word(word, called=True)
    if word.upper() in _CONSTANTS or word.casefold().startswith(_PARAMETER):
        return None
    return Word(word)


def _bounds(part: str) -> tuple[Bound | None, Bound | None]:
    """Return (row, column) of one end of a reference: ``$A$1``, ``A`` or ``$1``."""
    match = _PART.fullmatch(part)
    if match is None:
        raise Unclear(part)
    first, letters, second, digits = match.groups()
    row = Bound(int(digits), bool(second if letters else first)) if digits else None
    column = Bound(column_number(letters), bool(first)) if letters else None
    return row, column


def _ordered(bounds: tuple[Bound | None, ...], most: int) -> tuple[Bound, Bound]:
    ends = sorted((one for one in bounds if one is not None), key=lambda one: one.number)
    return (ends[0], ends[-1]) if ends else (Bound(1, True), Bound(most, True))
