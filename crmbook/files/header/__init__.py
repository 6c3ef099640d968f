"""Where a table stands on a sheet: its header block, titles and data, under and above other things.

Nothing is tuned to one kind of table: text-ness, uniqueness, fill against the rows below, the
change of type between header and data, merged spans, and header words that crmbook knows.
"""

from __future__ import annotations

import numpy as np

from crmbook.files.grid import Grid
from crmbook.files.header.block import HeaderBlock
from crmbook.files.header.bottom import data_rows
from crmbook.files.header.score import best_row
from crmbook.files.header.shape import Shape
from crmbook.files.header.span import header_rows
from crmbook.files.header.tables import main_columns
from crmbook.files.header.titles import join_titles
from crmbook.files.header.window import Window

__all__ = ["HeaderBlock", "locate"]


def locate(grid: Grid) -> HeaderBlock | None:
    """Return where the table of a sheet stands, None when nothing on it looks like a header.

    Of two tables side by side the more recognised, then the wider one is described; the titles of
    the other follow in ``titles``.
    """
    window = Window(grid)
    best = best_row(window)
    if best is None:
        return None
    rows = header_rows(window, best)
    titles, groups = join_titles(window, rows)
    if len(titles) < 2:
        return None
    columns = main_columns(grid, window, rows, titles)
    last = window.rows[rows[-1]]
    start = int(np.searchsorted(grid.rows, last, side="right"))
    shape = Shape(grid, columns, titles, (start, len(grid.rows)))
    first_data, last_data = data_rows(shape, last)
    main = frozenset(columns)
    order = sorted(titles, key=lambda at: at not in main)
    return HeaderBlock(
        first_row=window.rows[rows[0]],
        last_row=last,
        data_first_row=first_data,
        data_last_row=last_data,
        titles={at: titles[at] for at in order},
        columns=columns,
        groups=groups,
    )
