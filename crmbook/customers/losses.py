"""Lost leads: what is not said of them, whom to win back, who came back by themselves (§2.15, U13)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from crmbook.customers.findings import Action, Finding, Topic
from crmbook.customers.last_seen import customers_seen, leads_seen
from crmbook.facts.carried import carried
from crmbook.facts.known_by import company_names
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.moments import moment_of
from crmbook.facts.record import Record
from crmbook.facts.register import Register
from crmbook.facts.settings import split_aliases
from crmbook.facts.status import LOST, PAUSED, WON, open_leads, statuses
from crmbook.i18n import _
from crmbook.schema.sheets import CUSTOMERS, customers, followups, leads

WIN_BACK_AFTER: Final = "整理.挽回"
WIN_BACK_REASONS: Final = "整理.挽回原因"
AT_ASSIGNMENT, AT_FOLLOW_UP, AT_CONVERSION = "分配阶段", "跟进阶段", "转化阶段"
#: Words of the log that say that a lead had come to talk of prices and plans (§2.15).
_TALKED_OF: Final = ("报价", "方案", "商务")
_LATE_STAGES: Final = ("方案呈现与谈判", "成交签约")
_GONE: Final = "流失"
#: Who begins a talk after a pause wants something (发起方).
_THEIRS: Final = "客户"

_Log = dict[int, list[Record]]


def lost_findings(ledger: Ledger) -> Iterator[Finding]:
    """Yield lost leads that lack stage, reason or date; those worth another try; those that are back."""
    register = ledger.leads
    if register is not None:
        rows = _rows(ledger, register)
        back = list(_back(ledger, register, rows))
        here = {one.record.at for one in back}
        yield from (one for one in _incomplete(ledger, register, rows) if one.record.at not in here)
        yield from _win_back(ledger, register, here)
        yield from back
    yield from _customers(ledger)


def suggested_stage(rows: list[Record]) -> tuple[str, str]:
    """Return (流失阶段, why) as the log has it: no row 分配, 报价/方案/商务 seen 转化, else 跟进 (§2.15)."""
    if not rows:
        return AT_ASSIGNMENT, _("no log row")
    columns = (followups.CONTENT, followups.FEEDBACK, followups.NEXT_STEP)
    for row in rows:
        stage = row.text(followups.STAGE)
        said = next((word for word in _TALKED_OF for one in columns if word in row.text(one)), "")
        if said or stage in _LATE_STAGES:
            return AT_CONVERSION, _("the log says “{words}”").format(words=said or stage)
    return AT_FOLLOW_UP, _("the log names no offer")


def _rows(ledger: Ledger, register: Register) -> _Log:
    """Return the log rows of each lost or paused lead in order of time."""
    log, found = ledger.log, defaultdict[int, list[Record]](list)
    if log is None:
        return found
    ended = np.append(np.isin(statuses(ledger, register).astype(str), (LOST, PAUSED)), [False])
    whose = lead_records(ledger, log)
    for at in np.flatnonzero(ended[whose]).tolist():  # -1, no lead, takes the last
        found[int(whose[at])].append(Record(log, at))
    for some in found.values():
        some.sort(key=lambda row: (_when(row) or dt.datetime.min, row.at))
    return found


def _when(row: Record) -> dt.datetime | None:
    when = row.value(followups.WHEN)
    return when if isinstance(when, dt.datetime) else None


def _lost(ledger: Ledger, register: Register) -> list[int]:
    again, merged = carried(ledger), ~register.blank(leads.MERGED_INTO)
    there = np.flatnonzero(statuses(ledger, register) == LOST).tolist()
    return [at for at in there if at not in again and not merged[at]]


def _incomplete(ledger: Ledger, register: Register, rows: _Log) -> Iterator[Finding]:
    seen = leads_seen(ledger, register)
    for at in _lost(ledger, register):
        blank = [
            one.header
            for one in (leads.LOST, leads.LOST_STAGE, leads.LOST_REASON)
            if register.blank(one)[at]
        ]
        if not blank:
            continue
        why = [_("blank: {columns}").format(columns="、".join(blank))]
        stage = ""
        if leads.LOST_STAGE.header in blank:
            stage, told = suggested_stage(rows.get(at, []))
            why.append(_("suggested: {stage}, {why}").format(stage=stage, why=told))
        action = Action.STAGE if stage else Action.NONE
        last = moment_of(seen[at])
        yield Finding(Record(register, at), Topic.LOST, action, tuple(why), last, stage)


def _win_back(ledger: Ledger, register: Register, back: set[int]) -> Iterator[Finding]:
    """Yield leads lost long enough ago, for a reason that may have passed (U21)."""
    limit = int(ledger.rules.number(WIN_BACK_AFTER))
    passing = set(split_aliases(str(ledger.rules[WIN_BACK_REASONS])))
    reasons, dates = register.values(leads.LOST_REASON), register.values(leads.LOST)
    some = [
        at
        for at in _lost(ledger, register)
        if at not in back and isinstance(dates[at], dt.datetime) and reasons[at] in passing
    ]
    if not some:
        return
    seen, names, busy = (
        leads_seen(ledger, register),
        company_names(register),
        _busy(ledger, register),
    )
    for at in some:
        days = (ledger.today.date() - dates[at].date()).days
        if days >= limit and names[at] not in busy:
            told = _("lost {days} days ago for {reason}, which may have passed (规则 {rule})")
            why = told.format(days=days, reason=reasons[at], rule=WIN_BACK_REASONS)
            last = moment_of(seen[at])
            yield Finding(Record(register, at), Topic.WIN_BACK, Action.NONE, (why,), last)


def _busy(ledger: Ledger, register: Register) -> set[str]:
    """Return the companies that somebody works on, or that have signed."""
    names = company_names(register)
    won = np.flatnonzero(statuses(ledger, register) == WON).tolist()
    return {names[at] for at in (*open_leads(ledger, register).tolist(), *won)} - {""}


def _back(ledger: Ledger, register: Register, rows: _Log) -> Iterator[Finding]:
    """Yield lost leads contacted after 流失日期, and paused ones whose customer called (U13, M56)."""
    dates = register.values(leads.LOST)
    for at in _lost(ledger, register):
        lost = dates[at]
        later = [
            when
            for row in rows.get(at, [])
            if isinstance(lost, dt.datetime)
            and (when := _when(row)) is not None
            and lost.date() < when.date()
            and when <= ledger.today
        ]
        if later:
            told = _("contacted on {when}, after it was lost on {lost}")
            why = told.format(when=f"{later[-1]:%Y-%m-%d}", lost=f"{lost:%Y-%m-%d}")
            yield Finding(Record(register, at), Topic.BACK, Action.REOPEN, (why,), later[-1])
    for at in np.flatnonzero(statuses(ledger, register) == PAUSED).tolist():
        dated = [row for row in rows.get(at, []) if (_when(row) or dt.datetime.max) <= ledger.today]
        if dated and dated[-1].text(followups.INITIATOR) == _THEIRS:
            when = _when(dated[-1])
            told = _("paused, and on {when} the customer called")
            why = told.format(when=f"{when:%Y-%m-%d}")
            yield Finding(Record(register, at), Topic.BACK, Action.REOPEN, (why,), when)


def _customers(ledger: Ledger) -> Iterator[Finding]:
    """Yield the customers whose 客户阶段 says that they are to be won back (M62)."""
    register = ledger[CUSTOMERS]
    if register is None:
        return
    seen = customers_seen(ledger, register)
    there = register.blank(customers.MERGED_INTO)
    for at, stage in enumerate(register.values(customers.STAGE).tolist()):
        if stage is not None and str(stage).startswith(_GONE) and there[at]:
            why = _("客户阶段 is {stage}").format(stage=stage)
            last = moment_of(seen[at])
            yield Finding(Record(register, at), Topic.WIN_BACK, Action.NONE, (why,), last)
