"""The job of ``handover``: everything open that a person has goes to another (M50).

Only 负责人 changes, by number. Who wrote a log row stays who wrote it; what was closed stays too.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crmbook.book import Book
from crmbook.customers.handover import left_behind, owners_after
from crmbook.facts.calendar import working_calendar
from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.record import Record
from crmbook.facts.settings import PEOPLE_VOCABULARY
from crmbook.facts.status import open_leads, statuses
from crmbook.files.edit import apply
from crmbook.followups.cadence import Cadence
from crmbook.followups.contacts import Contacts
from crmbook.followups.customers import CustomerDesk
from crmbook.followups.leads import LeadDesk
from crmbook.i18n import _, ngettext
from crmbook.model.cells import Value
from crmbook.model.edits import Plan
from crmbook.model.errors import UsageError
from crmbook.model.proposals import Proposal, settle
from crmbook.model.receipt import Receipt
from crmbook.qualify.staff import staff
from crmbook.schema.decisions import (
    BY_WHEN,
    FROM,
    HANDOVER,
    LAST,
    LEAD_COMPANY,
    NEXT,
    NUMBER,
    STANDING,
    TO,
)
from crmbook.schema.sheets import LEADS, customers, followups, leads
from crmbook.workflows.backups import retention
from crmbook.workflows.decisions import Told, decision_edit, earlier_answers
from crmbook.workflows.owners import owner_called
from crmbook.workflows.record_edits import RecordEdits

_EVERY = 0.0  # who names both people has decided: only a 否 in 交接 keeps a line back


@dataclass(frozen=True, slots=True)
class Passed:
    """A lead or customer that goes on: what the new owner has to know."""

    record: Record
    standing: str
    last: str
    next_step: str
    by_when: dt.datetime | None

    @property
    def company(self) -> str:
        """Its company."""
        column = self.record.register.sheet.company
        return "" if column is None else self.record.register.text(column, self.record.at)


@dataclass(frozen=True)
class HandoverReport:
    """What goes from one to the other; nothing is written. ``notes``: what is odd about it."""

    book: Book
    ledger: Ledger
    old: str
    new: str
    passed: tuple[Passed, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """What was written: how many moved, and how many a 否 kept back."""

    receipt: Receipt
    moved: int
    kept: int


def handover_book(
    book: Book, old: str, new: str, today: dt.date | dt.datetime | None = None
) -> HandoverReport:
    """Return what somebody leaves behind. Raises UsageError where one of the two cannot be meant."""
    book.require_leads()
    ledger = book.ledger(today)
    giver, taker = owner_called(old, ledger), _taker(ledger, new)
    if giver == taker or not giver:
        raise UsageError(
            _("from and to must be two people"), _("for example: handover BOOK 张三 李四")
        )
    brief = _Brief(ledger)
    passed = tuple(brief.of(one) for one in left_behind(ledger, giver))
    return HandoverReport(book, ledger, giver, taker, passed, tuple(_notes(ledger, taker, passed)))


def _taker(ledger: Ledger, name: str) -> str:
    """Return who is to take over. Raises UsageError for who is not on duty, or is nobody in 人员."""
    people = staff(ledger)
    if not people.reps:
        return name.strip()
    taker = owner_called(name, ledger)
    rep = people.get(taker)
    if rep is None:
        raise UsageError(
            _("“{name}” is nobody in 人员").format(name=taker), _("add the person there first")
        )
    if rep.away:
        raise UsageError(
            _("{name} cannot take anything over: {why}").format(name=taker, why=rep.away),
            _("name somebody else"),
        )
    return taker


def _notes(ledger: Ledger, taker: str, passed: Sequence[Passed]) -> Iterator[str]:
    register, rep = ledger.leads, staff(ledger).get(taker)
    if rep is None:
        yield _("人员 names nobody: whether {name} has room cannot be told").format(name=taker)
        return
    if register is None or rep.capacity is None:
        return
    owners = register.values(leads.OWNER)
    held = Counter(str(owners[at]) for at in open_leads(ledger, register).tolist())[taker]
    after = held + sum(one.record.register.sheet is LEADS for one in passed)
    if after > rep.capacity:
        told = _("{name} would have {after} open leads, 容量 is {capacity}")
        yield told.format(name=taker, after=after, capacity=rep.capacity)


def write_handover(report: HandoverReport, *, state: bool = True) -> Handed:
    """Move what a 否 does not keep back, and put 交接 in, which tells the new owner what there is.

    Raises what every write raises.
    """
    book = report.book
    answers = earlier_answers(book, HANDOVER)
    by_key = {_key(report, one): one for one in report.passed}
    edits = RecordEdits(book.path.name)
    there = {
        key: one
        for key, one in by_key.items()
        if edits.writable(one.record.register, one.record.at)
    }
    lines = [_line(report, key, one) for key, one in there.items()]
    settled = settle(lines, answers.by_key, _EVERY)
    for line in settled.agreed:
        _move(report, edits, there[line.key].record)
    plan = edits.plan()
    if settled.agreed:
        told = _told(report, len(settled.agreed))
        plan = Plan((*plan, decision_edit(book, HANDOVER, settled, answers, told)))
    receipt = apply(
        book.path, plan, command="handover", expected_sha256=book.sha256,
        keep=retention(book.rules) if state else None,
    )  # fmt: skip
    return Handed(receipt, len(settled.agreed), len(settled.refused))


def _key(report: HandoverReport, one: Passed) -> tuple[str, ...]:
    return one.record.id, report.old, report.new


def _move(report: HandoverReport, edits: RecordEdits, record: Record) -> None:
    column = leads.OWNER if record.register.sheet is LEADS else customers.OWNER
    people = report.ledger.vocabularies[PEOPLE_VOCABULARY]
    spellings = {
        report.old,
        *(alias for alias, name in people.aliases.items() if name == report.old),
    }
    value = owners_after(record.text(column), spellings, report.new)
    why = _("handed over by {old}").format(old=report.old)
    edits.put(record.register, record.at, column, value, why)


def _line(report: HandoverReport, key: tuple[str, ...], one: Passed) -> Proposal:
    column = leads.OWNER if one.record.register.sheet is LEADS else customers.OWNER
    cells: Mapping[str, Value] = {
        NUMBER: one.record.id,
        LEAD_COMPANY: one.company,
        FROM: report.old,
        TO: report.new,
        STANDING: one.standing,
        LAST: one.last,
        NEXT: one.next_step,
        BY_WHEN: "" if one.by_when is None else f"{one.by_when:%Y-%m-%d}",
    }
    return Proposal(key, 1.0, cells, {NUMBER: one.record.register.cell(one.record.at, column)})


def _told(report: HandoverReport, count: int) -> Told:
    title = ngettext(
        "交接: {count} from {old} to {new}", "交接: {count} from {old} to {new}", count
    )
    return Told(
        title=title.format(count=count, old=report.old, new=report.new),
        done=_("handed over"),
        refused=_("stays"),
        notes=(_("Only 负责人 changed; the log keeps who wrote it. 否 in a line keeps it back."),),
    )


class _Brief:
    """Says of leads and customers what somebody new has to know."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        cadence = Cadence(ledger.rules, working_calendar(ledger))
        self._contacts: dict[str, Contacts] = {}
        if ledger.leads is not None:
            self._contacts[ledger.leads.sheet.name] = LeadDesk.of(
                ledger, ledger.leads, cadence
            ).contacts
            self._grades = grades_at(ledger, ledger.today, chains(ledger))
            self._states = statuses(ledger, ledger.leads)
        own = ledger.registers.get(customers.CUSTOMERS.name)
        if own is not None:
            self._contacts[own.sheet.name] = CustomerDesk.of(ledger, own, cadence).contacts

    def of(self, record: Record) -> Passed:
        """Return what is to be known of one."""
        found, at = self._contacts[record.register.sheet.name], record.at
        row, promise = int(found.row[at]), found.promise[at].astype(object)
        planned = record.value(leads.NEXT_CONTACT)
        dates = [one for one in (promise, planned) if isinstance(one, dt.datetime)]
        return Passed(
            record, self._standing(record), self._last(row), self._text(followups.NEXT_STEP, row),
            max(dates, default=None),
        )  # fmt: skip

    def _standing(self, record: Record) -> str:
        if record.register.sheet is LEADS:
            return "·".join(filter(None, (self._grades[record.at], str(self._states[record.at]))))
        columns = (customers.LEVEL, customers.STAGE)
        return "·".join(filter(None, (record.register.text(one, record.at) for one in columns)))

    def _last(self, row: int) -> str:
        log = self.ledger.log
        if log is None or row < 0:
            return ""
        when = log.values(followups.WHEN)[row]
        said = self._text(followups.FEEDBACK, row) or self._text(followups.CONTENT, row)
        return f"{when:%Y-%m-%d} {self._text(followups.WAY, row)}：{said}"

    def _text(self, column: object, row: int) -> str:
        log = self.ledger.log
        return "" if log is None or row < 0 else log.text(column, row)  # type: ignore[arg-type]
