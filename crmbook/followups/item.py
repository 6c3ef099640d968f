"""One line of the day: somebody to contact, or not to, and why (DESIGN 5 ``due``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from crmbook.facts.register import Register


class Kind(Enum):
    """Why somebody is on the list; in the order in which it is worked off.

    What nobody has looked after for long is a manager's to decide on (M49), and takes no time from
    what is due today.
    """

    PROMISE = "promise"
    OVERDUE = "overdue"
    UNCONFIRMED = "unconfirmed"
    DUE = "due"
    STALE = "stale"
    LIGHT_TOUCH = "light-touch"
    DO_NOT_CONTACT = "do-not-contact"

    @property
    def rank(self) -> int:
        """Its place in that order."""
        return _RANKS[self]


_RANKS = {kind: at for at, kind in enumerate(Kind)}


class Step(Enum):
    """How far up the ladder something late has climbed (§3.8)."""

    REP = "rep"
    MANAGER = "manager"
    HIGH_RISK = "high-risk"


@dataclass(frozen=True, slots=True)
class Item:
    """A lead or customer (``record`` of ``register``) under its gravest reason.

    ``earliest`` and ``latest`` bound its contact, None where no date says when; ``day`` is what
    ``days_late`` (and ``working_late``, working days of it) are counted from, ``when`` its time of day.
    ``contact_row``: the log
    record of its last contact, -1 for none; ``plan_row`` the one that says what is to be done.
    ``rule``: what decided: a row of 规则, or the column of a date that somebody typed. ``also``: other
    reasons; ``appointment``: the customer wants it so; ``today`` false: not today, for ``reason`` or
    for want of time; ``with_``: the company's item that is done today instead.
    """

    register: Register
    record: int
    kind: Kind
    owner: str
    grade: str
    company: str
    last: dt.datetime | None
    contact_row: int
    plan_row: int
    earliest: dt.date | None
    latest: dt.date | None
    day: dt.date | None
    when: dt.datetime | None
    days_late: int
    working_late: int
    step: Step | None
    way: str
    goal: str
    rule: str
    reason: str
    also: tuple[Kind, ...] = ()
    appointment: bool = False
    today: bool = True
    with_: str = ""

    @property
    def id(self) -> str:
        """Its number, else its address."""
        return self.register.id(self.record)
