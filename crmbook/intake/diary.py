"""Diaries: years of follow-ups typed into one cell, cut into dated pieces (U03).

``3.2电话，要报价；3.5已发，等回复；3/12未接`` is three. A date begins a piece where one can begin: at
the start of the text or of a line, or behind a full stop or semicolon; behind a comma or a blank only
where it is no amount (3.5万), no version, no appointment (约3月8日再谈) and not before the one above.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from crmbook.model.patterns import lazy
from crmbook.schema.kinds.date_text import Said, read
from crmbook.schema.text import INVISIBLE

#: A date as it begins a piece; the first group that matches is it. Digits must not go on.
_DATE = (
    r"(?:20)?\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]?"
    r"|20\d{2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}"
    r"|20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|[12]\d[-/.]\d{1,2}[-/.]\d{1,2}(?![-/.\d])"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?"
    r"|\d{1,2}[-/.]\d{1,2}(?![-/.\d])"
)
_CLOCK = (
    r"(?:\s*+[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?)?"
    r"(?:\s*+(?:上午|早上|中午|下午|晚上|晚)?\s*+\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|[点时](?:\d{1,2}分?|半)?))?"
    r"(?:\s*+(?:上午|早上|中午|下午|晚上))?"
)
#: What stands before the date of a piece: a list number, a bracket. White space is possessive: a
#: cell of 600 line breaks took minutes.
_LEAD = r"(?:[(（]?\d{1,2}[、)）]\s*+|[①-⑳]\s*+|[-—–*•·#>]+\s*+)?[【\[(（〔]?\s*+"
_STRONG = r"(?:^|(?<=[\n\r；;。|！!？?]))\s*+"
_WEAK = r"(?<=[，,、\s）)】\]])\s*+"
_BEGIN = lazy(rf"{_STRONG}{_LEAD}(?P<date>{_DATE})(?P<clock>{_CLOCK})")
_AGAIN = lazy(rf"{_WEAK}{_LEAD}(?P<date>{_DATE})(?P<clock>{_CLOCK})")
#: What behind a number says that it is none of a date.
_UNIT = lazy(
    r"\s*(?:万|亿|千|百|元|块|%|‰|折|倍|版|米|吨|公斤|kg|k\b|g\b|m\b|个|台|套|条|天|小时|分钟|"
    r"分(?!公司)|人|家|次|年|寸|英寸|平|亩|度|升|版本|号(?:楼|线|库|机|门|厅|馆)|w\b|V\b|点(?!\d|钟|半|整))",
    re.IGNORECASE,
)
#: What follows the date of something that is yet to come, or of a span of days.
_AHEAD = lazy(
    r"\s*(?:之?前|以前|左右|再|后再|之?后|以后|[-~至到]\s*\d|要(?!求|报)|去拜访|见面聊|开会讨论)"
)
_TO_COME = lazy(
    r"(?:约|定|定在|定于|约好|约定|计划|预计|预约|下次|下一步|准备|打算|拟|将|等|待|到|至|截止|最迟|于|在|"
    r"改到|推迟到|延到|交期|有效期|生日|成立于|自|从)[:：]?\s*[(（]?$"
)
_CLOSE = lazy(r"^\s*[】\])）〕]?\s*[:：,，、.。\-—–]*\s*")
_NEAR: Final = 16  # characters before a date that say whether it is yet to come
_HALF: Final = 150  # days; people write forwards, so a leap back must be short to count as one
_SINCE_LEFT: Final = dt.timedelta(60)
#: A day that lies further back than that is one of the next year; less is disorder.
_TURN: Final = dt.timedelta(31)
_WIDE: Final = str.maketrans("０１２３４５６７８９．／－：", "0123456789./-:")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a diary. ``when`` None: it has no date, or one that cannot be; then ``why``.

    ``text`` is what was done, without the date; ``raw`` the piece as it stands. ``sure`` false: the
    year was inferred from nothing but today.
    """

    when: dt.datetime | None
    text: str
    raw: str
    sure: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int
    date: str
    clock: str


def cut(text: str) -> list[tuple[str, str, str]]:
    """Return (date, what was done, as it stands) of each piece; the date is "" where there is none.

    Nothing is lost: the pieces as they stand, one after the other, are the text.
    """
    marked = INVISIBLE.sub("", text)
    cuts = sorted(_cuts(marked.translate(_WIDE)), key=lambda one: one.start)
    found = []
    head = marked[: cuts[0].start] if cuts else marked
    if head.strip(" ;；，,。\n\r\t"):
        found.append(("", head.strip(" ;；\n\r\t"), head))
    for at, one in enumerate(cuts):
        end = cuts[at + 1].start if at + 1 < len(cuts) else len(marked)
        body = _CLOSE.sub("", marked[one.end : end], count=1)
        said = f"{one.date} {one.clock}".strip()
        found.append((said, body.strip().rstrip(";；，,、 \n\r\t"), marked[one.start : end]))
    return found


def _cuts(plain: str) -> Iterator[_Cut]:
    first = [one for one in _matches(_BEGIN, plain) if not _no_date(plain, one)]
    yield from first
    taken = {one.start for one in first}
    for one in _matches(_AGAIN, plain):
        inside = any(a.start <= one.start < a.end for a in first)
        if one.start in taken or inside or _no_date(plain, one) or not first:
            continue
        before = plain[max(0, one.start - _NEAR) : one.start].rstrip("，,、 \t（(")
        clear = "月" in one.date or "/" in one.date or one.date.count(".") == 2 or "-" in one.date
        goes_on = plain[one.start - 1] in "，,\n" or clear
        if goes_on and not _TO_COME.search(before) and not _AHEAD.match(plain, one.end):
            yield one


def _matches(pattern: re.Pattern[str], plain: str) -> Iterator[_Cut]:
    for match in pattern.finditer(plain):
        yield _Cut(match.start(), match.end(), match["date"], match["clock"].strip())


def _no_date(plain: str, one: _Cut) -> bool:
    """Whether what looks like a date is an amount, a version, a span, or no day at all."""
    date_end = plain.find(one.date, one.start) + len(one.date)
    if not one.date.rstrip().endswith(("日", "号", "月")) and _UNIT.match(plain, date_end):
        return True
    said = read(one.date)
    return said is None or not 1 <= (said.month or 0) <= 12 or not 1 <= (said.day or 0) <= 31


def dated(text: str, since: dt.datetime | None, today: dt.datetime) -> list[Piece]:
    """Return the pieces of a diary with their dates.

    A year that is not said is that of the piece before, or the next one when the months go back by
    half a year; of the first piece that of ``since`` (分配时间), else the last one that is not in the
    future. Diaries whose newest piece stands on top are read from the bottom.
    """
    pieces = cut(text)
    order = range(len(pieces))
    turned = _newest_first([date for date, _text, _raw in pieces if date])
    found: dict[int, Piece] = {}
    before: dt.datetime | None = None
    for at in reversed(order) if turned else order:
        date, said, raw = pieces[at]
        if not date:
            found[at] = Piece(None, said, raw.strip(), why="undated")
            continue
        when = _moment(date, before, (since, today))
        if when is None or when.date() > today.date():
            found[at] = Piece(
                None, said, raw.strip(), why="no such day" if when is None else "future"
            )
            continue
        sure = before is not None or since is not None or read(date).year is not None  # type: ignore[union-attr]
        found[at] = Piece(when, said, raw.strip(), sure=sure)
        before = when
    return [found[at] for at in order]


def _newest_first(dates: list[str]) -> bool:
    """Whether the days go back more often than they go on.

    Without years a long leap is a step over New Year, the other way round.
    """
    back = on = 0
    for one, other in pairwise(said for date in dates if (said := read(date))):
        step = _ordinal(other) - _ordinal(one)
        if bool(one.year) != bool(other.year) or not step:
            continue
        turned = not one.year and abs(step) > _HALF
        if (step < 0) != turned:
            back += 1
        else:
            on += 1
    return back > on


def _ordinal(said: Said) -> int:
    return (said.year or 0) * 372 + (said.month or 0) * 31 + (said.day or 0)


def _moment(
    date: str, before: dt.datetime | None, around: tuple[dt.datetime | None, dt.datetime]
) -> dt.datetime | None:
    said = read(date)
    if said is None or said.month is None or said.day is None:
        return None
    time = said.time or dt.time()
    if said.year is not None:
        return _day(said.year, said.month, said.day, time)
    since, today = around

    def in_year(year: int) -> dt.datetime | None:
        return _day(year, said.month or 0, said.day or 0, time)

    if before is not None or since is not None:
        seen, back = (before, _TURN) if before is not None else (since or today, _SINCE_LEFT)
        here, later = in_year(seen.year), in_year(seen.year + 1)
        early = here is None or here < seen - back
        return later if early and later is not None and later.date() <= today.date() else here
    here = in_year(today.year)
    return here if here is not None and here.date() <= today.date() else in_year(today.year - 1)


def _day(year: int, month: int, day: int, time: dt.time) -> dt.datetime | None:
    try:
        return dt.datetime.combine(dt.date(year, month, day), time)
    except ValueError:
        return None


def starts_with_date(text: str) -> str:
    """Return the date that a text begins with, "" for none."""
    plain = INVISIBLE.sub("", text).translate(_WIDE)
    match = _BEGIN.match(plain)
    if match is None or _no_date(plain, _Cut(match.start(), match.end(), match["date"], "")):
        return ""
    return match["date"]
