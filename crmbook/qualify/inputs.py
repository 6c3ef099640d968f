"""The three questions of a grade: a clear need, budget enough, known who decides (M30).

Each is answered yes, no or unknown. A typed column comes first, then what the texts say, the latest
last; the words are rows of 字典, where a manager edits them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.wordings import wording_of
from crmbook.qualify.amounts import Amount, budgets, in_words
from crmbook.qualify.evidence import NOTHING, Answer, Evidence, Evidences, weighed
from crmbook.qualify.readings import Reading, readings
from crmbook.qualify.titles import titles
from crmbook.schema.rules import ENOUGH_BUDGET, NEED_LENGTH
from crmbook.schema.sheets import leads
from crmbook.schema.words.qualifying import BUDGET, CHAIN, DECIDES, NEED, NO, TITLES, WILLING, YES

_ANSWERS = {YES: Answer.YES, NO: Answer.NO}


@dataclass(frozen=True)
class Inputs:
    """Evidence of each question, one for every lead; ``willing`` is asked by the screening alone."""

    need: Evidences
    budget: Evidences
    chain: Evidences
    willing: Evidences


def inputs_of(ledger: Ledger, register: Register) -> Inputs:
    """Return what is known of every lead of a register."""
    return Inputs(
        _need(ledger, register),
        _budget(ledger, register),
        _chain(ledger, register),
        _said(ledger, register, WILLING),
    )


def _said(ledger: Ledger, register: Register, name: str) -> Evidences:
    """Return what the texts say to a question of 字典."""
    found = readings(ledger, register, wording_of(ledger, name))
    return _each(found, lambda reading: _evidence(reading, name))


def _evidence(reading: Reading | None, name: str) -> Evidence:
    if reading is None:
        return NOTHING
    answer = _ANSWERS.get(reading.value)
    if answer is None:  # neither 是 nor 否 in 字典: nobody knows what it means
        return NOTHING
    return Evidence(answer, reading.where, reading.words, name)


def _each(found: Evidences, evidence: object) -> Evidences:
    """Return the evidence of each distinct thing found, spread over the leads."""
    known: dict[int, Evidence] = {}
    result = np.empty(len(found), dtype=object)
    for at, one in enumerate(found):
        held = known.get(id(one))
        if held is None:
            held = known[id(one)] = evidence(one)  # type: ignore[operator]
        result[at] = held
    return result


def _need(ledger: Ledger, register: Register) -> Evidences:
    """Return what the texts say; a description that says enough of itself is a need, too."""
    found = _said(ledger, register, NEED)
    data = register.data.get(leads.NEED.header)
    if data is None:
        return found
    least = ledger.rules.count(NEED_LENGTH)
    described = data.spread([_described(raw, least) for raw in data.raw], NOTHING)
    silent = np.fromiter((one is NOTHING for one in found), bool, len(found))
    found[silent] = described[silent]
    return found


def _described(raw: object, least: int) -> Evidence:
    text = raw.strip() if isinstance(raw, str) else ""
    if len(text) < least:
        return NOTHING
    return Evidence(Answer.YES, leads.NEED.header, _clipped(text), NEED_LENGTH.code)


def _clipped(text: str, most: int = 20) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _budget(ledger: Ledger, register: Register) -> Evidences:
    enough = ledger.rules.number(ENOUGH_BUDGET)
    amounts = _each(budgets(register), lambda amount: _amount(amount, enough))
    return weighed(amounts, _said(ledger, register, BUDGET))


def _amount(amount: Amount | None, enough: float) -> Evidence:
    if amount is None:
        return NOTHING
    reached = amount.low >= enough
    compared = f"{'≥' if reached else '<'} {in_words(enough)}"
    answer = Answer.YES if reached else Answer.NO
    return Evidence(answer, amount.where, amount.said, ENOUGH_BUDGET.code, compared)


def _chain(ledger: Ledger, register: Register) -> Evidences:
    """决策权限 最终决策人, else what the texts say, else a title of somebody who decides."""
    found = _said(ledger, register, CHAIN)
    typed = register.values(leads.AUTHORITY)
    held = titles(ledger, register)
    for record in np.flatnonzero((typed != None) | (held != None)).tolist():  # noqa: E711
        if typed[record] == DECIDES:
            told = found[record]
            against = (told.words, told.where) if told.answer is Answer.NO else None
            found[record] = _DECIDES._replace(against=against) if against else _DECIDES
        elif found[record] is NOTHING and typed[record] is None and held[record].value == DECIDES:
            found[record] = Evidence(Answer.YES, leads.POSITION.header, held[record].words, TITLES)
    return found


_DECIDES = Evidence(Answer.YES, leads.AUTHORITY.header, DECIDES)
