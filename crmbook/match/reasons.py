"""Why two records are taken for one, in words: what agrees first, then what does not (M21)."""

from __future__ import annotations

from typing import Final

from crmbook.i18n import N_, _
from crmbook.match.comparison import Compared
from crmbook.match.entries import Entries
from crmbook.match.fields import MISSING
from crmbook.match.linkage import Linkage
from crmbook.model.words import shown

#: By field what each level says, from level 1 on; "" says nothing worth a word.
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        N_("same company: {a}"), N_("a short name of it: {a} / {b}"),
        N_("company names nearly the same: {a} / {b}"),
        N_("company names have a part in common: {a} / {b}"),
        N_("other company name: {a} / {b}"),
    ),
    "outpost": ("", N_("one is a branch: {a} / {b}")),
    "person": (
        N_("same contact: {a}"), N_("contacts nearly the same: {a} / {b}"),
        N_("contacts fit: {a} / {b}"),
        N_("same surname: {a} / {b}"), N_("other contact: {a} / {b}"),
    ),
    "phone": (
        N_("same phone: {a}"), N_("same landline: {a}"), N_("phones differ in one digit: {a} / {b}"),
        N_("a phone that was cut: {a} / {b}"), N_("other phone: {a} / {b}"),
    ),
    "mail": (
        N_("same e-mail: {a}"), N_("e-mails nearly the same: {a} / {b}"),
        N_("an e-mail that was cut: {a} / {b}"), N_("e-mails of one domain: {a} / {b}"),
        N_("other e-mail: {a} / {b}"),
    ),
    "wechat": (N_("same WeChat: {a}"), N_("other WeChat: {a} / {b}")),
    "address": (
        N_("same address: {a}"), N_("addresses nearly the same: {a} / {b}"), N_("the same street: {a} / {b}"),
        N_("other address: {a} / {b}"),
    ),
    "website": (
        N_("same website: {a}"), N_("websites nearly the same: {a} / {b}"), N_("other website: {a} / {b}"),
    ),
    "region": ("", N_("other place: {a} / {b}")),
    "industry": ("", N_("other industry: {a} / {b}")),
    "size": (N_("same size: {a}"), "", ""),
    "need": (N_("same need: {a}"), ""),
}  # fmt: skip
#: From this level on a field speaks against; the levels before it speak for.
_AGAINST: Final = {"name": 5, "outpost": 2, "person": 4, "phone": 5, "mail": 5, "wechat": 2,
                   "address": 4, "website": 3, "region": 2, "industry": 2}  # fmt: skip
_SHOWN_AS: Final = {"region": "name", "outpost": "name"}
_WIDTH: Final = 30


def reasons(linkage: Linkage, at: int) -> tuple[str, ...]:
    """Return in words what speaks for and against the pair ``at``."""
    pro: list[str] = []
    con: list[str] = []
    for one in linkage.compared:
        level = int(one.levels[at])
        words = _WORDS.get(one.field.name, ())
        if level == MISSING or level > len(words) or not words[level - 1]:
            continue
        found = con if level >= _AGAINST.get(one.field.name, len(words) + 1) else pro
        found.append(_said(words[level - 1], linkage, one, at))
    return (*pro, *con)


def _said(words: str, linkage: Linkage, one: Compared, at: int) -> str:
    field = _SHOWN_AS.get(one.field.name, one.field.name)
    entries, (left, right) = linkage.entries, linkage.pairs
    a, b = (value_of(entries, field, int(side[at])) for side in (left, right))
    if one.field.name == "region" and a == b:
        a, b = (value_of(entries, "area", int(side[at])) for side in (left, right))
    text = _(words).format(a=a, b=b)
    return text if "{b}" in words or a == b else f"{text} / {b}"


def value_of(entries: Entries, field: str, at: int) -> str:
    """Return what stands in an entry's cell for a field, shortened."""
    entry = entries.entry(at)
    register = entries.registers[entry.register]
    for column in entries.columns(register, field):
        raw = register.raw(column, entry.record)
        if raw is not None:
            return shown(raw, _WIDTH)
    return ""
