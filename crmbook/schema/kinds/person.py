"""Persons: contacts as people note them, and owners by 人员 (U11)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed, Vocabulary
from crmbook.schema.kinds.choice import canonical
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.kinds.person_names import (
    PLACEHOLDERS,
    is_nobody,
    odd,
    people,
    single_spaced,
)
from crmbook.schema.kinds.text import shown, spaces
from crmbook.schema.text import fold, is_nothing, tidy

__all__ = ["Owner", "OwnerName", "Person", "collaborators", "people"]


class Person(Kind):
    """A contact, or several joined by 、 (张总、李工); str as people write it."""

    name: ClassVar[str] = "person"
    checks: ClassVar[tuple[str, ...]] = ("person-odd", "person-placeholder", "spaces")
    clean: ClassVar[re.Pattern[str] | None] = lazy(
        "[\u4e00-\u9fff]{2,4}(?<!公司)(?<!集团)|[\u4e00-\u9fff]{1,7}·[\u4e00-\u9fff]{1,7}"
    )

    def _unclean(self, values: list[Raw]) -> Iterable[int]:
        found = super()._unclean(values)
        if PLACEHOLDERS.isdisjoint(values):
            return found
        return sorted({*found, *(at for at, one in enumerate(values) if one in PLACEHOLDERS)})

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell; who is nobody has no value."""
        del context
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        if is_masked(text) or any(map(is_masked, people(text))):
            return Parsed(text, masked=True)
        name = single_spaced(text)
        named = [one for one in people(name) if not is_nobody(one)]
        if not named or is_nobody(text):
            message = _("“{text}” is nobody").format(text=text)
            return Parsed(issues=(Issue("person-placeholder", message),))
        value = "、".join(named)
        # 张三 李四 are two people whatever stands between them: no matter of white space.
        written = text if value != name else name
        return Parsed(value, (*spaces(raw, written), *_odd(name)))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a number or a date as the text a reader sees; it is odd all the same."""
        return self.parse_text(shown(raw), context)


def _odd(name: str) -> tuple[Issue, ...]:
    reason = odd(name)
    return (Issue("person-odd", reason),) if reason else ()


class OwnerName(str):
    """The owner of a record: equal to the name in 人员; ``others`` help (张三/李四)."""

    __slots__ = ("others",)
    others: tuple[str, ...]

    def __new__(cls, name: str, others: tuple[str, ...] = ()) -> Self:
        """Return an owner with the people who help."""
        self = super().__new__(cls, name)
        self.others = others
        return self


def collaborators(value: object) -> tuple[str, ...]:
    """Return who else a parsed owner cell names: ``张三/李四`` → (李四,)."""
    return value.others if isinstance(value, OwnerName) else ()


class Owner(Kind):
    """One of our own people; str, the name in 人员; :class:`OwnerName` where several are named.

    An alias (小张, 张经理) is read as the name; of ``张三/李四`` the first owns, the others help. Who
    is not in 人员 passes as typed: of the owner, the schema check ``owner-unknown`` says so, of
    those who help, this kind.
    """

    name: ClassVar[str] = "owner"
    checks: ClassVar[tuple[str, ...]] = ("owner-unknown", "spaces")

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell."""
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        if is_masked(text) or any(map(is_masked, people(text))):
            return Parsed(text, masked=True)
        words = context.vocabulary
        known = None if words is None else canonical(text, words)
        if known is not None:
            return Parsed(known, _written(raw, text, known))
        names = [_known(one, words) for one in people(single_spaced(text))]
        if not names:
            return Parsed()
        first, others = names[0], tuple(names[1:])
        value = OwnerName(first, others) if others else first
        return Parsed(value, (*spaces(raw, text), *_unknown(others, words)))

    def format(self, value: Any) -> str:
        """Return the names joined by ``/``."""
        return "/".join((str(value), *collaborators(value)))


def _written(raw: str, text: str, name: str) -> tuple[Issue, ...]:
    """Return the issue of white space around an alias, or inside of a name (张　三)."""
    return spaces(raw, name if fold(text) == fold(name) else text)


def _known(name: str, words: Vocabulary | None) -> str:
    return (canonical(name, words) if words is not None else None) or name


def _unknown(others: tuple[str, ...], words: Vocabulary | None) -> tuple[Issue, ...]:
    if words is None or not words.complete:
        return ()
    return tuple(
        Issue("owner-unknown", _("“{value}” is not in 人员").format(value=one))
        for one in others
        if one not in words.values
    )
