"""Persons: contacts as people note them, and owners by 人员 (U11)."""

from __future__ import annotations

import re
from typing import ClassVar

from crmbook.i18n import _
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.kinds.text import Text, spaces
from crmbook.schema.text import fold, is_nothing, tidy

_SEPARATORS = re.compile(r"\s*[/、，,;；|&＆\n]\s*|(?<=[\u4e00-\u9fff])\s*和\s*(?=[\u4e00-\u9fff]{2})")
_ODD = re.compile(r"\d{3,}|@")
_PLACEHOLDERS = frozenset("无 没有 待定 待补 待填 不详 不知道 未知 测试 test xxx 某人 联系人 客户 本人".split())


def people(value: str) -> tuple[str, ...]:
    """Return the persons a cell names: ``张总、李工`` → (张总, 李工)."""
    return tuple(part for part in _SEPARATORS.split(value) if part)


class Person(Kind):
    """A contact, or several (张总、李工); str as people write it."""

    name: ClassVar[str] = "person"
    checks: ClassVar[tuple[str, ...]] = ("person-odd", "person-placeholder", "spaces")
    clean: ClassVar[re.Pattern[str] | None] = re.compile(r"[\u4e00-\u9fff·]{2,4}(?<!待定)(?<!未知)")

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell."""
        del context
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        if is_masked(text):
            return Parsed(text, masked=True)
        issues = spaces(raw, text)
        if fold(text) in _PLACEHOLDERS:
            message = _("“{text}” is nobody").format(text=text)
            issues = (*issues, Issue("person-placeholder", message))
        elif _ODD.search(text):
            message = _("there is a number or an address in the name")
            issues = (*issues, Issue("person-odd", message))
        return Parsed(text, issues)


class Owner(Text):
    """One of our own people; str, the name in 人员.

    An alias (小张, 张经理) is read as the name; of ``张三/李四`` the first owns, the others help. Who
    is not in 人员 passes as typed and is found by the schema check ``owner-unknown``.
    """

    name: ClassVar[str] = "owner"
    clean: ClassVar[re.Pattern[str] | None] = None

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell."""
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        if is_masked(text):
            return Parsed(text, masked=True)
        first = (people(text) or (text,))[0]
        words = context.vocabulary
        value = first if words is None else words.aliases.get(fold(first), first)
        return Parsed(value, spaces(raw, text))
