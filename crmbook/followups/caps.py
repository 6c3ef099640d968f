"""Caps: how often somebody may be contacted, and who has been already (M52, M55, §2.2).

Only what we began counts; a week is 周一 to 周日.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, NamedTuple

from crmbook.i18n import _, ngettext
from crmbook.schema.rules import RuleBook

A_DAY: Final = "上限.A类.每日"
C_WEEK: Final = "上限.C类.每周"
PUSHES: Final = "上限.推送.每月"


class Tally(NamedTuple):
    """How often we contacted somebody today and this week, and pushed something this month."""

    day: int
    week: int
    pushes: int
    last: dt.datetime | None


class Capped(NamedTuple):
    """The cap that is reached: the rule, and what it says in this case."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Caps:
    """The caps in force; 0 is none."""

    day: int
    week: int
    pushes: int

    @classmethod
    def of(cls, rules: RuleBook) -> Caps:
        """Return those of a book."""
        return cls(*(int(rules.number(code)) for code in (A_DAY, C_WEEK, PUSHES)))

    def reached(self, kind: str, tally: Tally) -> Capped | None:
        """Return the cap that a lead of a class (``A类``) has reached, None while it may be contacted.

        What C类 leads get is mostly pushed, so they rest once enough was pushed in a month.
        """
        if kind == "A类" and 0 < self.day <= tally.day:
            return Capped(A_DAY, _day_text(tally))
        if kind == "C类" and 0 < self.week <= tally.week:
            told = ngettext("contacted {count} time this week", "contacted {count} times this week",
                            tally.week)  # fmt: skip
            return Capped(C_WEEK, told.format(count=tally.week))
        return self.pushed(tally) if kind == "C类" else None

    def pushed(self, tally: Tally) -> Capped | None:
        """Return the cap where enough was pushed this month."""
        if not 0 < self.pushes <= tally.pushes:
            return None
        told = ngettext("{count} push this month", "{count} pushes this month", tally.pushes)
        return Capped(PUSHES, told.format(count=tally.pushes))


def _day_text(tally: Tally) -> str:
    told = ngettext("contacted {count} time today", "contacted {count} times today", tally.day)
    text = told.format(count=tally.day)
    if tally.last is None or tally.last.time() == dt.time():
        return text
    return _("at {time}, {text}").format(time=f"{tally.last.hour}:{tally.last:%M}", text=text)
