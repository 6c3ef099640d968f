"""The job of ``log``: what somebody tells of a follow-up becomes a row of 跟进记录表 (M58, U03).

What is ambiguous is asked back, or goes to review; it is never guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from crmbook.book import Book
from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.settings import PEOPLE_VOCABULARY
from crmbook.facts.status import CLOSED, statuses
from crmbook.files.edit import apply
from crmbook.followups.signals import signals
from crmbook.i18n import _
from crmbook.intake.log import key_of
from crmbook.intake.spoken import Spoken, Unread, spoken
from crmbook.match.members import Member
from crmbook.match.mention import mentioned, named, numbered, of_customer, without_mention
from crmbook.model.edits import Plan
from crmbook.model.errors import FileRefused
from crmbook.model.receipt import Receipt
from crmbook.schema.kinds.choice import canonical
from crmbook.schema.kinds.grade import GradeChange
from crmbook.schema.sheets import FOLLOWUPS, followups, leads
from crmbook.workflows.backups import retention
from crmbook.workflows.logging_in import known_rows
from crmbook.workflows.note_values import note_values
from crmbook.workflows.record_edits import RecordEdits


@dataclass(frozen=True, slots=True)
class Told:
    """One line as it came; ``number``: its place in the file.

    ``lead`` names the lead where the text does not; ``who``, ``when``, ``way``: what holds where it
    says nothing.
    """

    text: str
    number: int = 1
    who: str = ""
    lead: str = ""
    way: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A row to be written; ``remarks``: what it does not say, or says against the book."""

    told: Told
    member: Member
    spoken: Spoken
    by: str
    change: GradeChange.Change | None
    remarks: tuple[str, ...] = ()
    signal: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that a person has to look at, and which leads it may be about."""

    told: Told
    why: str
    candidates: tuple[Member, ...] = ()


#: Asks somebody which of several leads a line is about; None: nobody can say.
Choose = Callable[[Told, Sequence[Member]], Member | None]


@dataclass(frozen=True)
class Noting:
    """What the lines bring; ``known`` of them stand in the log already."""

    book: Book
    today: dt.datetime
    notes: tuple[Note, ...]
    review: tuple[Doubt, ...]
    known: int
    plan: Plan = field(default_factory=Plan)


def note(
    book: Book,
    told: Sequence[Told],
    today: dt.date | dt.datetime | None = None,
    choose: Choose | None = None,
) -> Noting:
    """Return what the lines bring; nothing is written.

    Raises FileRefused where the book has no register of leads, or no log to write into.
    """
    book.require_leads()
    ledger = book.ledger(today)
    log = ledger.log
    if log is None or all(place.book != book.path.name for place in log.places):
        raise FileRefused(
            _("the book has no {sheet} to write into").format(sheet=FOLLOWUPS.name),
            _("make one with crmbook new, or name the columns as it does"),
            path=book.path,
        )
    reader = _Noter(ledger, log, choose)
    found = [one for line in told for one in reader.read(line)]
    notes = [one for one in found if isinstance(one, Note)]
    doubts = tuple(one for one in found if isinstance(one, Doubt))
    new = list(_new(notes, log))
    plan = _plan(book, ledger, log, new)
    return Noting(book, ledger.today, tuple(new), doubts, len(notes) - len(new), plan)


def write_notes(found: Noting, *, state: bool = True) -> Receipt:
    """Write the rows. Raises what every write raises."""
    return apply(
        found.book.path,
        found.plan,
        command="log",
        expected_sha256=found.book.sha256,
        keep=retention(found.book.rules) if state else None,
    )


class _Noter:
    def __init__(self, ledger: Ledger, log: Register, choose: Choose | None) -> None:
        register = ledger.leads
        assert register is not None  # noqa: S101 - required before
        self.ledger, self.log, self.register, self.choose = ledger, log, register, choose
        self.states = statuses(ledger, register)
        self.grades = grades_at(ledger, ledger.today, chains(ledger))

    def read(self, told: Told) -> Iterator[Note | Doubt]:
        """Yield what one line tells: a row a follow-up, or why it cannot be taken."""
        found = self._leads(told)
        member = found[0] if len(found) == 1 else None
        if member is None and found and self.choose is not None:
            member = self.choose(told, found)
        if member is None:
            yield Doubt(told, self._nobody(told, found), tuple(found))
            return
        text = without_mention(told.text, member)
        text = f"{told.when}\n{text}" if told.when else text
        for one in spoken(text, self.ledger.today, self.ledger.vocabularies):
            if isinstance(one, Unread):
                yield Doubt(
                    told, _("“{text}”: {why}").format(text=one.text, why=one.why), (member,)
                )
            else:
                yield self._note(told, member, one)

    def _leads(self, told: Told) -> list[Member]:
        """Return the leads that a line may be about; of several, those that somebody works on."""
        if told.lead:
            found = numbered(self.register, told.lead) or of_customer(self.register, told.lead)
            found = found or named(self.register, told.lead)
        else:
            found = numbered(self.register, told.text) or mentioned(self.register, told.text)
        there = [one for one in found if self.states[one.record] not in CLOSED]
        return there or found

    def _nobody(self, told: Told, found: Sequence[Member]) -> str:
        if found:
            return _("it may be about several leads")
        if told.lead:
            return _("no lead is called {name}").format(name=told.lead)
        return _("it does not say about which lead: begin with the number or the company")

    def _note(self, told: Told, member: Member, one: Spoken) -> Note:
        owner = self.register.text(leads.OWNER, member.record)
        said = one.by or self._person(told.who)
        grade = self.grades[member.record]
        change = one.grade
        if change is not None and change.before is None:
            change = GradeChange.Change(grade, change.after)
        found = signals(self.ledger, [f"{one.feedback}，{one.content}"])
        signal = f"{found[0].value}：{found[0].words}" if found else ""
        remarks = tuple(self._remarks(told, member, one, (said, grade)))
        return Note(told, member, one, said or owner, change, remarks, signal)

    def _person(self, name: str) -> str:
        """Return somebody of 人员 by name or alias; anybody else as written."""
        return canonical(name, self.ledger.vocabularies[PEOPLE_VOCABULARY]) or name

    def _remarks(
        self, told: Told, member: Member, one: Spoken, known: tuple[str, str | None]
    ) -> Iterator[str]:
        said, grade = known
        missing = [
            header for header in one.missing if not (told.way and header == followups.WAY.header)
        ]
        if missing:
            yield _("it does not say {columns}").format(columns="、".join(missing))
        yield from one.doubts
        if not said:
            yield _("跟进人 not said: taken for the lead's owner")
        before = one.grade.before if one.grade else None
        if before is not None and grade is not None and before != grade:
            yield _("the book has {grade}, not {before}").format(grade=grade, before=before)
        state = self.states[member.record]
        if state in CLOSED:
            yield _("the lead is {state}: if the customer is back, set 线索状态 to 跟进中").format(
                state=state
            )


def _new(notes: Sequence[Note], log: Register) -> Iterator[Note]:
    """Yield the notes that the log does not have yet, each once."""
    known = set(known_rows(log))
    for one in notes:
        key = (one.member.id, *key_of(one.spoken.when, one.spoken.content or one.spoken.next_step))
        if key not in known:
            known.add(key)
            yield one


def _plan(book: Book, ledger: Ledger, log: Register, notes: Sequence[Note]) -> Plan:
    edits, latest = RecordEdits(book.path.name), dict[int, dt.datetime]()
    for one in notes:
        values = note_values(ledger, one.spoken, one.member, one.told.way)
        values |= {followups.BY: one.by or None}
        values |= {followups.GRADE_CHANGE: None if one.change is None else str(one.change)}
        there = {
            column: value for column, value in values.items() if column in log or column.required
        }
        edits.append(log, there, _("told: {text}").format(text=one.spoken.raw))
        record = one.member.record
        latest[record] = max(one.spoken.when, latest.get(record, one.spoken.when))
    register = ledger.leads
    assert register is not None  # noqa: S101 - required before
    for record, when in latest.items():
        _touch(edits, register, record, when)
    return edits.plan()


def _touch(edits: RecordEdits, register: Register, record: int, when: dt.datetime) -> None:
    """Refresh 最后跟进时间 where the register keeps it (§2.1)."""
    if leads.LAST_CONTACT not in register or not edits.writable(register, record):
        return
    data = register.data[leads.LAST_CONTACT.header]
    held = register.values(leads.LAST_CONTACT)[record]
    if record not in data.formulas and (not isinstance(held, dt.datetime) or held < when):
        value = when.date() if when.time() == dt.time() else when
        edits.put(register, record, leads.LAST_CONTACT, value, _("the last follow-up"))
