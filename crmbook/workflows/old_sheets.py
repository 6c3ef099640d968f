"""What stands in a book where ``monthly`` puts its sheets: ours, or a person's own (U05)."""

from __future__ import annotations

from dataclasses import dataclass

from crmbook.book import Book
from crmbook.book.conversion import beside, is_ours, strays
from crmbook.files.features import generated_sheets, sheets_with_objects
from crmbook.files.grid import Grid
from crmbook.i18n import _
from crmbook.model.errors import FileRefused
from crmbook.schema.sheets import CHANNELS, CONVERSION, DETAIL, LOSSES

#: Where 转化分析表 goes when a hand-made one of that name must be left alone.
BESIDE = "转化分析表（crmbook）"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OldSheets:
    """The sheets of a book that bear names which we would replace.

    ``generated`` those that crmbook made, by their mark (None: the format has no marks);
    ``furnished`` those with more than cells on them.
    """

    book: Book
    generated: frozenset[str] | None
    furnished: frozenset[str]

    @classmethod
    def of(cls, book: Book) -> OldSheets:
        """Look at a book."""
        return cls(book, generated_sheets(book.path), sheets_with_objects(book.path))

    def grid(self, name: str) -> Grid | None:
        """Return a sheet of the book by its name."""
        return next((grid for grid in self.book.sources[0].grids if grid.name == name), None)

    def is_ours(self, grid: Grid) -> bool:
        """Whether crmbook made a sheet: its mark says so, or the line under its table."""
        return is_ours(grid) or grid.name in (self.generated or ())

    def require_own(self) -> None:
        """Raise FileRefused when a sheet of the team's own bears a name that we would replace."""
        for name in (CHANNELS, LOSSES, DETAIL):
            grid = self.grid(name)
            if grid is not None and self.generated is not None and name not in self.generated:
                raise FileRefused(
                    _("the book has a sheet “{sheet}” that crmbook did not make").format(
                        sheet=name
                    ),
                    _("rename that sheet, then run this again"),
                    path=self.book.path,
                )

    def place(self) -> tuple[str, list[str]]:
        """Return the name to put 转化分析表 under, and what a reader must be told of the old sheet.

        A hand-made sheet that holds more than its table — other cells, notes, charts, pictures —
        is left alone: ours goes beside it.
        """
        old = self.grid(CONVERSION)
        if old is None or self.is_ours(old):
            return CONVERSION, []
        more = _listed(strays(old, ours=False))
        if CONVERSION in self.furnished:
            more = "、".join(part for part in (more, _("notes, charts or pictures")) if part)
        if not more:
            return CONVERSION, []
        told = _("{sheet} holds more than its table ({cells}) and was left alone; see {other}")
        return BESIDE, [told.format(sheet=CONVERSION, cells=more, other=BESIDE)]

    def lost(self) -> list[str]:
        """Return which cells that people filled on sheets of ours cannot be carried over."""
        told = _("{sheet}: {cells} could not be carried over; the backup has them")
        shown = (self.grid(name) for name in (CONVERSION, BESIDE, CHANNELS, LOSSES, DETAIL))
        grids = [grid for grid in shown if grid is not None and self.is_ours(grid)]
        found = ((grid.name, _listed(_strays(grid))) for grid in grids)
        return [told.format(sheet=name, cells=cells) for name, cells in found if cells]


def _strays(grid: Grid) -> list[str]:
    return strays(grid, ours=True) if grid.name in {CONVERSION, BESIDE} else beside(grid)


def _listed(cells: list[str]) -> str:
    return "、".join(cells[:_SHOWN]) + ("…" if len(cells) > _SHOWN else "")
