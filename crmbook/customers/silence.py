"""长期失联 and 无效: whom nobody has heard of for long, whom nobody can reach (M39, M20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from crmbook.customers.findings import Action, Finding, Topic
from crmbook.customers.last_seen import customers_seen, leads_begun, leads_seen
from crmbook.facts.carried import carried
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.moments import Moments, moment_of, moments
from crmbook.facts.record import Record
from crmbook.facts.register import Mask, Register
from crmbook.facts.status import INVALID, open_leads, statuses
from crmbook.i18n import _
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, customers, followups, leads
from crmbook.schema.signals import Signals

SILENCE: Final = "整理.失联"
_FAKE: Final = "phone-fake"


@dataclass(frozen=True)
class Silence:
    """Whom nobody has heard of; ``undated``: leads and customers of which no date says anything."""

    found: tuple[Finding, ...]
    undated: int


def silent(ledger: Ledger) -> Silence:
    """Return open leads and customers without contact for longer than 规则 整理.失联, and without a plan.

    A date still to come (下次跟进时间, 预计完成时间) is a plan; who was never contacted counts from the
    day of 分配时间, 获取时间 or 建档日期.
    """
    found, undated = list[Finding](), 0
    own = ledger.leads
    if own is not None:
        there, again = open_leads(ledger, own), carried(ledger)
        merged = ~own.blank(leads.MERGED_INTO)
        some = [at for at in there.tolist() if at not in again and not merged[at]]
        seen, begun = leads_seen(ledger, own), leads_begun(own)
        planned = _planned(ledger, own)
        few, none = _silent(ledger, own, some, (seen, begun, planned))
        found, undated = found + few, undated + none
    known = ledger[CUSTOMERS]
    if known is not None:
        some = np.flatnonzero(known.blank(customers.MERGED_INTO)).tolist()
        seen, begun = customers_seen(ledger, known), moments(known, customers.CREATED)
        free = np.zeros(len(known), dtype=bool)
        few, none = _silent(ledger, known, some, (seen, begun, free))
        found, undated = found + few, undated + none
    return Silence(tuple(found), undated)


def _silent(
    ledger: Ledger, register: Register, some: list[int], known: tuple[Moments, Moments, Mask]
) -> tuple[list[Finding], int]:
    seen, begun, planned = known
    limit, undated, found = int(ledger.rules.number(SILENCE)), 0, list[Finding]()
    for at in some:
        last, start = moment_of(seen[at]), moment_of(begun[at])
        since = last or start
        if since is None:
            undated += 1
            continue
        days = (ledger.today.date() - since.date()).days
        if days <= limit or planned[at]:
            continue
        told = (
            _("no contact for {days} days (规则 {rule}: {limit})")
            if last is not None
            else _("never contacted, {days} days after it began (规则 {rule}: {limit})")
        )
        why = told.format(days=days, rule=SILENCE, limit=limit)
        found.append(Finding(Record(register, at), Topic.SILENT, Action.ARCHIVE, (why,), last))
    return found, undated


def _planned(ledger: Ledger, register: Register) -> Mask:
    """Return for which leads somebody has typed a date that is still to come."""
    today = np.datetime64(ledger.today.date(), "D")
    planned = moments(register, leads.NEXT_CONTACT).astype("datetime64[D]") >= today
    log = ledger.log
    if log is not None:
        whose = lead_records(ledger, log)
        due = moments(log, followups.DUE).astype("datetime64[D]") >= today
        planned[whose[due & (whose >= 0)]] = True
    return planned


def invalid(ledger: Ledger, signals: Signals) -> Iterator[Finding]:
    """Yield leads typed as 无效, then open ones with no way to reach them, or noted as gone.

    ``signals``: words of notes that tell of a customer gone (空号, 不做了), 字典 备注信号.
    """
    register = ledger.leads
    if register is None:
        return
    seen, again = leads_seen(ledger, register), carried(ledger)
    typed = statuses(ledger, register) == INVALID
    for at in np.flatnonzero(typed).tolist():
        why = _("线索状态 is {state}").format(state=INVALID)
        yield _found(register, at, Action.ARCHIVE, why, seen)
    fakes = _fakes(register)
    for at in open_leads(ledger, register).tolist():
        if at in again or not register.blank(leads.MERGED_INTO)[at]:
            continue
        why = fakes.get(at, "") or _gone(register, at, signals)
        if why:
            yield _found(register, at, Action.INVALIDATE, why, seen)


def _found(register: Register, at: int, action: Action, why: str, seen: Moments) -> Finding:
    last: dt.datetime | None = moment_of(seen[at])
    return Finding(Record(register, at), Topic.INVALID, action, (why,), last)


def _fakes(register: Register) -> dict[int, str]:
    """Return the leads whose phone cannot be real, and that have nothing else to be reached by."""
    ways: tuple[Column, ...] = (leads.SPARE_PHONE, leads.WECHAT, leads.EMAIL)
    nothing = np.ones(len(register), dtype=bool)
    for column in ways:
        nothing &= register.blank(column)
    return {
        at: _("{message}, and no other way to reach them").format(message=issue.message)
        for column, pairs in register.issues()
        if column is leads.PHONE
        for at, issue in pairs
        if issue.check == _FAKE and nothing[at]
    }


def _gone(register: Register, at: int, signals: Signals) -> str:
    text = register.raw(leads.REMARK, at)
    hit = signals.find(text) if isinstance(text, str) else None
    if hit is None or hit.won:
        return ""
    return _("{column} says “{words}”").format(column=leads.REMARK.header, words=hit.words)
