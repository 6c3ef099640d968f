"""The top of a sheet as rows of cells, with its merged areas: what header finding looks at."""

from __future__ import annotations

from functools import cached_property

from crmbook.files.area import Area
from crmbook.files.grid import Grid
from crmbook.files.header.looks import Look, look_of
from crmbook.model.cells import Raw

_DEPTH = 30  # rows below a row that are looked at
HEIGHT = 120  # rows with a value: the header is looked for in the upper half
_LEAST = 40  # the same of a very wide sheet, whose cells are too many to be looked at
_CELLS = 500_000


class Window:
    """The first rows of a grid that hold something, as cells by 1-based column; blanks left out."""

    def __init__(self, grid: Grid) -> None:
        most = max(_LEAST, min(HEIGHT, _CELLS // max(len(grid.columns), 1)))
        height = min(most, len(grid.rows))
        cells: list[dict[int, Raw]] = [{} for _row in range(height)]
        looks: list[dict[int, Look]] = [{} for _row in range(height)]
        for column, data in grid.columns.items():
            for at, code in enumerate(data.codes[:height].tolist()):
                if code < 0:
                    continue
                look = look_of(data.values[code])
                if look is not Look.BLANK:
                    cells[at][column] = data.values[code]
                    looks[at][column] = look
        kept = [at for at in range(height) if cells[at]]
        self.rows = [int(grid.rows[at]) for at in kept]
        self.cells = [cells[at] for at in kept]
        self.looks = [looks[at] for at in kept]
        self._merged = grid.merged

    def __len__(self) -> int:
        return len(self.rows)

    def follows(self, at: int) -> bool:
        """Whether no empty row stands between a row of the window and the one before it."""
        return at > 0 and self.rows[at] == self.rows[at - 1] + 1

    def under(self, at: int) -> list[int]:
        """Return the rows under a row of the window that tell what its columns hold.

        A header repeated inside the data (U07) tells nothing and is left out.
        """
        return [row for row in range(at + 1, len(self))[:_DEPTH] if not self._repeats(at, row)]

    def _repeats(self, at: int, row: int) -> bool:
        upper, lower = self.cells[at], self.cells[row]
        same = sum(lower.get(column) == value for column, value in upper.items())
        return same >= max(2, 0.6 * len(upper))

    def below(self, at: int, column: int) -> list[Look]:
        """Return how the cells of a column look under a row of the window."""
        rows = (self.looks[row] for row in self.under(at))
        return [row[column] for row in rows if column in row]

    @cached_property
    def _areas(self) -> dict[int, list[Area]]:
        last = self.rows[-1] if self.rows else 0
        areas: dict[int, list[Area]] = {}
        for area in self._merged:
            if area.first_row <= last:
                areas.setdefault(area.first_row, []).append(area)
        return areas

    def spans(self, at: int) -> list[Area]:
        """Return the merged areas over several columns that begin in a row of the window."""
        areas = self._areas.get(self.rows[at], ())
        return [area for area in areas if area.last_column > area.first_column]

    def merged_down(self, at: int) -> set[int]:
        """Return the columns of cells merged with the cell below that begin in a row."""
        areas = self._areas.get(self.rows[at], ())
        return {area.first_column for area in areas if area.last_row > area.first_row}
