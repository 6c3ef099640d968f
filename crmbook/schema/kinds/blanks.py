"""Words that stand for an empty cell: 无, 暂无, N/A; of dates and amounts also 待定, 未签."""

from __future__ import annotations

from crmbook.schema.text import fold, is_nothing

_NONE = frozenset((
    "无", "没有", "暂无", "未知", "不详", "不知道", "未提供", "未留", "没留", "空", "n/a", "na",
    "none", "null", "nil",
))  # fmt: skip
#: What a date, a size or an amount is not yet.
_NOT_YET = frozenset((
    "未签", "未签约", "未签单", "未签订", "没签", "还没签", "尚未签约", "待签", "待签约", "未成交", "未流失",
    "未定", "没定", "还没定", "尚未确定", "暂未确定", "暂未定", "未确定", "不确定", "不清楚", "待定", "待补",
    "待补充", "待填", "待确认", "待核实", "待沟通", "待了解", "未填", "未填写", "暂缺", "暂不清楚", "暂不详",
    "未透露", "不方便透露", "没说", "未说", "tbd", "tbc", "unknown",
))  # fmt: skip
_AROUND = "()[]【】。.、,，"


def says_none(text: str) -> bool:
    """Whether a tidy text says that there is nothing to say; a bare dash does, too."""
    return text.casefold() in _NONE or (len(text) < 4 and is_nothing(text))


def not_yet(text: str) -> bool:
    """Whether a text says that a date, a size or an amount is missing so far: 无, 待定, 未签, -."""
    if is_nothing(text):
        return True
    plain = fold(text).strip(_AROUND)
    return plain in _NONE or plain in _NOT_YET
