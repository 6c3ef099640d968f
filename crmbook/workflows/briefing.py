"""The job of ``brief``: one page before a call — who, what was said, what is promised (M60, M69, M77)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from crmbook.book import Book
from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.status import statuses
from crmbook.facts.wordings import wording_of
from crmbook.followups.item import Item
from crmbook.i18n import N_, _
from crmbook.schema.column import Column
from crmbook.schema.sheets import customers, followups, leads
from crmbook.schema.statements import Statement
from crmbook.schema.words.following import OBJECTIONS, SIGNALS
from crmbook.workflows.brief_history import bought, complaints
from crmbook.workflows.brief_subject import Subject, subject_of
from crmbook.workflows.day_lines import DayWords
from crmbook.workflows.due import due_book

_HISTORY: Final = 8
_OBJECTIONS: Final = 5
_TOLD: Final = (
    followups.BY, followups.WAY, followups.CONTENT, followups.FEEDBACK, followups.NEXT_STEP,
)  # fmt: skip
#: The six questions of M69, and where their answers stand; what is blank is still to be asked.
_QUESTIONS: Final = (
    (N_("What: what exactly do they need?"), (leads.NEED, customers.EXPLICIT)),
    (N_("Why: what hurts, why now?"), (None, customers.PAIN)),
    (N_("When: by when must it run?"), (leads.URGENCY, customers.URGENCY)),
    (N_("Where: which site or branch is it for?"), (leads.REGION, None)),
    (N_("Who: who decides, who uses it?"), (leads.AUTHORITY, customers.DECISION)),
    (N_("How: how much budget, in which form?"), (leads.BUDGET, None)),
)


@dataclass(frozen=True, slots=True)
class Talk:
    """One contact: when, by whom, how; what was said, what came of it."""

    when: dt.datetime
    by: str
    way: str
    content: str
    feedback: str
    next_step: str
    due: dt.datetime | None


@dataclass(frozen=True)
class Brief:
    """One page. ``facts``: (label, value); ``due``: what the day's list says of it, None for nothing."""

    book: Book
    today: dt.datetime
    id: str
    title: str
    facts: Sequence[tuple[str, str]]
    due: str
    promise: Talk | None
    grades: str
    history: Sequence[Talk]
    contacts: int
    objections: Sequence[tuple[str, str]]
    signals: Sequence[tuple[str, str]]
    complaints: Sequence[tuple[str, str]]
    orders: Sequence[tuple[str, str]]
    others: Sequence[str]
    questions: Sequence[str]


def brief_book(book: Book, wanted: str, today: dt.date | dt.datetime | None = None) -> Brief:
    """Return the page about a lead or customer. Raises UsageError where nobody is meant, or several."""
    ledger = book.ledger(today)
    subject = subject_of(ledger, wanted)
    talks = [_talk(ledger, row) for row in subject.rows]
    return Brief(
        book=book,
        today=ledger.today,
        id=subject.main.id,
        title=subject.company or subject.main.id,
        facts=[(label, value) for label, value in _facts(ledger, subject) if value],
        due=_due(book, ledger, subject),
        promise=_promise(talks),
        grades=_grades(ledger, subject),
        history=talks[:_HISTORY],
        contacts=len(talks),
        objections=_objections(ledger, talks)[:_OBJECTIONS],
        signals=_signals(ledger, talks)[:_OBJECTIONS],
        complaints=list(complaints(ledger, subject)),
        orders=list(bought(ledger, subject)),
        others=[
            _other(one.text(leads.CONTACT), one.id, one.text(leads.OWNER)) for one in subject.others
        ],
        questions=[_(told) for told, columns in _QUESTIONS if not subject.of(*columns)],
    )


def _facts(ledger: Ledger, subject: Subject) -> Iterator[tuple[str, str]]:
    def both(label: str, column: Column | None, other: Column | None = None) -> tuple[str, str]:
        return label, subject.of(column, other)

    yield both("联系人", leads.CONTACT, customers.CONTACT)
    yield both("职位", leads.POSITION, customers.POSITION)
    yield both("联系电话", leads.PHONE, customers.PHONE)
    yield both("微信号", leads.WECHAT, customers.WECHAT)
    yield both("邮箱", leads.EMAIL, customers.EMAIL)
    yield both("行业类型", leads.INDUSTRY, customers.INDUSTRY)
    yield both("企业规模", leads.SIZE, customers.SIZE)
    yield both("线索来源", leads.SOURCE, customers.SOURCE)
    yield both("需求描述", leads.NEED, customers.EXPLICIT)
    yield both("隐性需求", None, customers.IMPLICIT)
    yield both("当前痛点", None, customers.PAIN)
    yield both("预算(万元)", leads.BUDGET)
    yield both("决策链", leads.AUTHORITY, customers.DECISION)
    yield both("偏好", None, customers.PREFERENCE)
    yield both("需求标签", leads.TAGS, customers.TAGS)
    yield both("竞品", leads.COMPETITOR)
    yield both("负责人", leads.OWNER, customers.OWNER)
    yield both("协作人", leads.COLLABORATOR, customers.COLLABORATOR)
    if subject.lead is not None:
        state = statuses(ledger, subject.lead.register)[subject.lead.at]
        yield "线索状态", str(state)
        yield "线索评分", subject.lead.text(leads.SCORE)
    yield both("客户阶段", None, customers.STAGE)
    yield both("客户等级", None, customers.LEVEL)
    yield both("备注", leads.REMARK)


def _due(book: Book, ledger: Ledger, subject: Subject) -> str:
    """Return what the day's list says: why to call, until when, how; or why not to."""
    report = due_book(book, ledger.today)
    own = {one.id for one in (subject.lead, subject.customer) if one is not None}
    item = next((one for one in (*report.agenda.items, *report.upcoming) if one.id in own), None)
    return "" if item is None else _item_text(DayWords(ledger, report.heads), item)


def _item_text(words: DayWords, item: Item) -> str:
    until = words.until(item)
    parts = (words.why(item), words.way(item), _("at the latest {day}").format(day=until) if until else "",
             _("规则 {rule}").format(rule=item.rule))  # fmt: skip
    return "；".join(filter(None, parts))


def _talk(ledger: Ledger, row: int) -> Talk:
    log = ledger.log
    assert log is not None  # noqa: S101 - the row is one of it
    due = log.values(followups.DUE)[row]
    text = {column: log.text(column, row).replace("\n", " ") for column in _TOLD}
    return Talk(
        when=log.values(followups.WHEN)[row],
        by=text[followups.BY],
        way=text[followups.WAY],
        content=text[followups.CONTENT],
        feedback=text[followups.FEEDBACK],
        next_step=text[followups.NEXT_STEP],
        due=due if isinstance(due, dt.datetime) else None,
    )


def _grades(ledger: Ledger, subject: Subject) -> str:
    """Return the chain of grades: ``C类 → B类（3月2日）→ A类（3月9日）``."""
    if subject.lead is None:
        return ""
    steps = chains(ledger).get(subject.lead.id, [])
    now = grades_at(ledger, ledger.today, chains(ledger))[subject.lead.at]
    if not steps:
        return now or ""
    moved = [one for one in steps if one.before != one.after]
    found = [steps[0].before or ""] + [f"{one.after}（{one.when:%Y-%m-%d}）" for one in moved]
    return " → ".join(filter(None, found))


def _promise(talks: Sequence[Talk]) -> Talk | None:
    """Return what the last contact promises, as ``due`` has it: any later row closes it (M61).

    Rows of one moment (a day without a clock time) close nothing of each other: the earliest promise
    of them holds.
    """
    last = [one for one in talks if one.when == talks[0].when and one.due is not None]
    return min(last, key=lambda one: one.due or one.when, default=None)


def _said(ledger: Ledger, talks: Sequence[Talk], name: str) -> Iterator[tuple[Talk, Statement]]:
    """Yield the contacts in which the customer said something of a kind, the last first."""
    texts = [f"{one.feedback}，{one.content}" for one in talks]
    for at, said in sorted(wording_of(ledger, name).find(texts).items()):
        yield talks[at], said


def _signals(ledger: Ledger, talks: Sequence[Talk]) -> list[tuple[str, str]]:
    """Return (date and what it is about, the words)."""
    return [(_about(talk, said), said.words) for talk, said in _said(ledger, talks, SIGNALS)]


def _objections(ledger: Ledger, talks: Sequence[Talk]) -> list[tuple[str, str]]:
    """Return the objections with all that was said: its words alone would not answer them."""
    return [
        (_about(talk, said), talk.feedback or talk.content)
        for talk, said in _said(ledger, talks, OBJECTIONS)
    ]


def _about(talk: Talk, said: Statement) -> str:
    return f"{talk.when:%Y-%m-%d} {said.value}"


def _other(contact: str, number: str, owner: str) -> str:
    return " ".join(filter(None, (contact or "—", number, owner)))
