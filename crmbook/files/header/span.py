"""How many rows the header has: group rows above the best row, broken or grouped names below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from crmbook.files.header.looks import Look
from crmbook.files.header.score import FIGURES
from crmbook.files.header.window import Window
from crmbook.model.patterns import lazy
from crmbook.schema.text import half_width

_MOST_ROWS = 4
#: Rows under a header that say how to fill in, not what the column is.
HINT = lazy(
    r"[(\[【]?(?:必填|选填|可选|非必填|必须|required|optional|文本|文字|日期|数字|数值|下拉选择|下拉|"
    r"单选|多选|格式|例如|示例|如[:,]).{0,20}",
    re.IGNORECASE,
)


def header_rows(window: Window, best: int) -> list[int]:
    """Return the indexes of the header's rows, hint rows (必填, 选填 …) included, top down."""
    first = last = best
    while first > 0 and last - first + 1 < _MOST_ROWS and _is_group_row(window, first):
        first -= 1
    while last - first + 1 < _MOST_ROWS and _is_continuation(window, last):
        last += 1
    return list(range(first, last + 1))


def is_hint_row(window: Window, at: int) -> bool:
    """Whether a row only says how to fill the columns in."""
    values = [str(value).strip() for value in window.cells[at].values()]
    return len(values) >= 2 and all(HINT.fullmatch(half_width(value)) for value in values)


def _is_group_row(window: Window, leaf: int) -> bool:
    """Whether the row above ``leaf`` names groups of its columns, and is not a title or prose.

    Needs a reason: two merged spans over several names, or names that are missing or double.
    """
    above = leaf - 1
    looks = window.looks[above]
    if not window.follows(leaf) or len(looks) < 2 or not _all_names(looks):
        return False
    covering = [
        area
        for area in window.spans(above)
        if area.first_row == area.last_row
        and _leaves(window, leaf, area.first_column, area.last_column) > 1
    ]
    return len(covering) >= 2 or _explains(window, above, leaf)


def _leaves(window: Window, leaf: int, first: int, last: int) -> int:
    return sum(first <= column <= last for column in window.looks[leaf])


def _explains(window: Window, above: int, leaf: int) -> bool:
    """Whether the upper row titles columns that the leaf row does not, or tells doubles apart."""
    upper, lower = window.cells[above], window.cells[leaf]
    filled = Counter(column for row in window.under(leaf) for column in window.looks[row])
    most = max(filled.values(), default=0) / 2
    untitled = {column for column, n in filled.items() if n >= most and column not in lower}
    if untitled & set(upper):
        return True
    spans = _spans_by_gap(upper, lower)
    texts = [str(value).strip() for value in lower.values()]
    doubled = len(set(texts)) < len(texts)
    return doubled and len(upper) >= 2 and _tells_apart(lower, spans) and _touching(lower)


def _spans_by_gap(upper: Mapping[int, object], lower: Mapping[int, object]) -> dict[int, int]:
    """Return for each leaf column the group column that reaches over it, 0 where none does."""
    starts = sorted(upper)
    return {
        column: max((start for start in starts if start <= column), default=0) for column in lower
    }


def _tells_apart(lower: Mapping[int, object], spans: dict[int, int]) -> bool:
    pairs = Counter((spans[column], str(value).strip()) for column, value in lower.items())
    return max(pairs.values(), default=1) == 1


def _touching(lower: Mapping[int, object]) -> bool:
    """Whether the leaf columns are one table: two side by side repeat their names for cause."""
    columns = sorted(lower)
    return columns[-1] - columns[0] + 1 == len(columns)


def _is_continuation(window: Window, last: int) -> bool:
    """Whether the row under ``last`` still belongs to the header."""
    under = last + 1
    if under >= len(window) or not window.follows(under):
        return False
    if is_hint_row(window, under):
        return True
    looks = window.looks[under]
    if not _all_names(looks):
        return False
    return _grouped(window, last, under) or _over_figures(window, under)


def _grouped(window: Window, last: int, under: int) -> bool:
    """Whether every cell stands below a merged span of the row above, over several names."""
    spans = [area for area in window.spans(last) if area.last_row == area.first_row]
    if not spans or len(window.looks[under]) < 2:
        return False
    return all(
        any(area.first_column <= column <= area.last_column for area in spans)
        for column in window.looks[under]
    )


def _over_figures(window: Window, under: int) -> bool:
    """Whether a row of words stands over columns of figures, as rows of data do not."""
    looks = window.looks[under]
    if len(looks) < 2:
        return False
    figures = 0
    for column in looks:
        below = window.below(under, column)
        figures += bool(below) and sum(look in FIGURES for look in below) >= 0.7 * len(below)
    return figures >= 0.8 * len(looks)


def _all_names(looks: dict[int, Look]) -> bool:
    return all(look in {Look.NAME, Look.YEAR} for look in looks.values()) and any(
        look is Look.NAME for look in looks.values()
    )
