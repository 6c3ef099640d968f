"""Merging records: values taken over, the other marked 重复, what refers to it led to the survivor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from crmbook.facts.ledger import Ledger
from crmbook.facts.record import Record
from crmbook.facts.register import Register
from crmbook.facts.settings import PEOPLE_VOCABULARY
from crmbook.facts.status import DUPLICATE
from crmbook.i18n import _
from crmbook.match.survivorship import conflict, taken_over
from crmbook.schema.column import Column, Sheet
from crmbook.schema.sheets import (
    FOLLOWUPS,
    LEADS,
    ORDERS,
    SERVICES,
    customers,
    followups,
    leads,
    orders,
)
from crmbook.workflows.record_edits import RecordEdits


@dataclass(frozen=True, slots=True)
class Merge:
    """One record that is merged into another: both known by their numbers."""

    survivor: Record
    other: Record


def why_not(merge: Merge, edits: RecordEdits) -> str:
    """Return why a merge cannot be carried out, "" when it can."""
    for record in (merge.survivor, merge.other):
        if not edits.writable(record.register, record.at):
            return _("{id} stands in another file").format(id=record.id)
        if "!" in record.id:
            return _("{id} has no number yet: crmbook check --fix issues one").format(id=record.id)
    return conflict(merge.survivor, merge.other)


def plan_merge(merge: Merge, ledger: Ledger, edits: RecordEdits) -> None:
    """Write one merge into the edits."""
    survivor, other = merge.survivor, merge.other
    reason = _("merged into {id}").format(id=survivor.id)
    if survivor.register.sheet is other.register.sheet:
        people = ledger.vocabularies.get(PEOPLE_VOCABULARY)
        for taken in taken_over(survivor, other, people):
            edits.put(survivor.register, survivor.at, taken.column, taken.value, taken.reason)
    elif other.blank(leads.CUSTOMER_ID):
        edits.put(other.register, other.at, leads.CUSTOMER_ID, survivor.id, reason)
    if other.register.sheet is LEADS:
        edits.put(other.register, other.at, leads.STATUS, DUPLICATE, reason)
        edits.put(other.register, other.at, leads.MERGED_INTO, survivor.id, reason)
    else:
        edits.put(other.register, other.at, customers.MERGED_INTO, survivor.id, reason)
    for register, column, record in _referring(merge, ledger):
        if edits.writable(register, record):
            edits.put(register, record, column, survivor.id, reason)


def _referring(merge: Merge, ledger: Ledger) -> Iterator[tuple[Register, Column, int]]:
    """Yield the cells that name the record that goes.

    The log of a lead that turns out to be a customer's stays with the lead, which names the customer.
    """
    if merge.survivor.register.sheet is not merge.other.register.sheet:
        return
    columns: tuple[tuple[Sheet, Column], ...]
    if merge.other.register.sheet is LEADS:
        columns = ((FOLLOWUPS, followups.LEAD_ID), (ORDERS, orders.LEAD_ID))
    else:
        columns = (
            (ORDERS, orders.CUSTOMER_ID),
            (SERVICES, orders.SERVICE_CUSTOMER),
            (LEADS, leads.CUSTOMER_ID),
        )
    for sheet, column in columns:
        register = ledger[sheet]
        if register is not None and column in register:
            for record in np.flatnonzero(register.values(column) == merge.other.id).tolist():
                yield register, column, record
