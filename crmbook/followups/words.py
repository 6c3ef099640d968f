"""How a day, and being late, is said (FORMS.md)."""

from __future__ import annotations

import datetime as dt

from crmbook.i18n import _, ngettext


def day_text(day: dt.date, today: dt.date) -> str:
    """Return a day as people say it: 今天, 3月14日, 2023年12月28日."""
    if day == today:
        return _("today")
    if day.year != today.year:
        return _("{month}/{day}/{year}").format(year=day.year, month=day.month, day=day.day)
    return _("{month}/{day}").format(month=day.month, day=day.day)


def late_text(days: int, worked: int) -> str:
    """Return how late something is: 逾期4天(2个工作日)."""
    told = ngettext("{days} day late ({worked} worked)", "{days} days late ({worked} worked)", days)
    return told.format(days=days, worked=worked)


def due_text(latest: dt.date, today: dt.date) -> str:
    """Return until when something is due: 今天到期, or by which day."""
    if latest == today:
        return _("due today")
    return _("due, at the latest on {day}").format(day=day_text(latest, today))


def stale_text(idle: int) -> str:
    """Return for how long nobody looked after something: 12天未跟进且无计划."""
    told = ngettext("{days} day without contact, and no plan",
                    "{days} days without contact, and no plan", idle)  # fmt: skip
    return told.format(days=idle)
