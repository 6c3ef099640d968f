"""Survivorship: which values the record that stays takes over from the one merged into it.

Nothing is lost by it: the other record stays in its row, as 重复. The record that stays keeps what it
holds; its blanks, and values that are masked (张*), are filled; phones, remarks and tags are
gathered; the earliest date of acquisition counts; a signing is never dropped; a manager's 主管裁定
names the owner (M22), else the record that stays, the earliest one, does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.facts.record import Record, as_value
from crmbook.facts.status import WON
from crmbook.i18n import N_, _
from crmbook.model.cells import Value
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.sheets import customers, leads
from crmbook.schema.text import fold

_BLANK: Final = N_("blank here, taken from {id}")
_FULLER: Final = N_("masked here, in full in {id}")
_GATHERED: Final = N_("put together with {id}")
_EARLIER: Final = N_("{id} was acquired earlier")
_SIGNED: Final = N_("{id} was signed")
_RULED: Final = N_("主管裁定")
#: What belongs to a record itself and is never taken over.
_OWN: Final = frozenset({
    leads.ID, leads.STATUS, leads.MERGED_INTO, leads.RULING, leads.NOTIFIED, leads.CONFIRMED,
    customers.ID, customers.STAGE, customers.LEVEL,
})  # fmt: skip
_SPARE: Final = {leads.PHONE: leads.SPARE_PHONE}
_GATHERED_TEXT: Final = frozenset({leads.REMARK})
_GATHERED_TAGS: Final = frozenset({leads.TAGS, customers.TAGS})


@dataclass(frozen=True, slots=True)
class Taken:
    """A value that the record that stays takes over, and why."""

    column: Column
    value: Value
    reason: str


def conflict(survivor: Record, other: Record) -> str:
    """Return why two records must not be merged unseen, "" when nothing speaks against it."""
    if survivor.register.sheet is not other.register.sheet:
        return ""
    signed = survivor.value(leads.SIGNED), other.value(leads.SIGNED)
    if all(isinstance(one, dt.datetime) for one in signed) and signed[0] != signed[1]:
        return _("both were signed, on different days: decide which signing counts, then merge")
    return ""


def taken_over(survivor: Record, other: Record, people: Vocabulary | None) -> Iterator[Taken]:
    """Yield what the record that stays takes over; both of one register."""
    found: dict[Column, Taken] = {}
    for column in survivor.register.sheet.columns:
        if column not in _OWN and not column.computed and not other.blank(column):
            for taken in _taken(survivor, other, column):
                found.setdefault(taken.column, taken)
    yield from found.values()
    yield from _ruled(survivor, other, people)
    yield from _signed(survivor, other)


def differing(survivor: Record, other: Record) -> list[Column]:
    """Return the columns in which both hold values that differ, so that one of them gives way."""
    return [
        column
        for column in survivor.register.sheet.columns
        if column not in _OWN
        and not column.computed
        and column not in _GATHERED_TAGS | _GATHERED_TEXT | {leads.ACQUIRED}
        and not survivor.blank(column)
        and not other.blank(column)
        and fold(str(survivor.value(column))) != fold(str(other.value(column)))
    ]


def _taken(survivor: Record, other: Record, column: Column) -> Iterator[Taken]:
    if survivor.blank(column):
        yield _as_is(other, column, _BLANK)
    elif survivor.masked(column) and not other.masked(column):
        yield _as_is(other, column, _FULLER)
    elif column is leads.ACQUIRED and _earlier(survivor, other, column):
        yield _as_is(other, column, _EARLIER)
    elif column in _GATHERED_TAGS | _GATHERED_TEXT:
        yield from _gathered(survivor, other, column)
    elif _is_further(survivor, other, column):
        yield Taken(_SPARE[column], str(other.raw(column)), _(_BLANK).format(id=other.id))


def _is_further(survivor: Record, other: Record, column: Column) -> bool:
    """Whether the other record holds one more phone, for which there is a place."""
    spare = _SPARE.get(column)
    same = fold(str(survivor.value(column))) == fold(str(other.value(column)))
    return spare is not None and survivor.blank(spare) and not same


def _as_is(other: Record, column: Column, why: str) -> Taken:
    return Taken(column, as_value(other.raw(column)), _(why).format(id=other.id))


def _earlier(survivor: Record, other: Record, column: Column) -> bool:
    mine, its = survivor.value(column), other.value(column)
    return isinstance(mine, dt.datetime) and isinstance(its, dt.datetime) and its < mine


def _gathered(survivor: Record, other: Record, column: Column) -> Iterator[Taken]:
    mine, its = str(survivor.raw(column)).strip(), str(other.raw(column)).strip()
    if its not in mine:
        yield Taken(column, f"{mine};{its}", _(_GATHERED).format(id=other.id))


def _ruled(survivor: Record, other: Record, people: Vocabulary | None) -> Iterator[Taken]:
    """Yield the owner that a manager named, on either record (M22)."""
    if leads.RULING not in survivor.register or people is None:
        return
    for record in (survivor, other):
        said = record.value(leads.RULING)
        name = people.aliases.get(fold(said), said) if isinstance(said, str) else None
        if name in people.values:
            if name != survivor.value(leads.OWNER):
                yield Taken(leads.OWNER, name, _(_RULED))
            return


def _signed(survivor: Record, other: Record) -> Iterator[Taken]:
    """Yield the status when only the record that goes was signed: a deal is never dropped."""
    if survivor.value(leads.STATUS) != other.value(leads.STATUS) == WON:
        yield Taken(leads.STATUS, WON, _(_SIGNED).format(id=other.id))
