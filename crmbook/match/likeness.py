"""How alike two unequal values are, as a level of their field (see :mod:`crmbook.match.fields`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Hamming

from crmbook.match import streets
from crmbook.match.blocking import TITLES
from crmbook.schema.words.homophones import sounds
from crmbook.schema.words.places import PROVINCES

Levels = NDArray[np.int8]
Sides = tuple[list[Any], list[Any]]
_SHORT, _NEAR, _DIFFERENT = 2, 3, 5
#: Provinces that are no city as well.
_PROVINCES: Final = PROVINCES - {"北京", "上海", "天津", "重庆", "香港", "澳门"}
_ENDINGS: Final = frozenset("com cn net org gov edu co cc hk tw io www web".split())


def companies(cores: Sides, wholes: Sides) -> Levels:
    """Return the level of names whose cores differ; ``wholes`` have their place in front."""
    left, right = cores
    levels = np.full(len(left), _DIFFERENT, dtype=np.int8)
    if not left:
        return levels
    close = _distances(left, right, 1) | _distances(*wholes, 1) & _long(*wholes)
    levels[close & _long(left, right)] = _NEAR
    levels[np.fromiter(map(_latin_near, left, right), bool, len(left))] = _NEAR
    levels[np.fromiter(map(is_short_for, left, right), bool, len(left))] = _SHORT
    return levels


def _long(left: Sequence[str], right: Sequence[str]) -> NDArray[np.bool_]:
    lengths = [np.fromiter(map(len, side), np.int32, len(side)) for side in (left, right)]
    found: NDArray[np.bool_] = np.minimum(*lengths) >= 4
    return found


def _distances(left: Sequence[str], right: Sequence[str], most: int) -> NDArray[np.bool_]:
    found = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=most, dtype=np.int32)
    return np.asarray(found) <= most


def is_short_for(one: str, other: str) -> bool:
    """Whether one name is how the other begins (华信科技 of 华信科技发展), or its words are the other's."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    if " " in long and long.isascii():
        words = short.split()
        return len(short) > 4 and set(words) <= set(long.split())
    return long.startswith(short) and not short.isdigit()


def _latin_near(one: str, other: str) -> bool:
    """Whether names in Latin letters are nearly the same words, in any order."""
    if not (one.isascii() and other.isascii()) or min(len(one), len(other)) < 5:
        return False
    return fuzz.token_sort_ratio(one, other) >= 82 or fuzz.token_set_ratio(one, other) >= 92


def pieces(name: str) -> frozenset[str]:
    """Return what names may have in common: words in Latin letters, else neighbouring characters."""
    if name.isascii():
        return frozenset(name.split())
    return frozenset(a + b for a, b in pairwise(name))


def places(one: frozenset[str], other: frozenset[str]) -> int:
    """Return whether places agree (1), contradict each other (2) or cannot be compared (0)."""
    if one & other:
        return 1
    if one - _PROVINCES and other - _PROVINCES:  # two cities, 上海 being one
        return 2
    return 2 if one & PROVINCES and other & PROVINCES else 0


def people(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return the level of contacts: the best of those named on both sides."""
    if len(one) == len(other) == 1:
        return person(one[0], other[0])
    return min(person(a, b) for a, b in product(one, other))


def person(one: str, other: str) -> int:
    """Return the level of two persons' names: 1 same, 2 near, 3 fits, 4 surname alone, 5 different."""
    if one == other or not one or not other:
        return 1 if one == other else 5
    if one.isascii() and other.isascii():
        return _latin_person(one, other)
    if "*" in one or "*" in other:
        return 3 if _covers(one, other) or _covers(other, one) else 5
    titled = one[1:] in TITLES or other[1:] in TITLES
    if one[0] == other[0]:
        return 3 if titled else _given(one, other)
    return 2 if not titled and len(one) > 1 and _sound(one) == _sound(other) else 5


def _given(one: str, other: str) -> int:
    """Return the level of two names of one surname, neither a title."""
    if len(one) != len(other):
        return 2 if min(len(one), len(other)) >= 2 and _contains(one, other) else 5
    slip = Hamming.distance(one, other) == 1 and len(one) > 2
    if slip or _sound(one) == _sound(other):
        return 2
    return 4 if len(one) == 2 else 5


def _contains(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(character in rest for character in short) and len(long) - len(short) == 1


def _latin_person(one: str, other: str) -> int:
    if min(len(one), len(other)) < 3:
        return 5
    if fuzz.token_sort_ratio(one, other) >= 80:
        return 2
    words, others = set(one.split()), set(other.split())
    if words <= others or others <= words:  # Luke, Luke Akkermans
        return 3
    return 4 if any(len(word) > 2 for word in words & others) else 5


def _covers(mask: str, name: str) -> bool:
    pattern = "".join(
        ".{1,3}" if one == "*" else re.escape(one) for one in re.sub(r"\*+", "*", mask)
    )
    return "*" in mask and re.fullmatch(pattern, name) is not None


def hints(value: tuple[str, ...]) -> tuple[str, str]:
    """Return a contact's surname and sound: who agrees in neither is another ("": may be anybody)."""
    if len(value) > 1 or value[0].isascii() or "*" in value[0]:
        return "", ""
    return value[0][0], " ".join(_sound(value[0]))


def _sound(name: str) -> tuple[str, ...]:
    known = sounds()
    return tuple(known.get(one, one) for one in name)


def is_title_only(value: tuple[str, ...]) -> bool:
    """Whether all that is known of a contact is a surname: 张总, 张*."""
    return all(one[1:] in TITLES or len(one) < 2 or "*" in one for one in value)


def phones(left: list[tuple[str, ...]], right: list[tuple[str, ...]]) -> Levels:
    """Return the level of numbers that are not the same list: 1 same, 2 line, 3 near, 4 cut, 5."""
    levels = np.full(len(left), 5, dtype=np.int8)
    if not left:
        return levels
    firsts = [one[0] for one in left], [one[0] for one in right]
    found = process.cpdist(*firsts, scorer=Hamming.distance, score_cutoff=1, dtype=np.int32)
    odd = [
        len(a) != len(b) or len(one) > 1 or len(other) > 1 or "*" in a or "*" in b
        for a, b, one, other in zip(*firsts, left, right, strict=True)
    ]
    for at in np.flatnonzero((np.asarray(found) <= 1) | odd).tolist():
        levels[at] = min(_number(a, b) for a, b in product(left[at], right[at]))
    return levels


def _number(one: str, other: str) -> int:
    if one == other:
        return 2 if is_line((one,)) else 1
    if len(one) == len(other):
        wrong = sum(a != b and "*" not in (a, b) for a, b in zip(one, other, strict=True))
        known = sum(a.isdigit() and b.isdigit() for a, b in zip(one, other, strict=True))
        return 3 if wrong <= 1 and known - wrong >= 7 else 5
    short, long = sorted((one, other), key=len)
    if len(short) >= 7 and (long.startswith(short) or (long.endswith(short) and long[0] == "0")):
        return 4
    return 5


def is_line(value: tuple[str, ...]) -> bool:
    """Whether numbers are landlines or 400 numbers, which colleagues share."""
    return all(not (len(one) == 11 and one[0] == "1") for one in value)


def mails(left: list[str], right: list[str]) -> Levels:
    """Return the level of addresses (letters and digits of them): 2 near, 3 cut, 5 different."""
    levels = np.full(len(left), 5, dtype=np.int8)
    if not left:
        return levels
    cut = np.fromiter(map(_is_cut, left, right), bool, len(left))
    levels[cut] = 3
    near = _distances(left, right, 2) & _long(left, right)
    near[near] = ~_numbered(*([side[at] for at in np.flatnonzero(near)] for side in (left, right)))
    levels[near] = 2
    return levels


def _numbered(left: Sequence[str], right: Sequence[str]) -> NDArray[np.bool_]:
    """Whether addresses differ in their digits alone: sales01 and sales02 are two, not a slip."""
    digits = re.compile(r"\d")
    same = (digits.sub("", a) == digits.sub("", b) for a, b in zip(left, right, strict=True))
    return np.fromiter(same, bool, len(left))


def _is_cut(one: str, other: str) -> bool:
    """Whether one address is how the other begins or ends."""
    if one[:5] != other[:5] and one[-5:] != other[-5:]:
        return False
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= 5 and (long.startswith(short) or long.endswith(short))


def addresses(left: list[str], right: list[str]) -> Iterator[int]:
    """Yield the level of addresses: 2 near, 3 the same street, 4 different."""
    return map(streets.level, left, right)


def middle(size: Any) -> float:
    """Return a size as one number, 0 where it says none."""
    known = [one for one in (getattr(size, "low", None), getattr(size, "high", None)) if one]
    return sum(known) / len(known) if known else 0.0


def websites(left: Sequence[str], right: Sequence[str]) -> Iterator[int]:
    """Yield the level of hosts: 2 near (another ending, a part of the other), 3 different."""
    for one, other in zip(left, right, strict=True):
        yield 2 if _near_host(_own_label(one), _own_label(other)) else 3


def _own_label(host: str) -> str:
    """Return what somebody chose of a host: tcl of tcl.com.cn and of ir.tcl.com."""
    labels = [one for one in host.split(".") if one not in _ENDINGS]
    return max(labels, key=len, default=host)


def _near_host(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and (short in long or OSA.distance(short, long) <= (len(short) > 6))
