"""The register that month sheets and rep sheets are stacked into, alone (U06)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from crmbook.report.memory_book import MemoryBook
from crmbook.report.register_sheet import Surroundings, draw_register
from crmbook.schema.column import Column
from crmbook.schema.kinds.text import Text
from crmbook.schema.sheets import LEADS


def stacked_sheet(
    headers: Iterable[str], rows: Sequence[Mapping[str, object]], *, plain: bool
) -> bytes:
    """Return a workbook with 线索登记表 alone, ready to be grafted.

    ``headers``: its columns from left to right; what is not declared is a team's own, of text.
    ``plain``: without a table.
    """
    known = LEADS.by_header
    columns = tuple(
        _shown(known[header]) if header in known else Column(header, Text()) for header in headers
    )
    book = MemoryBook()
    draw_register(book, replace(LEADS, columns=columns), rows, Surroundings(plain=plain))
    return book.finish()


def _shown(column: Column) -> Column:
    return replace(column, only_import=False) if column.only_import else column
