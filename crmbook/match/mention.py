"""Mentions: which leads a sentence is about — by number, by a company's name in it, or as looked up."""

from __future__ import annotations

import re

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
_GAP = lazy("[ \u3000]{2,}")
_SPEAKER = lazy(r"[【\[(（]?[\u4e00-\u9fff·]{2,5}[】\])）]?\s*[:：]\s*")
_STOPS = " \u3000，,。；;：:、|-—\t"
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
        found = _length(name, whole, head)
        if found > length:
            best, length = [], found
        if found and found == length:
            best.append(name)
    return of_companies(register, best)


def without_mention(text: str, member: Member) -> str:
    """Return a text without the number of its lead, and without its company at the very start."""
    rest = _GAP.sub(" ", _NUMBER.sub("", text)).strip(_STOPS)
    speaker = _SPEAKER.match(rest)
    begin = speaker.end() if speaker else 0
    size = _begun(_plain(rest[begin:]), member.company)
    end = next((at for at in range(begin, len(rest) + 1) if len(_plain(rest[begin:at])) >= size), 0)
    return rest[:begin] + rest[end:].lstrip(_STOPS) if size else rest


def _length(name: str, whole: str, head: str) -> int:
    """Return of how many characters the mention of a company in a text is, 0 for none."""
    full = _plain(name)
    if full in whole:
        return len(full)
    said = [len(one) for one in _short(name)[1:] if len(one) >= _LEAST and one in head]
    return max((*said, _begun(_SPEAKER.sub("", head, count=1), name)))


def _begun(start: str, name: str) -> int:
    """Return how many characters of a company's name a text begins with: 无锡亿洲 of 无锡亿洲精密机械.

    A place alone is no company, and one character is no name.
    """
    place, whole, core = _short(name)[:3]
    found = [_common(start, _plain(name)), _common(start, whole)]
    named = max(found)
    bare = _common(start, core)
    return max(named if named >= len(place) + _LEAST else 0, bare if bare >= _LEAST else 0)


def _short(name: str) -> tuple[str, str, str, str]:
    """Return (place, place and core, core, brand) of a company's name, as texts are compared."""
    parts = company_parts(fold(name))
    place, core, brand = _plain("".join(parts.places)), _plain(parts.core), _plain(parts.brand)
    return place, place + core, core, brand


def _common(first: str, second: str) -> int:
    """Return how many characters two texts have in common at their start."""
    for at, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return at
    return min(len(first), len(second))


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


def _plain(text: str) -> str:
    return simplified(fold(text)).replace(" ", "")
