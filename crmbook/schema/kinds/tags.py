"""需求标签: bare tags and ``键:值`` pairs (M11, M27)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from crmbook.i18n import _
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed, Vocabulary
from crmbook.schema.text import fold, half_width, is_nothing, tidy

_SEPARATORS = lazy("[;；、，,\n|]+")
_COLON = lazy("\\s*[:：]\\s*")
#: The keys of 003's own example; a pair under one of them is never unknown.
KEYS = ("行业", "规模", "需求痛点", "决策风格")

Tag = tuple[str | None, str]


class TagList(tuple[Tag, ...]):
    """The tags of one record in the order typed, each (key or None, value)."""

    __slots__ = ()

    def __str__(self) -> str:
        return ";".join(label(tag) for tag in self)

    def has(self, wanted: str) -> bool:
        """Whether a bare tag, a ``键:值`` or a key is among them; width and case do not matter."""
        sought = fold(wanted)
        return any(sought in {fold(label(tag)), fold(tag[1]), fold(tag[0] or "")} for tag in self)


def label(tag: Tag) -> str:
    """Return a tag as it is written: ``急需采购``, ``行业:制造业``."""
    key, value = tag
    return value if key is None else f"{key}:{value}"


class Tags(Kind):
    """Tags: ``急需采购；价格敏感``, ``行业:制造业;规模:中型``; a :class:`TagList`."""

    name: ClassVar[str] = "tags"
    checks: ClassVar[tuple[str, ...]] = ("tag-unknown",)

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a list of tags; one that a complete vocabulary lacks stays, and is reported."""
        tags = TagList(dict.fromkeys(_tags(raw)))
        if not tags:
            return Parsed()
        words = context.vocabulary
        if words is None or not words.complete:
            return Parsed(tags)
        known = TagList(_known(tag, words) for tag in tags)
        strange = [label(tag) for tag in known if not _listed(tag, words)]
        return Parsed(known, tuple(_unknown(one, words) for one in strange))

    def format(self, value: Any) -> str:
        """Return the tags joined by ``;``."""
        return str(TagList(value))


def _tags(raw: str) -> Iterator[Tag]:
    for part in _SEPARATORS.split(tidy(raw)):
        if is_nothing(part):
            continue
        key, *rest = _COLON.split(tidy(part), maxsplit=1)
        value = rest[0] if rest else ""
        if key and value:
            yield key, value
        elif key or value:
            yield None, key or value


def _known(tag: Tag, words: Vocabulary) -> Tag:
    """Return a bare tag under the name that 字典 gives it."""
    key, value = tag
    return (None, words.aliases.get(fold(value), value)) if key is None else tag


def _listed(tag: Tag, words: Vocabulary) -> bool:
    key, value = tag
    if key is None:
        return value in words.values or fold(value) in words.aliases
    names = {*words.values, *KEYS}
    return half_width(key) in names or f"{key}:{value}" in names or value in names


def _unknown(tag: str, words: Vocabulary) -> Issue:
    from difflib import get_close_matches  # noqa: PLC0415 - 3 ms that a book without typos saves

    near = get_close_matches(tag, words.values, n=3, cutoff=0.5)
    remedy = _("Did you mean {values}?").format(values="、".join(near)) if near else ""
    return Issue("tag-unknown", _("“{tag}” is no tag of 字典").format(tag=tag), remedy=remedy)
