"""What people wrote into an earlier 问题清单: ticks under 已改, and columns of their own (U15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmbook.files.grid import Grid
from crmbook.model.cells import Raw, a1


@dataclass(frozen=True, slots=True)
class OldLine:
    """One line as it stands: ``cells`` by the list's own headers, ``typed`` by people's."""

    cells: Mapping[str, str]
    typed: Mapping[str, Raw]


@dataclass(frozen=True, slots=True)
class OldList:
    """An earlier list. ``extra``: people's headers, left to right; a nameless column has a number.

    ``strays``: cells of theirs beside no line, which a new list has no place for.
    """

    extra: tuple[str, ...] = ()
    lines: tuple[OldLine, ...] = ()
    strays: tuple[str, ...] = ()


def old_list(grid: Grid, headers: Sequence[str], place: str) -> OldList:
    """Return what an earlier list says under ``headers`` and to their right, top to bottom.

    Its header row is the first one that bears all of them; without one there is nothing to keep.
    What has nothing under ``place`` is no line of it, but a note.
    """
    rows: list[int] = grid.rows.tolist()
    head = next((row for row in rows if _titled(grid, row, headers)), None)
    if head is None:
        return OldList()
    own, below = _titled(grid, head, headers), [row for row in rows if row > head]
    others = (at for at in sorted(grid.columns) if at not in own)
    used = [at for at in others if _is_used(grid, at, [head, *below])]
    extra = dict(zip(used, _names(grid, head, used, headers), strict=True))
    found = {row: _line(grid, row, own, extra) for row in below}
    return OldList(
        tuple(extra.values()),
        tuple(line for line in found.values() if place in line.cells),
        tuple(
            a1(row, at)
            for row, line in found.items()
            for at in extra
            if place not in line.cells and grid.value(row, at) is not None
        ),
    )


def _titled(grid: Grid, row: int, headers: Sequence[str]) -> dict[int, str]:
    """Return the columns of the list's own headers in a row, nothing unless all are there."""
    own: dict[str, int] = {}
    for at in sorted(grid.columns):
        title = grid.value(row, at)
        if isinstance(title, str) and title in headers:
            own.setdefault(title, at)
    return {at: title for title, at in own.items()} if len(own) == len(headers) else {}


def _names(grid: Grid, row: int, columns: Sequence[int], taken: Sequence[str]) -> list[str]:
    """Return people's headers, unique whatever their case: Excel wants them so in a table."""
    names, known = list[str](), {title.casefold() for title in taken}
    for at in columns:
        title = grid.value(row, at)
        name = wanted = f"列{at}" if title is None else str(title)
        number = 1
        while name.casefold() in known:
            number += 1
            name = f"{wanted}_{number}"
        known.add(name.casefold())
        names.append(name)
    return names


def _is_used(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    return any(grid.value(row, column) is not None for row in rows)


def _line(grid: Grid, row: int, own: Mapping[int, str], extra: Mapping[int, str]) -> OldLine:
    found = {title: grid.value(row, at) for at, title in own.items()}
    typed = {name: grid.value(row, at) for at, name in extra.items()}
    return OldLine(
        {title: str(value) for title, value in found.items() if value is not None},
        {name: value for name, value in typed.items() if value is not None},
    )
