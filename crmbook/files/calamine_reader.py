"""Reads xls, xlsb and ods through calamine (xlsx has a scanner of its own).

What calamine does not tell here: error cells and uncached formulas read as empty, and there are no
styles, formulas or hidden rows. It builds each sheet as one dense box, so that a stray cell in the
last corner would end the whole process: the box is measured first.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import python_calamine as calamine

from crmbook.files.area import Area
from crmbook.files.boxes import OdsLayout, xlsb_box
from crmbook.files.columns import grid_from_rows
from crmbook.files.grid import Grid
from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.errors import FileRefused

MAX_BOX = 20_000_000  # cells of one sheet, empty ones included (DESIGN §6)
_ISO_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")  # what ods calls [h]:mm
_VISIBILITY = (  # pairs: calamine's enums cannot be hashed
    (calamine.SheetVisibleEnum.Visible, "visible"),
    (calamine.SheetVisibleEnum.Hidden, "hidden"),
    (calamine.SheetVisibleEnum.VeryHidden, "veryHidden"),
)


def read_calamine(data: bytes, path: Path, kind: str) -> list[Grid]:
    """Return the grids of an xls, xlsb or ods workbook (``kind``), in tab order.

    Raises FileRefused when it has a password, is damaged, or too large a box.
    """
    with _refusing(path):
        layout = OdsLayout.of(data) if kind == "ods" else None
        box = layout.box if layout else xlsb_box(data) if kind == "xlsb" else 0
        if box > MAX_BOX:
            raise _too_large(path)
        workbook = calamine.load_workbook(io.BytesIO(data))
        grids = [
            _grid(workbook, sheet)
            for sheet in workbook.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        if layout:
            _complete(grids, layout)
        return grids


def _grid(workbook: calamine.CalamineWorkbook, sheet: calamine.SheetMetadata) -> Grid:
    found = workbook.get_sheet_by_name(sheet.name)
    merged = tuple(
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in found.merged_cell_ranges or ()
    )
    return grid_from_rows(
        sheet.name,
        found.to_python(skip_empty_area=False),
        visibility=next(name for value, name in _VISIBILITY if value == sheet.visible),
        merged=merged,
    )


def _complete(grids: list[Grid], layout: OdsLayout) -> None:
    """Add to ods grids what calamine leaves out: merged areas, and durations as such."""
    for grid in grids:
        grid.merged = tuple(layout.merged.get(grid.name, ()))
        for column in grid.columns.values():
            column.values = [_duration(value) for value in column.values]


def _duration(value: Raw) -> Raw:
    match = _ISO_DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    hours, minutes, seconds = (int(part) for part in match.groups())
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _too_large(path: Path) -> FileRefused:
    return FileRefused(
        _("a sheet holds a cell so far out that it spans over 20 million cells"),
        _("open it in Excel or WPS, delete the empty rows and columns, save as .xlsx"),
        path=path,
    )


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn everything that calamine raises into a refusal.

    Its PanicException is a BaseException, which ``except Exception`` misses (python-calamine #111).
    """
    try:
        yield
    except (FileRefused, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except calamine.PasswordError as error:
        raise password_refusal(path) from error
    except BaseException as error:
        raise FileRefused(
            _("the workbook is damaged or cut short"),
            _("open it in Excel or WPS, let it repair the file, and save it as .xlsx"),
            path=path,
        ) from error


def password_refusal(path: Path) -> FileRefused:
    """Return the refusal of a workbook that is encrypted."""
    return FileRefused(
        _("the workbook has a password"),
        _("open it in Excel or WPS, take the password off, and save it"),
        path=path,
    )
