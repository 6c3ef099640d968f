"""Addresses taken apart for comparison: road, house number, what follows; not the district.

That two companies are in 昆明市高新技术产业开发区 makes them neighbours of a thousand others.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from crmbook.model.patterns import lazy

NEAR, STREET, DIFFERENT = 2, 3, 4
_DISTRICT: Final = lazy(
    "(?:省|市|区|县|旗|镇|乡|街道|基地|产业园|工业园|科技园|软件园)(?![路街道政府场口])"
)
_DIGITS: Final = lazy(r"\d+")
_NUMERAL: Final = lazy("[一二三四五六七八九十]+(?=[号栋幢座])")
_VALUES: Final = {one: at for at, one in enumerate("一二三四五六七八九十", 1)}
_LEAST: Final = 4
_ALIKE: Final = 75


class Street(NamedTuple):
    """``road`` before its number (in Latin letters behind it), ``numbers`` in order, ``rest``."""

    road: str
    numbers: tuple[str, ...]
    rest: str


@lru_cache(maxsize=1 << 16)
def street(address: str) -> Street:
    """Take an address apart (folded, without white space)."""
    text = _NUMERAL.sub(_counted, address)
    first = _DIGITS.search(text)
    head = text[: first.start()] if first else text
    ends = [one.end() for one in _DISTRICT.finditer(head)]
    own = text[ends[-1] :] if ends else text
    numbers = tuple(_DIGITS.findall(own))
    words = _DIGITS.split(own)
    return Street(words[0] or "".join(words[1:]), numbers, "".join(words))


def _counted(numeral: re.Match[str]) -> str:
    """Return 一号's 1 and 十二号's 12; longer numerals stay."""
    tens, ten, ones = numeral[0].rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral[0]
    found = (_VALUES[tens] if tens else 1) * 10 if ten else 0
    return str(found + (_VALUES[ones] if ones else 0))


def level(one: str, other: str) -> int:
    """Return the level of two addresses that differ as text: 2 near, 3 the same street, 4 different."""
    a, b = street(one), street(other)
    if a.numbers and b.numbers:
        if a.numbers[0] != b.numbers[0] or not _same_road(a.road, b.road):
            return DIFFERENT
        both = min(len(a.numbers), len(b.numbers))
        return NEAR if a.numbers[:both] == b.numbers[:both] else STREET
    if min(len(a.rest), len(b.rest)) < _LEAST:
        return DIFFERENT
    if a.rest == b.rest:
        return NEAR
    return STREET if fuzz.partial_ratio(a.rest, b.rest) >= _ALIKE else DIFFERENT


def _same_road(one: str, other: str) -> bool:
    if not one or not other or one.endswith(other) or other.endswith(one):
        return True
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and len(short) >= _LEAST:
        return True
    return fuzz.ratio(one, other) >= _ALIKE
