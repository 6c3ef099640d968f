"""Every kind of edit: what it asks for in a foreign book, and which parts it may touch."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import xlsxwriter

from crmbook.model.cells import Value
from crmbook.model.edits import (
    AddColumn,
    AppendRows,
    Edit,
    EmptyRow,
    MarkCell,
    MoveRows,
    PutSheet,
    RemoveSheet,
    RenameSheet,
    SetCell,
)
from tests.proof.foreign import Cell, Foreign, Sheet

NEW_SHEET = "转化分析表"
NEW_NAME = "另取的名"
_TRIES = 24
_LAST_ROW = 1_048_576
_DOWN = 2
#: Parts that any value may owe to the formulas and formats of a book.
_VALUES = frozenset({"sheet", "workbook"})
_FOLLOWING = frozenset({"dimension"})
_TABS = frozenset(
    {"workbook", "content types", "relationships of workbook", "styles", "extended-properties"}
)
_NOTES = frozenset(
    {"styles", "comments", "vmlDrawing", "content types", "relationships of sheet",
     "relationships of workbook"}
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of edit and its documented budget.

    ``ask`` yields what to try in a book, best first: the first that is not refused counts.
    ``changes`` are the parts that it may change or add, ``before`` and ``behind`` the elements
    before and behind the rows of the edited sheet that may differ; ``removes``: other parts than its
    own sheet's that may go.
    ``rewrites``: whole sheets are made anew. ``prepare`` is carried out first, and is not measured.
    """

    name: str
    ask: Callable[[Foreign, Sheet], Iterator[tuple[Edit, ...]]]
    changes: frozenset[str]
    before: frozenset[str] = _FOLLOWING
    behind: frozenset[str] = field(default_factory=frozenset)
    removes: frozenset[str] = frozenset()
    rewrites: bool = False
    prepare: tuple[Edit, ...] = ()


def _old_cells(book: Foreign, sheet: Sheet) -> Iterator[Cell]:
    """Yield some cells that hold a value: from the end, then from the beginning."""
    held = [cell for cell in book.cells(sheet) if cell.holds and not cell.has_formula]
    half = _TRIES // 2
    yield from itertools.chain(reversed(held[-half:]), held[: max(0, len(held) - half)][:half])


def _free_row(book: Foreign, sheet: Sheet) -> int:
    last = max((cell.row for cell in book.cells(sheet)), default=0)
    return last + 1 if last < _LAST_ROW else 2


def _set_new(book: Foreign, sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    row = _free_row(book, sheet)
    values: tuple[Value, ...] = ("=1+1 是文字", 12.5, True)
    for shift in range(0, _TRIES, 3):
        places = [f"{letter}{min(row + shift, _LAST_ROW)}" for letter in "ABC"]
        yield tuple(SetCell(sheet.name, *one) for one in zip(places, values, strict=True))


def _set_old(book: Foreign, sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    for cell in _old_cells(book, sheet):
        yield (SetCell(sheet.name, cell.address, "改过的 <值>"),)


def _set_date(book: Foreign, sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    row = _free_row(book, sheet)
    for shift in range(_TRIES):
        place = f"D{min(row + shift, _LAST_ROW)}"
        yield (SetCell(sheet.name, place, dt.date(2024, 3, 18)),)


def _empty_row(book: Foreign, sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    for row in dict.fromkeys(cell.row for cell in _old_cells(book, sheet)):
        yield (EmptyRow(sheet.name, row),)


def _append(book: Foreign, sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    for one in [sheet, *(other for other in book.sheets if other.kind == "worksheet")]:
        yield (AppendRows(one.name, (("新行",), ("又一行",))),)


def _add_column(book: Foreign, sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    for one in [sheet, *(other for other in book.sheets if other.kind == "worksheet")]:
        yield (AddColumn(one.name, "新的一列"),)


def _mark(book: Foreign, sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    places = [cell.address for cell in _old_cells(book, sheet)] or ["A1"]
    for place in places:
        yield (MarkCell(sheet.name, place, "FFC7CE", "这里不对：<没有> & 理由"),)


def _move(book: Foreign, _sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    for one in [one for one in book.sheets if one.kind == "worksheet"]:
        rows = sorted({cell.row for cell in book.cells(one)})
        if rows and rows[-1] < _LAST_ROW - _DOWN:
            yield (MoveRows(one.name, {row: row + _DOWN for row in rows}, (rows[-1] + 1, _DOWN)),)


def _put(_book: Foreign, _sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    yield (PutSheet(NEW_SHEET, generated(3)),)


def _replace(_book: Foreign, _sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    yield (PutSheet(NEW_SHEET, generated(9)),)


def _rename(_book: Foreign, sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    yield (RenameSheet(sheet.name, NEW_NAME),)


def _remove(book: Foreign, _sheet: Sheet) -> Iterator[tuple[Edit, ...]]:
    for one in reversed([one for one in book.sheets if one.kind == "worksheet"]):
        yield (RemoveSheet(one.name),)


@lru_cache
def generated(first: int, *, date_1904: bool = False) -> bytes:
    """Return a workbook of one sheet with a formula, a format and a chart: one to be grafted."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date_1904})
    sheet = book.add_worksheet(NEW_SHEET)
    sheet.write("A1", "合计", book.add_format({"bold": True, "bg_color": "#DDEBF7"}))
    for row in range(1, 6):
        sheet.write(row, 0, first + row)
        sheet.write_formula(row, 1, f"=A{row + 1}*2", None, (first + row) * 2)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": [NEW_SHEET, 1, 1, 5, 1]})
    sheet.insert_chart("D2", chart)
    book.close()
    return out.getvalue()


KINDS = (
    Kind("set new cells", _set_new, _VALUES),
    Kind("set an old cell", _set_old, _VALUES),
    Kind(
        "set a date",
        _set_date,
        _VALUES | {"styles", "content types", "relationships of workbook"},
    ),
    Kind("empty a row", _empty_row, _VALUES),
    Kind(
        "append rows",
        _append,
        _VALUES | {"styles", "table", "pivotCacheDefinition", "pivotCacheDefinition of workbook"},
        behind=frozenset(
            {
                "autoFilter",
                "protectedRanges",
                "dataValidations",
                "conditionalFormatting",
                "ignoredErrors",
                "extLst",
            }
        ),
    ),
    Kind(
        "add a column",
        _add_column,
        _VALUES | {"styles", "table"},
        before=_FOLLOWING | {"cols"},
        behind=frozenset({"autoFilter"}),
    ),
    Kind("mark a cell", _mark, _NOTES | {"sheet"}, behind=frozenset({"legacyDrawing"})),
    Kind(
        "move rows",
        _move,
        frozenset(
            {
                "workbook",
                "another sheet",
                "comments",
                "threadedComment",
                "vmlDrawing",
                "drawing",
                "chart of drawing",
                "chart of drawing of another sheet",
                "chart of drawing of chartsheet",
            }
        ),
    ),
    Kind("put a sheet", _put, _TABS, rewrites=True),
    Kind(
        "replace a sheet",
        _replace,
        _TABS,
        rewrites=True,
        prepare=(PutSheet(NEW_SHEET, generated(3)),),
    ),
    Kind("rename a sheet", _rename, frozenset(), rewrites=True),
    Kind("remove a sheet", _remove, _TABS, removes=frozenset({"calcChain"}), rewrites=True),
)
