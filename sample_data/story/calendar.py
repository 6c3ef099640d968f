"""Working days of the half-year the story covers, and moments within them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from random import Random

#: Public holidays that fall on weekdays (国庆 2023, 元旦 and 春节 2024, with 除夕).
_HOLIDAYS = frozenset(
    [dt.date(2023, 10, day) for day in range(1, 7)]
    + [dt.date(2024, 1, 1)]
    + [dt.date(2024, 2, day) for day in range(9, 18)]
)
FIRST = dt.date(2023, 10, 7)
LAST = dt.date(2024, 3, 29)


def is_working(day: dt.date) -> bool:
    """Whether the team works on a day (make-up Saturdays are left out)."""
    return day.weekday() < 5 and day not in _HOLIDAYS


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the working days from ``first`` to ``last``, both included."""
    span = (last - first).days
    every = (first + dt.timedelta(n) for n in range(span + 1))
    return [day for day in every if is_working(day)]


def next_working(day: dt.date) -> dt.date:
    """Return ``day``, or the first working day after it."""
    while not is_working(day):
        day += dt.timedelta(1)
    return day


def at(day: dt.date, hour: int, minute: int) -> dt.datetime:
    """Return a moment of a day, as the desk's clock shows it."""
    return dt.datetime.combine(day, dt.time(hour, minute))


def office_hour(
    rng: Random, day: dt.date, hours: Iterable[int] = (9, 10, 11, 14, 15, 16)
) -> dt.datetime:
    """Return a moment of a day within office hours, to five minutes."""
    return at(day, rng.choice(tuple(hours)), rng.randrange(0, 60, 5))
