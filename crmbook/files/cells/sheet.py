"""One sheet being written: streamed through once, looked at where it changes, copied elsewhere."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crmbook.files.area import area_of
from crmbook.files.cells.dialect import Guard
from crmbook.files.cells.formats import DATE, DATE_TIME, CellFormats
from crmbook.files.cells.guards import Guards
from crmbook.files.cells.markup import (
    Element,
    Line,
    Rows,
    attribute,
    muddled,
    opening,
    refuse_odd,
    with_attribute,
)
from crmbook.files.cells.plan import KEEP, CellEdit, RowEdit, SheetPlan
from crmbook.files.cells.protection import is_protected
from crmbook.files.cells.rows import Written, changed_row, inherited_style, new_row
from crmbook.files.cells.stored import CellXml, Shared, StoredValues
from crmbook.files.cells.stream import Hiding, SheetStream, last_number, row_numbers
from crmbook.files.cells.values import Content, content, same
from crmbook.files.formulas import starts_formula
from crmbook.files.package import Package
from crmbook.files.spool import Spool
from crmbook.i18n import N_, _
from crmbook.model.cells import CellRef, Raw, a1
from crmbook.model.errors import FileRefused
from crmbook.model.receipt import CellChange

#: Parts up to this size are parsed whole before and after an edit: 0.1 s. Beyond it, only what is
#: spliced is: expat takes 6 ns a byte, 3 s for a million leads, and what is copied is not changed.
CHECKED = 16 << 20

_GATHERED = 1 << 16
_FORMULA = N_("{cell} holds a formula, which crmbook never overwrites")
_METADATA = N_("{cell} holds a picture or linked data, which would be lost")
_ODD = N_("{cell} holds something that crmbook does not know and would lose")


@dataclass(frozen=True, slots=True)
class Met:
    """A cell whose content changes: what it holds now, and what it is to hold."""

    row: int
    column: int
    old: Raw | Shared
    edit: CellEdit


class SheetRewriter:
    """Carries out the plan of one sheet, whose ``part`` is in ``package``."""

    def __init__(
        self, name: str, package: Package, part: str, formats: CellFormats, stored: StoredValues
    ) -> None:
        self._name = name
        self._package = package
        self._part = part
        self._formats = formats
        self._stored = stored
        self.has_formulas = False
        self.locked = False

    def carry_out(self, plan: SheetPlan) -> list[CellChange]:
        """Put a plan into the part; return the cells whose values change.

        Cells that hold their value already are left alone; a part in which nothing changes stays
        as it is. Raises FileRefused for what cannot be edited without loss.
        """
        found: list[CellChange] | None = None
        while found is None:
            try:
                found = self._streamed(plan, whole=False)
            except Hiding:
                found = self._streamed(plan, whole=True)
        order = {CellRef(self._name, row, column): at
                 for at, (row, column, _edit) in enumerate(plan.places())}  # fmt: skip
        return sorted(found, key=lambda change: order.get(change.ref, len(order)))

    def _streamed(self, plan: SheetPlan, *, whole: bool) -> list[CellChange] | None:
        """Write the part once; None when some cells proved to hold their values: then once more."""
        checked = self._package.size(self._part) <= CHECKED
        chunks = self._package.chunks(self._part)
        with self._package.rewriting(self._part) as spool:
            stream = SheetStream(chunks, checked=checked, whole=whole)
            writer = _Writer(self, plan, stream, _Out(spool, stream, checked=checked))
            writer.run()
            known = self._looked_up(writer.met)
            idle = [one for one, old in known if _same(old, one.edit)] + writer.left
            self.locked = writer.protected and any(map(self._formats.locks, writer.styles))
            for one in idle:
                plan.rows[one.row].cells[one.column] = CellEdit(fill=one.edit.fill)
            if idle or not writer.changed:
                spool.drop()
        return None if idle else [self._change(one, old) for one, old in known]

    def _looked_up(self, met: Iterable[Met]) -> list[tuple[Met, Raw]]:
        """Return the cells with what they hold; shared texts are looked up all at once."""
        texts = self._stored.texts({one.old for one in met if isinstance(one.old, Shared)})
        return [(one, texts[one.old] if isinstance(one.old, Shared) else one.old) for one in met]

    def guards(self) -> Guards:
        """Return the areas of the sheet that are not to be written, as far as other parts know."""
        return Guards(self._package, self._part)

    def address(self, row: int, column: int) -> str:
        """Return a cell's address with the sheet's name."""
        return str(CellRef(self._name, row, column))

    def present(self, cell: CellXml) -> Raw | Shared:
        """Return what a cell holds."""
        return self._stored.value(cell)

    def content(self, edit: CellEdit, prefix: bytes) -> Content | None:
        """Return what an edit puts into a cell, None when its content stays."""
        if edit.formula:
            tag = prefix.decode()
            return Content("", f"<{tag}f>{edit.formula}</{tag}f>")
        if edit.value is KEEP:
            return None
        return content(edit.value, prefix.decode(), date1904=self._stored.date1904)

    def style(self, edit: CellEdit, style: int, old: Raw | Shared = None) -> int:
        """Return how a cell looks after an edit that looked like ``style`` and held ``old``."""
        if isinstance(edit.value, dt.date):
            wanted = DATE_TIME if isinstance(edit.value, dt.datetime) else DATE
            style = self._formats.dated(style, wanted)
        elif edit.mends and edit.value is not KEEP:
            style = self._formats.fitting(style, old, edit.value)
        return self._formats.marked(style, edit.fill) if edit.fill else style

    def _change(self, one: Met, old: Raw) -> CellChange:
        ref = CellRef(self._name, one.row, one.column)
        value = None if one.edit.value is KEEP else one.edit.value
        return CellChange(ref, old, value, one.edit.reason)


class _Out:
    """Takes the pieces of the new part, in the encoding of the old one, and looks at them."""

    def __init__(self, spool: Spool, stream: SheetStream, *, checked: bool) -> None:
        self._spool = spool
        self._stream = stream
        self._checked = checked
        self._guard = Guard()
        self._pieces: list[bytes] = []
        self._seen: list[bytes] = []
        self._size = 0

    def write(self, piece: bytes, *, new: bool) -> None:
        """Take a piece; ``new`` ones are always looked at."""
        self._pieces.append(piece)
        if new or self._checked:
            self._seen.append(piece)
        self._size += len(piece)
        if self._size > _GATHERED:
            self._flush()

    def close(self) -> None:
        """Raise FileRefused when what was written is no worksheet."""
        self._flush()
        self._guard.close()

    def _flush(self) -> None:
        """Hand the pieces on, many at once: each took 10 µs to look at and to compress."""
        self._guard.feed(self._encoded(self._seen))
        self._spool.write(self._encoded(self._pieces))
        self._pieces, self._seen, self._size = [], [], 0

    def _encoded(self, pieces: list[bytes]) -> bytes:
        data = b"".join(pieces)
        codec = self._stream.codec
        return data if codec == "utf-8" else data.decode().encode(codec)


class _Writer:
    """One pass through a sheet."""

    def __init__(
        self, sheet: SheetRewriter, plan: SheetPlan, stream: SheetStream, out: _Out
    ) -> None:
        self.met: list[Met] = []
        self.left: list[Met] = []  # what mends, but may not
        self.changed = False
        self.protected = False
        self.styles: set[int] = set()  # of the cells that get another content
        self._sheet = sheet
        self._plan = plan
        self._stream = stream
        self._out = out
        self._guards = sheet.guards()
        self._waiting = sorted(plan.rows)
        self._last = 0

    def run(self) -> None:
        """Write the whole part."""
        opened = self._stream.closed and self._brings_cells()
        self._write_before(opened=opened)
        for data, mask in self._stream.batches():
            self._guards.see_rows(mask, self._stream.prefix)
            refuse_odd(mask, self._stream.prefix)
            self._sheet.has_formulas |= starts_formula(mask)
            numbers = row_numbers(mask, self._stream.prefix, self._last)
            if numbers is None or data is not mask:  # something hides, or a row has no number
                last = last_number(mask, self._stream.prefix, self._last)
                self._write_rows(data, mask, self._due(last))
            else:
                last = numbers[-1] if numbers else self._last
                self._write_around(data, numbers, self._due(last))
            self._last = last
        self._write_rows(b"", b"", self._due(None))
        if opened:
            self._out.write(b"</%ssheetData>" % self._stream.prefix, new=True)
        self._write_behind()
        self._out.close()
        self._check_met()

    def _check_met(self) -> None:
        for one in self.met:
            try:
                self._guards.check(one.row, one.column, self._sheet.address(one.row, one.column))
            except FileRefused:
                if not one.edit.mends:
                    raise
                self.left.append(one)
        left = {(one.row, one.column) for one in self.left}
        self.met = [one for one in self.met if (one.row, one.column) not in left]

    def _brings_cells(self) -> bool:
        return any(
            edit.formula or edit.fill or edit.value not in {KEEP, None}
            for _row, _column, edit in self._plan.places()
        )

    def _due(self, last: int | None) -> list[int]:
        """Return the rows that are to be written up to row ``last`` (None: all that are left)."""
        count = len(self._waiting)
        if last is not None:
            count = next((at for at, row in enumerate(self._waiting) if row > last), count)
        due, self._waiting = self._waiting[:count], self._waiting[count:]
        return due

    def _write_before(self, *, opened: bool) -> None:
        stream = self._stream
        before = stream.before
        if opened:
            tag = stream.before[stream.table_at :]
            before = before[: stream.table_at] + tag.rstrip(b">").rstrip(b"/ ") + b">"
        new = _grown(before, stream.before_mask, stream.prefix, self._plan)
        for change in self._plan.before:
            changed = change(new, new)
            self.changed |= changed != new
            new = changed
        self._out.write(new, new=True)

    def _write_behind(self) -> None:
        behind, mask = self._stream.behind, self._stream.behind_mask
        for change in self._plan.behind:
            new = change(behind, mask)
            if new != behind:
                behind = mask = new
                self.changed = True
        self.protected = is_protected(mask, self._stream.prefix)
        self._guards.see_behind(mask, self._stream.prefix)  # as merged as they will be
        self._out.write(behind, new=True)

    def _write_around(self, data: bytes, numbers: list[int], due: list[int]) -> None:
        """Write rows of which all are numbered, looking only at those that are due."""
        rows, at = Rows(data, data, self._stream.prefix, self._last, found=True), 0
        for number in due:
            first, behind = bisect_left(numbers, number), bisect_right(numbers, number)
            if behind - first > 1:
                raise muddled()
            start = self._find(data, numbers, first, at)
            row = rows.element(b"row", start, number) if behind > first else None
            if row is not None and self._hides_row(data, row.end, numbers, behind):
                raise muddled()
            new = self._new_bytes(rows, row, number)
            if new:
                self._out.write(data[at:start], new=False)
                self._out.write(new, new=True)
                self.changed = True
                at = start if row is None else row.end
        self._out.write(data[at:], new=False)

    def _hides_row(self, data: bytes, start: int, numbers: list[int], behind: int) -> bool:
        """Whether between a row and the next there is one whose number could not be read."""
        stop = self._find(data, numbers, behind, start)
        return data.find(b"<" + self._stream.prefix + b"row", start, stop) >= 0

    def _find(self, data: bytes, numbers: list[int], at: int, start: int) -> int:
        """Return where the row with number ``numbers[at]`` begins, the end of all behind the last."""
        if at == len(numbers):
            return len(data)
        found = data.find(b'<%srow r="%d"' % (self._stream.prefix, numbers[at]), start)
        if found < 0:  # its number is written as 007
            raise muddled()
        return found

    def _write_rows(self, data: bytes, mask: bytes, due: list[int]) -> None:
        splices = list(self._splices(data, mask, due)) if due else []
        at, pieces = 0, list[bytes]()
        for start, end, new in splices:
            pieces += [data[at:start], new]
            at = end
        self.changed |= bool(splices)
        self._out.write(b"".join([*pieces, data[at:]]) if splices else data, new=bool(splices))

    def _splices(
        self, data: bytes, mask: bytes, due: Iterable[int]
    ) -> Iterator[tuple[int, int, bytes]]:
        rows = Rows(data, mask, self._stream.prefix, self._last)
        for number in due:
            row = rows.row(number)
            new = self._new_bytes(rows, row, number)
            if new and row is None:
                yield rows.row_place(number), rows.row_place(number), new
            elif new and row is not None:
                yield row.start, row.end, new

    def _new_bytes(self, rows: Rows, row: Element | None, number: int) -> bytes:
        """Return a row as its edits make it, nothing where it stays (or stays missing)."""
        edit = self._plan.rows[number]
        if row is None:
            made = self._new(rows, number, edit)
            return new_row(rows, number, made, edit.attributes) if made else b""
        line = rows.line(row)
        written = self._written(line, edit)
        return changed_row(line, written) if written else b""

    def _new(self, rows: Rows, number: int, edit: RowEdit) -> dict[int, Written]:
        found = {
            column: self._new_cell(rows, None, (number, column), one)
            for column, one in edit.cells.items()
        }
        return {column: written for column, written in found.items() if written is not None}

    def _written(self, line: Line, edit: RowEdit) -> dict[int, Written]:
        rows, row = line.rows, line.row
        asked = line.numbers if edit.clear else edit.cells
        cells = (line.cell(column) for column in asked)
        present = {
            cell.number: CellXml(rows.data[cell.start : cell.end])
            for cell in cells
            if cell is not None
        }
        edits = dict(edit.cells)
        if edit.clear:
            emptied = [column for column, cell in present.items() if not cell.has_formula]
            edits |= {
                column: CellEdit(None, reason=edit.reason)
                for column in emptied
                if column not in edits
            }
        found = dict[int, Written]()
        for column, one in edits.items():
            cell = present.get(column)
            written = (
                self._new_cell(rows, row, (row.number, column), one)
                if cell is None
                else self._over((row.number, column), cell, one)
            )
            if written is not None:
                found[column] = written
        return found

    def _new_cell(
        self, rows: Rows, row: Element | None, place: tuple[int, int], edit: CellEdit
    ) -> Written | None:
        """Return what an edit puts where there is no cell; None: nothing."""
        if edit.value in {KEEP, None} and not (edit.formula or edit.fill or edit.style):
            return None
        style = edit.style
        if style is None:
            style = inherited_style(self._stream.before_mask, rows.prefix, row, place[1])
        if edit.value not in {KEEP, None}:
            self.met.append(Met(*place, None, edit))
        return self._made(self._sheet.content(edit, rows.prefix), self._sheet.style(edit, style))

    def _over(self, place: tuple[int, int], cell: CellXml, edit: CellEdit) -> Written | None:
        """Return what an edit makes of a cell that is there; None: it stays."""
        changes = edit.value is not KEEP or bool(edit.formula)
        changes &= not (edit.gives_way and cell.has_formula)
        changes &= not (edit.mends and cell.foreign)
        old: Raw | Shared = None
        if changes:
            self._refuse_loss(cell, self._sheet.address(*place))
            old = self._sheet.present(cell)
            changes = isinstance(old, Shared) or bool(edit.formula) or not _same(old, edit)
            if changes and edit.fresh and old is not None:
                raise FileRefused(
                    _("{cell} is taken; a new row would go there").format(
                        cell=self._sheet.address(*place)
                    ),
                    _("move what stands below the data, in Excel or WPS"),
                )
            if changes and edit.value is not KEEP:
                self.met.append(Met(*place, old, edit))
        style = self._sheet.style(edit if changes else CellEdit(fill=edit.fill), cell.style, old)
        if not changes and style == cell.style:
            return None
        new = self._sheet.content(edit, self._stream.prefix) if changes else None
        return self._made(new, style)

    def _made(self, content: Content | None, style: int) -> Written:
        if content is not None:
            self.styles.add(style)
        return Written(content, style)

    def _refuse_loss(self, cell: CellXml, address: str) -> None:
        for wrong, what in (
            (cell.has_formula, _FORMULA),
            (cell.has_metadata, _METADATA),
            (cell.odd, _ODD),
        ):
            if wrong:
                raise FileRefused(_(what).format(cell=address), _("change it in Excel or WPS"))


def _same(old: Raw, edit: CellEdit) -> bool:
    return edit.value is not KEEP and same(old, edit.value)


def _grown(before: bytes, mask: bytes, prefix: bytes, plan: SheetPlan) -> bytes:
    """Return what stands before the rows with a ``dimension`` that holds what is put in."""
    match = opening(prefix + b"dimension").search(mask)
    area = None if match is None else area_of((attribute(match[1], b"ref") or b"").decode())
    places = [(row, column) for row, column, edit in plan.places() if edit.value is not None]
    if match is None or area is None or not places:
        return before
    rows, columns = zip(*places, strict=True)
    top, bottom = min(area.first_row, *rows), max(area.last_row, *rows)
    left, right = min(area.first_column, *columns), max(area.last_column, *columns)
    if (top, left, bottom, right) == (
        area.first_row, area.first_column, area.last_row, area.last_column,
    ):  # fmt: skip
        return before
    reference = f"{a1(top, left)}:{a1(bottom, right)}".encode()
    attributes = with_attribute(match[1], b"ref", reference)
    return before[: match.start(1)] + attributes + before[match.end(1) :]
