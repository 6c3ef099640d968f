"""Write messy tabs with XlsxWriter, and say at which address each planned problem stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from sample_data.messy.plan import Band, Fault, Finding, MergedDown, Record, Tab, Unsaved

_FILLS = {"red": "#FF5050", "green": "#92D050", "yellow": "#FFFF00"}


class Writer:
    """Lays tabs into a workbook; ``findings`` grows with them."""

    def __init__(self, workbook: Any) -> None:
        self._book = workbook
        self._formats: dict[tuple[str, str], Any] = {}
        self.findings: list[Finding] = []

    def lay(self, tab: Tab) -> None:
        """Write one tab."""
        sheet = self._book.add_worksheet(tab.name)
        if tab.colour:
            sheet.set_tab_color(tab.colour)
        for row, text in enumerate(tab.above):
            if text:
                last = min(len(tab.headers) - 1, 12)
                sheet.merge_range(row, 0, row, last, text, self._format("title", ""))
        top = len(tab.above)
        for column, header in enumerate(tab.headers):
            sheet.write_string(
                top, column, tab.titles.get(header, header), self._format("head", "")
            )
        sheet.set_column(0, len(tab.headers) - 1, 14)
        sheet.freeze_panes(top + 1, 2)
        row = top + 1
        for item in tab.items:
            row += self._item(sheet, tab, item, row)
        self.findings += [Finding(tab.name, "", code) for code in tab.wrong]
        for header, code in tab.wrong_titles:
            self._found(tab, (top, header), code)

    def _item(self, sheet: Any, tab: Tab, item: object, row: int) -> int:
        """Write one item at a row; return how many rows it takes."""
        if isinstance(item, Record):
            self._record(sheet, tab, item, row)
            return 1
        if isinstance(item, MergedDown):
            return self._merged(sheet, tab, item, row)
        assert isinstance(item, Band)  # noqa: S101 - the union's last member
        self._band(sheet, item, row)
        return 1

    def _record(self, sheet: Any, tab: Tab, record: Record, row: int) -> None:
        for column, header in enumerate(tab.headers):
            value = record.cells.get(header)
            if value is not None:
                self._cell(sheet, (row, column), value, record.look)
        if record.look == "hidden":
            sheet.set_row(row, None, None, {"hidden": True})
        for header, code in record.wrong:
            self._found(tab, (row, header), code)

    def _merged(self, sheet: Any, tab: Tab, item: MergedDown, row: int) -> int:
        for offset, record in enumerate(item.records):
            cells = {key: value for key, value in record.cells.items() if key != item.header}
            self._record(sheet, tab, Record(cells, record.wrong, record.look), row + offset)
        column = tab.headers.index(item.header)
        value = item.records[0].cells[item.header]
        sheet.merge_range(row, column, row + len(item.records) - 1, column, value)
        self._found(tab, (row, item.header), "S201")
        return len(item.records)

    def _band(self, sheet: Any, band: Band, row: int) -> None:
        for column, text in band.texts:
            if band.merged:
                sheet.merge_range(row, column, row, column + 8, text, self._format("band", ""))
            elif text is not None:
                self._cell(sheet, (row, column), text, "")

    def _cell(self, sheet: Any, at: tuple[int, int], value: object, look: str) -> None:
        row, column = at
        if isinstance(value, Fault):
            sheet.write_formula(row, column, value.formula, self._format("", look), value.code)
        elif isinstance(value, Unsaved):
            sheet.write_formula(row, column, value.formula, self._format("", look), "")
        elif isinstance(value, dt.datetime):
            sheet.write_datetime(row, column, value, self._format("time", look))
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, value, self._format("date", look))
        elif isinstance(value, str):
            sheet.write_string(row, column, value, self._format("", look))
        else:
            sheet.write_number(row, column, value, self._format("", look))

    def _found(self, tab: Tab, at: tuple[int, str], code: str) -> None:
        row, header = at
        cell = xl_rowcol_to_cell(row, tab.headers.index(header))
        self.findings.append(Finding(tab.name, cell, code))

    def _format(self, kind: str, look: str) -> Any:
        if (kind, look) not in self._formats:
            self._formats[kind, look] = self._book.add_format(dict(_properties(kind, look)))
        return self._formats[kind, look]


_KINDS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "head": {"bold": True, "bg_color": "#D9E1F2", "border": 1, "text_wrap": True},
    "band": {"italic": True, "align": "center"},
    "date": {"num_format": "yyyy-mm-dd"},
    "time": {"num_format": "yyyy-mm-dd hh:mm"},
}


def _properties(kind: str, look: str) -> Iterator[tuple[str, Any]]:
    yield from _KINDS.get(kind, {}).items()
    if look in _FILLS:
        yield "bg_color", _FILLS[look]
    elif look == "strike":
        yield "font_strikeout", True


def new_book(path: Any) -> Any:
    """Return an empty workbook whose bytes depend on nothing but what is written into it."""
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    book.set_properties({"title": "线索台账", "created": dt.datetime(2024, 3, 18)})
    return book
