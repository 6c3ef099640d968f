"""Reminders: the evening before, of the last day that is worked (M59, §2.2)."""

from __future__ import annotations

import datetime as dt

import pytest

from crmbook.facts.calendar import WorkingCalendar
from crmbook.followups.plans import first_step
from crmbook.followups.reminder import reminder
from crmbook.schema.rules import RuleBook


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-06-22", "2024-06-21T18:00"),  # 001: 下次跟进6月22日
        ("2024-06-15", "2024-06-14T18:00"),  # 001: 6月15日前反馈
        ("2024-03-18", "2024-03-15T18:00"),  # a Monday: the Friday before
        ("2024-10-08", "2024-09-30T18:00"),  # after the holidays of October
        ("2024-10-13", "2024-10-12T18:00"),  # a Saturday that is worked
        ("2031-03-18", "2031-03-17T18:00"),  # a year without a calendar: Monday to Friday
    ],
)
def test_a_reminder_comes_the_evening_before_on_a_working_day(day: str, expected: str) -> None:
    found = reminder(dt.date.fromisoformat(day), WorkingCalendar(), RuleBook())
    assert found.isoformat(timespec="minutes") == expected


def test_the_time_of_the_reminder_is_a_rule() -> None:
    rules = RuleBook({"提醒.时刻": "17:30"})
    found = reminder(dt.date(2024, 3, 19), WorkingCalendar(), rules)
    assert found.time() == dt.time(17, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月3日发送案例,约定3月4日演示", "2024-03-03"),
        ("3月4日演示", "2024-03-04"),
        ("发案例", "2024-03-04"),
        ("2月1日说过的，3月4日演示", "2024-03-04"),
        ("13月45日", "2024-03-04"),
    ],
)
def test_the_first_step_of_a_plan_is_the_first_day_it_names(text: str, expected: str) -> None:
    found = first_step(text, dt.date(2024, 3, 2), dt.date(2024, 3, 4))
    assert found.isoformat() == expected
