"""Columns that compute: what their formulas say in a new row."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from crmbook.files.growth.region import Region
from crmbook.files.growth.row_xml import Formula
from crmbook.files.spans import escape
from crmbook.i18n import _
from crmbook.model.cells import a1
from crmbook.model.errors import FileRefused

#: A cell or rows that a formula names without a dollar before the row: it says another one below.
_RELATIVE: Final = re.compile(r"(?<![\w$.])(?:\$?[A-Za-z]{1,3}[0-9]+|[0-9]+:\$?[0-9]+)(?![\w.(!])")
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"' + r"|\[[^\[\]]*\]")
#: A range whose end is computed (B5:INDEX(…)): openpyxl takes it for a name and leaves it.
_OPERATOR: Final = re.compile(r"\d:\s*[A-Za-z_.]+\(|\)\s*:")


class Filling:
    """The formulas of a region's columns: those of its last row, else those of its table."""

    def __init__(self, sheet: str, region: Region) -> None:
        self._sheet = sheet
        self._region = region
        model = region.model
        cells = model.cells if model else {}
        self._formulas = {
            column: (model.number, cell.formula)
            for column, cell in cells.items()
            if model
            and cell.formula
            and region.left <= column <= region.right
            and _computes(region, column)
        }
        self._declared = {
            column: text
            for column, text in (region.table.formulas if region.table else {}).items()
            if column not in self._formulas
        }

    @property
    def columns(self) -> set[int]:
        """The columns that compute."""
        return {*self._formulas, *self._declared}

    def formula(self, column: int, row: int) -> str:
        """Return what a column's formula says in a row, escaped.

        Raises FileRefused for one that says nothing of other rows.
        """
        if column in self._declared:
            return escape(self._stays(column, row))
        number, formula = self._formulas[column]
        origin, text = self._origin(column, number, formula)
        if _OPERATOR.search(_QUOTED.sub("", text)):
            raise self._unknown(column, number)
        new = translated(text, origin, a1(row, column))
        if new is None:
            raise self._unknown(column, number)
        return escape(new)

    def _stays(self, column: int, row: int) -> str:
        text = self._declared[column]
        if _RELATIVE.search(_QUOTED.sub("", text)):
            raise self._unknown(column, row)
        return text

    def _origin(self, column: int, number: int, formula: Formula) -> tuple[str, str]:
        if formula.kind in {"array", "dataTable"}:
            raise self._unknown(column, number)
        if formula.text:
            return a1(number, column), formula.text
        if formula.group not in self._region.shared:
            raise self._unknown(column, number)
        return self._region.shared[formula.group]

    def _unknown(self, column: int, row: int) -> FileRefused:
        return FileRefused(
            _("the formula of {cell} cannot be filled down").format(
                cell=f"{self._sheet}!{a1(row, column)}"
            ),
            _("add the row in Excel or WPS"),
        )


def _computes(region: Region, column: int) -> bool:
    """Whether the record above computes too: one formula alone is somebody's sum."""
    above = region.above
    if above is None or region.last - above.number > 1:
        return True
    cell = above.cells.get(column)
    return cell is None or cell.formula is not None or not cell.filled


@lru_cache(maxsize=256)
def translated(formula: str, origin: str, cell: str) -> str | None:
    """Return what a formula of the cell ``origin`` says in another cell; None: it is not understood."""
    from openpyxl.formula.tokenizer import TokenizerError  # noqa: PLC0415 - heavy, rarely needed
    from openpyxl.formula.translate import Translator  # noqa: PLC0415

    try:
        return str(Translator("=" + formula, origin).translate_formula(cell))[1:]
    except TokenizerError:
        return None
