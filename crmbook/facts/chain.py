"""The grade chain: 意向等级 as the log tells it, and what it was at a given moment (M31, §2.11)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from crmbook.facts.ledger import Ledger
from crmbook.schema.kinds.grade import GradeChange
from crmbook.schema.sheets import followups, leads


@dataclass(frozen=True, slots=True)
class Step:
    """One log row that speaks of the grade. ``record`` is its position in the log register."""

    when: dt.datetime
    record: int
    before: str | None
    after: str


Chains = dict[str, list[Step]]


def chains(ledger: Ledger) -> Chains:
    """Return each lead number's grade changes in order of time, then of rows.

    A blank 意向等级变化 means unchanged (U13) and is no step; rows without a date cannot be ordered
    and are left to the date check. Made once: several jobs ask, of half a million rows.
    """
    if "chains" not in ledger.derived:
        ledger.derived["chains"] = _chains(ledger)
    found: Chains = ledger.derived["chains"]
    return found


def _chains(ledger: Ledger) -> Chains:
    log = ledger.log
    found: Chains = defaultdict(list)
    if log is None or followups.GRADE_CHANGE not in log:
        return found
    numbers = log.values(followups.LEAD_ID)
    whens = log.values(followups.WHEN)
    changes = log.values(followups.GRADE_CHANGE)
    for record, change in enumerate(changes):
        when, number = whens[record], numbers[record]
        if isinstance(change, GradeChange.Change) and isinstance(when, dt.datetime) and number:
            found[number].append(Step(when, record, change.before, change.after))
    for steps in found.values():
        steps.sort(key=lambda step: (step.when, step.record))
    return found


def grade_at(steps: list[Step], moment: dt.datetime, registered: str | None) -> str | None:
    """Return the grade just before ``moment``: from the chain, else as registered.

    When the first change lies later, the grade was what that change started from.
    """
    before = [step for step in steps if step.when < moment]
    if before:
        return before[-1].after
    if steps and steps[0].before is not None:
        return steps[0].before
    return registered


def grades_at(ledger: Ledger, moment: dt.datetime, found: Chains) -> list[str | None]:
    """Return the grade of every lead just before ``moment`` (A+类 stays A+类)."""
    register = ledger.leads
    if register is None:
        return []
    typed = register.values(leads.GRADE)
    numbers = register.values(leads.ID)
    return [
        grade_at(found[number], moment, grade) if number in found else grade
        for number, grade in zip(numbers, typed, strict=True)
    ]
