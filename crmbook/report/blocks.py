"""Blocks: small tables one under the other on a generated sheet, alike in look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from crmbook.analysis.targets import Standing
from crmbook.report.figure_cells import Figure
from crmbook.report.headings import write_headers
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import BAD, BRAND, BRAND_PALE, FAINT, GOOD, LINE
from crmbook.report.values import days_format, is_whole, rate_format, write_formula, write_value


class Look(Enum):
    """How the cells of a column look."""

    TEXT = auto()
    LINES = auto()  # text with line breaks: the row is as high as it has lines
    COUNT = auto()
    RATE = auto()
    DAYS = auto()
    AMOUNT = auto()


_LEFT: Final = (Look.TEXT, Look.LINES)
_LINE_HEIGHT: Final = 15.5  # points
#: Colour and a word: 未达标 says it to a black-and-white printer too.
_TINTS: Final = {
    Standing.MET.value: GOOD, Standing.MISSED.value: BAD, Standing.GRAVE.value: BAD,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A titled table: ``looks`` of its columns, ``total``: its last row is one; a note under it."""

    title: str
    headers: Sequence[str]
    looks: Sequence[Look]
    rows: Sequence[Sequence[Figure]]
    note: str = ""
    total: bool = False

    @property
    def height(self) -> int:
        """How many rows it takes, the empty one behind it included."""
        return 3 + len(self.rows) + bool(self.note)

    @property
    def first(self) -> int:
        """How many rows below its top its first row of figures is."""
        return 2

    def amount_format(self, column: int) -> str:
        """Return one format for the amounts of a column: decimals in all of them or in none."""
        found = (row[column].value for row in self.rows)
        whole = all(is_whole(one) for one in found if isinstance(one, int | float))
        return "#,##0" if whole else "#,##0.00"


def write_block(book: MemoryBook, worksheet: Worksheet, top: int, block: Block) -> int:
    """Write a block from row ``top`` (1-based) on; return the row where the next one begins."""
    worksheet.write_string(
        top - 1, 0, block.title, book.format(bold=True, font_size=11, font_color=BRAND)
    )
    write_headers(book, worksheet, top, block.headers)
    for at, row in enumerate(block.rows):
        last = block.total and at + 1 == len(block.rows)
        _write_row(book, worksheet, top + block.first - 1 + at, (block, row, last))
    if block.note:
        style = book.format(font_color=FAINT, font_size=9)
        worksheet.write_string(top + 1 + len(block.rows), 0, block.note, style)
    return top + block.height


def _write_row(
    book: MemoryBook,
    worksheet: Worksheet,
    line: int,
    what: tuple[Block, Sequence[Figure], bool],
) -> None:
    block, row, total = what
    look: dict[str, Any] = {"bold": True, "bg_color": BRAND_PALE} if total else {}
    tallest = 1
    for at, (figure, kind) in enumerate(zip(row, block.looks, strict=True)):
        style = book.format(
            num_format=figure.number_format or (block.amount_format(at) if kind is Look.AMOUNT
            else _number_format(kind, figure.value)), bottom=1, bottom_color=LINE,
            align="left" if kind in _LEFT else "center", text_wrap=kind is Look.LINES,
            **_tinted(figure.value, look),
        )  # fmt: skip
        if kind is Look.LINES:
            tallest = max(tallest, str(figure.value).count("\n") + 1)
        if figure.formula:
            write_formula(worksheet, (line, at), figure.formula, style, figure.value)
        else:
            write_value(worksheet, line, at, figure.value, style)
    if tallest > 1:
        worksheet.set_row(line, tallest * _LINE_HEIGHT + 4)


def _tinted(value: Any, look: dict[str, Any]) -> dict[str, Any]:
    tint = _TINTS.get(value) if isinstance(value, str) else None
    if tint is None:
        return look
    return {"bg_color": tint[0], "font_color": tint[1], "bold": value == Standing.GRAVE.value}


def _number_format(kind: Look, value: Any) -> str:
    number = value if isinstance(value, int | float) else None
    if kind is Look.RATE:
        return rate_format(number)
    if kind is Look.DAYS:
        return days_format(number)
    return "0" if kind is Look.COUNT else "@"
