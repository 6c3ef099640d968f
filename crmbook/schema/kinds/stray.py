"""Stray white space and invisible characters, by place and by name (U09)."""

from __future__ import annotations

from crmbook.i18n import N_, _
from crmbook.schema.text import INVISIBLE

#: What the eye does not tell from a plain space, or does not see at all.
_NAMES = {
    "\t": N_("tab"), "\n": N_("line break"), "\r": N_("carriage return"),
    "\u00a0": N_("no-break space"), "\u00ad": N_("soft hyphen"), "\u2002": N_("en space"),
    "\u2003": N_("em space"), "\u2009": N_("thin space"), "\u200b": N_("zero-width space"),
    "\u200c": N_("zero-width non-joiner"), "\u200d": N_("zero-width joiner"),
    "\u200e": N_("left-to-right mark"), "\u200f": N_("right-to-left mark"),
    "\u202a": N_("direction mark"), "\u202b": N_("direction mark"), "\u202c": N_("direction mark"),
    "\u202d": N_("direction mark"), "\u202e": N_("direction mark"),
    "\u202f": N_("narrow no-break space"), "\u2060": N_("word joiner"),
    "\u3000": N_("full-width space"), "\ufeff": N_("byte order mark"),
}  # fmt: skip


def marks(text: str) -> str:
    """Return the unusual blanks in a text: ``U+200B zero-width space, U+00A0 …``; "" for none."""
    odd = [one for one in dict.fromkeys(text) if one in _NAMES or INVISIBLE.fullmatch(one)]
    return _(", ").join(_named(one) for one in odd)


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"{code} {_(_NAMES[character])}" if character in _NAMES else code


def stray(raw: str, tidied: str) -> str:
    """Say where a text has white space that its tidy form has not, and what it is if not a space."""
    kept = set(tidied)
    names = marks("".join(one for one in raw if one not in kept))
    where = _where(INVISIBLE.sub("", raw), tidied)
    return _("{where}: {names}").format(where=where, names=names) if names else where


def _where(seen: str, tidied: str) -> str:
    before, behind = seen != seen.lstrip(), seen != seen.rstrip()
    inside = seen.strip() != tidied
    if inside and (before or behind):
        return _("white space around the text and inside of it")
    if inside:
        return _("white space inside the text")
    if before and behind:
        return _("white space before and behind the text")
    if before or behind:
        return _("white space before the text") if before else _("white space behind the text")
    return _("invisible characters in the text")
