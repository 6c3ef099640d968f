"""Updating: what an incoming row changes in a record that is there already.

A blank never clears a cell (REQUIREMENTS §3.1). A blank cell is filled, a masked one (张*) gives way
to a full value that fits; a further phone goes to 备用电话, tags are gathered. What differs otherwise
is a conflict: listed, and written only where the source is preferred (``--prefer source``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from crmbook.facts.record import Record
from crmbook.model.cells import Raw, Value
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Context
from crmbook.schema.kinds.tags import Tags, label
from crmbook.schema.sheets import leads
from crmbook.schema.text import fold

#: What a list from outside never says of a record: who it is, and how far it has come.
_OWN: Final = frozenset({
    leads.ID, leads.STATUS, leads.ACQUIRED, leads.MERGED_INTO, leads.CUSTOMER_ID, leads.RULING,
})  # fmt: skip
_SPARE: Final = {leads.PHONE.header: leads.SPARE_PHONE}


@dataclass(slots=True)
class Update:
    """What a row changes in a record, and what it contradicts: column → (old, new)."""

    changes: dict[Column, tuple[Raw, Value]] = field(default_factory=dict)
    conflicts: dict[Column, tuple[Raw, Value]] = field(default_factory=dict)


def update(
    existing: Record, incoming: Mapping[Column, Value], context: Context, *, prefer_source: bool
) -> Update:
    """Return what the values of an incoming row change in a record, and what they contradict."""
    found = Update()
    for column, value in incoming.items():
        if column in _OWN or value in {None, ""} or column.computed:
            continue
        old = existing.raw(column)
        if existing.blank(column):
            found.changes[column] = old, value
        elif _meaning(column, value, context) != _held(existing, column):
            _settle(found, (existing, context), (column, value), prefer_source=prefer_source)
    return found


def _settle(
    found: Update, held: tuple[Record, Context], new: tuple[Column, Value], *, prefer_source: bool
) -> None:
    (existing, context), (column, value) = held, new
    old, spare = existing.raw(column), _SPARE.get(column.header)
    if existing.masked(column) and _fits(str(old), str(value)):
        found.changes[column] = old, value
    elif isinstance(column.kind, Tags):
        added = _further_tags(str(old), str(value), context, column)
        if added:
            found.changes[column] = old, ";".join([str(old).rstrip(";；"), *added])
    elif spare is not None and _is_known_phone(existing, spare, value):
        return
    elif spare is not None and existing.blank(spare) and spare not in found.changes:
        found.changes[spare] = existing.raw(spare), value
    else:
        (found.changes if prefer_source else found.conflicts)[column] = old, value


def _held(existing: Record, column: Column) -> str:
    value = existing.value(column)
    return fold(str(existing.raw(column) if value is None else value))


def _meaning(column: Column, value: Value, context: Context) -> str:
    parsed = column.kind.parse(_raw(value), context).value
    return fold(str(value if parsed is None else parsed))


def _raw(value: Value) -> Raw:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value


def _fits(masked: str, full: str) -> bool:
    """Whether a masked value may stand for a full one: what can be read of it agrees."""
    stars = masked.replace("＊", "*").replace("x", "*").replace("X", "*").strip()
    head, tail = stars.split("*", 1)[0], stars.rsplit("*", 1)[-1]
    return full.startswith(head) and full.endswith(tail) and "*" not in full


def _further_tags(old: str, new: str, context: Context, column: Column) -> list[str]:
    known = {fold(label(tag)) for tag in column.kind.parse(old, context).value or ()}
    tags = [label(tag) for tag in column.kind.parse(new, context).value or ()]
    return [tag for tag in tags if fold(tag) not in known]


def _is_known_phone(existing: Record, spare: Column, value: Value) -> bool:
    """Whether a phone stands under 备用电话 already, or among several in one cell."""
    digits = _digits(value)
    held = [existing.raw(leads.PHONE), existing.raw(spare)]
    return bool(digits) and any(digits in _digits(one) for one in held)


def _digits(value: Raw | Value) -> str:
    return "".join(char for char in str(value or "") if char.isdigit())
