"""One word of a vocabulary."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A value, the other spellings people use for it, and the class (分类) it is counted under."""

    value: str
    aliases: tuple[str, ...] = ()
    group: str = ""


def word(value: str, aliases: str = "", group: str = "") -> Word:
    """Return a word; its aliases are separated by spaces."""
    return Word(value, tuple(aliases.split()), group)
