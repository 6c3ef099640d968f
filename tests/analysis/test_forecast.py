"""The month's forecast: past leads open on the same day, stage by stage, against a slow count."""

from __future__ import annotations

import datetime as dt
from math import comb, exp, lgamma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.analysis.cases import Case
from crmbook.analysis.detail import DetailRow
from crmbook.analysis.forecast import StageOutlook, forecast, forecast_balance
from crmbook.analysis.rates import Rate
from crmbook.analysis.stages import Passage
from crmbook.facts.months import Month, MonthRule
from crmbook.facts.status import LOST, OPEN, WON

STAGES = ("初步接触", "方案呈现与谈判")
TODAY = dt.datetime(2024, 3, 15, 23, 59, 59)


def _day(month: int, day: int) -> dt.datetime:
    return dt.datetime(2024, month, day)


def _month(when: dt.datetime | None) -> Month | None:
    return None if when is None else Month(when.year, when.month)


def _case(
    begun: dt.datetime | None, signed: dt.datetime | None = None, lost: dt.datetime | None = None
) -> Case:
    state = WON if signed else LOST if lost else OPEN
    row = DetailRow(
        number="XS1", sheet="线索登记表", row=2, company="甲", owner="张三", month=_month(begun),
        state=state, counted=True, grade="A", source="官网注册", signed_month=_month(signed),
        first=signed is not None, cycle=None, lost_month=_month(lost), lost_stage="", cohort=signed is not None,
    )  # fmt: skip
    return Case(row, 0, begun, signed, lost, None, "")


def _way(case: Case, second: dt.datetime | None = None) -> Passage:
    way = Passage()
    if case.begun is not None:
        way.enter(0, case.begun)
    if second is not None:
        way.enter(1, second)
    return way


def test_each_stage_has_the_rate_of_those_who_stood_in_it_on_that_day_of_a_past_month() -> None:
    known = [
        (_case(_day(2, 1), signed=_day(2, 20)), _day(2, 10)),  # stood in the second, signed in time
        (_case(_day(2, 1), signed=_day(3, 5)), _day(2, 10)),  # in the second, but signed too late
        (_case(_day(2, 1), signed=_day(2, 14)), None),  # signed before the day: not open then
        (_case(_day(2, 1), lost=_day(2, 15)), None),  # lost on the day: not open any more
        (_case(_day(2, 1)), _day(2, 16)),  # the first on the day; in the second today
        (_case(_day(2, 16)), None),  # not begun on the day; open today
        (_case(None), None),  # undated: nowhere
    ]
    found = [case for case, _second in known]
    ways = [_way(case, second) for case, second in known]
    made = forecast(found, ways, STAGES, TODAY, MonthRule())
    assert made is not None
    assert made.stages == (
        StageOutlook("初步接触", 1, Rate(0, 1)),
        StageOutlook("方案呈现与谈判", 1, Rate(1, 2)),
    )
    assert (made.month, made.signed, made.past) == (Month(2024, 3), 1, 3)
    assert made.expected == 1.5
    assert made.interval[0] >= made.signed
    assert made.interval[1] <= made.signed + 2
    assert list(forecast_balance(made, found, TODAY)) == []


def test_the_end_of_a_shorter_month_stands_for_a_day_that_it_lacks() -> None:
    """31 March looks at the last moment of 29 February, when nothing can be signed in time."""
    case = _case(_day(2, 1), signed=_day(2, 28))
    waiting = _case(_day(2, 1))
    made = forecast(
        [case, waiting],
        [_way(case), _way(waiting)],
        STAGES,
        dt.datetime(2024, 3, 31, 23),
        MonthRule(),
    )
    assert made is not None
    assert made.stages == (StageOutlook("初步接触", 1, Rate(0, 1)),)


def test_no_earlier_month_means_no_forecast() -> None:
    case = _case(_day(3, 1))
    assert forecast([case], [_way(case)], STAGES, TODAY, MonthRule()) is None
    assert forecast([], [], STAGES, TODAY, MonthRule()) is None


def test_without_stages_all_leads_are_one_group() -> None:
    case = _case(_day(2, 1))
    made = forecast([case], [_way(case)], (), TODAY, MonthRule())
    assert made is not None
    assert made.stages == (StageOutlook("", 1, Rate(0, 1)),)


def _beta_binomial(waiting: int, won: float, lost: float) -> float:
    """Return the variance, from the probability of every outcome."""

    def beta(a: float, b: float) -> float:
        return lgamma(a) + lgamma(b) - lgamma(a + b)

    chances = [
        comb(waiting, k) * exp(beta(k + won, waiting - k + lost) - beta(won, lost))
        for k in range(waiting + 1)
    ]
    mean = sum(k * chance for k, chance in enumerate(chances))
    return sum((k - mean) ** 2 * chance for k, chance in enumerate(chances))


@pytest.mark.parametrize(
    ("waiting", "part", "whole"), [(1, 0, 1), (5, 2, 9), (40, 3, 200), (7, 7, 7)]
)
def test_the_variance_is_that_of_the_beta_binomial(waiting: int, part: int, whole: int) -> None:
    outlook = StageOutlook("", waiting, Rate(part, whole))
    assert outlook.variance == pytest.approx(
        _beta_binomial(waiting, part + 0.5, whole - part + 0.5)
    )


_DAYS = st.none() | st.datetimes(dt.datetime(2023, 6, 1), TODAY)


@given(st.lists(st.tuples(_DAYS, _DAYS, _DAYS, _DAYS), max_size=30))
def test_any_book_adds_up_and_its_interval_holds_what_is_expected(
    drawn: list[tuple[dt.datetime | None, ...]],
) -> None:
    found = [_case(begun, signed, None if signed else lost) for begun, signed, lost, _at in drawn]
    ways = [_way(case, at) for case, (*_dates, at) in zip(found, drawn, strict=True)]
    made = forecast(found, ways, STAGES, TODAY, MonthRule())
    if made is None:
        return
    assert list(forecast_balance(made, found, TODAY)) == []
    low, high = made.interval
    assert made.signed <= low <= made.expected <= high
    assert all(0 <= one.rate.part <= one.rate.whole for one in made.stages)
