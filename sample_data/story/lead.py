"""One lead of the story, with everything that happens to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum

from sample_data.story.names import Company, Person


class Fate(Enum):
    """What becomes of a lead; the value is its 线索状态."""

    WON = "已签约"
    UNDATED = "已签约 "  # signed, 签约日期 forgotten: FORMS' note counts two of them
    LOST = "已流失"
    OPEN = "跟进中"
    PAUSED = "暂停跟进"
    WAITING = "待联系"
    UNASSIGNED = "待分配"
    INVALID = "无效"
    DUPLICATE = "重复"

    @property
    def status(self) -> str:
        """The word that stands in 线索状态."""
        return self.value.strip()


@dataclass
class Contact:
    """One row of 跟进记录表."""

    when: dt.datetime
    by: str
    way: str
    content: str
    feedback: str = ""
    plan: str = ""
    due: dt.date | None = None
    change: str = ""
    stage: str = ""
    initiator: str = "我方"
    recorded: dt.datetime | None = None
    pushed: str = "否"
    counterpart: str = ""


@dataclass
class Lead:
    """A lead; ``acquired`` is 获取时间.

    ``month_grade`` is its grade (A, B, C or "") at the end of the month it was acquired in;
    ``first_grade`` and ``last_grade`` are what it began with and ended in. ``offer`` is (product,
    need, pain).
    """

    acquired: dt.datetime
    fate: Fate
    signed: dt.date | None = None
    lost: dt.date | None = None
    lost_stage: str = ""
    lost_reason: str = ""
    month_grade: str = ""
    first_grade: str = ""
    last_grade: str = ""
    number: str = ""
    assigned: dt.datetime | None = None
    owner: str = ""
    company: Company = field(default_factory=lambda: Company("", "", ""))
    person: Person = field(default_factory=lambda: Person("", ""))
    values: dict[str, str] = field(default_factory=dict)
    offer: tuple[str, str, str] = ("", "", "")
    amount: float | None = None
    log: list[Contact] = field(default_factory=list)
    customer: str = ""
    opener: str = ""  # who worked on it before the present owner (the colleague who left)

    @property
    def counted(self) -> bool:
        """Whether the lead counts in 线索总数."""
        return self.fate not in {Fate.INVALID, Fate.DUPLICATE}

    @property
    def end(self) -> dt.date | None:
        """When work on the lead ended, None while it goes on."""
        return self.signed or self.lost
