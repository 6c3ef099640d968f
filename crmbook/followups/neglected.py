"""Leads that nobody has looked after, for the meeting: what ``due`` calls stale (M49), all at once.

``due`` weighs every lead, which takes 4 s of 100,000; a meeting asks for this one kind. A test holds
the two alike on random books.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.moments import DAY, Moments, moments, plausible
from crmbook.facts.register import Mask, Register
from crmbook.facts.status import PAUSED, open_leads, statuses
from crmbook.facts.wordings import wording_of
from crmbook.followups.cadence import Cadence, lead_class, lead_rule
from crmbook.followups.caps import PUSHES
from crmbook.followups.contacts import Contacts, contacts
from crmbook.followups.judging import FORGOTTEN, STALE
from crmbook.schema.sheets import followups, leads
from crmbook.schema.words.following import NOT_NOW


class Neglected(NamedTuple):
    """A lead (record) without contact for so many days, and without a plan; its last log row, or -1."""

    record: int
    days: int
    row: int


def neglected(
    ledger: Ledger, register: Register, grades: list[str | None], cadence: Cadence
) -> list[Neglected]:
    """Return them in the order of the sheet; ``grades``: the current one of every lead."""
    log = ledger.log
    whose = np.empty(0, np.int64) if log is None else lead_records(ledger, log)
    found = contacts(log, whose, len(register), ledger.today)
    today = np.datetime64(ledger.today.date(), "D")
    base = _base(register, found)
    idle = np.where(np.isnat(base), -1, (today - base).astype(np.int64))
    wanted = _open(ledger, register) & (idle > ledger.rules.number(STALE))
    wanted &= _planless(ledger, register, found, today)
    records = np.flatnonzero(wanted)
    records = records[_not_resting(ledger, found, records, grades)]
    late = [
        lead_class(grades[at]) != "C类" or _is_late(cadence, grades[at], base[at], today)
        for at in records.tolist()
    ]
    return [Neglected(at, int(idle[at]), int(found.row[at])) for at in records[late].tolist()]


def _base(register: Register, found: Contacts) -> Moments:
    """Return the day from which each lead is idle: the last contact, 分配时间, 获取时间."""
    assigned, acquired = (
        plausible(moments(register, one)) for one in (leads.ASSIGNED, leads.ACQUIRED)
    )
    begun = np.where(np.isnat(assigned), acquired, assigned)
    base: Moments = np.where(np.isnat(found.last), begun, found.last).astype(DAY)
    return base


def _open(ledger: Ledger, register: Register) -> Mask:
    mask = np.zeros(len(register), dtype=bool)
    mask[open_leads(ledger, register)] = True
    mask &= register.blank(leads.MERGED_INTO)
    mask &= statuses(ledger, register) != PAUSED
    return mask


def _planless(ledger: Ledger, register: Register, found: Contacts, today: np.datetime64) -> Mask:
    """Return who has no plan, or one so long past that nobody thinks of it any more."""
    planned = moments(register, leads.NEXT_CONTACT)
    kept = planned.astype(DAY) <= found.last.astype(DAY)  # false where there was no contact
    planned = np.where(kept, np.datetime64("NaT", "s"), planned)
    plan = np.fmin(found.promise, planned).astype(DAY)
    late = (today - plan).astype(np.int64)
    none: Mask = np.isnat(plan)
    return none | (late >= ledger.rules.number(FORGOTTEN))


def _not_resting(
    ledger: Ledger, found: Contacts, records: NDArray[np.int64], grades: list[str | None]
) -> Mask:
    """Return who wants to be contacted at all, and has not been pushed enough for this month."""
    log, limit = ledger.log, ledger.rules.number(PUSHES)
    rows = found.row[records].tolist()
    texts = [_said(ledger, row) for row in rows] if log is not None else []
    refused = set(wording_of(ledger, NOT_NOW).find(texts))
    pushed = found.pushes[records] >= limit if limit > 0 else np.zeros(len(records), dtype=bool)
    return np.array(
        [
            at not in refused and not (full and lead_class(grades[record]) == "C类")
            for at, (record, full) in enumerate(zip(records.tolist(), pushed.tolist(), strict=True))
        ],
        dtype=bool,
    )


def _said(ledger: Ledger, row: int) -> str:
    log = ledger.log
    if log is None or row < 0:
        return ""
    text = f"{log.text(followups.FEEDBACK, row)}，{log.text(followups.CONTENT, row)}"
    return text.replace("\n", "，")


def _is_late(
    cadence: Cadence, grade: str | None, base: np.datetime64, today: np.datetime64
) -> bool:
    """Whether a lead's window is over: a C类 inside its own only lacks a plan (§2.2)."""
    latest = cadence.window(base.astype(object), lead_rule(grade)).latest
    return bool(np.datetime64(latest, "D") < today)
