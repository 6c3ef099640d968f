"""An open lead as the day's list sees it, and what is found of it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from crmbook.facts.clocks import Late
from crmbook.followups.cadence import Window
from crmbook.followups.caps import Tally
from crmbook.followups.item import Kind
from crmbook.followups.plans import Plan


class Case(NamedTuple):
    """The facts of one lead.

    ``kind``: the class that it is looked after by, ``A类``; ``begun``: 分配时间, else 获取时间;
    ``plan``: its next typed date, ``steps`` the text that says what is to be done by then, ``asked``
    whether the customer wanted it so; ``unconfirmed``: the clock of 确认接收 where it ran out;
    ``not_now``: the words by which the customer wants no contact for a while, "" for none.
    """

    kind: str
    paused: bool
    begun: dt.datetime | None
    tally: Tally
    plan: Plan | None
    steps: str
    unconfirmed: Late | None
    asked: bool = False
    not_now: str = ""

    @property
    def last(self) -> dt.datetime | None:
        """The last contact, None for never."""
        return self.tally.last

    @property
    def base(self) -> dt.date | None:
        """The day from which the cadence counts; None where no date says."""
        since = self.last or self.begun
        return None if since is None else since.date()


class Found(NamedTuple):
    """Under which reason a lead is listed. ``day``: what it is late from."""

    kind: Kind
    window: Window | None
    day: dt.date | None
    rule: str
    reason: str
    also: tuple[Kind, ...] = ()
