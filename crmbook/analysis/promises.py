"""Promises of the log (预计完成时间): kept in time, kept late, or still open (M70)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from crmbook.analysis.cases import Span
from crmbook.analysis.visits import Visit

_DAY = dt.timedelta(1)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that came due: the row that made it, and ``answer``, the next one about its lead.

    It is kept by any later row about the same lead until the end of its day.
    """

    visit: Visit
    due: dt.datetime
    answer: dt.datetime | None

    @property
    def in_time(self) -> bool:
        """Whether it was kept by the end of its day."""
        return self.answer is not None and self.answer < _end(self.due)

    @property
    def open(self) -> bool:
        """Whether nobody has kept it to this day."""
        return self.answer is None


def promises(log: Sequence[Visit], span: Span, today: dt.datetime) -> list[Promise]:
    """Return the promises for a span that have come due by today, or were kept before.

    ``log`` is in the order of time. A row of no lead promises nothing that could be checked.
    """
    made = [visit for visit in log if visit.case is not None and visit.due in span]
    about = {visit.case for visit in made}
    times: dict[int | None, list[dt.datetime]] = defaultdict(list)
    for visit in log:
        if visit.case in about:
            times[visit.case].append(visit.when)
    found = []
    for visit in made:
        if visit.due is not None:
            promise = Promise(visit, visit.due, _after(times[visit.case], visit.when))
            if _end(visit.due) <= today + dt.timedelta(seconds=1) or promise.in_time:
                found.append(promise)
    return found


def _after(times: Sequence[dt.datetime], when: dt.datetime) -> dt.datetime | None:
    at = bisect_right(times, when)
    return times[at] if at < len(times) else None


def _end(due: dt.datetime) -> dt.datetime:
    return dt.datetime(due.year, due.month, due.day) + _DAY
