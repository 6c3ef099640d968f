"""Dates as people type them into text cells: what is said, before anything is concluded (M17, U10)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from crmbook.model.patterns import lazy
from crmbook.schema.numerals import arabic
from crmbook.schema.text import half_width, tidy

_WEEKDAY = lazy(
    r"[(（]?\s*(?:周|星期|礼拜)[一二三四五六日天]\s*[)）]?(?=\s|$|\d{1,2}[:点时]|[上下中]午)"
)
_ZONE = lazy(r"(?<=:\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$")
_BEFORE = lazy(r"\s*(?:之前|以前|前|截止|止)$")
_TIME = lazy(
    r"(?P<half>上午|早上|早|中午|下午|傍晚|晚上|晚)?\s*(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?|[点时](?:(?P<points>\d{1,2})分?|(?P<thirty>半)|整)?)$"
)
_SHAPES = tuple(
    lazy(shape)
    for shape in (
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})",
        r"(?P<year>[2-9]\d)(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*月?(?:份)?",
        r"(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?",
        r"(?P<year>\d{4})\s*年?",
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of a date; None: not said. ``other``: what day it may mean as well."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: dt.time | None = None
    before: bool = False
    other: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Tail:
    """A text without the time and the 前 at its end."""

    text: str
    time: dt.time | None
    before: bool


def cut_tail(text: str) -> Tail | None:
    """Return a date's text without time of day and 前; None when the time is none (25:00)."""
    plain = _ZONE.sub("", half_width(tidy(text)))
    body = _BEFORE.sub("", plain)
    match = _TIME.search(body)
    if match is None:
        return Tail(body.strip(), None, before=body != plain)
    time = _clock(match)
    head = body[: match.start()].rstrip(" T,，")
    return None if time is None else Tail(head, time, before=body != plain)


def _clock(match: re.Match[str]) -> dt.time | None:
    hour = int(match["hour"])
    minute = 30 if match["thirty"] else int(match["minute"] or match["points"] or 0)
    if match["half"] in {"下午", "傍晚", "晚上", "晚", "中午"} and 1 <= hour < 11 + (
        match["half"] != "中午"
    ):
        hour += 12
    try:
        return dt.time(hour, minute, int(match["second"] or 0))
    except ValueError:
        return None


def read(text: str) -> Said | None:
    """Return what a text says of a date, None when it has no shape of one.

    Whether such a day exists is not looked at: ``2024-13-45`` has the shape.
    """
    tail = cut_tail(arabic(_WEEKDAY.sub(" ", tidy(text)).strip()))
    if tail is None:
        return None
    for shape in _SHAPES:
        match = shape.fullmatch(tail.text)
        if match is not None:
            return replace(_said(match), time=tail.time, before=tail.before)
    return None


def _said(match: re.Match[str]) -> Said:
    parts = {name: int(value) for name, value in match.groupdict().items() if value}
    if "first" in parts:
        return _year_last(parts)
    year = parts.get("year")
    two_digits = year is not None and len(match["year"]) == 2
    said = Said(_century(year) if two_digits else year, parts.get("month"), parts.get("day"))
    if not two_digits or said.day is None or len(match["day"]) < 2:
        return said
    # 10.3.24 is 24 March 2010, or 10 March 2024; 24.3.2 can only be 2 March 2024.
    return replace(
        said, other=_real(_century(said.day), said.month, year) if _early(year) else None
    )


def _early(year: int | None) -> bool:
    return year is not None and year <= 12


def _real(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    try:
        return dt.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _century(year: int | None) -> int | None:
    return None if year is None else year + (2000 if year < 70 else 1900)


def _year_last(parts: dict[str, int]) -> Said:
    first, second, year = parts["first"], parts["second"], parts["year"]
    if first > 12:
        return Said(year, second, first)
    return Said(year, first, second, other=None if first == second else _real(year, second, first))
