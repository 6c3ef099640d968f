"""Closed rows read back as people typed them."""

from __future__ import annotations

import pytest

from crmbook.analysis.closed import figures_of_row, losses_of
from crmbook.analysis.monthly import figures
from crmbook.facts.months import Month

MARCH = Month(2024, 3)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (41, 41), (41.5, 41.5), ("41", 41), ("41天", 41), ("41 天", 41), ("约41", 41), ("约 41 天", 41),
        ("41.5天左右", 41.5), ("４１天", 41), ("1,041天", 1041),
        ("一个多月", None), ("41-50天", None), ("—", None), ("", None), ("-3天", None), (None, None),
    ],
)  # fmt: skip
def test_a_cycle_is_read_as_people_type_it(typed: str | float | None, days: float | None) -> None:
    assert figures_of_row(MARCH, {"平均销售周期(天)": typed}).cycle == days


@pytest.mark.parametrize(
    ("typed", "rate"),
    [(0.12, 0.12), ("12%", 0.12), ("12 %", 0.12), ("约12%", 0.12), ("12.5％", 0.125), ("高", None)],
)
def test_a_rate_is_read_as_people_type_it(typed: str | float, rate: float | None) -> None:
    assert figures_of_row(MARCH, {"转化率": typed}).rate == (rate and pytest.approx(rate))


@pytest.mark.parametrize(
    ("typed", "total"),
    [(200, 200), ("200条", 200), ("约200", 200), ("1,200 条", 1200), ("很多", 0)],
)
def test_a_count_is_read_as_people_type_it(typed: str | float, total: int) -> None:
    assert figures_of_row(MARCH, {"线索总数": typed}).total == total


def test_losses_are_those_kept_else_todays_while_they_agree() -> None:
    (fresh,) = figures([], [MARCH])
    kept = {"分配阶段": 1, "跟进阶段": 2, "转化阶段": 0}
    assert losses_of({"线索总数": 9}, kept, fresh) == kept
    assert losses_of({"线索总数": 0, "主要流失阶段": "—"}, None, fresh) == fresh.lost
    assert losses_of({"线索总数": 9, "主要流失阶段": "—"}, None, fresh) is None
