"""A workbook made in memory: same input, same bytes; text never becomes a formula or a link."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from crmbook.report.palette import FONT, INK, SIZE

#: The document's date of creation: the clock would make every build different.
_CREATED: Final = dt.datetime(2024, 1, 1)
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
#: Set on every sheet that crmbook makes, as a name of the sheet alone: its own sheets are told
#: from a user's sheet of the same name.
MARKER: Final = "_crmbook"


class MemoryBook:
    """XlsxWriter's workbook with formats made once each."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        self.workbook = Workbook(self._buffer, dict(_OPTIONS))
        self.workbook.formats[0].set_font_name(FONT)
        self.workbook.formats[0].set_font_size(SIZE)
        self.workbook.set_properties({"created": _CREATED, "author": "crmbook"})
        self.workbook.set_size(2000, 1200)
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """Return the format with these properties; font, colour and centring are preset."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            preset = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "vcenter"}
            self._formats[key] = self.workbook.add_format({**preset, **properties})
        return self._formats[key]

    def accent(self, **properties: Any) -> Format:
        """Return a format for conditional formatting: nothing is preset."""
        return self.workbook.add_format(properties)

    def sheet(self, name: str, tab: str, *, grid: bool = False) -> Worksheet:
        """Add a sheet with a coloured tab; ``grid``: with the screen's grid, to type into."""
        worksheet = self.workbook.add_worksheet(name)
        worksheet.set_tab_color(tab)
        worksheet.hide_gridlines(1 if grid else 2)
        return worksheet

    def mark_generated(self, name: str) -> None:
        """Mark a sheet as one that crmbook makes over and over."""
        self.workbook.define_name(f"'{name}'!{MARKER}", '="1"')

    def finish(self) -> bytes:
        """Close the workbook and return its bytes."""
        self.workbook.close()
        return self._buffer.getvalue()
