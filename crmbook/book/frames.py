"""Frames of sheets that are no register: as they stand, for scripts and trials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from crmbook.model.cells import column_letters

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.book.tables import Table


def raw_frame(table: Table) -> pd.DataFrame:
    """Return a sheet's raw values, indexed by sheet row, under its titles (else column letters)."""
    import pandas as pd  # noqa: PLC0415 - opening a book does not pay for pandas

    grid, block = table.grid, table.block
    keep = np.ones(len(grid.rows), dtype=bool)
    if block is not None:
        keep = (grid.rows >= block.data_first_row) & (grid.rows <= block.data_last_row)
    titles = {} if block is None else block.titles
    columns: dict[str, Any] = {}
    for number, data in grid.columns.items():
        table_of = np.empty(len(data.values) + 1, dtype=object)
        table_of[:-1] = data.values
        table_of[-1] = None
        title = titles.get(number) or column_letters(number)
        name = title if title not in columns else f"{title} ({column_letters(number)})"
        columns[name] = pd.Series(table_of[data.codes[keep]], dtype=object)
    frame = pd.DataFrame(columns)
    frame.index = pd.Index(grid.rows[keep], name="row")
    return frame
