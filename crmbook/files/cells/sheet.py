"""One sheet being written: old values looked at, new ones put in, the part spliced once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from crmbook.files.cells.dates import DATE, DATE_TIME, CellFormats
from crmbook.files.cells.guards import Guards, area_of
from crmbook.files.cells.markup import Element, SheetMarkup, attribute, opening, with_attribute
from crmbook.files.cells.rows import Written, changed_row, inherited_style, new_row
from crmbook.files.cells.stored import CellXml, StoredValues
from crmbook.files.cells.values import content, same
from crmbook.i18n import N_, _
from crmbook.model.cells import CellRef, Raw, Value, a1
from crmbook.model.errors import FileRefused

_FORMULA = N_("{cell} holds a formula, which crmbook never overwrites")
_METADATA = N_("{cell} holds a picture or linked data, which would be lost")
_ODD = N_("{cell} holds something that crmbook does not know and would lose")

_Splice = tuple[int, int, bytes]


class SheetWriter:
    """Takes values for the cells of a sheet, then hands out its part with them."""

    def __init__(
        self,
        name: str,
        markup: SheetMarkup,
        guards: Guards,
        formats: CellFormats,
        stored: StoredValues,
    ) -> None:
        self._name = name
        self._markup = markup
        self._guards = guards
        self._formats = formats
        self._stored = stored
        self._rows: dict[int, tuple[Element | None, list[Element]]] = {}
        self._new: defaultdict[int, dict[int, Written]] = defaultdict(dict)

    def put(self, row: int, column: int, value: Value) -> tuple[Raw, bool]:
        """Plan a value for a cell; return (what stands there now, whether that changes).

        Raises FileRefused when the cell holds a formula or what would be lost, or belongs to
        something larger; UsageError for a date before the first day of the book's calendar.
        """
        found, cells = self._row(row)
        cell = next((cell for cell in cells if cell.number == column), None)
        address = str(CellRef(self._name, row, column))
        old, style = self._present(cell, address)
        if same(old, value):
            return old, False
        self._guards.check(row, column, address)
        if cell is None:
            style = inherited_style(self._markup, found, column)
        if isinstance(value, dt.date):
            wanted = DATE_TIME if isinstance(value, dt.datetime) else DATE
            style = self._formats.dated(style, wanted)
        written = content(value, self._markup.prefix.decode(), date1904=self._stored.date1904)
        self._new[row][column] = (written, style)
        return old, True

    def part(self) -> bytes:
        """Return the sheet's part with the planned values, in the encoding it was written in."""
        data, at = self._markup.data, 0
        pieces: list[bytes] = []
        for start, end, new in sorted(self._splices(), key=lambda splice: splice[0]):
            pieces += [data[at:start], new]
            at = end
        whole = b"".join([*pieces, data[at:]])
        codec = self._markup.codec
        return whole if codec == "utf-8" else whole.decode().encode(codec)

    def _row(self, number: int) -> tuple[Element | None, list[Element]]:
        if number not in self._rows:
            row = self._markup.row(number)
            self._rows[number] = (row, [] if row is None else self._markup.cells(row))
        return self._rows[number]

    def _present(self, cell: Element | None, address: str) -> tuple[Raw, int]:
        if cell is None:
            return None, 0
        xml = CellXml(self._markup.data[cell.start : cell.end])
        for wrong, what in (
            (xml.has_formula, _FORMULA),
            (xml.has_metadata, _METADATA),
            (xml.odd, _ODD),
        ):
            if wrong:
                raise FileRefused(_(what).format(cell=address), _("change it in Excel or WPS"))
        return self._stored.value(xml), xml.style

    def _splices(self) -> Iterator[_Splice]:
        table = self._markup.table
        rows = [(number, self._new[number]) for number in sorted(self._new)]
        if rows and table.closed:
            inside = b"".join(new_row(self._markup, number, cells) for number, cells in rows)
            tag = self._markup.tag(b"sheetData")
            start = b"<%s%s>" % (tag, table.attributes)
            yield table.start, table.end, start + inside + b"</%s>" % tag
        else:
            yield from (self._row_splice(number, cells) for number, cells in rows)
        yield from self._dimension()

    def _row_splice(self, number: int, cells: dict[int, Written]) -> _Splice:
        row, present = self._rows[number]
        if row is None:
            at = self._markup.row_place(number)
            return at, at, new_row(self._markup, number, cells)
        return row.start, row.end, changed_row(self._markup, row, present, cells)

    def _dimension(self) -> Iterator[_Splice]:
        """Yield the sheet's ``dimension``, grown, when it is there and too small."""
        match = opening(self._markup.tag(b"dimension")).search(self._markup.before)
        area = None if match is None else area_of((attribute(match[1], b"ref") or b"").decode())
        if match is None or area is None or not self._new:
            return
        columns = [column for cells in self._new.values() for column in cells]
        top, bottom = min(area.first_row, *self._new), max(area.last_row, *self._new)
        left, right = min(area.first_column, *columns), max(area.last_column, *columns)
        if (top, left, bottom, right) == (
            area.first_row, area.first_column, area.last_row, area.last_column,
        ):  # fmt: skip
            return
        reference = f"{a1(top, left)}:{a1(bottom, right)}".encode()
        yield match.start(1), match.end(1), with_attribute(match[1], b"ref", reference)
