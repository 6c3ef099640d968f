"""The year that a tab such as 3月 means: its neighbours say so, its dates, its file, or today (U06)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

import numpy as np

from crmbook.facts.months import Month
from crmbook.facts.register import Register
from crmbook.facts.tab_names import TabName
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.date import Date

_YEAR = lazy(r"(?<!\d)20\d\d(?!\d)")
_ROLLOVER = 6  # 12月 then 1月 is a new year; 3月 then 2月 are tabs out of order


class Named(NamedTuple):
    """A tab that names a month, and perhaps its year."""

    place: int
    month: int
    year: int | None


Group = Sequence[Named]


def tab_months(
    register: Register, names: Sequence[TabName], today: dt.datetime
) -> dict[int, Month]:
    """Return the month of each tab (by place) whose name says one.

    Tabs of one file and one person are a row of months. A year that a tab names counts for all of
    its row; else the one that most dates of the tabs' own months have, else the one in the file's
    name, else the latest in which all tabs with records have begun by ``today``.
    """
    months: dict[int, Month] = {}
    for group in _groups(register, names):
        years = _years(group)
        base = None if any(tab.year for tab in group) else _base(register, group, years, today)
        for at, (tab, year) in enumerate(zip(group, years, strict=True)):
            known = _near(group, years, at) if base is None else base + year
            months[tab.place] = Month(known, tab.month)
    return months


def _groups(register: Register, names: Sequence[TabName]) -> Iterator[Group]:
    groups: dict[tuple[str, str], list[Named]] = {}
    for place, name in enumerate(names):
        if name.month is not None:
            key = (register.places[place].book, name.rest)
            groups.setdefault(key, []).append(Named(place, name.month, name.year))
    for group in groups.values():
        steps = [after.month - before.month for before, after in pairwise(group)]
        falling = sum(-_ROLLOVER < step < 0 for step in steps)
        rising = sum(0 < step < _ROLLOVER for step in steps)
        yield group[::-1] if falling > rising else group  # the newest month may come first


def _years(group: Group) -> list[int]:
    """Return in which year of the row each tab lies: 0, 1 … — 11月, 12月, 1月 are 0, 0, 1."""
    found, year, before = list[int](), 0, 0
    for tab in group:
        if before - tab.month >= _ROLLOVER:
            year += 1
        found.append(year)
        before = tab.month
    return found


def _near(group: Group, years: Sequence[int], at: int) -> int:
    """Return a tab's year from the nearest tab that names one; of two, from the one before."""
    dated = [(abs(other - at), other, tab.year) for other, tab in enumerate(group) if tab.year]
    _distance, other, year = min(dated)
    return year + years[at] - years[other]


def _base(register: Register, group: Group, years: Sequence[int], today: dt.datetime) -> int:
    """Return the year of a row's first tabs, where no tab names one."""
    votes: Counter[int] = Counter()
    for tab, year in zip(group, years, strict=True):
        votes.update({seen - year: count for seen, count in _seen(register, tab).items()})
    if votes:
        return max(votes, key=lambda year: (votes[year], year))
    named = set(_YEAR.findall(PurePath(register.places[group[0].place].book).stem))
    if len(named) == 1:
        return int(named.pop())
    filled = set(register.place.tolist())
    begun = ((year, tab.month) for tab, year in zip(group, years, strict=True)
             if tab.place in filled)  # fmt: skip
    year, month = max(begun, default=(0, 1))
    return today.year - year - (month > today.month)


def _seen(register: Register, tab: Named) -> Counter[int]:
    """Count the years of the dates on a tab that lie in the month of its name."""
    here = register.place == tab.place
    found: Counter[int] = Counter()
    for data in register.data.values():
        if isinstance(data.column.kind, Date) and data.column.kind.past:
            codes, counts = np.unique(data.codes[here], return_counts=True)
            for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
                value = data.parsed.values[code] if code >= 0 else None
                if isinstance(value, dt.datetime) and value.month == tab.month:
                    found[value.year] += count
    return found
