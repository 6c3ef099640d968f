"""Tables side by side: which columns are the main table's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import Grid
from crmbook.files.header.window import Window
from crmbook.schema.spellings import fold_header, is_known

_SAME_ROWS = 0.8  # share of rows that two halves of one table fill together


def main_columns(
    grid: Grid, window: Window, rows: list[int], titles: dict[int, str]
) -> tuple[int, ...]:
    """Return the columns of the main table: the most recognised, then the widest.

    Columns without title and data part tables; halves that fill the same rows and repeat no title
    are one table in spite of the gap (a narrow empty column for looks).
    """
    start = int(np.searchsorted(grid.rows, window.rows[rows[-1]], side="right"))
    filled = {
        column: data.codes[start:] >= 0
        for column, data in grid.columns.items()
        if column in titles or bool((data.codes[start:] >= 0).any())
    }
    blocks = _blocks(sorted(set(filled) | _bridged(window, rows)), titles)
    if not blocks:
        return tuple(titles)
    main = max(blocks, key=lambda block: _weight(block, titles))
    columns = {column for column in main if column in filled}
    for block in blocks:
        if block is not main and _one_table(main, block, titles, filled):
            columns.update(column for column in block if column in filled)
    return tuple(sorted(columns))


def _bridged(window: Window, rows: list[int]) -> set[int]:
    """Return the columns that lie under a title merged over several."""
    return {
        column
        for at in rows
        for area in window.spans(at)
        for column in range(area.first_column, area.last_column + 1)
    }


def _blocks(columns: list[int], titles: dict[int, str]) -> list[list[int]]:
    blocks: list[list[int]] = []
    for column in columns:
        if blocks and column == blocks[-1][-1] + 1:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    return [block for block in blocks if any(column in titles for column in block)]


def _weight(block: list[int], titles: dict[int, str]) -> tuple[int, int]:
    own = [titles[column] for column in block if column in titles]
    return sum(is_known(title) for title in own), len(own)


def _one_table(
    main: list[int],
    block: list[int],
    titles: dict[int, str],
    filled: dict[int, NDArray[np.bool_]],
) -> bool:
    names = [{fold_header(titles[c]) for c in part if c in titles} for part in (main, block)]
    if names[0] & names[1]:
        return False
    ours, theirs = (_any_filled(part, filled) for part in (main, block))
    together, either = int((ours & theirs).sum()), int((ours | theirs).sum())
    return either == 0 or together >= _SAME_ROWS * either


def _any_filled(part: list[int], filled: dict[int, NDArray[np.bool_]]) -> NDArray[np.bool_]:
    masks = [filled[column] for column in part if column in filled]
    either: NDArray[np.bool_] = np.logical_or.reduce(masks)
    return either
