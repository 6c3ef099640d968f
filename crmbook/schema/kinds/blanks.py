"""Words that stand for an empty cell: 无, 暂无, N/A."""

from __future__ import annotations

from crmbook.schema.text import is_nothing

_NONE = frozenset((
    "无", "没有", "暂无", "未知", "不详", "不知道", "未提供", "未留", "没留", "空", "n/a", "na",
    "none", "null", "nil",
))  # fmt: skip


def says_none(text: str) -> bool:
    """Whether a tidy text says that there is nothing to say; a bare dash does, too."""
    return text.casefold() in _NONE or (len(text) < 4 and is_nothing(text))
