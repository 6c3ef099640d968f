"""A grafted book as other programs see it: openpyxl, calamine, openxml-audit."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openxml_audit import FileFormat, OpenXmlValidator

# Not a defect: Excel stores text its own way at its next save, as it does for all inline strings.
ADVICE = "inline-string cell(s)"

Grid = Sequence[Sequence[object]]


def findings(path: Path) -> Counter[tuple[str, str]]:
    """Return what openxml-audit finds wrong, by part and description."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=5000)
    errors = validator.validate(path).errors
    found = Counter((str(error.part_uri), str(error.description)) for error in errors)
    return Counter({key: count for key, count in found.items() if ADVICE not in key[1]})


def by_calamine(data: bytes) -> dict[str, Grid]:
    """Return the values of all sheets."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def opened(data: bytes) -> Any:
    """Return the book as openpyxl sees it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's own, about extensions it does not know
        return openpyxl.load_workbook(io.BytesIO(data))


def by_openpyxl(data: bytes) -> dict[str, Grid]:
    """Return the values and formulas of all sheets."""
    book = opened(data)
    return {
        sheet.title: [[_plain(cell.value) for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


def _plain(value: object) -> object:
    if isinstance(value, ArrayFormula):
        return value.ref, value.text
    if isinstance(value, DataTableFormula):
        return sorted((key, str(said)) for key, said in dict(value).items())
    return str(value) if isinstance(value, CellRichText) else value


def part(data: bytes, name: str) -> str:
    """Return a part's text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def names(data: bytes) -> list[str]:
    """Return the part names in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()
