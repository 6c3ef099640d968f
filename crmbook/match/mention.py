"""Mentions: which leads a sentence is about — by number, by a company's name in it, or as looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from crmbook.facts.register import Register
from crmbook.match.lookup import lookup
from crmbook.match.members import Member, merged
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.company_parts import company_parts
from crmbook.schema.sheets import leads
from crmbook.schema.text import fold, simplified

_NUMBER = lazy(r"(?<![0-9A-Za-z])(?:XS\d{7,10}|\d{11,14})(?!\d)", re.IGNORECASE)
_HEAD = lazy(r"[，,。；;！!\n]")
_LEAST = 2
#: A hit that is so much better than the next is meant.
_CLEAR = 0.1


def numbered(register: Register, text: str) -> list[Member]:
    """Return the leads whose numbers stand in a text, in its order."""
    known = {number: at for at, number in enumerate(register.values(leads.ID)) if number}
    found = (match[0].upper() for match in _NUMBER.finditer(text))
    return [Member(register, known[one]) for one in dict.fromkeys(found) if one in known]


def mentioned(register: Register, text: str) -> list[Member]:
    """Return the leads whose company a text names: those of the longest name found in it.

    A full name counts wherever it stands; a short one (华鼎 of 杭州华鼎科技有限公司) in the first
    clause alone: behind it a customer may speak of others.
    """
    whole = _plain(text)
    head = _plain(_HEAD.split(text.strip(), maxsplit=1)[0])
    best: list[str] = []
    length = 0
    for name in {one for one in register.values(leads.COMPANY).tolist() if one}:
        for spelling, where in _spellings(name, whole, head):
            if spelling not in where:
                continue
            if len(spelling) > length:
                best, length = [], len(spelling)
            if len(spelling) == length and name not in best:
                best.append(name)
    return of_companies(register, best)


def named(register: Register, text: str) -> list[Member]:
    """Return the leads that a name, a phone or a number means, as ``lookup`` finds them, best first.

    One that is clearly the best comes alone.
    """
    found = [one for one in lookup([register], text) if one.member.register is register]
    if not found:
        return []
    top = found[0].score
    return [one.member for one in found if one.score > top - _CLEAR]


def of_companies(register: Register, names: list[str]) -> list[Member]:
    """Return the leads of some companies, but for those merged away."""
    wanted = set(names)
    away = merged(register)
    values = register.values(leads.COMPANY)
    found = [at for at, name in enumerate(values) if name in wanted and not away[at]]
    return [Member(register, at) for at in found]


def of_customer(register: Register, number: str) -> list[Member]:
    """Return the leads that became a customer, by its number."""
    found = np.flatnonzero(register.values(leads.CUSTOMER_ID) == number.strip().upper())
    return [Member(register, at) for at in found.tolist()]


def _spellings(name: str, whole: str, head: str) -> Iterator[tuple[str, str]]:
    """Yield (a way to write a company's name, the text in which it counts)."""
    yield _plain(name), whole
    parts = company_parts(fold(name))
    places = "".join(parts.places)
    for spelling in (places + parts.core, parts.core, parts.brand):
        if len(spelling) >= _LEAST:
            yield _plain(spelling), head


def _plain(text: str) -> str:
    return simplified(fold(text)).replace(" ", "")
