"""Windows: calendar days, a latest day that is worked, and how late that is (M51, §2.2)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.facts.calendar import WorkingCalendar
from crmbook.followups.cadence import Cadence, lead_rule
from crmbook.schema.rules import BY_CODE, RuleBook, days_of, read_value

DATES = st.dates(dt.date(2019, 1, 1), dt.date(2035, 12, 31))
SPANS = st.tuples(st.integers(1, 40), st.integers(0, 40)).map(lambda two: (two[0], sum(two)))
OFF = st.dictionaries(DATES, st.booleans(), max_size=5)


@given(DATES, SPANS, OFF)
def test_a_window_begins_after_its_least_days_and_ends_on_a_working_day(
    last: dt.date, span: tuple[int, int], own: dict[dt.date, bool]
) -> None:
    calendar = WorkingCalendar(own)
    rules = RuleBook({"周期.线索.B类": f"{span[0]}-{span[1]}"})
    window = Cadence(rules, calendar).window(last, "周期.线索.B类")
    assert (window.earliest - last).days == span[0]
    assert (window.latest - last).days >= span[1]
    assert calendar.works(window.latest)
    between = range(span[1], (window.latest - last).days)
    assert not any(calendar.works(last + dt.timedelta(at)) for at in between)


@given(DATES, st.integers(-40, 400))
def test_days_late_count_every_day_and_those_that_are_worked(latest: dt.date, days: int) -> None:
    calendar = WorkingCalendar()
    late, worked = Cadence(RuleBook(), calendar).days_late(latest, latest + dt.timedelta(days))
    assert late == max(days, 0)
    counted = sum(calendar.works(latest + dt.timedelta(at)) for at in range(1, days + 1))
    assert worked == counted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1-2", (1, 2)), ("3~5天", (3, 5)), ("7", (7, 7)), ("7.0", (7, 7)), ("7 至 10", (7, 10)),
        ("5-3", None), ("0-2", None), ("两天", None), ("", None), ("每周", None),
    ],
)  # fmt: skip
def test_a_cadence_is_read_as_people_write_it(text: str, expected: tuple[int, int] | None) -> None:
    assert days_of(text) == expected


@pytest.mark.parametrize(
    ("code", "raw", "expected"),
    [
        ("周期.线索.A类", "2-3", "2-3"), ("周期.线索.A类", "常联系", None), ("周期.客户.成交", 30, "30"),
        ("提醒.时刻", "17:30", "17:30"), ("提醒.时刻", "25:00", None),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_leaves_the_default(
    code: str, raw: object, expected: str | None
) -> None:
    assert read_value(BY_CODE[code], raw) == expected


def test_who_has_no_grade_is_looked_after_like_class_b() -> None:
    assert [lead_rule(one) for one in ("A+类", "A类", "C类", None)] == [
        "周期.线索.A类", "周期.线索.A类", "周期.线索.C类", "周期.线索.B类",
    ]  # fmt: skip
