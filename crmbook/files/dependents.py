"""Dependents: whether a formula of the book may read cells that change."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final, Self

from crmbook.files.area import Area, area_of
from crmbook.files.formulas import may_hold_formulas
from crmbook.files.package import Package
from crmbook.files.precedents import Bound, Reading, Unclear, Word, precedents
from crmbook.files.relationships import related
from crmbook.files.spans import parse
from crmbook.files.workbook_part import SheetEntry, WorkbookPart
from crmbook.model.cells import MAX_COLUMN, MAX_ROW, CellRef

#: Beyond these a calculation is asked for unseen: to look would cost more than the edit.
MOST_BYTES: Final = 16 << 20
MOST_FORMULAS: Final = 10_000
_MOST_CELLS: Final = 64
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FORMULA: Final = re.compile(rb"<(?:[^\s<>:/!?]+:)?f((?=[\s/>])[^<>]*)(?<!/)>([^<]*)<(/?)")
_ALONE: Final = re.compile(rb"<(?:[^\s<>:/!?]+:)?f(\s[^<>]*)?/>")
_ATTRIBUTE: Final = re.compile(rb"""\s(t|ref|r1|r2)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL: Final = re.compile(rb"<(?:[^\s<>:/!?]+:)?c(\s[^<>]*)>\s*\Z")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']""")
_BEFORE: Final = 512


@dataclass(frozen=True, slots=True)
class Moves:
    """How far a formula's references move: that of a shared formula, or of a defined name."""

    up: int = 0
    down: int = 0
    left: int = 0
    right: int = 0

    @classmethod
    def over(cls, area: Area, place: Area | None) -> Self:
        """Return how those of a formula written at ``place`` (None: unknown) move over an area."""
        first = place or Area(area.last_row, area.last_column, area.last_row, area.last_column)
        last = place or Area(area.first_row, area.first_column, area.first_row, area.first_column)
        return cls(
            max(0, first.first_row - area.first_row), max(0, area.last_row - last.first_row),
            max(0, first.first_column - area.first_column),
            max(0, area.last_column - last.first_column),
        )  # fmt: skip


_NOT: Final = Moves()
_ANYWHERE: Final = Moves(MAX_ROW, MAX_ROW, MAX_COLUMN, MAX_COLUMN)


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of a sheet: its text, its attributes, where it is written if that is said."""

    text: str
    said: dict[bytes, str]
    place: Area | None


@dataclass(slots=True)
class Changed:
    """The cells that change, by the folded name of their sheet; of many only their box."""

    areas: dict[str, list[Area]] = field(default_factory=dict)

    @classmethod
    def of(cls, cells: Iterable[CellRef]) -> Self:
        """Return what a formula is held against."""
        by_sheet: dict[str, list[tuple[int, int]]] = {}
        for cell in cells:
            by_sheet.setdefault(cell.sheet.casefold(), []).append((cell.row, cell.column))
        return cls({sheet: list(_areas(places)) for sheet, places in by_sheet.items()})

    def meets(self, sheet: str, area: Area) -> bool:
        """Whether one of them lies in an area."""
        return any(
            area.first_row <= one.last_row and one.first_row <= area.last_row
            and area.first_column <= one.last_column and one.first_column <= area.last_column
            for one in self.areas.get(sheet.casefold(), ())
        )  # fmt: skip


def may_be_read(
    package: Package, workbook: WorkbookPart, cells: Iterable[CellRef], known: Mapping[str, bool]
) -> bool:
    """Whether a formula may read one of the cells; of some parts it is ``known`` if they have any.

    Directly: a formula that reads such a formula is calculated anew when this one is.
    """
    readers = _Readers(package, workbook, Changed.of(cells))
    try:
        return any(
            readers.read(sheet, holds=known.get(sheet.part)) for sheet in workbook.sheets
            if sheet.part is not None and known.get(sheet.part, True)
        )  # fmt: skip
    except Unclear:
        return True


class _Readers:
    """The formulas of a book, held against the cells that change."""

    def __init__(self, package: Package, workbook: WorkbookPart, changed: Changed) -> None:
        self._package = package
        self._workbook = workbook
        self._changed = changed
        self._left = MOST_FORMULAS
        self._words: dict[tuple[str, str], bool] = {}
        self._tables: dict[str, tuple[str, Area]] | None = None

    def read(self, sheet: SheetEntry, *, holds: bool | None) -> bool:
        """Whether a formula of a sheet, if it ``holds`` any, may read the cells. Raises Unclear."""
        part = sheet.part or ""
        if self._package.size(part) > MOST_BYTES:
            return holds or may_hold_formulas(self._package, part)
        rows = _rows(self._package.read(part))
        if sheet.kind != "worksheet" and _FORMULA.search(rows):
            raise Unclear(sheet.name)  # macro sheets read what they like
        return any(self._reads(formula, sheet.name) for formula in self._formulas(rows))

    def _formulas(self, rows: bytes) -> Iterator[Formula]:
        """Yield each formula once; of those without a text only what says more. Raises Unclear."""
        seen = set[bytes]()
        for match in _FORMULA.finditer(rows):
            attributes, text, closing = match.groups()
            if not closing:
                raise Unclear(text)
            said = _said(attributes)
            if not said and text in seen:
                continue
            seen.add(text)
            self._left -= 1
            if self._left < 0:
                raise Unclear(text)
            place = _place(rows, match.start()) if said else None
            yield Formula(unescape(text.decode("utf-8", "replace")), said, place)
        yield from (Formula("", _said(one), None) for one in _ALONE.findall(rows) if _said(one))

    def _reads(self, formula: Formula, sheet: str) -> bool:
        kind = formula.said.get(b"t", "normal")
        area = area_of(formula.said.get(b"ref", ""))
        if kind == "dataTable":
            return self._table_reads(area, formula.said, sheet)
        if area is None and (kind == "array" or (kind == "shared" and formula.text)):
            raise Unclear(formula.text)
        if kind == "array" and area is not None and self._changed.meets(sheet, area):
            return True
        shared = kind == "shared" and area is not None
        moves = Moves.over(area, formula.place) if shared and area is not None else _NOT
        return any(self._meets(one, sheet, moves) for one in precedents(formula.text))

    def _table_reads(self, area: Area | None, said: dict[bytes, str], sheet: str) -> bool:
        """Whether a what-if table does: from its edges and its input cells."""
        inputs = [area_of(said[name]) for name in (b"r1", b"r2") if said.get(name)]
        if area is None or None in inputs:
            raise Unclear(sheet)
        edges = Area(area.first_row - 1, area.first_column - 1, area.last_row, area.last_column)
        return any(self._changed.meets(sheet, one) for one in [edges, *inputs] if one is not None)

    def _meets(self, one: Reading | Word, sheet: str, moves: Moves) -> bool:
        if isinstance(one, Word):
            return self._word(one, sheet)
        top, bottom = _span(one.rows, moves.up, moves.down, MAX_ROW)
        left, right = _span(one.columns, moves.left, moves.right, MAX_COLUMN)
        return self._changed.meets(one.sheet or sheet, Area(top, left, bottom, right))

    def _word(self, word: Word, sheet: str) -> bool:
        """Whether a name or table holds one of the cells. Raises Unclear when there is none."""
        key = word.name.casefold(), sheet
        if key not in self._words:
            self._words[key] = False  # a name that reads itself adds nothing
            self._words[key] = self._looked_up(word, sheet)
        return self._words[key]

    def _looked_up(self, word: Word, sheet: str) -> bool:
        name, tables = word.name.casefold(), self._all_tables()
        if name in tables:
            return self._changed.meets(*tables[name])
        found = [one for one in self._workbook.defined_names if one.name.casefold() == name]
        if not found and not word.called:
            raise Unclear(name)
        return any(
            self._meets(part, sheet, _ANYWHERE) for one in found for part in precedents(one.text)
        )

    def _all_tables(self) -> dict[str, tuple[str, Area]]:
        if self._tables is None:
            self._tables = dict(self._each_table())
        return self._tables

    def _each_table(self) -> Iterator[tuple[str, tuple[str, Area]]]:
        for sheet in self._workbook.sheets:
            for part in related(self._package, sheet.part, "table") if sheet.part else ():
                root = parse(self._package.read(part)).attributes
                area = area_of(root.get("ref", ""))
                if area is None:
                    raise Unclear(part)
                for name in {root.get("displayName", ""), root.get("name", "")}:
                    yield name.casefold(), (sheet.name, area)


def _areas(places: list[tuple[int, int]]) -> Iterator[Area]:
    if len(places) <= _MOST_CELLS:
        yield from (Area(row, column, row, column) for row, column in places)
        return
    rows, columns = zip(*places, strict=True)
    yield Area(min(rows), min(columns), max(rows), max(columns))


def _rows(part: bytes) -> bytes:
    """Return a sheet's part up to the end of its rows; what follows holds no formula of a cell."""
    if part.startswith(_UTF16):
        raise Unclear
    end = max(part.rfind(b"sheetData>"), part.rfind(b"sheetData/>"))
    return part if end < 0 else part[:end]


def _said(attributes: bytes) -> dict[bytes, str]:
    found = _ATTRIBUTE.findall(attributes)
    return {name: (one or other).decode("ascii", "replace") for name, one, other in found}


def _place(rows: bytes, at: int) -> Area | None:
    """Return the cell whose formula begins at ``at``, None when it does not say."""
    cell = _CELL.search(rows[max(0, at - _BEFORE) : at])
    place = None if cell is None else _PLACE.search(cell[1])
    return None if place is None else area_of(place[1].decode())


def _span(ends: tuple[Bound, Bound], less: int, more: int, most: int) -> tuple[int, int]:
    """Return the first and the last of the rows (columns) that a reference may mean.

    An end that is not fixed moves with the formula; beyond the edge of the sheet it goes around.
    """
    moved = [(one.number - (0 if one.fixed else less), one.number + (0 if one.fixed else more))
             for one in ends]  # fmt: skip
    low, high = min(low for low, _high in moved), max(high for _low, high in moved)
    return (1, most) if low < 1 or high > most else (low, high)
