"""Leads that stand on several sheets: carried over from month to month, they count once (U06)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from crmbook.facts.known_by import company_name, company_names, keys
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import CLOSED, statuses
from crmbook.facts.tabs import Tab
from crmbook.schema.sheets import leads

#: A number under which so many companies stand is none: they are then compared whole.
_MANY = 30


def same_lead(register: Register, record: int, other: int) -> bool:
    """Whether two records with one number are one lead: of one company, as far as both name it.

    Two reps who number their own sheets both begin with XS2024001: those are two leads.
    """
    return _same(company_name(register, record), company_name(register, other))


def carried(ledger: Ledger) -> dict[int, int]:
    """Return the records whose lead stands again on a later sheet, and the record where it counts.

    A lead is known by its number and company; without a number, by its company and a phone or the
    contact, on sheets of one file that are not two reps' own. A lead that ended (signed, lost) is
    over: the same company later, without the number, is a new lead. The later sheet is that of the
    later month, else the one further right.
    """
    if "carried" not in ledger.derived:
        ledger.derived["carried"] = _carried(ledger)
    found: dict[int, int] = ledger.derived["carried"]
    return found


def _carried(ledger: Ledger) -> dict[int, int]:
    register = ledger.leads
    if register is None or len(register.places) < 2:
        return {}
    order = _in_time(register, ledger.tabs.get(register.sheet.name, ()))
    names = company_names(register)
    found = dict(_by_number(register, order, names))
    left = [record for record in order if record not in found]
    found.update(_by_person(ledger, register, left, names))
    return {record: _final(found, record) for record in found}


def _final(found: dict[int, int], record: int) -> int:
    """Follow a lead to its last sheet; what lies between is shortened on the way."""
    last = record
    while last in found:
        last = found[last]
    while found.get(record, last) != last:
        found[record], record = last, found[record]
    return last


def _in_time(register: Register, tabs: tuple[Tab, ...]) -> list[int]:
    """Return the records sheet by sheet: by month where every tab names one, else as they stand."""
    ranks = np.arange(len(register.places))
    months = sorted((tab.month, place) for place, tab in enumerate(tabs) if tab.month is not None)
    if len(months) == len(ranks):
        ranks[[place for _month, place in months]] = np.arange(len(ranks))
    order: list[int] = np.argsort(ranks[register.place], kind="stable").tolist()
    return order


def _by_number(register: Register, order: list[int], names: list[str]) -> Iterator[tuple[int, int]]:
    key, place = register.sheet.key, register.place.tolist()
    if key is None or key not in register:
        return
    known = register.values(key).tolist()
    bearers: dict[object, dict[str, list[int]]] = defaultdict(dict)
    for record in order:
        if known[record] is None:
            continue
        waiting, name = bearers[known[record]], names[record]
        for other in _compatible(waiting, name):
            if waiting[other] and place[waiting[other][0]] != place[record]:
                yield from ((earlier, record) for earlier in waiting[other])
                waiting[other] = []
        waiting.setdefault(name, []).append(record)


def _compatible(waiting: dict[str, list[int]], name: str) -> list[str]:
    if len(waiting) > _MANY:
        return [name] if name in waiting else []
    return [other for other in waiting if _same(name, other)]


def _by_person(
    ledger: Ledger, register: Register, order: list[int], names: list[str]
) -> Iterator[tuple[int, int]]:
    """Yield what is one lead by its company and a phone or contact, though no number says so."""
    tabs, state = ledger.tabs.get(register.sheet.name, ()), statuses(ledger, register).tolist()
    own, place = register.values(leads.ID).tolist(), register.place.tolist()
    known, waiting = keys(register, names), defaultdict[object, list[int]](list)
    found: set[int] = set()

    def is_one(earlier: int, later: int) -> bool:
        before, after = place[earlier], place[later]
        reps = {tabs[at].owner for at in (before, after) if at < len(tabs)} - {""}
        return (
            earlier not in found
            and (own[earlier] is None or own[later] is None)
            and (state[earlier] not in CLOSED or state[earlier] == state[later])
            and register.places[before].book == register.places[after].book
            and len(reps) < 2
        )

    for record in order:
        for key in known[record]:
            if waiting[key] and place[waiting[key][0]] != place[record]:
                one = [earlier for earlier in waiting[key] if is_one(earlier, record)]
                found.update(one)
                yield from ((earlier, record) for earlier in one)
                waiting[key] = []
            waiting[key].append(record)


def _same(name: str, other: str) -> bool:
    """Whether two match names may be one company's; short forms count, and so do blanks."""
    return name in other or other in name
