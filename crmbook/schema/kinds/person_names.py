"""How people write persons: several in a cell, padded with white space, or nobody at all (U11)."""

from __future__ import annotations

import re

from crmbook.i18n import _
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.blanks import says_none
from crmbook.schema.text import half_width, is_nothing

_HAN_ONLY = lazy("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]+")
# A separator inside brackets belongs to a note: 张总（采购/行政）.
_SEPARATORS = lazy(r"\s*[/、，,;；|&＆\n]\s*(?![^(（]*[)）])")
_COMPOUND = frozenset((
    "欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "东方",
    "端木", "独孤",
))  # fmt: skip
#: What people fill in for a contact they do not have.
PLACEHOLDERS = frozenset((
    "待定", "待补", "待补充", "待填", "待确认", "测试", "test", "某人", "联系人", "客户", "本人",
    "匿名", "保密", "同上", "姓名", "无", "没有", "暂无", "未知", "不详", "不知道", "未提供",
    "未留", "没留", "先生", "女士", "小姐", "太太", "夫人", "美女", "帅哥", "老师", "师傅", "同志", "某某",
    "某先生", "某女士", "某总", "张某某", "测试人", "测试人员", "测试用户", "demo",
))  # fmt: skip
#: One letter, a run of one, marks without a letter: A, aaa, ？.
_DUMMY = lazy(r"[a-z]|([a-z])\1{2,}|[\W_]+", re.IGNORECASE)
_TITLE = lazy(
    "(.*)(?:经理|总监|主任|主管|厂长|院长|董事长|总裁|助理|工程师|专员|部长|科长|处长|会计|老板|采购|销售|秘书)"
)
_PHONE = lazy(r"\+?\d[\d -]{5,}\d")
_ORGANISATION = lazy("(?:公司|集团|有限|工厂|银行|大学|医院)$")
_LONGEST = 30


def people(value: str) -> tuple[str, ...]:
    """Return the persons a text names: ``张总、李工`` → (张总, 李工); 张三 李四 are two as well."""
    parts = [part for part in _SEPARATORS.split(value) if not is_nothing(part)]
    return tuple(one for part in parts for one in _side_by_side(_single_spaced(part)))


def _side_by_side(part: str) -> list[str]:
    words = part.split()
    several = (
        len(words) > 1
        and all(2 <= len(word) <= 4 and _HAN_ONLY.fullmatch(word) for word in words)
        and words[0] not in _COMPOUND
        and not any(_is_title(word) for word in words)
    )
    return words if several else [part]


def _is_title(word: str) -> bool:
    """Whether a word is a position (采购经理) and no person (张经理)."""
    match = _TITLE.fullmatch(word)
    return match is not None and (len(match[1]) != 1 or match[1] in "总副")


def single_spaced(text: str) -> str:
    """Return a text with 张　三, padded to the width of three characters, put together: 张三."""
    return "\n".join(_single_spaced(line) for line in text.splitlines())


def _single_spaced(line: str) -> str:
    words = line.split()
    if len(words) < 2:
        return line.strip()
    padded = all(_HAN_ONLY.fullmatch(word) for word in words) and (
        any(len(word) == 1 for word in words) or words[0] in _COMPOUND
    )
    return ("" if padded else " ").join(words)


def is_nobody(name: str) -> bool:
    """Whether a text names no person: 待定, 先生 alone, A, ？."""
    return name.casefold() in PLACEHOLDERS or says_none(name) or bool(_DUMMY.fullmatch(name))


def odd(name: str) -> str:
    """Return why a text does not look like a person, "" when it does."""
    plain = half_width(name)
    phone = _PHONE.search(plain)
    if phone is not None:
        return _("a phone number in the name: {number}").format(number=phone[0])
    if "@" in plain:
        return _("an e-mail address in the name")
    if any(character.isdigit() for character in plain):
        return _("there is a digit in the name")
    if _ORGANISATION.search(plain):
        return _("“{name}” is an organisation, not a person").format(name=name)
    if len(plain) > _LONGEST:
        return _("more than {count} characters: is this a note?").format(count=_LONGEST)
    return ""
