"""Whether a column with a vague title names companies: 单位 may hold firms, or 个, 亿元 and 万吨.

A title alone makes a lead list only where it can mean nothing else (公司名称, 客户名称, 证券简称).
What 单位 or 名称 means, its values must say: half of them end as legal names do. Where half of them
are no text, or units of measure, it is no company column of any register.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

from crmbook.files.grid import Grid
from crmbook.files.header import HeaderBlock
from crmbook.model.cells import Raw
from crmbook.schema.kinds.company_names import has_ending
from crmbook.schema.sheets.leads import COMPANY
from crmbook.schema.spellings import fold_header, without_brackets
from crmbook.schema.text import half_width, tidy
from crmbook.schema.words.measures import MEASURE

_SAMPLE = 500  # rows that tell what a column holds
_VAGUE = frozenset(map(fold_header, COMPANY.vague))


class Names(Enum):
    """Whether the values of a column are the names of companies."""

    YES = "yes"
    OPEN = "open"
    NO = "no"


def is_vague(title: str) -> bool:
    """Whether a title is one that means a company only where the values say so."""
    folded = fold_header(title)
    return folded in _VAGUE or without_brackets(folded) in _VAGUE


def believed(grid: Grid, block: HeaderBlock) -> dict[int, str]:
    """Return a table's titles without vague ones whose values are anything but companies."""
    return {
        at: title
        for at, title in block.titles.items()
        if not is_vague(title) or names_in(grid, block, at) is not Names.NO
    }


def names_in(grid: Grid, block: HeaderBlock, column: int) -> Names:
    """Return whether a column of a table holds names of companies; OPEN where it holds nothing."""
    values = _distinct(grid, block, column)
    if not values:
        return Names.OPEN
    texts = [tidy(half_width(value)) for value in values if isinstance(value, str)]
    measures = sum(MEASURE.fullmatch(text) is not None for text in texts)
    if 2 * (len(texts) - measures) <= len(values):
        return Names.NO
    named = sum(map(has_ending, texts))
    return Names.YES if 2 * named >= len(values) else Names.OPEN


def _distinct(grid: Grid, block: HeaderBlock, column: int) -> list[Raw]:
    """Return the distinct values of a column's first records."""
    data = grid.columns.get(column)
    if data is None:
        return []
    bounds = [block.data_first_row, block.data_last_row + 1]
    first, behind = np.searchsorted(grid.rows, bounds).tolist()
    codes = np.unique(data.codes[first : min(behind, first + _SAMPLE)])
    return [data.values[code] for code in codes[codes >= 0].tolist()]
