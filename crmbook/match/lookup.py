"""Lookup: which records a name, a short name, a phone, an address or a person means, best first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from crmbook.facts.register import Register
from crmbook.i18n import _
from crmbook.match import likeness
from crmbook.match.coded import Codes
from crmbook.match.entries import Entries, entries_of
from crmbook.match.members import Member, members_of, merged
from crmbook.match.names import Names, short
from crmbook.match.normal import digits_of, is_own
from crmbook.match.reasons import value_of
from crmbook.schema.kinds.person_names import is_nobody
from crmbook.schema.words.homophones import spoken

MOST: Final = 20
#: Below this share of the best hit, and of certainty, nothing is listed.
_NEAR_BEST: Final = 0.8
_LEAST: Final = 0.45
_LEAST_DIGITS: Final = 5
_NO_NUMBER: Final = re.compile(r"[^\d\s()（）+\-－—#*]")
_PERSON: Final = {1: 0.95, 2: 0.75, 3: 0.7}


@dataclass(frozen=True, slots=True)
class Found:
    """A record that answers, how well (0–1), and by what."""

    member: Member
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A distinct value of a field that answers."""

    field: str
    code: int
    score: float
    words: str


def lookup(registers: Sequence[Register], text: str, most: int = MOST) -> list[Found]:
    """Return the records that ``text`` means, best first; none of a text without anything to find.

    ``text``: a company's name in full, shortened, misspelt or in pinyin; a phone or its last digits;
    an e-mail address; a person; a number such as XS2024001. Records merged away are left out.
    """
    asked = text.strip()
    if not short(asked):
        return []
    entries = entries_of(registers, [merged(one) for one in registers])
    members = members_of(registers)
    best: dict[int, tuple[float, list[str]]] = {
        at: (1.0, [_("its number")]) for at, one in enumerate(members) if one.id == asked.upper()
    }
    for hit in _hits(entries, asked):
        for at in np.flatnonzero(_codes(entries, hit.field) == hit.code).tolist():
            score, words = best.get(at, (0.0, []))
            shown = hit.words.format(value=value_of(entries, hit.field, at))
            best[at] = (max(score, hit.score), [*words, shown])
    return _ordered(best, members)[:most]


def _codes(entries: Entries, field: str) -> Codes:
    return entries.phone.codes if field == "phone" else entries[field].codes


def _ordered(best: dict[int, tuple[float, list[str]]], members: Sequence[Member]) -> list[Found]:
    top = max((score for score, _words in best.values()), default=0.0)
    least = max(_LEAST, _NEAR_BEST * top)
    order = sorted(best, key=lambda at: (-round(best[at][0], 3), -len(best[at][1]), at))
    return [
        Found(members[at], round(best[at][0], 3), tuple(best[at][1]))
        for at in order
        if best[at][0] >= least
    ]


def _hits(entries: Entries, asked: str) -> Iterator[_Hit]:
    if _NO_NUMBER.search(asked) is None and sum(map(str.isdigit, asked)) >= _LEAST_DIGITS:
        yield from _by_phone(entries, asked)
    elif "@" in asked:
        yield from _by_mail(entries, asked)
    else:
        yield from _by_name(entries, asked)
        yield from _by_person(entries, asked)
    yield from _equal(entries, "wechat", short(asked), 0.95, _("WeChat {value}"))


def _by_phone(entries: Entries, asked: str) -> Iterator[_Hit]:
    wanted = digits_of(asked)
    for code, numbers in enumerate(entries.phone.values):
        if wanted in numbers:
            yield _Hit("phone", code, 1.0, _("phone {value}"))
        elif any(_holds(one, wanted) for one in numbers):
            yield _Hit("phone", code, 0.8, _("phone {value} holds these digits"))
        elif len(wanted) >= 10 and likeness.phones([numbers], [(wanted,)])[0] == 3:
            yield _Hit("phone", code, 0.6, _("phone {value} differs in one digit"))


def _holds(number: str, wanted: str) -> bool:
    """Whether a number ends or begins with these digits, or differs by its area code alone."""
    return number.endswith(wanted.lstrip("0")) or number.startswith(wanted)


def _by_mail(entries: Entries, asked: str) -> Iterator[_Hit]:
    wanted = asked.casefold()
    yield from _equal(entries, "mail", wanted, 1.0, _("e-mail {value}"))
    domain = wanted.rpartition("@")[2]
    for code, address in enumerate(entries["mail"].values):
        if address != wanted and address.endswith("@" + domain) and is_own(domain):
            yield _Hit("mail", code, 0.7, _("an e-mail of the same domain: {value}"))


def _by_name(entries: Entries, asked: str) -> Iterator[_Hit]:
    names = entries["name"].values
    found = Names(names).rank(asked)
    if asked.isascii() and not (found and found[0][0] >= _LEAST):
        yield from _by_sound(names, asked)
    for score, code in found:
        whole = score >= 1.0
        yield _Hit(
            "name", code, score, _("company {value}") if whole else _("the name fits: {value}")
        )


def _by_sound(names: Sequence[str], asked: str) -> Iterator[_Hit]:
    """Yield names whose pinyin holds what was typed: huading, or hd for its first letters."""
    wanted = re.sub(r"[\s']", "", asked.casefold())
    if len(wanted) < 2 or not wanted.isalpha():
        return
    for code, name in enumerate(names):
        if not name.isascii():
            syllables = spoken(name).split()
            whole, initials = "".join(syllables), "".join(one[0] for one in syllables)
            if wanted in whole and len(wanted) > 3:
                yield _Hit(
                    "name",
                    code,
                    0.9 if whole.startswith(wanted) else 0.8,
                    _("sounds like it: {value}"),
                )
            elif wanted in initials:
                score = 0.75 if initials.startswith(wanted) else 0.6
                yield _Hit("name", code, score, _("its first letters: {value}"))


def _by_person(entries: Entries, asked: str) -> Iterator[_Hit]:
    wanted = short(asked)
    if is_nobody(wanted) or len(wanted) > 4:
        return
    for code, people in enumerate(entries["person"].values):
        score = _PERSON.get(min(likeness.person(wanted, one) for one in people))
        if score is not None:
            yield _Hit("person", code, score, _("contact {value}"))


def _equal(entries: Entries, field: str, wanted: str, score: float, words: str) -> Iterator[_Hit]:
    values = entries[field].values
    if wanted in values:
        yield _Hit(field, values.index(wanted), score, words)
