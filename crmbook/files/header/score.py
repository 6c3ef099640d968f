"""Which row is the header: every row near the top is scored against the rows below it."""

from __future__ import annotations

from collections import Counter

from crmbook.files.header.looks import Look
from crmbook.files.header.window import HEIGHT, Window
from crmbook.schema.spellings import is_known

FIGURES = frozenset({Look.DATUM, Look.YEAR})
#: What a cell is worth in a header by its look; a year neither speaks for nor against one.
_WORTH = {Look.NAME: 1.0, Look.YEAR: 0.0, Look.KEY: -0.5, Look.PROSE: -0.5, Look.DATUM: -1.0}
_NOTHING_BELOW = 0.25
_KNOWN = 1.5
_MISSING = 0.75
_REPEATED = 1.0
_DUPLICATE = 0.5
_LATER = 0.02  # of two equal rows the upper one


def best_row(window: Window) -> int | None:
    """Return the index of the row that most looks like a header, None when none does."""
    scores = {at: row_score(window, at) for at in range(min(len(window), HEIGHT // 2))}
    scores = {at: score for at, score in scores.items() if score > 0}
    return max(scores, key=lambda at: scores[at]) if scores else None


def row_score(window: Window, at: int) -> float:
    """Return how much a row looks like the header of what follows; 0 or less: it cannot be one."""
    looks = window.looks[at]
    names = [column for column, look in looks.items() if look is Look.NAME]
    years = sum(look is Look.YEAR for look in looks.values())
    if len(names) + years < max(len(looks) / 2, 2) or not names:
        return 0.0
    under = window.under(at)
    score = sum(_WORTH[look] for look in looks.values() if look is not Look.NAME)
    score += sum(_name_score(window, at, column, under) for column in names)
    texts = Counter(str(value).strip() for value in window.cells[at].values())
    score -= _DUPLICATE * (texts.total() - len(texts))
    score -= _MISSING * len(_untitled(window, at, under))
    return score - _LATER * at


def _name_score(window: Window, at: int, column: int, under: list[int]) -> float:
    """Return what a text is worth as a title: known, over figures, not among what stands below."""
    text = str(window.cells[at][column])
    known = _KNOWN if is_known(text) else 0.0
    looks = [window.looks[row][column] for row in under if column in window.looks[row]]
    if not looks:
        return known + (1.0 if known else _NOTHING_BELOW)
    contrast = sum(look in FIGURES for look in looks) / len(looks)
    repeated = any(window.cells[row].get(column) == text for row in under)
    return known + 1.0 + contrast - (_REPEATED if repeated else 0.0)


def _untitled(window: Window, at: int, under: list[int]) -> list[int]:
    """Return the columns that most rows below fill, but that have no title in this row."""
    filled = Counter(column for row in under for column in window.looks[row])
    return [
        column
        for column, count in filled.items()
        if count >= len(under) / 2 and column not in window.looks[at]
    ]
