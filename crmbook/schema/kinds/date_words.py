"""Plans in words: 明天, 下周三, 月底, 3天后 (U10). Each proposes a day, seen from its record's date."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

from crmbook.model.patterns import lazy

Rule = Callable[[re.Match[str], dt.date], dt.date]

_NEAR = {"今": 0, "当": 0, "本": 0, "明": 1, "次": 1, "后": 2, "大后": 3}
_DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7, "末": 6, "1": 1, "2": 2,
         "3": 3, "4": 4, "5": 5, "6": 6, "7": 7}  # fmt: skip
_PART = {"初": 1, "上旬": 10, "中": 15, "中旬": 15, "下旬": 31, "底": 31, "末": 31}


def relative(words: str, reference: dt.date) -> dt.date | None:
    """Return the day that words (half-width, digits, no spaces) mean, None when they mean none."""
    for pattern, rule in _RULES:
        match = pattern.fullmatch(words)
        if match is not None:
            return rule(match, reference)
    return None


def _near(match: re.Match[str], reference: dt.date) -> dt.date:
    return reference + dt.timedelta(_NEAR[match[1]])


def _later(match: re.Match[str], reference: dt.date) -> dt.date:
    count = int(match[1] or 1)
    if match[2] == "月":
        return _month(reference, count, reference.day)
    return reference + dt.timedelta(count * (1 if match[2] in {"天", "日"} else 7))


def _weekday(match: re.Match[str], reference: dt.date) -> dt.date:
    """周三 is the next one; 本周三 and 下周三 count weeks from Monday."""
    monday = reference - dt.timedelta(reference.weekday())
    day = _DAYS[match[2]]
    if match[1]:
        return monday + dt.timedelta(7 * match[1].count("下") + day - 1)
    found = monday + dt.timedelta(day - 1)
    return found if found >= reference else found + dt.timedelta(7)


def _week(match: re.Match[str], reference: dt.date) -> dt.date:
    """下周 alone is due by its Friday."""
    monday = reference - dt.timedelta(reference.weekday())
    return monday + dt.timedelta(7 * match[1].count("下") + 4)


def _part_of_month(match: re.Match[str], reference: dt.date) -> dt.date:
    return _month(reference, (match[1] or "").count("下"), _PART[match[2] or "底"])


def _day_of_month(match: re.Match[str], reference: dt.date) -> dt.date:
    day = int(match[2])
    if match[1]:
        return _month(reference, match[1].count("下"), day)
    return _month(reference, int(day < reference.day), day)


def _part_of_named_month(match: re.Match[str], reference: dt.date) -> dt.date:
    month = int(match[1])
    return _month(reference, (month - reference.month) % 12, _PART[match[2]])


def _year_end(match: re.Match[str], reference: dt.date) -> dt.date:
    return dt.date(reference.year + (match[1] == "明"), 12, 31)


def _quarter_end(match: re.Match[str], reference: dt.date) -> dt.date:
    months = (-reference.month) % 3 + 3 * (match[1] or "").count("下")
    return _month(reference, months, 31)


def _month(reference: dt.date, ahead: int, day: int) -> dt.date:
    """Return a day of the month that many months ahead; a day it lacks is its last."""
    months = reference.year * 12 + reference.month - 1 + ahead
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, max(1, min(day, last)))


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (lazy(pattern), rule)
    for pattern, rule in (
        (r"(今|当|本|明|次|后|大后)[天日]", _near),
        (r"(\d{1,3})?个?(天|日|周|星期|礼拜|月)(?:后|之后|以后|内|之内|以内)", _later),
        (r"(本|这|这个|下+|下个)?(?:周|星期|礼拜)([一二三四五六日天末1-7])", _weekday),
        (r"(本|这|这个|下+|下个)(?:周|星期|礼拜)", _week),
        (r"(本|这个|下+|下个)?月(?:份)?(初|上旬|中旬|中|下旬|底|末)", _part_of_month),
        (r"(下+|下个)月()", _part_of_month),
        (r"(本月|这个月|下+月|下个月)?(\d{1,2})[日号]", _day_of_month),
        (r"(1[0-2]|[1-9])月份?(初|上旬|中旬|中|下旬|底|末)", _part_of_named_month),
        (r"(今|本|明)?年(?:底|末)", _year_end),
        (r"(本|这个|下|下个)?季度?(?:底|末)", _quarter_end),
    )
)
