"""Fixes: what would mend a cell, as data — listed, shown as a difference, or written."""

from __future__ import annotations

from typing import NamedTuple

from crmbook.model.cells import Raw, a1, quote_sheet
from crmbook.model.checks import Check


class Fix(NamedTuple):
    """One cell to mend. ``old`` stands there, ``new`` is to; ``check`` is the rule that says so.

    ``safe`` false: a guess. ``row`` and ``column`` are 1-based.
    """

    check: Check
    book: str
    sheet: str
    row: int
    column: int
    header: str
    old: Raw
    new: Raw
    safe: bool
    id: str = ""

    @property
    def cell(self) -> str:
        """The A1 address."""
        return a1(self.row, self.column)

    @property
    def where(self) -> str:
        """The address with its sheet: ``线索登记表!G7``."""
        return f"{quote_sheet(self.sheet)}!{self.cell}"
