"""意向等级: what each lead had at the end of its month, began with, and ended in."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from sample_data.story.lead import Fate, Lead
from sample_data.story.months import ALLOCATION, CONVERTING, MonthPlan

_RISE = {"A": "B", "B": "C"}  # what a grade rose from


def grade(plan: MonthPlan, own: Sequence[Lead], taken: tuple[int, int, int], rng: Random) -> None:
    """Give a month's counted leads their grades at month end, as many of each as planned.

    ``taken`` are (A, B, C) that leads outside of ``own`` (the documents' two) already have.
    """
    ungraded = plan.total - sum(plan.grades)
    ranked = sorted(own, key=lambda lead: -_promise(lead, rng))
    blank = [lead for lead in ranked if lead.fate is Fate.OPEN][::-1][:ungraded]
    graded = [lead for lead in ranked if lead not in blank]
    letters = "".join(
        letter * (count - gone)
        for letter, count, gone in zip("ABC", plan.grades, taken, strict=True)
    )
    for lead, letter in zip(graded, letters, strict=True):
        _history(lead, letter, rng)


def _promise(lead: Lead, rng: Random) -> float:
    base = {Fate.WON: 0.75, Fate.UNDATED: 9.0, Fate.PAUSED: 0.25}.get(lead.fate, 0.45)
    if lead.fate is Fate.LOST:
        base = {CONVERTING: 0.6, ALLOCATION: 0.2}.get(lead.lost_stage, 0.35)
    return base + rng.uniform(-0.4, 0.4)


def _history(lead: Lead, letter: str, rng: Random) -> None:
    """Set first, month-end and last grade; the log later tells how one became the other."""
    lead.month_grade = lead.first_grade = lead.last_grade = letter
    if lead.fate in {Fate.WAITING, Fate.UNASSIGNED}:
        return
    if lead.lost_stage == ALLOCATION:
        return
    if letter in _RISE and rng.random() < 0.22:
        lead.first_grade = _RISE[letter]
    if lead.fate in {Fate.WON, Fate.UNDATED}:
        lead.last_grade = "A+" if rng.random() < 0.3 else "A"
    elif lead.fate is Fate.LOST and letter != "C" and rng.random() < 0.45:
        lead.last_grade = {"A": "B", "B": "C"}[letter]
    elif lead.fate is Fate.PAUSED:
        lead.last_grade = "C" if letter != "C" and rng.random() < 0.7 else letter
    elif rng.random() < 0.12:
        lead.last_grade = {"A": "A+", "B": "A", "C": "B"}[letter]


def mark(letter: str) -> str:
    """Return a grade as the register writes it: A → ``A类``, "" stays blank."""
    return f"{letter}类" if letter else ""
