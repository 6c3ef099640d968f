"""漏斗分析, 业绩分析 and 结构分析 in a book: put there unless the team has a sheet of that name.

They came later than 转化分析表: a book that had a 业绩分析 of its own must go on working.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmbook.files.grid import Grid
from crmbook.i18n import _
from crmbook.model.cells import a1
from crmbook.report.analysis_sheets import WIDTHS
from crmbook.report.monthly_sheets import GeneratedSheet
from crmbook.workflows.old_sheets import OldSheets

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Placed:
    """The sheets to put, what to tell of those that are not, and cells that only a backup keeps."""

    sheets: tuple[GeneratedSheet, ...]
    told: tuple[str, ...]
    lost: tuple[str, ...]


def placed(old: OldSheets, made: Sequence[GeneratedSheet]) -> Placed:
    """Return which of the sheets may be put into a book."""
    grids = {sheet.name: old.grid(sheet.name) for sheet in made}
    taken = {
        name
        for name, grid in grids.items()
        if grid is not None and old.generated is not None and name not in old.generated
    }
    told = [
        _("the book has a sheet “{sheet}” of its own: crmbook's was left out").format(sheet=name)
        for name in WIDTHS
        if name in taken
    ]
    kept = [(name, grid) for name, grid in grids.items() if grid is not None and name not in taken]
    lost = [text for name, grid in kept if (text := _lost(name, grid))]
    return Placed(tuple(one for one in made if one.name not in taken), tuple(told), tuple(lost))


def _lost(name: str, grid: Grid) -> str:
    """Return the cells that people filled to the right of ours, "" for none."""
    cells = sorted(
        (row, number)
        for number, column in grid.columns.items()
        if number > WIDTHS[name]
        for row in grid.rows[column.codes >= 0].tolist()
    )
    if not cells:
        return ""
    shown = "、".join(a1(row, number) for row, number in cells[:_SHOWN])
    return _("{sheet}: {cells} could not be carried over; the backup has them").format(
        sheet=name, cells=shown + ("…" if len(cells) > _SHOWN else "")
    )
