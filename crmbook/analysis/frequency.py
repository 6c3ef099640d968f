"""Rhythm: how often each grade was spoken to in a month, too rarely or too often, and what was lost.

The windows are 规则 周期.线索.*; a lead that was silent for longer was followed up too little, one that
was called again sooner than the window begins, too much (M88, 002 §五). Hints quote their numbers,
and few leads get none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from crmbook.analysis.cases import Case, Span
from crmbook.analysis.rates import Rate
from crmbook.analysis.visits import Visit
from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.status import LOST, PAUSED, WON
from crmbook.schema.kinds.grade import base_grade
from crmbook.schema.rules import span_of
from crmbook.schema.sheets import followups

GRADES: Final = ("A", "B", "C")
_THEIRS: Final = "客户"  # 发起方: who calls us is not disturbed


@dataclass(frozen=True, slots=True)
class Rhythm:
    """One grade in a month. ``rare``, ``frequent`` and ``fit``: losses of the month over such leads.

    ``earliest`` and ``latest``: days between contacts by the rule; ``silence``: the median of the
    leads' longest silences, in days. A lead may be both rare and frequent; ``fit`` is neither.
    """

    grade: str
    earliest: float
    latest: float
    leads: int
    silence: float | None
    rare: Rate
    frequent: Rate
    fit: Rate


@dataclass(frozen=True, slots=True)
class _Course:
    """One lead in the month: its longest silence, its quickest second call of ours (None: none)."""

    grade: str
    silence: int
    quickest: int | None
    lost: bool


def rhythms(
    ledger: Ledger, found: Sequence[Case], log: Sequence[Visit], span: Span
) -> list[Rhythm]:
    """Return the rhythm of A, B and C in a span; ``log`` in the order of time. [] without a log."""
    if ledger.log is None:
        return []
    courses: dict[str, list[_Course]] = defaultdict(list)
    for one in _courses(ledger, found, log, span):
        courses[one.grade].append(one)
    return [_rhythm(grade, courses[grade], _window(ledger, grade)) for grade in GRADES]


def _window(ledger: Ledger, grade: str) -> tuple[float, float]:
    return span_of(str(ledger.rules[f"周期.线索.{grade}类"])) or (0, 0)


def _rhythm(grade: str, courses: Sequence[_Course], window: tuple[float, float]) -> Rhythm:
    earliest, latest = window

    def is_often(one: _Course) -> bool:
        return one.quickest is not None and one.quickest < earliest

    rare = [one for one in courses if one.silence > latest]
    often = [one for one in courses if is_often(one)]
    fit = [one for one in courses if one.silence <= latest and not is_often(one)]
    return Rhythm(
        grade, earliest, latest, len(courses),
        median(one.silence for one in courses) if courses else None,
        _lost(rare), _lost(often), _lost(fit),
    )  # fmt: skip


def _lost(courses: Sequence[_Course]) -> Rate:
    return Rate(sum(one.lost for one in courses), len(courses))


def _courses(
    ledger: Ledger, found: Sequence[Case], log: Sequence[Visit], span: Span
) -> Iterator[_Course]:
    last = min(span.end - dt.timedelta(seconds=1), ledger.today)
    active = {at for at, case in enumerate(found) if _is_active(case, span, last)}
    contacts: dict[int, list[Visit]] = defaultdict(list)
    for visit in log:
        if visit.case in active and visit.case is not None:
            contacts[visit.case].append(visit)
    theirs = _theirs(ledger)
    grades = _grades(ledger, found, span)
    for at in sorted(active):
        if grades[at] in GRADES:
            yield _course(found[at], (contacts[at], theirs), (span, last), grades[at])


def _is_active(case: Case, span: Span, last: dt.datetime) -> bool:
    """Whether a lead was to be followed up in the span: begun, not over, not 暂停跟进."""
    end, state = _end(case), case.row.state
    if case.begun is None or not case.row.counted or state == PAUSED:
        return False
    if state in (WON, LOST) and end is None:
        return False  # over, and nobody knows since when
    return case.begun <= last and (end is None or end >= span.start)


def _end(case: Case) -> dt.datetime | None:
    return case.signed or case.lost


def _theirs(ledger: Ledger) -> frozenset[int]:
    log = ledger.log
    if log is None or followups.INITIATOR not in log:
        return frozenset()
    values = log.values(followups.INITIATOR)
    return frozenset(at for at, value in enumerate(values.tolist()) if value == _THEIRS)


def _grades(ledger: Ledger, found: Sequence[Case], span: Span) -> list[str]:
    """Return the letter of each case's grade at the end of the span."""
    if ledger.leads is None:
        return []
    grades = grades_at(ledger, span.end, chains(ledger))
    return [base_grade(grades[one.record]) or "" for one in found]


def _course(
    case: Case,
    contacts: tuple[Sequence[Visit], frozenset[int]],
    when: tuple[Span, dt.datetime],
    grade: str,
) -> _Course:
    (made, theirs), (span, last) = contacts, when
    begun, first = case.begun, span.start.date()
    assert begun is not None  # noqa: S101 - who has not begun is not active
    end = min(_end(case) or last, last).date()
    kept = [one for one in made if begun.date() <= one.when.date() <= end]
    edges = [begun.date(), *(one.when.date() for one in kept), end]
    silences = [(after - before).days for before, after in pairwise(edges) if after >= first]
    calls = [
        (after.when.date() - before.when.date()).days
        for before, after in pairwise(kept)
        if after.when.date() >= first and after.record not in theirs
    ]
    lost = case.lost is not None and case.lost in span
    return _Course(grade, max(silences, default=0), min(calls, default=None), lost)
