"""Number formats: which of them show a date, and which a duration (``[h]:mm``)."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Final


class Shows(Enum):
    """What a number format makes of a number."""

    NUMBER = 0
    DATE = 1
    DURATION = 2


# ECMA-376 18.8.30, its East Asian ids (27–36, 50–58) and the Thai ones (71–81) included.
_DATE_IDS: Final = frozenset(
    {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 82)}
)
_DURATION_ID: Final = 46

_SILENT = re.compile(r'"[^"]*"|\\.|[_*].', re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_WORDS = re.compile(r"general|standard|g/通用格式|通用格式", re.IGNORECASE)
_EXPONENT = re.compile(r"e[-+]", re.IGNORECASE)
_DATE = re.compile(r"[ymdhs]|e|a{3}|上午|下午", re.IGNORECASE)


def shows(format_id: int, code: str | None) -> Shows:
    """Return what a format shows; ``code`` None: a built-in format that the book does not spell."""
    if code is not None:
        return _code_shows(code)
    if format_id == _DURATION_ID:
        return Shows.DURATION
    return Shows.DATE if format_id in _DATE_IDS else Shows.NUMBER


@lru_cache(maxsize=512)
def _code_shows(code: str) -> Shows:
    """Judge by the first section; what stands in quotes, in brackets or escaped is no pattern."""
    section = _SILENT.sub("", code).split(";")[0]
    if _ELAPSED.search(section):
        return Shows.DURATION
    pattern = _EXPONENT.sub("", _WORDS.sub("", _BRACKETS.sub("", section)))
    return Shows.DATE if _DATE.search(pattern) else Shows.NUMBER
