"""How a column looks in a new workbook: its band's colour, its number format, its place."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from xlsxwriter.format import Format

from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import BRAND, COMPUTED, FAINT, INK, LINE, WHITE
from crmbook.report.values import date_format, lines_of
from crmbook.schema.column import Column, Group
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.decision import Boolean
from crmbook.schema.kinds.grade import Grade
from crmbook.schema.kinds.percent import Percent
from crmbook.schema.kinds.quantity import Count
from crmbook.schema.kinds.score import Score
from crmbook.schema.kinds.text import LongText

#: (dark, for required columns with white letters; pale, for the others) of each band.
BANDS: Final[dict[Group, tuple[str, str]]] = {
    Group.CORE: (BRAND, "#DDEBF7"),
    Group.OPEN: ("#44546A", "#E4E8EE"),
    Group.EVALUATION: ("#7F6000", "#FFF2CC"),
    Group.ASSIGNMENT: ("#833C0B", "#FBE5D6"),
    Group.SYSTEM: ("#595959", "#EDEDED"),
    Group.BASIC: (BRAND, "#DDEBF7"),
    Group.CONTACT: ("#375623", "#E2EFDA"),
    Group.BACKGROUND: ("#7F6000", "#FFF2CC"),
    Group.NEEDS: ("#833C0B", "#FBE5D6"),
    Group.HISTORY: ("#4B2E83", "#E8E0F3"),
    Group.POTENTIAL: ("#0B5563", "#D9F0F3"),
    Group.CARD: ("#595959", "#EDEDED"),
}
#: Bands that a new workbook shows folded: one click on [+] opens them.
FOLDED: Final = frozenset({Group.EVALUATION, Group.ASSIGNMENT, Group.SYSTEM, Group.CARD})
_CENTRED: Final = (Choice, Date, Boolean, Grade, Count, Score, Percent)


def head_format(book: MemoryBook, column: Column) -> Format:
    """Return a header's format: required dark and underlined, computed grey and slanted."""
    dark, pale = BANDS[column.group]
    look: dict[str, Any] = {"bg_color": pale, "font_color": INK}
    if column.required:
        look = {"bg_color": dark, "font_color": WHITE, "underline": 1}
    elif column.computed:
        look = {"bg_color": COMPUTED, "font_color": FAINT, "italic": True}
    return book.format(
        bold=True, align="center", text_wrap=True, border=1, border_color=LINE, **look
    )


def cell_format(book: MemoryBook, column: Column, value: object = None) -> Format:
    """Return the format of a column's cells; ``value`` decides whether a date shows its time."""
    look: dict[str, Any] = {"num_format": _number_format(column, value)}
    if isinstance(column.kind, _CENTRED):
        look["align"] = "center"
    if isinstance(column.kind, LongText) or lines(column, value) > 1:
        look["text_wrap"] = True
    if column.computed:
        look |= {"bg_color": COMPUTED, "font_color": FAINT}
    return book.format(**look)


def lines(column: Column, value: object) -> int:
    """Return how many lines a value takes in its column; only Chinese text is broken into lines."""
    if not isinstance(value, str) or value.isascii():
        return 1
    return lines_of(value, column.width * 1.1)


def _number_format(column: Column, value: object) -> str:
    if isinstance(value, dt.date):
        return date_format(value)
    if isinstance(value, int | float) and column.kind.number_format == "@":
        return "General"  # 30 万元 in a column that also takes 30-45
    return column.kind.number_format


def is_moment(column: Column) -> bool:
    """Whether a column takes a time of day besides the date (跟进时间, not 签约日期)."""
    return isinstance(column.kind, Date) and column.width >= 16
