"""R307: notes that contradict the state: 已打款 while the lead is open (U12)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Mask, Register
from crmbook.facts.settings import split_aliases
from crmbook.facts.status import CLOSED, statuses
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import DICTIONARY, followups, leads, settings
from crmbook.schema.signals import Signals
from crmbook.schema.words.signals import DEAL, IGNORED, LOSS, SIGNALS

CHECK = Check(
    code="R307",
    name="note-contradicts",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("A note contradicts 线索状态"),
    why=N_("A deal that only the notes know of is missing from 签约客户数."),
    remedy=N_("If it is so, correct 线索状态 and fill in the date."),
    bad="备注=已打款, 线索状态=跟进中",
    good="备注=已打款, 线索状态=已签约, 签约日期=2024-03-18",
    source="U12",
)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield open leads whose 备注 or log tells of a deal, or of a customer gone."""
    register = ledger.leads
    if register is None:
        return
    state = statuses(ledger, register)
    signals = vocabulary(ledger)
    closed = np.isin(state.astype(str), CLOSED)
    told: set[int] = set()
    for column in (leads.REMARK, leads.NEED):
        for record, words, won in _hits(signals, register, column, ~closed):
            told.add(record)
            yield _problem(register, record, column, (words, won, state[record]))
    yield from _from_log(ledger, register, state, closed, told)


def _from_log(
    ledger: Ledger, register: Register, state: np.ndarray, closed: Mask, told: set[int]
) -> Iterator[Problem]:
    log = ledger.log
    if log is None:
        return
    at = {number: record for record, number in enumerate(register.values(leads.ID)) if number}
    numbers = log.values(followups.LEAD_ID)
    everything = np.ones(len(log), dtype=bool)
    for column in (followups.CONTENT, followups.FEEDBACK):
        for line, words, won in _hits(vocabulary(ledger), log, column, everything):
            record = at.get(numbers[line])
            if record is None or closed[record] or record in told:
                continue
            told.add(record)
            where = _("{words} ({where})").format(words=words, where=log.cell(line, column))
            yield _problem(register, record, leads.STATUS, (where, won, state[record]))


def _hits(
    signals: Signals, register: Register, column: Column, among: Mask
) -> Iterator[tuple[int, str, bool]]:
    """Yield (record, matched words, tells of a deal) for the records ``among`` these."""
    data = register.data.get(column.header)
    if data is None:
        return
    texts = ((at, text) for at, text in enumerate(data.raw) if isinstance(text, str))
    found = {at: hit for at, text in texts if (hit := signals.find(text)) is not None}
    if found:
        for record in np.flatnonzero(data.flags(found) & among).tolist():
            words, won = found[int(data.codes[record])]
            yield record, words, won


def vocabulary(ledger: Ledger) -> Signals:
    """Return the words to look for: crmbook's own, and the team's in 字典 under 备注信号."""
    register = ledger[DICTIONARY]
    listed: dict[str, list[str]] = {DEAL: [], LOSS: [], IGNORED: []}
    if register is not None:
        for record, name in enumerate(register.values(settings.WORD_COLUMN)):
            meaning = register.text(settings.WORD_VALUE, record)
            if name == SIGNALS and meaning in listed:
                listed[meaning] += split_aliases(register.text(settings.WORD_ALIAS, record))
    return Signals(*(tuple(listed[meaning]) for meaning in (DEAL, LOSS, IGNORED)))


def _problem(
    register: Register, record: int, column: Column, told: tuple[str, bool, str]
) -> Problem:
    words, won, state = told
    message = (
        _("“{words}”, but 线索状态 is {state}: a signing may be missing")
        if won
        else _("“{words}”, but 线索状态 is {state}: perhaps 无效 or 已流失")
    ).format(words=words, state=state)
    return register.problem(CHECK, record, column, Issue(CHECK.name, message))
