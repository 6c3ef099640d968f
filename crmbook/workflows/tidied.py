"""The writing side of ``tidy``: 整理 in the book, and what was answered 是 there carried out (M39)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crmbook.book.decisions import Answers
from crmbook.customers.findings import Action, Finding, Topic
from crmbook.facts.record import Record
from crmbook.facts.status import INVALID, OPEN
from crmbook.files.edit import apply
from crmbook.i18n import _, ngettext
from crmbook.model.cells import Value
from crmbook.model.edits import Edit, Plan
from crmbook.model.proposals import Decision, Proposal, Settled, settle
from crmbook.model.receipt import Receipt
from crmbook.schema.column import Column
from crmbook.schema.decisions import (
    LEAD_COMPANY,
    NOW_WITH,
    NUMBER,
    PROPOSED,
    REASON,
    SEEN,
    SORT,
    STATE,
    TIDY,
)
from crmbook.schema.sheets import DICTIONARY, leads, settings
from crmbook.workflows.archiving import Archive
from crmbook.workflows.backups import retention
from crmbook.workflows.decisions import Told, decision_edit, earlier_answers
from crmbook.workflows.record_edits import RecordEdits
from crmbook.workflows.tidying import PROMISING, TidyReport, tags_of

_Key = tuple[str, ...]
#: What takes a row away comes first: nothing else is then to be written into it.
_ORDER: Final = (Action.ARCHIVE, Action.INVALIDATE, Action.REOPEN, Action.STAGE, Action.TAG)


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was written: how many of each action, why some wait (by key), how many are to decide."""

    receipt: Receipt
    done: dict[Action, int]
    waiting: dict[_Key, str]
    open: int


def write_tidy(report: TidyReport, *, state: bool = True) -> Tidied:
    """Put 整理 into the book, and carry out what was answered 是. Raises what every write raises."""
    book = report.book
    answers = earlier_answers(book, TIDY)
    found = {_key(one): one for one in _proposed(report, answers)}
    settled = settle([_line(one) for one in found.values()], answers.by_key)
    cleaning = _Cleaning(report)
    agreed = sorted((line.key for line in settled.agreed), key=lambda key: _rank(found[key]))
    blocked = {key: why for key in agreed if (why := cleaning.carry_out(found[key]))}
    plan = Plan((*cleaning.edits(), *_sheet(report, settled, answers, blocked)))
    receipt = apply(
        book.path, plan, command="tidy", expected_sha256=book.sha256,
        keep=retention(book.rules) if state else None,
    )  # fmt: skip
    return Tidied(receipt, cleaning.done, blocked, len(settled.open))


def _proposed(report: TidyReport, answers: Answers) -> list[Finding]:
    """Return what is proposed; who was tidied this month rests until the next.

    A line that stands in 整理 already stays: somebody may have answered it.
    """
    rest = {
        key[0]
        for key, one in answers.by_key.items()
        if one.decision is Decision.YES and one.cells.get(STATE, "") == _done(report)
    }
    return [
        one
        for one in report.findings
        if one.action and (one.record.id not in rest or _key(one) in answers.by_key)
    ]


def _done(report: TidyReport) -> str:
    return _("done, {month}").format(month=report.month.label)


def _key(one: Finding) -> _Key:
    return one.record.id, one.action.value


def _rank(one: Finding) -> int:
    return _ORDER.index(one.action)


class _Cleaning:
    """One run over what was agreed to."""

    def __init__(self, report: TidyReport) -> None:
        self.report = report
        self.done: dict[Action, int] = {}
        self._cells = RecordEdits(report.book.path.name)
        self._archive = Archive(report.book, report.ledger)
        self._touched: set[str] = set()
        self._tagged = False

    def carry_out(self, one: Finding) -> str:
        """Write one; return why it has to wait, "" when it is done."""
        if not self._cells.writable(one.record.register, one.record.at):
            return _("{id} stands in another file").format(id=one.record.id)
        if "!" in one.record.id:
            told = _("{id} has no number yet: crmbook check --fix issues one")
            return told.format(id=one.record.id)
        if one.record.id in self._touched:
            return _("{id} is changed in this run already; run once more").format(id=one.record.id)
        why = self._archive.why_not(one.record) if one.action is Action.ARCHIVE else ""
        if why:
            return why
        writing: dict[Action, Callable[[Finding], None]] = {
            Action.ARCHIVE: lambda it: self._archive.add(it.record, "；".join(it.reasons)),
            Action.INVALIDATE: self._invalidate,
            Action.REOPEN: self._reopen,
            Action.STAGE: self._stage,
            Action.TAG: self._tag,
        }
        writing[one.action](one)
        self._touched.add(one.record.id)
        self.done[one.action] = self.done.get(one.action, 0) + 1
        return ""

    def edits(self) -> list[Edit]:
        """Return all edits: cells first, then the rows that go."""
        self._list_tag()
        return [*self._cells.plan(), *self._archive.edits()]

    def _put(self, record: Record, column: Column, value: Value, why: str) -> None:
        self._cells.put(record.register, record.at, column, value, why)

    def _invalidate(self, one: Finding) -> None:
        self._put(one.record, leads.STATUS, INVALID, "；".join(one.reasons))

    def _stage(self, one: Finding) -> None:
        self._put(one.record, leads.LOST_STAGE, one.value, "；".join(one.reasons))

    def _tag(self, one: Finding) -> None:
        column = tags_of(one.record.register)
        known = one.record.text(column)
        text = f"{known.rstrip(';；')};{PROMISING}" if known else PROMISING
        self._put(one.record, column, text, "；".join(one.reasons))
        self._tagged = True

    def _reopen(self, one: Finding) -> None:
        """Let a lead be open again; what was said of its loss goes to 备注 (M56: reactivation logged)."""
        record, why = one.record, "；".join(one.reasons)
        note = _note(one)
        known = record.text(leads.REMARK)
        self._put(record, leads.STATUS, OPEN, why)
        self._put(record, leads.REMARK, f"{known}；{note}" if known else note, why)
        for column in (leads.LOST, leads.LOST_STAGE, leads.LOST_REASON):
            if not record.blank(column):
                self._put(record, column, None, why)

    def _list_tag(self) -> None:
        """Add the tag to 字典, where the book has one that does not list it: else check warns of it."""
        words = self.report.ledger.vocabularies[leads.TAGS.vocabulary]
        register = self.report.ledger[DICTIONARY]
        own = self.report.book.path.name
        here = register is not None and any(one.book == own for one in register.places)
        if self._tagged and register is not None and here and PROMISING not in words.values:
            row: dict[Column, Value] = {
                settings.WORD_COLUMN: leads.TAGS.vocabulary, settings.WORD_VALUE: PROMISING,
            }  # fmt: skip
            self._cells.append(register, row, _("a tag that tidy writes"))


def _note(one: Finding) -> str:
    """Return the line of 备注; it is data, as everything there: Chinese in every language."""
    record = one.record
    lost = record.value(leads.LOST)
    day = f"{one.last:%Y-%m-%d} " if one.last is not None else ""
    if not isinstance(lost, dt.datetime):
        return f"{day}暂停后重新激活"
    told = " ".join(filter(None, (record.text(leads.LOST_STAGE), record.text(leads.LOST_REASON))))
    return f"{day}重新激活（{lost:%Y-%m-%d}流失{'：' + told if told else ''}）"


def _line(one: Finding) -> Proposal:
    record = one.record
    owner = record.register.sheet.owner
    cells: dict[str, Value] = {
        PROPOSED: one.action.value,
        NUMBER: record.id,
        SORT: record.register.sheet.name,
        LEAD_COMPANY: one.company,
        NOW_WITH: one.owner,
        SEEN: "" if one.last is None else f"{one.last:%Y-%m-%d}",
        REASON: "；".join(one.reasons),
    }
    links = {} if owner is None else {NUMBER: record.register.cell(record.at, owner)}
    confidence = 1 - list(Topic).index(one.topic) / len(Topic)  # the order of the sheet
    return Proposal(_key(one), confidence, cells, links)


def _sheet(
    report: TidyReport, settled: Settled, answers: Answers, blocked: dict[_Key, str]
) -> list[Edit]:
    if not (settled.agreed or settled.open or settled.refused or answers.by_key):
        return []
    waiting = len(settled.open) + len(blocked)
    told = Told(
        title=ngettext("整理: {count} to decide", "整理: {count} to decide", waiting).format(
            count=waiting
        ),
        done=_done(report),
        refused=_("stays as it is"),
        notes=(
            _(
                "Under 决定 choose 是, 否 (never ask again) or 待定, save, and run crmbook tidy --apply."
                " 归档 copies the row to 归档 and empties it where it stands; crmbook undo brings it back."
            ),
        ),
        blocked=blocked,
    )
    return [decision_edit(report.book, TIDY, settled, answers, told)]
