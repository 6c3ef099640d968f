"""跟进记录表: the contacts of each lead, with a grade chain that fits 意向等级 at every month end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sample_data.story import words
from sample_data.story.calendar import LAST, at, days, next_working, office_hour
from sample_data.story.grades import mark
from sample_data.story.lead import Contact, Fate, Lead
from sample_data.story.months import CONVERTING, FOLLOWING, plan_of
from sample_data.story.people import LEAVER_GONE
from sample_data.story.words import Phrase

_STAGES = ("初步接触", "需求深度挖掘", "方案呈现与谈判", "成交签约")
_CLOSE_OF_DESK = at(LAST, 18, 30)
Script = list[tuple[Phrase, str]]


def write(lead: Lead, rng: Random) -> None:
    """Give a lead its log rows, and settle its first and last grade by what the rows can tell."""
    script = _script(lead, rng)
    when = _moments(lead, len(script), rng)
    for (phrase, stage), moment in zip(script[-len(when) :] if when else [], when, strict=True):
        lead.log.append(_contact(lead, (phrase, stage), moment, rng))
    _plans(lead, rng)
    _chain(lead, rng)


def _script(lead: Lead, rng: Random) -> Script:
    """Return what happens in a lead's contacts, in order."""
    parts = _Parts(
        first=[(rng.choice(_openers(lead)), _STAGES[0])],
        deeper=[(phrase, _STAGES[1]) for phrase in rng.sample(words.DEEPER, 2)],
        closing=[(phrase, _STAGES[2]) for phrase in rng.sample(words.CLOSING, 2)],
        nursing=[(phrase, _STAGES[0]) for phrase in rng.sample(words.NURSING, 1)],
    )
    if lead.fate in {Fate.WON, Fate.UNDATED}:
        return _won(lead, parts, rng)
    if lead.fate is Fate.LOST:
        return _lost(lead, parts, rng)
    if lead.fate is Fate.PAUSED:
        return [*parts.first, (rng.choice(words.PAUSING), _STAGES[0])]
    return _open(lead, parts, rng) if lead.fate is Fate.OPEN else []


@dataclass(frozen=True, slots=True)
class _Parts:
    first: Script
    deeper: Script
    closing: Script
    nursing: Script


def _won(lead: Lead, parts: _Parts, rng: Random) -> Script:
    if lead.fate is Fate.UNDATED:
        last = (words.UNDATED, _STAGES[3])
        return [*parts.first, *parts.deeper, *parts.closing, last]
    deeper = parts.deeper[: rng.randint(1, 2)]
    return [*parts.first, *deeper, parts.closing[0], (words.SIGNING, _STAGES[3])]


def _open(lead: Lead, parts: _Parts, rng: Random) -> Script:
    if lead.last_grade.startswith("A"):
        return [*parts.first, parts.deeper[0], *parts.closing[: rng.randint(0, 1)]]
    if lead.last_grade == "B":
        return parts.first + (parts.deeper[:1] if rng.random() < 0.15 else [])
    return parts.first + (parts.nursing if rng.random() < 0.1 else [])


def _lost(lead: Lead, parts: _Parts, rng: Random) -> Script:
    last = (rng.choice(words.LOSING[lead.lost_reason]), _STAGES[1])
    if lead.lost_stage == FOLLOWING:
        return [*parts.first, *parts.deeper[: rng.randint(0, 1)], last]
    if lead.lost_stage == CONVERTING:
        return [*parts.first, parts.deeper[0], parts.closing[0], last]
    return []


def _openers(lead: Lead) -> Sequence[Phrase]:
    met = lead.values.get("线索来源", "").startswith("展会")
    return [phrase for phrase in words.FIRST if met or phrase.way != "展会"]


def _moments(lead: Lead, count: int, rng: Random) -> list[dt.datetime]:
    """Return the moments of ``count`` contacts (fewer when the days do not suffice)."""
    assert lead.assigned is not None or not count  # noqa: S101 - who has a log has an owner
    if lead.assigned is None or not count:
        return []
    start = lead.assigned.date()
    end = lead.end or _last_contact(lead, start, rng)
    pool = days(start, end)
    if lead.assigned.hour >= 16 and len(pool) > 1:
        pool = pool[1:]
    early = pool[: 2 if lead.month_grade in {"A", "B"} else 4]
    chosen = {rng.choice(early), *([end] if count > 1 else [])}
    rest = [day for day in pool if day not in chosen and day > min(chosen)]
    chosen |= set(rng.sample(rest, min(max(0, count - len(chosen)), len(rest))))
    return [_moment(lead.assigned, day, rng) for day in sorted(chosen)]


def _moment(assigned: dt.datetime, day: dt.date, rng: Random) -> dt.datetime:
    if day == assigned.date():
        return assigned + dt.timedelta(minutes=rng.randrange(20, 110, 5))
    return office_hour(rng, day)


def _last_contact(lead: Lead, start: dt.date, rng: Random) -> dt.date:
    """Return the day of the last contact: recent for open leads, long ago for paused ones."""
    if lead.fate is Fate.UNDATED:
        return dt.date(2024, 3, 18) if start.month == 1 else dt.date(2024, 3, 26)
    if lead.fate is Fate.PAUSED:
        return days(start, min(LAST, start + dt.timedelta(rng.randint(12, 70))))[-1]
    idle = {"A": (0, 4), "B": (0, 9)}.get(lead.last_grade[:1], (1, 16))
    back = rng.randint(*idle) if rng.random() > 0.1 else rng.randint(15, 40)
    return days(start, max(start, LAST - dt.timedelta(back)))[-1]


def _contact(lead: Lead, said: tuple[Phrase, str], when: dt.datetime, rng: Random) -> Contact:
    phrase, stage = said
    product, need, pain = lead.offer
    fill = {"product": product, "need": need, "pain": pain}
    late = rng.randint(26, 60) if rng.random() < 0.05 else rng.choice((0, 1, 2, 3, 7))
    return Contact(
        when=when,
        by=lead.opener if lead.opener and when.date() <= LEAVER_GONE else lead.owner,
        way=phrase.way,
        content=phrase.content.format(**fill),
        feedback=phrase.feedback.format(**fill),
        plan=phrase.plan.format(**fill),
        stage=stage,
        initiator="客户" if stage in _STAGES[1:3] and rng.random() < 0.15 else "我方",
        recorded=min(when + dt.timedelta(hours=late, minutes=15), max(when, _CLOSE_OF_DESK)),
        pushed="是" if "推送" in phrase.content else "否",
        counterpart=lead.person.name if rng.random() < 0.4 else "",
    )


def _plans(lead: Lead, rng: Random) -> None:
    """Give each row but a closing one the day by which its plan is due."""
    for at_, row in enumerate(lead.log):
        later = lead.log[at_ + 1].when.date() if at_ + 1 < len(lead.log) else None
        if later is not None:
            wanted = row.when.date() + dt.timedelta(rng.randint(1, 6))
            row.due = next_working(min(wanted, max(later, row.when.date())))
        elif lead.fate is Fate.OPEN and rng.random() < 0.8:
            recent = LAST if (LAST - row.when.date()).days < 10 else row.when.date()
            row.due = next_working(recent + dt.timedelta(rng.randint(3, 9)))


def _chain(lead: Lead, rng: Random) -> None:
    """Write 意向等级变化: first → month-end grade within the month, the rest after it."""
    within = [row for row in lead.log if row.when.date() <= plan_of(lead.acquired.date()).last]
    beyond = lead.log[len(within) :]
    if not lead.month_grade:
        return
    if not within:
        lead.first_grade = lead.month_grade
    lead.last_grade = _reachable(lead, beyond)
    change = {id(rng.choice(within)): lead.month_grade} if within else {}
    if beyond:
        change[id(rng.choice(beyond))] = lead.last_grade[:1]
    grade = lead.first_grade
    for row in lead.log:
        new = change.get(id(row), grade)
        if row is lead.log[-1] and lead.last_grade == "A+":
            new = "A+"
        if new != grade or rng.random() < 0.5:
            row.change = f"{mark(grade)}→{mark(new)}"
        grade = new


def _reachable(lead: Lead, beyond: Sequence[Contact]) -> str:
    """Return the last grade that the log can lead to: none changes without a later row."""
    if not lead.log:
        return lead.month_grade
    if beyond or lead.last_grade[:1] == lead.month_grade:
        return lead.last_grade
    return lead.month_grade
