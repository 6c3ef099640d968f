"""A follow-up told in one line, read as a row of 跟进记录表 (M58).

``6月15日电话沟通，客户要求增加售后培训，需等待内部反馈，下次跟进6月22日``. A line may hold several,
each behind its date (U03); what is dated in the future is the next step of the one before. What
does not say when is not taken.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from crmbook.i18n import _
from crmbook.intake.clauses import Part, Sorted, is_labelled, joined, sort_clauses
from crmbook.intake.diary import cut
from crmbook.intake.voices import Speakers, Ways, ways_of
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.kinds.date_text import Said, cut_tail, read
from crmbook.schema.kinds.date_words import relative
from crmbook.schema.kinds.grade import GradeChange
from crmbook.schema.kinds.partial import PartialDate, resolve
from crmbook.schema.numerals import arabic
from crmbook.schema.sheets import followups
from crmbook.schema.text import half_width

_CLOCK = r"(?:\s*(?:上午|早上|中午|下午|傍晚|晚上|晚)?\s*\d{1,2}(?:[:：]\d{2}|[点时](?:\d{1,2}分?|半)?))?"
_NEAR_DAY = lazy(
    r"\s*(?:(?P<now>刚才|刚刚|刚)|(?P<day>今天|今日|今早|今晚|昨天|昨日|昨晚|前天|"
    r"上(?:个)?(?:周|星期|礼拜)[一二三四五六日天]|(?:本|这)(?:周|星期|礼拜)[一二三四五六日天])"
    r"(?P<half>上午|早上|中午|下午|傍晚|晚上|晚)?)"
    rf"(?P<clock>{_CLOCK})\s*[:：,，]?\s*"
)
_BACK = {"今": 0, "昨": 1, "前": 2}
_WEEKDAYS = "一二三四五六日"
_TASK = lazy(r"\s*(?:之?前|以前|截止|之?后|以后)")
#: A date in a plan; the one that is furthest ahead is when the plan is done.
_PLANNED = lazy(
    r"(?:20\d{2}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|20\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|(?<![\d.])\d{1,2}[/.]\d{1,2}(?![\d.万折倍米元%])"
    r"|今天|明天|大后天|后天|(?:本|这|这个|下+|下个)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:本|这个|下+|下个)(?:周|星期|礼拜)"
    r"|(?:本|这个|下+|下个|\d{1,2})?月(?:份)?(?:初|上旬|中旬|下旬|底|末)|下+个?月"
    r"|[\d一二两三四五六七八九十]{1,3}\s*个?(?:天|日|周|星期|礼拜|月)(?:之内|之后|以内|以后|内|后)"
    r"|(?<![\d月])\d{1,2}[日号](?!楼|线|机)"
)
_TIME_BEHIND = lazy(_CLOCK)
_FAR = dt.timedelta(180)
_WHEN_LABEL = lazy(r"\s*(?:跟进|联系|拜访)?(?:时间|日期)\s*[:：]\s*")
#: What behind a comma says that a further date tells of a follow-up, not of a plan.
_DONE = lazy(r".{0,12}(?:已|了|未接|没接|没打通|收到)")
_BARE_WAY = lazy(
    r"[\u4e00-\u9fff]{0,6}(?:沟通|联系|交流|回访|拜访|电话|微信|邮件|会议|面谈|聊天|聊|通话)"
)
_SHORT = 8

Words = Mapping[str, Vocabulary]
#: When, what was done, as it stands, whether the year was said.
_Piece = tuple[dt.datetime, str, str, bool]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One follow-up; a part is empty where the line does not say it.

    ``sure`` false: the year was inferred; ``doubts``: what the line says in a way that may mean
    several things, in words — such a cell is left blank; ``raw`` the line as it stands.
    """

    when: dt.datetime
    way: str
    by: str
    content: str
    feedback: str
    next_step: str
    due: dt.datetime | None
    grade: GradeChange.Change | None
    raw: str
    sure: bool = True
    doubts: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the four that every follow-up has (时间+方式+核心内容+下一步行动) are not there."""
        four = ((followups.WAY, self.way), (followups.CONTENT, self.content),
                (followups.NEXT_STEP, self.next_step))  # fmt: skip
        return tuple(column.header for column, value in four if not value)


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece that cannot be taken, for a person to look at; ``why`` in words."""

    text: str
    why: str


def spoken(text: str, today: dt.datetime, words: Words) -> list[Spoken | Unread]:
    """Return the follow-ups that one line tells of, in its order."""
    reader = _Reader(today, Speakers(words.get(followups.BY.vocabulary)), ways_of(words))
    return list(reader.read(text.strip()))


@dataclass(frozen=True)
class _Reader:
    today: dt.datetime
    speakers: Speakers
    ways: Ways

    def read(self, text: str) -> Iterator[Spoken | Unread]:
        by, text = self._speaker(text)
        text = _WHEN_LABEL.sub("", text, count=1)
        near = _NEAR_DAY.match(text)
        if near is not None:
            yield self._note(self._near(near), text[near.end() :], text, by)
            return
        waiting: _Piece | None = None
        for date, body, raw in cut(text):
            moment = self._moment(date) if date else None
            ahead = moment is None or moment[0].date() > self.today.date()
            if waiting is not None and (ahead or self._goes_on(waiting, moment, body)):
                waiting = (waiting[0], f"{waiting[1]}，{raw}", waiting[2] + raw, waiting[3])
                continue
            if waiting is not None:
                yield self._note(waiting[0], waiting[1], waiting[2], by, sure=waiting[3])
                waiting = None
            if moment is None or ahead or _TASK.match(body):
                yield Unread(raw.strip(), self._why(date, moment, body))
            else:
                waiting = (moment[0], body, raw, moment[1])
        if waiting is not None:
            yield self._note(waiting[0], waiting[1], waiting[2], by, sure=waiting[3])

    def _goes_on(self, before: _Piece, moment: tuple[dt.datetime, bool] | None, body: str) -> bool:
        """Whether a dated piece behind a comma goes on with what comes next, as the one before did."""
        if moment is None or before[2].rstrip()[-1:] not in {"，", ",", "、"}:
            return False
        if moment[0].date() < before[0].date():
            return True
        planning = bool(sort_clauses(before[1]).ahead)
        return not _DONE.match(body) and (planning or not self.ways.find(body))

    def _speaker(self, text: str) -> tuple[str, str]:
        if is_labelled(text):
            return "", text
        by, rest = self.speakers.find(text)
        return (by, rest) if rest != text else ("", text)

    def _why(self, date: str, moment: tuple[dt.datetime, bool] | None, body: str) -> str:
        if not date:
            return _("it does not say when: begin with a date, or 今天, 昨天")
        if moment is None:
            return _("there is no such day")
        if _TASK.match(body):
            return _("it says what is to be done, not what was done")
        return _("the date lies in the future")

    def _moment(self, date: str) -> tuple[dt.datetime, bool] | None:
        """Return (when, whether the year was said); without a year the last one that is not ahead.

        A day that lies a little ahead is more likely mistyped than meant for last year.
        """
        said = read(date)
        if said is None or said.month is None or said.day is None:
            return None
        time = said.time or dt.time()
        if said.year is not None:
            found = _day(said, said.year, time)
            return None if found is None else (found, True)
        here, last = _day(said, self.today.year, time), _day(said, self.today.year - 1, time)
        late = here is None or here.date() > self.today.date()
        if late and last is not None and self.today - last <= _FAR:
            return last, False
        return None if here is None else (here, False)

    def _near(self, match: re.Match[str]) -> dt.datetime:
        """Return when 今天下午3点, 昨天, 上周三 was; 刚才 is now."""
        if match["now"]:
            return self.today.replace(second=0, microsecond=0)
        word = match["day"]
        if word[0] in _BACK:
            day = self.today.date() - dt.timedelta(_BACK[word[0]])
        else:
            monday = self.today.date() - dt.timedelta(self.today.weekday())
            weekday = _WEEKDAYS.index(word[-1].replace("天", "日"))
            day = monday + dt.timedelta(weekday - 7 * (word[0] == "上"))
        half = match["half"] or ("晚上" if word.endswith("晚") else "")
        clock = half_width((half if match["clock"] else "") + (match["clock"] or "").strip())
        tail = cut_tail(arabic(clock)) if clock else None
        time = tail.time if tail is not None and tail.time is not None else dt.time()
        return dt.datetime.combine(day, time)

    def _note(
        self, when: dt.datetime, body: str, raw: str, by: str, *, sure: bool = True
    ) -> Spoken | Unread:
        if when.date() > self.today.date():
            return Unread(raw.strip(), _("the date lies in the future"))
        named, text = self._speaker(body)
        parts = sort_clauses(text)
        content = _content(parts)
        if not content and not parts.ahead:
            return Unread(raw.strip(), _("nothing but a date"))
        by = named or by or self._labelled_person(parts)
        note = Spoken(
            when, self._way(parts), by, content, joined(parts.feedback), joined(parts.ahead),
            None, parts.grade, raw.strip(), sure,
        )  # fmt: skip
        return _with_due(note, parts)

    def _labelled_person(self, parts: Sorted) -> str:
        text = parts.labelled.get(Part.BY, "")
        return self.speakers.find(text + "：")[0] if text else ""

    def _way(self, parts: Sorted) -> str:
        """Return the way that our own words name; what the customer asks for is none."""
        if Part.WAY in parts.labelled:
            return self.ways.find(parts.labelled[Part.WAY])
        return self.ways.find(joined(parts.content))


def _day(said: Said, year: int, time: dt.time) -> dt.datetime | None:
    try:
        return dt.datetime.combine(dt.date(year, said.month or 0, said.day or 0), time)
    except ValueError:
        return None


def _content(parts: Sorted) -> str:
    """Return 跟进内容摘要: what we did, or all of the talk where that is no more than its way."""
    own = joined(parts.content)
    if parts.feedback and len(own) <= _SHORT and _BARE_WAY.fullmatch(own):
        return joined(parts.core)
    return own or joined(parts.core)


def _with_due(note: Spoken, parts: Sorted) -> Spoken:
    """Return a follow-up with the day by which its next step is to be done, where it says one."""
    text = parts.labelled.get(Part.DUE) or note.next_step
    found, unclear = list[dt.datetime](), list[str]()
    for match in _PLANNED.finditer(text):
        day = _planned(match[0], text[match.end() :], note.when)
        if day is None:
            unclear.append(match[0])
        else:
            found.append(day)
    if unclear:
        said = "、".join(unclear)
        return replace(note, doubts=(_("“{text}” may be no day").format(text=said),))
    due = max(found, default=None)
    if due is not None and due.date() < note.when.date():
        doubt = _("{date}, when the next step is due, lies before the follow-up")
        return replace(note, doubts=(doubt.format(date=f"{due:%Y-%m-%d}"),))
    return replace(note, due=due)


def _planned(words: str, behind: str, when: dt.datetime) -> dt.datetime | None:
    """Return the day that words in a plan mean, seen from the day on which it was made."""
    clock = _TIME_BEHIND.match(behind)
    tail = cut_tail(arabic(half_width(clock[0].strip()))) if clock and clock[0].strip() else None
    time = tail.time if tail is not None else None
    plain = "".join(arabic(half_width(words)).split())
    said = read(plain)
    if said is None or said.month is None or said.day is None:
        day = relative(plain, when.date())
        return None if day is None else dt.datetime.combine(day, time or dt.time())
    if said.year is not None:
        return _day(said, said.year, time or dt.time())
    return resolve(PartialDate(said.month, said.day, time, plan=True), when)
