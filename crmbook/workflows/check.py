"""The job of ``check``: every problem of a book, counted, with the verdict first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from crmbook.analysis.since import Since
from crmbook.book import Book
from crmbook.checks import columns
from crmbook.checks.coverage import not_checked
from crmbook.checks.registry import by_name, find, runners
from crmbook.facts.completeness import Completeness, completeness
from crmbook.facts.ledger import Ledger
from crmbook.i18n import _
from crmbook.model.checks import Impact, Severity
from crmbook.model.errors import UsageError
from crmbook.model.problems import NotChecked, Problem
from crmbook.schema.rules import LIST_LIMIT
from crmbook.workflows.desk_notes import desk_notes
from crmbook.workflows.notes import notes
from crmbook.workflows.order import in_order, owners_of
from crmbook.workflows.owners import owner_called


@dataclass(frozen=True, slots=True)
class Filters:
    """Which problems are wanted: codes or their beginnings, names, and one owner.

    ``owner`` may be an alias that 人员 lists; "" means what nobody owns, None everybody.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    owner: str | None = None

    def wants(self, problem: Problem) -> bool:
        """Whether a problem passes."""
        if self.owner is not None and problem.owner != self.owner:
            return False
        if self.select and not any(_named(problem, word) for word in self.select):
            return False
        return not any(_named(problem, word) for word in self.ignore)


@dataclass(frozen=True)
class CheckReport:
    """What ``check`` found in one book.

    ``problems`` in the order of FORMS.md: by owner, impact, row. ``rows`` counts the records looked
    at; ``completeness`` is None where there is no lead register, ``since`` unless it was asked for.
    """

    book: Book
    today: dt.datetime
    problems: tuple[Problem, ...]
    not_checked: tuple[NotChecked, ...]
    notes: tuple[str, ...]
    rows: int
    completeness: Completeness | None = None
    limit: int = 20
    since: Since | None = None

    @cached_property
    def _errors(self) -> Counter[Impact]:
        """The errors by what they do; counted once, for a bad book has 40,000 problems."""
        return Counter(one.impact for one in self.problems if one.check.severity is Severity.ERROR)

    @property
    def errors(self) -> int:
        """How many problems must be mended."""
        return self._errors.total()

    @property
    def warnings(self) -> int:
        """How many problems deserve a look."""
        return len(self.problems) - self.errors

    @property
    def falsifying(self) -> int:
        """How many errors falsify a figure of the monthly analysis."""
        return self._errors[Impact.REPORT]

    @cached_property
    def owners(self) -> list[tuple[str, int]]:
        """(Owner, errors), most errors first, nobody last."""
        return owners_of(self.problems)

    @property
    def verdict(self) -> str:
        """``errors``, ``warnings`` or ``clean``."""
        return "errors" if self.errors else "warnings" if self.warnings else "clean"


def check(
    book: Book, today: dt.date | dt.datetime | None = None, filters: Filters | None = None
) -> CheckReport:
    """Check a book as of ``today`` (a date means the end of that day; None: now).

    Raises UsageError when a filter names no check, or an owner of whom the book knows nothing.
    """
    wanted = filters or Filters()
    for word in (*wanted.select, *wanted.ignore):
        _require_known(word)
    ledger = book.ledger(today)
    if wanted.owner is not None:
        wanted = replace(wanted, owner=owner_called(wanted.owner, ledger))
    problems = _problems(ledger)
    found = in_order(filter(wanted.wants, problems) if wanted != Filters() else problems, book)
    register = ledger.leads
    return CheckReport(
        book=book,
        today=ledger.today,
        problems=tuple(found),
        not_checked=tuple(not_checked(ledger)),
        notes=(*notes(ledger), *_desk(book)),
        rows=sum(len(one) for one in ledger.registers.values()),
        completeness=None if register is None else completeness(ledger, register),
        limit=ledger.rules.count(LIST_LIMIT),
    )


def _desk(book: Book) -> Iterable[str]:
    return (note for source in book.sources for note in desk_notes(source.path))


def _problems(ledger: Ledger) -> Iterable[Problem]:
    pending = columns.ask(ledger)
    yield from columns.found_by_kinds(ledger)
    for run in runners():
        yield from run(ledger)
    yield from columns.found_by_schemas(pending)


def _named(problem: Problem, word: str) -> bool:
    return problem.code.startswith(word.upper()) or problem.check.name == word


def _require_known(word: str) -> None:
    codes = [one.code for one in by_name().values()]
    if find(word) is None and not any(code.startswith(word.upper()) for code in codes):
        raise UsageError(
            _("no check is called {name}").format(name=word),
            _("`crmbook explain` lists them all"),
        )
