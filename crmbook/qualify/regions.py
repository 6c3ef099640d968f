"""Where a lead is at home, and which regions a rep looks after (M46)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from crmbook.facts.settings import split_aliases
from crmbook.schema.kinds.phone import numbers
from crmbook.schema.words.area_codes import area_of
from crmbook.schema.words.places import PREFECTURES, PROVINCES
from crmbook.schema.words.regions import (
    NATIONWIDE,
    WIDER,
    province_by_city,
    province_of_area,
)

#: 北京路 in 上海 is no place in 北京, 朝阳区 none in 辽宁.
_NO_STREET: Final = "(?![东南西北中]{0,2}(?:路|街|大道|大街|道|巷|弄|区(?!域)))"
_UNIT: Final = "(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区|自治州|地区|盟)?"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody is: ``provinces`` (several for 华东), ``city`` by its short name, "" unknown.

    ``said``: what it was read from, as a reader finds it (``地区 浙江杭州``).
    """

    provinces: frozenset[str] = frozenset()
    city: str = ""
    said: str = ""
    text: str = ""

    @property
    def known(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.provinces or self.text)


NOWHERE: Final = Spot()


@dataclass(frozen=True, slots=True)
class Territory:
    """What a rep's 区域 covers; a blank one covers everything. ``words``: places of their own."""

    provinces: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    everywhere: bool = True
    text: str = ""

    def covers(self, spot: Spot) -> bool:
        """Whether a lead there is this rep's; one of which nothing is known is nobody's."""
        if self.everywhere:
            return True
        if spot.provinces and spot.provinces <= self.provinces:
            return True
        return spot.city in self.cities or any(word in spot.text for word in self.words)


def territory(text: str) -> Territory:
    """Return what a 区域 cell covers: ``江苏、上海``, ``华东``, ``杭州``, ``全国``."""
    words = split_aliases(text)
    if not words or any(word in NATIONWIDE for word in words):
        return Territory(text=text)
    provinces, cities, own = set[str](), set[str](), list[str]()
    for word in words:
        spot = spot_of(word)
        if spot.city:
            cities.add(spot.city)
        elif spot.provinces:
            provinces |= spot.provinces
        else:
            own.append(word)
    return Territory(frozenset(provinces), frozenset(cities), tuple(own), False, text)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    provinces, cities = "|".join(sorted(PROVINCES)), "|".join(_by_length(province_by_city()))
    begins = re.compile(f"(?:中国)?({provinces}){_UNIT}{_NO_STREET}")
    city = re.compile(f"({cities})(市)?{_NO_STREET}")
    return begins, city


def _by_length(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


@lru_cache(maxsize=1 << 12)
def spot_of(text: str) -> Spot:
    """Return the place that a text begins with: 浙江省杭州市余杭区…, 杭州, 华东; else nowhere.

    A county-level city without 市 must be the whole text: 东方大厦 stands nowhere in particular.
    """
    plain = text.strip()
    if plain in WIDER:
        return Spot(WIDER[plain], text=plain)
    begins, city = _patterns()
    match = begins.match(plain)
    if match is not None:
        rest = city.match(plain[match.end() :].lstrip(" -·/,，"))
        inside = rest is not None and province_by_city()[rest[1]] == match[1]
        return Spot(frozenset((match[1],)), rest[1] if rest is not None and inside else "",
                    text=plain)  # fmt: skip
    found = city.match(plain)
    if found is None or not (found[2] or found[1] in PREFECTURES or found[1] == plain):
        return NOWHERE
    return Spot(frozenset((province_by_city()[found[1]],)), found[1], text=plain)


def spot_of_phone(phone: str) -> Spot:
    """Return where a landline stands by its area code.

    A mobile does not tell: its table is no part of crmbook, and numbers move with people.
    """
    for number in numbers(phone):
        code = area_of(number.split("-")[0]) if number.startswith("0") else ""
        if code:
            province = province_of_area(code)
            return Spot(frozenset((province,)), said=code) if province else NOWHERE
    return NOWHERE
