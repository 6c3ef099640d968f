"""说明: what stands where (with links), what the colours mean, the commands, the rules in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _
from crmbook.model.cells import quote_sheet
from crmbook.report import manual_texts as texts
from crmbook.report.column_look import BANDS
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import (
    BRAND,
    BRAND_PALE,
    COMPUTED,
    FAINT,
    INPUT,
    LINE,
    NEUTRAL,
    TAB_MANUAL,
    WHITE,
)
from crmbook.report.paper import set_paper
from crmbook.report.values import lines_of
from crmbook.schema.column import Group
from crmbook.schema.sheets import CUSTOMERS, MANUAL

_WIDTHS: Final = (2, 20, 40, 62)
_LINE_HEIGHT: Final = 18
_BANDED: Final = (
    Group.BASIC, Group.CONTACT, Group.BACKGROUND, Group.NEEDS, Group.HISTORY, Group.POTENTIAL,
)  # fmt: skip


class Manual:
    """Writes the sheet from top to bottom."""

    def __init__(self, book: MemoryBook) -> None:
        self._book = book
        self._row = 0
        self.worksheet: Worksheet = book.sheet(MANUAL, TAB_MANUAL)
        for at, width in enumerate(_WIDTHS):
            self.worksheet.set_column(at, at, width)

    def title(self) -> None:
        """Write the title and what this workbook is."""
        style = self._book.format(bold=True, font_size=18, font_color=BRAND)
        self.worksheet.set_row(0, 36)
        self.worksheet.write_string(0, 1, _("Sales lead workbook"), style)
        self._row = 1
        self._paragraph(_(texts.INTRODUCTION), FAINT)

    def heading(self, text: str) -> None:
        """Write a section's heading, a blank line above it."""
        self._row += 1
        style = self._book.format(bold=True, font_size=12, font_color=WHITE, bg_color=BRAND)
        self.worksheet.set_row(self._row, 24)
        for at in (1, 2, 3):
            self.worksheet.write_string(self._row, at, text if at == 1 else "", style)
        self._row += 1

    def links(self, names: Sequence[str]) -> None:
        """Write one line a sheet, linked."""
        link = self._book.format(font_color="#0563C1", underline=1, bottom=1, bottom_color=LINE)
        for name in names:
            target = f"internal:{quote_sheet(name)}!A1"
            self.worksheet.write_url(self._row, 1, target, link, name)
            self._across(_(texts.SHEETS[name]))

    def colours(self, names: Sequence[str]) -> None:
        """Write one line a colour, with its sign."""
        for sample, look, text in _legend(names):
            style = self._book.format(align="center", border=1, border_color=LINE, **look)
            self.worksheet.write_string(self._row, 1, sample, style)
            self._across(text)

    def commands(self) -> None:
        """Write one line a command."""
        style = self._book.format(
            font_name="Consolas", bg_color=BRAND_PALE, bottom=1, bottom_color=WHITE
        )
        plain = self._book.format(text_wrap=True, bottom=1, bottom_color=LINE, indent=1)
        for command, text in texts.COMMANDS:
            self.worksheet.set_row(self._row, self._height(_(text), _WIDTHS[3]))
            self.worksheet.merge_range(self._row, 1, self._row, 2, "", style)
            self.worksheet.write_string(self._row, 1, command, style)
            self.worksheet.write_string(self._row, 3, _(text), plain)
            self._row += 1

    def rules(self) -> None:
        """Write the rules in words, one a line."""
        subject = self._book.format(bold=True, bottom=1, bottom_color=LINE)
        for name, text in texts.rules():
            self.worksheet.write_string(self._row, 1, name, subject)
            self._across(text)

    def _across(self, text: str) -> None:
        style = self._book.format(text_wrap=True, bottom=1, bottom_color=LINE, indent=1)
        self.worksheet.set_row(self._row, self._height(text, sum(_WIDTHS[2:])))
        self.worksheet.merge_range(self._row, 2, self._row, 3, "", style)
        self.worksheet.write_string(self._row, 2, text, style)
        self._row += 1

    def _paragraph(self, text: str, colour: str) -> None:
        style = self._book.format(text_wrap=True, font_color=colour, valign="top")
        self.worksheet.set_row(self._row, self._height(text, sum(_WIDTHS[1:])))
        self.worksheet.merge_range(self._row, 1, self._row, 3, "", style)
        self.worksheet.write_string(self._row, 1, text, style)
        self._row += 1

    @staticmethod
    def _height(text: str, width: int) -> float:
        return _LINE_HEIGHT * lines_of(text, width * 1.05) + 3


def draw_manual(book: MemoryBook, names: Sequence[str]) -> None:
    """Draw 说明 for a workbook of these sheets."""
    manual = Manual(book)
    manual.title()
    manual.heading(_("Sheets"))
    manual.links([name for name in names if name != MANUAL])
    manual.heading(_("Colours"))
    manual.colours(names)
    manual.heading(_("Commands"))
    manual.commands()
    manual.heading(_("Rules in short (the values stand in 规则 and can be changed there)"))
    manual.rules()
    set_paper(manual.worksheet, MANUAL)


def _legend(names: Sequence[str]) -> list[tuple[str, dict[str, object], str]]:
    dark, pale = BANDS[Group.CORE]
    found: list[tuple[str, dict[str, object], str]] = [
        (_("Header"), {"bg_color": dark, "font_color": WHITE, "bold": True, "underline": 1},
         _("must be filled in (dark, underlined)")),
        (_("Header"), {"bg_color": pale, "bold": True}, _("may be left blank (pale)")),
        (_("Header"), {"bg_color": COMPUTED, "font_color": FAINT, "italic": True, "bold": True},
         _("computed by a formula or by crmbook: do not type (grey, slanted)")),
        ("★A类", {"bg_color": NEUTRAL[0], "font_color": NEUTRAL[1], "bold": True},
         _("high intent; the star is a format, not part of the cell")),
        ("!2024-03-18", {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
         _("overdue: the day has passed and the lead is still open")),
        ("", {"bg_color": "#FDE9D9"}, _("a required cell still blank in a row you have begun")),
        (_("Type here"), {"bg_color": INPUT},
         _("in generated sheets and 规则: what you type here stays")),
    ]  # fmt: skip
    if CUSTOMERS.name in names:
        for group in _BANDED:
            band = {"bg_color": BANDS[group][1], "bold": True}
            found.append((group.value, band, _("band of columns in 客户档案")))
    return found
