"""What the meeting has to decide on: leads nobody looked after, the best ones, measures still open."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crmbook.book import Book
from crmbook.book.kept import kept_sheet_in
from crmbook.facts.calendar import working_calendar
from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.status import PAUSED, open_leads, statuses
from crmbook.followups.cadence import Cadence
from crmbook.followups.neglected import Neglected, neglected
from crmbook.model.kept import KeptRow
from crmbook.schema.kept import ACTIONS, STATUS, is_closed
from crmbook.schema.kinds.grade import base_grade, rank
from crmbook.schema.sheets import leads

_BEST: Final = 10


@dataclass(frozen=True, slots=True)
class Chance:
    """An open A类 lead: its budget (the lower bound, 万元), None unknown."""

    record: int
    grade: str
    budget: float | None


@dataclass(frozen=True)
class MeetingDay:
    """``neglected``: the best leads first; ``chances``: the open A类 leads with the largest budgets.

    ``actions``: the rows of 行动项 that are not closed, None where the book has no such sheet.
    """

    ledger: Ledger
    grades: list[str | None]
    neglected: tuple[Neglected, ...]
    chances: tuple[Chance, ...]
    actions: tuple[KeptRow, ...] | None

    def owners(self) -> Counter[str]:
        """Return how many neglected leads each person has."""
        register = self.ledger.leads
        if register is None:
            return Counter()
        owners = register.values(leads.OWNER)
        return Counter(str(owners[one.record] or "") for one in self.neglected)


def meeting_day(book: Book, ledger: Ledger) -> MeetingDay:
    """Return it for a book with leads."""
    register = ledger.leads
    assert register is not None  # noqa: S101 - a meeting has leads
    grades = grades_at(ledger, ledger.today, chains(ledger))
    cadence = Cadence(ledger.rules, working_calendar(ledger))
    found = neglected(ledger, register, grades, cadence) if ledger.log is not None else []
    best = sorted(found, key=lambda one: (rank(grades[one.record]), -one.days, one.record))
    return MeetingDay(ledger, grades, tuple(best), tuple(_chances(ledger, grades)), _actions(book))


def _chances(ledger: Ledger, grades: Sequence[str | None]) -> list[Chance]:
    register = ledger.leads
    assert register is not None  # noqa: S101 - a meeting has leads
    budgets, states = register.values(leads.BUDGET), statuses(ledger, register)
    found = [
        Chance(at, str(grades[at]), _low(budgets[at]))
        for at in open_leads(ledger, register).tolist()
        if base_grade(grades[at]) == "A" and states[at] != PAUSED
    ]
    found.sort(key=lambda one: (-(one.budget or 0.0), rank(one.grade), one.record))
    return found[:_BEST]


def _low(budget: object) -> float | None:
    low = getattr(budget, "low", budget)
    return float(low) if isinstance(low, int | float) and not isinstance(low, bool) else None


def _actions(book: Book) -> tuple[KeptRow, ...] | None:
    grid = next((one for one in book.sources[0].grids if one.name == ACTIONS.name), None)
    if grid is None:
        return None
    return tuple(
        row for row in kept_sheet_in(grid, ACTIONS).rows if not is_closed(row.text(STATUS))
    )


def due_day(row: KeptRow, header: str) -> str:
    """Return a date of a row as text, what was typed where it is none."""
    value = row.cells.get(header)
    return f"{value:%Y-%m-%d}" if isinstance(value, dt.datetime) else str(value or "")
