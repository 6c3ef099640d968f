"""归档 of a book: which columns it has, whose numbers stand there (M39)."""

from __future__ import annotations

from crmbook.files.grid import Grid
from crmbook.schema.archive import ARCHIVE, NUMBER, TITLES


def is_archive(grid: Grid) -> bool:
    """Whether a sheet is crmbook's 归档; a team's own sheet of that name is none."""
    return grid.name == ARCHIVE and set(TITLES) <= set(archive_columns(grid))


def archive_columns(grid: Grid) -> dict[str, int]:
    """Return the columns of a sheet whose header is row 1, by title."""
    titles = ((grid.value(1, number), number) for number in sorted(grid.columns))
    found: dict[str, int] = {}
    for title, number in titles:
        if isinstance(title, str):
            found.setdefault(title, number)
    return found


def archived_numbers(grid: Grid) -> frozenset[str]:
    """Return the numbers of the leads and customers that stand in 归档."""
    number = archive_columns(grid)[NUMBER]
    values = (grid.value(row, number) for row in grid.rows.tolist() if row > 1)
    return frozenset(value for value in values if isinstance(value, str))
