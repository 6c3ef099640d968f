"""Titles of columns out of one or several header rows."""

from __future__ import annotations

from collections import Counter

from crmbook.files.header.span import is_hint_row
from crmbook.files.header.window import Window
from crmbook.model.patterns import lazy
from crmbook.schema.spellings import is_known

_BREAK = lazy(r"\s*[\r\n]+\s*")


def join_titles(
    window: Window, rows: list[int]
) -> tuple[dict[int, str], dict[int, tuple[str, ...]]]:
    """Return column → title, left to right; as they stand in the file, on one line.

    With them: column → the names of the groups over its title, where there are any.

    The lowest name of a column is its title. What stands above over this column alone (a name
    broken over rows) goes before it where the lowest part says nothing by itself; a group's name,
    mostly over several columns, only where the names would else be double or missing: what it adds
    to their meaning is for the declarations to say.
    """
    naming = [at for at in rows if not is_hint_row(window, at)] or rows[:1]
    columns = sorted({column for at in naming for column in window.cells[at]})
    parts = {column: _title(*_parts(window, naming, column)) for column in columns}
    titles = {column: title for column, (_groups, title) in parts.items()}
    double = {title for title, count in Counter(titles.values()).items() if count > 1}
    for column, (groups, title) in parts.items():
        if groups and (not title or title in double):
            titles[column] = " ".join([*groups, title]).strip()
    grouped = {column: groups for column, (groups, title) in parts.items() if groups and title}
    return {column: title for column, title in titles.items() if title}, grouped


def _title(groups: list[str], own: list[str]) -> tuple[tuple[str, ...], str]:
    """Return (the names over a title, the title)."""
    if own and is_known(own[-1]):
        return (*groups, *own[:-1]), own[-1]
    return tuple(groups), " ".join(own)


def _parts(window: Window, rows: list[int], column: int) -> tuple[list[str], list[str]]:
    """Return (names over several columns, what stands over this one alone), both top down."""
    groups: list[str] = []
    own: list[str] = []
    for place, at in enumerate(rows):
        start, wide = _reach(window, at, column, rows[place + 1 :])
        if start:
            text = _BREAK.sub(" ", str(window.cells[at][start]).strip())
            (groups if wide else own).append(text)
    return groups, own


def _reach(window: Window, at: int, column: int, lower: list[int]) -> tuple[int, bool]:
    """Return (the column whose text reaches over ``column`` in a row, 0: none; over several)."""
    cells = window.cells[at]
    for area in window.spans(at):
        if area.first_column <= column <= area.last_column and area.first_column in cells:
            named = {c for row in lower for c in window.cells[row]}
            leaves = sum(area.first_column <= c <= area.last_column for c in named)
            return (area.first_column if column == area.first_column or leaves else 0, leaves > 1)
    if not lower:
        return (column if column in cells else 0, False)
    named = {c for row in lower for c in window.cells[row]}
    if column in cells:
        following = column + 1
        return (column, following in named and following not in cells and column in named)
    start = max((c for c in cells if c < column), default=0)
    between = all(c in named and c not in cells for c in range(start + 1, column + 1))
    merged = any(a.first_column == start for a in window.spans(at)) or start in window.merged_down(
        at
    )
    return (start, True) if start in named and between and not merged and start else (0, False)
