"""The gravest reason to contact a lead today, or not to (M49, M51–M56, M61, §2.2).

In this order: a promise that is due; a cap that is reached; a plan that lies ahead; nobody looked
after it; the cadence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from crmbook.facts.clocks import CONFIRM
from crmbook.facts.ledger import Ledger
from crmbook.followups.cadence import Cadence, Window
from crmbook.followups.caps import Capped, Caps
from crmbook.followups.case import Case, Found
from crmbook.followups.item import Kind
from crmbook.followups.plans import first_step
from crmbook.followups.words import day_text, due_text, late_text, stale_text
from crmbook.i18n import _

STALE: Final = "时限.僵尸线索"
FORGOTTEN: Final = "时限.升级.高风险"
LIGHT_TOUCH: Final = "上限.暂停.轻触达"
_DAY: Final = dt.timedelta(1)
#: What somebody typed for it: 线索状态, or the log's own words.
_PAUSED: Final = "线索状态"


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges leads on a day by the rules of their book; all in days.

    ``stale_after``: without contact and plan; ``light_touch``: between two while it is paused;
    ``forgotten``: a promise so late is none that anybody still thinks of.
    """

    today: dt.date
    cadence: Cadence
    caps: Caps
    stale_after: int
    light_touch: int
    forgotten: int

    @classmethod
    def of(cls, ledger: Ledger, cadence: Cadence) -> Judge:
        """Return the judge of a book, today."""
        rules = ledger.rules
        days = (int(rules.number(code)) for code in (STALE, LIGHT_TOUCH, FORGOTTEN))
        return cls(ledger.today.date(), cadence, Caps.of(rules), *days)

    def find(self, case: Case) -> Found | None:
        """Return under which reason a lead is listed, None where nothing is to be done today."""
        window = self._window(case)
        plan = case.plan
        due = plan is not None and plan.when.date() <= self.today
        capped = None if due and case.asked else self.caps.reached(case.kind, case.tally)
        rests = case.paused or bool(case.not_now)
        if due and capped is None:
            found = self._promise(case, window)
            if found.kind is Kind.PROMISE or not rests:  # who rests is never left lying (§2.2)
                return found
        if rests:
            return self._paused(case)
        if capped is not None:
            return self._capped(capped, window)
        if plan is not None:
            return self._planned(case, window)
        return self._unplanned(case, window)

    def next(self, case: Case) -> Found | None:
        """Return on which later day a lead, that is not listed today, is to be contacted."""
        window = self._window(case)
        if case.plan is not None:
            day = case.plan.when.date()
            told = _("planned for {day}").format(day=day_text(day, self.today))
            return Found(Kind.DUE, window, day, case.plan.column, told)
        if window is None:
            return None
        told = due_text(window.latest, self.today)
        return Found(Kind.DUE, window, window.latest, window.rule, told)

    def _window(self, case: Case) -> Window | None:
        if case.base is None:
            return None
        return self.cadence.window(case.base, f"周期.线索.{case.kind}")

    def _promise(self, case: Case, window: Window | None) -> Found:
        assert case.plan is not None  # noqa: S101 - asked before
        day = case.plan.when.date()
        late, worked = self.cadence.days_late(day, self.today)
        told = _("promise due today") if not late else _("promise {late}").format(
            late=late_text(late, worked))  # fmt: skip
        idle = self._idle(case)
        if late < self.forgotten or not self._neglected(case, window):
            return Found(Kind.PROMISE, window, day, case.plan.column, told)
        told = _("{told}, {idle}").format(told=told, idle=stale_text(idle))
        return Found(Kind.STALE, window, day, STALE, told, (Kind.PROMISE,))

    def _paused(self, case: Case) -> Found | None:
        """Return a light touch, once the pause has lasted long enough; else no contact."""
        base = case.base or self.today
        due = base + self.light_touch * _DAY
        window = Window(due, due, LIGHT_TOUCH)
        pushed = self.caps.pushed(case.tally)
        if due <= self.today and pushed is None:
            told = _("paused: a light touch is due")
            return Found(Kind.LIGHT_TOUCH, window, due, LIGHT_TOUCH, told)
        why = _("paused") if case.paused else _("“{words}”, so paused").format(words=case.not_now)
        told = _("{why}, light touch {day}").format(why=why, day=day_text(due, self.today))
        if pushed is not None:
            told = _("{why}, {pushed}").format(why=why, pushed=pushed.reason)
        return Found(Kind.DO_NOT_CONTACT, window, None, _PAUSED, told)

    def _capped(self, capped: Capped, window: Window | None) -> Found:
        return Found(Kind.DO_NOT_CONTACT, window, None, capped.rule, capped.reason)

    def _planned(self, case: Case, window: Window | None) -> Found | None:
        """Return a lead whose plan names an earlier day for its first step; None while it rests."""
        assert case.plan is not None  # noqa: S101 - asked before
        until = case.plan.when.date()
        begin = first_step(case.steps, case.base or self.today - _DAY, until)
        if begin > self.today:
            return None
        told = _("first step of the plan for {day}").format(day=day_text(until, self.today))
        return Found(Kind.DUE, window, until, case.plan.column, told)

    def _unplanned(self, case: Case, window: Window | None) -> Found | None:
        if window is None:
            told = _("never contacted, and no date says since when")
            return Found(Kind.DUE, None, None, "周期.线索." + case.kind, told)
        late, worked = self.cadence.days_late(window.latest, self.today)
        idle = self._idle(case)
        if self._neglected(case, window):
            also = (Kind.OVERDUE,) if late else ()
            return Found(Kind.STALE, window, window.latest, STALE, stale_text(idle), also)
        if late:
            told = late_text(late, worked)
            return Found(Kind.OVERDUE, window, window.latest, window.rule, told)
        if case.unconfirmed is not None:
            told = _("given on {day}, not confirmed").format(
                day=day_text(case.unconfirmed.given.date(), self.today))  # fmt: skip
            return Found(Kind.UNCONFIRMED, window, case.unconfirmed.given.date(), CONFIRM, told)
        if window.earliest <= self.today:
            told = due_text(window.latest, self.today)
            if idle > self.stale_after:
                told = _("{told}; set down a plan").format(told=told)
            return Found(Kind.DUE, window, window.latest, window.rule, told)
        return None

    def _neglected(self, case: Case, window: Window | None) -> bool:
        """Whether nobody looked after a lead for too long; a C类 inside its window lacks a plan only."""
        if self._idle(case) <= self.stale_after:
            return False
        return case.kind != "C类" or window is None or window.latest < self.today

    def _idle(self, case: Case) -> int:
        return 0 if case.base is None else (self.today - case.base).days
