"""The job of ``tidy``: the monthly clean-up — counts, lists with reasons, and what is proposed (M39)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from crmbook.book import Book
from crmbook.checks.rows.notes import vocabulary
from crmbook.customers.census import Count, census
from crmbook.customers.findings import Action, Finding, Topic
from crmbook.customers.last_seen import seen_by
from crmbook.customers.losses import lost_findings
from crmbook.customers.silence import invalid, silent
from crmbook.facts.ledger import Ledger
from crmbook.facts.moments import Moments, moment_of
from crmbook.facts.months import Month, MonthRule, parse_month
from crmbook.facts.record import Record
from crmbook.facts.register import Register
from crmbook.i18n import _
from crmbook.model.errors import UsageError
from crmbook.qualify.potential import promising
from crmbook.schema.column import Column
from crmbook.schema.sheets import LEADS, customers, leads

#: The tag of who has a budget and is in a hurry.
PROMISING: Final = "高潜力"


@dataclass(frozen=True)
class TidyReport:
    """What the clean-up of a month finds; nothing is written. ``undated``: nobody knows since when."""

    book: Book
    ledger: Ledger
    month: Month
    counts: tuple[Count, ...]
    findings: tuple[Finding, ...]
    undated: int

    @property
    def today(self) -> dt.datetime:
        """The moment that is judged."""
        return self.ledger.today

    @cached_property
    def by_topic(self) -> dict[Topic, list[Finding]]:
        """The findings under their headings, whom nobody has heard of longest first."""
        found: dict[Topic, list[Finding]] = {topic: [] for topic in Topic}
        for one in self.findings:
            found[one.topic].append(one)
        for some in found.values():
            some.sort(key=lambda one: (not one.is_lead, one.last or dt.datetime.min, one.record.at))
        return found


def tidy_book(
    book: Book, month: str = "", today: dt.date | dt.datetime | None = None
) -> TidyReport:
    """Return what a month's clean-up finds; without a month that of today.

    The lists are as of today; of the month is what was new in it. Raises FileRefused when the book
    holds no register, UsageError for what is no month, or is still to come.
    """
    book.require_register()
    ledger = book.ledger(today)
    wanted = _month(month, ledger)
    heard = silent(ledger)
    found = [*invalid(ledger, vocabulary(ledger)), *_promising(ledger), *lost_findings(ledger)]
    quiet = _quiet(heard.found, found)
    counts = tuple(census(ledger, wanted))
    return TidyReport(book, ledger, wanted, counts, (*quiet, *found), heard.undated)


def _quiet(heard: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """Return the silent ones that are not invalid; who is 高潜力 is to be called, not archived."""
    listed = {(one.topic, one.key) for one in others}
    found = []
    for one in heard:
        if (Topic.PROMISING, one.key) in listed:
            why = _("高潜力: to be called rather than archived")
            found.append(replace(one, action=Action.NONE, reasons=(*one.reasons, why)))
        elif (Topic.INVALID, one.key) not in listed:
            found.append(one)
    return found


def _month(text: str, ledger: Ledger) -> Month:
    current = MonthRule.of(ledger.rules).month(ledger.today)
    month = parse_month(text, ledger.today) if text else current
    if month is None:
        raise UsageError(_("“{text}” is no month").format(text=text), _("write it like 2024-03"))
    if month.months_since(current) > 0:
        raise UsageError(_("{month} is still to come").format(month=month.label))
    return month


def _promising(ledger: Ledger) -> list[Finding]:
    seen: dict[str, Moments] = {}
    found = []
    for one in promising(ledger):
        record = Record(one.register, one.record)
        name = one.register.sheet.name
        if name not in seen:
            seen[name] = seen_by(ledger, one.register)
        tagged = PROMISING in str(record.raw(tags_of(one.register)) or "")
        finding = Finding(record, Topic.PROMISING, Action.TAG, one.reasons,
                          moment_of(seen[name][one.record]), PROMISING)  # fmt: skip
        found.append(replace(finding, action=Action.NONE) if tagged else finding)
    return found


def tags_of(register: Register) -> Column:
    """Return the column of a register's tags."""
    return leads.TAGS if register.sheet is LEADS else customers.TAGS
