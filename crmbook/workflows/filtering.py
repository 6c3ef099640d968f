"""The job of ``list``: leads by tag, owner, grade, state, source, region or words (M27)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from crmbook.book import Book
from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.register import Mask, Register
from crmbook.facts.status import statuses
from crmbook.followups.contacts import contacts
from crmbook.i18n import _
from crmbook.model.errors import UsageError
from crmbook.schema.column import Column
from crmbook.schema.kinds.choice import canonical
from crmbook.schema.kinds.grade import base_grade, grade_of
from crmbook.schema.kinds.tags import TagList, label
from crmbook.schema.sheets import leads
from crmbook.schema.text import fold
from crmbook.workflows.owners import owner_called


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; a lead has to fit all of it, and one of several values of a kind.

    ``tags``: all of them; ``words`` stand anywhere in company, contact, need or remark.
    """

    tags: tuple[str, ...] = ()
    owner: str | None = None
    grades: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Listed:
    """The leads that fit. ``grades`` and ``states`` of every lead of the register, ``last`` contact."""

    book: Book
    today: dt.datetime
    register: Register
    records: tuple[int, ...]
    grades: list[str | None]
    states: Any
    last: list[dt.datetime | None]

    @property
    def by_grade(self) -> Counter[str]:
        """How many of each grade there are."""
        return Counter(self.grades[at] or "" for at in self.records)

    @property
    def by_tag(self) -> Counter[str]:
        """How many leads bear each tag."""
        values = self.register.values(leads.TAGS)
        found = (values[at] for at in self.records)
        return Counter(label(tag) for tags in found if isinstance(tags, TagList) for tag in tags)


def list_book(book: Book, wanted: Filters, today: dt.date | dt.datetime | None = None) -> Listed:
    """Return the leads that fit, in the order of the sheet.

    Raises FileRefused when the book has no register of leads, UsageError for a value nobody knows.
    """
    book.require_leads()
    ledger = book.ledger(today)
    register = ledger.leads
    assert register is not None  # noqa: S101 - required above
    grades = grades_at(ledger, ledger.today, chains(ledger))
    states = statuses(ledger, register)
    fits = register.blank(leads.MERGED_INTO).copy()
    for mask in _masks(ledger, register, wanted, (grades, states)):
        fits &= mask
    log = ledger.log
    whose = np.empty(0, np.int64) if log is None else lead_records(ledger, log)
    last = contacts(log, whose, len(register), ledger.today).last.tolist()
    records = tuple(np.flatnonzero(fits).tolist())
    return Listed(book, ledger.today, register, records, grades, states, last)


def _masks(
    ledger: Ledger, register: Register, wanted: Filters, known: tuple[list[str | None], Any]
) -> Iterator[Mask]:
    grades, states = known
    for tag in wanted.tags:
        values = register.values(leads.TAGS).tolist()
        yield _mask(isinstance(one, TagList) and one.has(tag) for one in values)
    if wanted.owner is not None:
        owner = owner_called(wanted.owner, ledger)
        yield _mask((one or "") == owner for one in register.values(leads.OWNER).tolist())
    if wanted.grades:
        letters = {_letter(one) for one in wanted.grades}
        yield _mask(grade in letters or base_grade(grade) in letters for grade in grades)
    if wanted.states:
        yield np.isin(states, [_said(ledger, leads.STATUS, one) for one in wanted.states])
    for column, values_ in (
        (leads.SOURCE, wanted.sources), (leads.INDUSTRY, wanted.industries),
        (leads.REGION, wanted.regions),
    ):  # fmt: skip
        if values_:
            asked = tuple(fold(canonical(one, words) or one) if (words := _words(ledger, column)) else
                          fold(one) for one in values_)  # fmt: skip
            texts = (fold(str(one or "")) for one in register.values(column).tolist())
            yield _mask(any(one in text for one in asked) for text in texts)
    if wanted.words.strip():
        yield _worded(register, fold(wanted.words))


def _mask(found: Iterator[bool] | Any) -> Mask:
    return np.array(list(found), dtype=bool)


def _letter(text: str) -> str:
    """Return a grade as the list compares it: A for A类 and A+类 alike, A+类 alone for A+."""
    grade = grade_of(text)
    if grade is None:
        raise UsageError(_("“{value}” is no 意向等级").format(value=text), _("use A, B, C or A+"))
    return grade if "+" in grade else grade[0]


def _said(ledger: Ledger, column: Column, text: str) -> str:
    words = _words(ledger, column)
    found = canonical(text, words) if words else text
    if found is None:
        names = "、".join(words.values) if words else ""
        raise UsageError(
            _("“{value}” is no {column}").format(value=text, column=column.header),
            _("one of: {names}").format(names=names),
        )
    return found


def _words(ledger: Ledger, column: Column) -> Any:
    return ledger.vocabularies.get(column.vocabulary) if column.vocabulary else None


def _worded(register: Register, wanted: str) -> Mask:
    found = np.zeros(len(register), dtype=bool)
    for column in (leads.COMPANY, leads.CONTACT, leads.NEED, leads.REMARK):
        data = register.data.get(column.header)
        if data is not None:
            values = enumerate(data.parsed.values)
            found |= data.flags(
                at for at, one in values if one is not None and wanted in fold(str(one))
            )
    return found
