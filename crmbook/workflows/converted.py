"""The writing side of ``convert``: customers' rows, numbers linked both ways, 待转客户 made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crmbook.customers.conversion import Conversion, customer_values
from crmbook.facts.customer_numbers import CustomerNumbering
from crmbook.facts.status import WON
from crmbook.files.edit import apply
from crmbook.files.features import holds_tables
from crmbook.i18n import _, ngettext
from crmbook.model.cells import Value
from crmbook.model.edits import Edit, Plan, PutSheet
from crmbook.model.proposals import Proposal, Settled, settle
from crmbook.model.receipt import Receipt
from crmbook.schema.column import Column
from crmbook.schema.decisions import (
    BECOMES,
    CONVERT,
    LEAD,
    LEAD_COMPANY,
    NOW_WITH,
    REASON,
    REMARK,
    SIGNED,
    SURE,
)
from crmbook.schema.sheets import CUSTOMERS, leads
from crmbook.workflows.backups import retention
from crmbook.workflows.converting import ConvertReport
from crmbook.workflows.decisions import Told, decision_edit, earlier_answers
from crmbook.workflows.issued import keep_counters
from crmbook.workflows.record_edits import RecordEdits

_NEW = "新客户"


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written: lead → customer, those that are new, and what waits in 待转客户."""

    receipt: Receipt
    linked: Mapping[str, str]
    new: frozenset[str]
    open: int


@dataclass
class _Writing:
    """Rows and cells on their way into the book."""

    report: ConvertReport
    edits: RecordEdits
    numbering: CustomerNumbering
    rows: list[dict[Column, Value]] = field(default_factory=list)
    linked: dict[str, str] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)

    def carry_out(self, one: Conversion) -> None:
        """Make a customer of a lead, or link it with the one that is there."""
        register, ledger = self.report.register, self.report.ledger
        number = None if one.target is None else one.target.number
        lead = register.id(one.record)
        if number is None:
            number = self.numbering.next(one.signed or ledger.today)
            self.rows.append(customer_values(ledger, register, one.record, number))
            self.new.add(lead)
        why = _("became customer {number}").format(number=number)
        self.edits.put(register, one.record, leads.CUSTOMER_ID, number, why)
        if leads.STATUS in register and register.values(leads.STATUS)[one.record] != WON:
            self.edits.put(register, one.record, leads.STATUS, WON, why)
        self.linked[lead] = number


def write_customers(
    report: ConvertReport, accept: float | None = None, *, state: bool = True
) -> Converted:
    """Carry out what was decided, and put 待转客户 in where something waits.

    Leads named on the line are decided, but for those that may be a customer already. Raises what
    every write raises.
    """
    book, ledger = report.book, report.ledger
    answers = earlier_answers(book, CONVERT)
    by_key = {_key(report, one): one for one in report.proposed}
    lines = [_line(report, one) for one in report.proposed]
    own = {key for key, one in by_key.items() if _decided(report, one)}
    settled = settle([one for one in lines if one.key not in own], answers.by_key, accept)
    writing = _Writing(report, RecordEdits(book.path.name), CustomerNumbering(ledger))
    agreed = [one for one in lines if one.key in own] + list(settled.agreed)
    blocked = {one.key: by_key[one.key].blocked for one in agreed if by_key[one.key].blocked}
    for one in agreed:
        if one.key not in blocked:
            writing.carry_out(by_key[one.key])
    edits: list[Edit] = list(_rows(writing))
    edits += keep_counters(ledger, writing.numbering.issued, book.path.name)
    if settled.open or settled.refused or settled.agreed or answers.by_key:
        edits.append(decision_edit(book, CONVERT, settled, answers, _told(settled, blocked)))
    receipt = apply(
        book.path, Plan(tuple(edits)), command="convert", expected_sha256=book.sha256,
        keep=retention(book.rules) if state else None,
    )  # fmt: skip
    return Converted(receipt, writing.linked, frozenset(writing.new), len(settled.open))


def _decided(report: ConvertReport, one: Conversion) -> bool:
    return one.record in report.named and (one.target is None or one.target.sure)


def _rows(writing: _Writing) -> list[Edit]:
    """Return the edits of the leads, and the rows of the customers; in a new sheet where there is none."""
    report = writing.report
    register = report.ledger[CUSTOMERS]
    own = register is not None and any(
        place.book == report.book.path.name for place in register.places
    )
    if register is not None and own:
        for row in writing.rows:
            writing.edits.append(register, row, _("a new customer"))
        return list(writing.edits.plan())
    found: list[Edit] = list(writing.edits.plan())
    if writing.rows:
        found.append(_new_sheet(report, writing.rows))
    return found


def _new_sheet(report: ConvertReport, rows: list[dict[Column, Value]]) -> PutSheet:
    from crmbook.report.memory_book import MemoryBook  # noqa: PLC0415 - loads XlsxWriter
    from crmbook.report.register_sheet import Surroundings, draw_register  # noqa: PLC0415

    book = MemoryBook()
    plain = not holds_tables(report.book.path)
    shown = [{column.header: value for column, value in row.items()} for row in rows]
    draw_register(book, CUSTOMERS, shown, Surroundings(plain=plain))
    return PutSheet(CUSTOMERS.name, book.finish(), _("the first customer"))


def _key(report: ConvertReport, one: Conversion) -> tuple[str, ...]:
    return report.register.id(one.record), _becomes(one)


def _becomes(one: Conversion) -> str:
    return _NEW if one.target is None else one.target.number


def _line(report: ConvertReport, one: Conversion) -> Proposal:
    register = report.register
    reasons = (_("no customer like it"),) if one.target is None else one.target.reasons
    cells: dict[str, Value] = {
        LEAD: register.id(one.record),
        LEAD_COMPANY: register.text(leads.COMPANY, one.record),
        NOW_WITH: register.text(leads.OWNER, one.record),
        SIGNED: "" if one.signed is None else f"{one.signed:%Y-%m-%d}",
        BECOMES: _becomes(one),
        SURE: round(one.confidence, 2),
        REASON: "；".join(reasons),
        REMARK: "；".join(filter(None, (one.blocked, *one.remarks))),
    }
    links = {LEAD: register.cell(one.record, leads.COMPANY)}
    return Proposal(_key(report, one), one.confidence, cells, links)


def _told(settled: Settled, blocked: dict[tuple[str, ...], str]) -> Told:
    waiting = len(settled.open) + len(blocked)
    return Told(
        title=ngettext(
            "待转客户: {count} lead to decide", "待转客户: {count} leads to decide", waiting
        ).format(count=waiting),
        done=_("became a customer"),
        refused=_("stays a lead"),
        notes=(
            _("是 makes it a customer, or links it with the one under 转为; 否 is remembered."),
        ),
        blocked=blocked,
    )
