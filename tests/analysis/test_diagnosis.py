"""What a month missed, and what the data say about why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given

from crmbook.analysis.cases import cases
from crmbook.analysis.detail import detail
from crmbook.analysis.diagnosis import Diagnosis, diagnoses, misses
from crmbook.analysis.movers import Way
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import LEADS, TARGETS
from tests.analysis import plain
from tests.analysis.books import books, ledger

FEBRUARY, MARCH = Month(2024, 2), Month(2024, 3)


def _leads(month: int, source: str, total: int, signed: int, **other: Any) -> list[dict[str, Any]]:
    day = dt.datetime(2024, month, 6)
    return [
        {"公司名称": f"{source}{month}-{other.get('负责人')}-{at}", "获取时间": day, "线索来源": source,
         "签约日期": day if at < signed else None, "负责人": "张三", **other}
        for at in range(total)
    ]  # fmt: skip


def _target(metric: str, value: float, subject: str = "全体") -> dict[str, Any]:
    month = dt.datetime(2024, 3, 1)
    return {"月份": month, "对象": subject, "指标": metric, "目标值": value, "责任人": "林涛"}


def _found(
    *rows: list[dict[str, Any]], aims: list[dict[str, Any]] | None = None
) -> list[Diagnosis]:
    sheets = {LEADS: [one for part in rows for one in part]}
    book = ledger({**sheets, TARGETS: aims} if aims else sheets)
    return diagnoses(book, detail(book), MARCH)


def _of(found: list[Diagnosis], metric: str) -> Diagnosis:
    return next(one for one in found if one.miss.metric == metric)


def test_a_channel_whose_rate_fell_far_is_the_cause_of_a_missed_target() -> None:
    found = _found(
        _leads(2, "官网注册", 100, 15), _leads(2, "展会留资", 100, 40),
        _leads(3, "官网注册", 100, 15), _leads(3, "展会留资", 100, 5),
        aims=[_target("转化率", 0.25)],
    )  # fmt: skip
    one = _of(found, "转化率")
    assert one.cause is not None
    assert (one.cause.dimension, one.cause.name, one.cause.way) == ("来源", "展会留资", Way.RATE)
    assert one.cause.leads == pytest.approx(-35)
    assert one.change == pytest.approx(-35)
    assert (one.miss.against_target, one.miss.grave, one.miss.owner) == (True, True, "林涛")
    assert one.measure.startswith("核对该渠道的线索质量")


def test_a_drop_without_a_target_is_told_against_the_month_before() -> None:
    found = _found(
        _leads(2, "官网注册", 60, 6), _leads(2, "展会留资", 60, 6),
        _leads(3, "官网注册", 60, 6), _leads(3, "展会留资", 12, 1),
    )  # fmt: skip
    one = _of(found, "线索总数")
    assert (one.miss.reference, one.miss.actual, one.miss.against_target) == (120, 72, False)
    assert one.cause is not None
    assert (one.cause.name, one.cause.way, one.cause.leads) == ("展会留资", Way.COUNT, -48)
    assert one.measure.startswith("与市场部核对")


def test_few_leads_are_accused_of_nothing() -> None:
    found = _found(
        _leads(2, "官网注册", 5, 1), _leads(2, "展会留资", 3, 3),
        _leads(3, "官网注册", 5, 1), _leads(3, "展会留资", 3, 0),
    )  # fmt: skip
    one = _of(found, "转化率")
    assert one.cause is None
    assert one.change == pytest.approx(-3)
    assert one.measure.startswith("逐条复盘")


def test_a_part_that_is_surely_worse_by_a_hair_is_not_the_cause() -> None:
    found = _found(
        _leads(2, "官网注册", 60, 9), _leads(2, "展会留资", 60, 12),
        _leads(3, "官网注册", 60, 9), _leads(3, "展会留资", 12, 1),
    )  # fmt: skip
    one = _of(found, "转化率")
    (mix,) = [mover for mover in one.movers["来源"] if mover.name == "官网注册"]
    assert mix.sure
    assert -0.5 < mix.leads < 0
    assert one.cause is None


def test_a_missed_figure_that_rose_has_no_part_that_made_it_fall() -> None:
    found = _found(
        _leads(2, "官网注册", 60, 6), _leads(2, "展会留资", 60, 6),
        _leads(3, "官网注册", 200, 6), _leads(3, "展会留资", 20, 6),
        aims=[_target("线索总数", 500)],
    )  # fmt: skip
    one = _of(found, "线索总数")
    assert (one.change, one.cause) == (100, None)


def test_a_manager_s_own_measure_is_the_one_suggested() -> None:
    rows = [
        *_leads(2, "官网注册", 60, 6),
        *_leads(2, "展会留资", 60, 6),
        *_leads(3, "官网注册", 60, 6),
    ]
    book = ledger({LEADS: rows}, values={"措施.来源.数量": "先问市场部"})
    assert _of(diagnoses(book, detail(book), MARCH), "线索总数").measure == "先问市场部"


def test_a_rep_s_target_looks_at_the_rep_s_own_leads() -> None:
    found = _found(
        _leads(2, "官网注册", 50, 20, 负责人="李四"), _leads(2, "展会留资", 50, 5, 负责人="李四"),
        _leads(3, "官网注册", 50, 1, 负责人="李四"), _leads(3, "展会留资", 50, 5, 负责人="李四"),
        _leads(2, "展会留资", 90, 80), _leads(3, "展会留资", 90, 80),
        aims=[_target("签约客户数", 20, "李四")],
    )  # fmt: skip
    one = _of(found, "签约客户数")
    assert one.miss.subject == "李四"
    assert one.cause is not None
    assert (one.cause.name, one.cause.leads) == ("官网注册", -19)


def test_a_part_s_share_can_be_the_cause() -> None:
    found = _found(
        _leads(2, "官网注册", 90, 45), _leads(2, "展会留资", 10, 0),
        _leads(3, "官网注册", 10, 5), _leads(3, "展会留资", 90, 0),
    )  # fmt: skip
    one = _of(found, "转化率")
    assert one.cause is not None
    assert (one.cause.dimension, one.cause.way) == ("来源", Way.MIX)


@pytest.mark.parametrize(
    "rows",
    [
        [], _leads(3, "官网注册", 1, 0), _leads(3, "官网注册", 20, 0), _leads(2, "官网注册", 20, 2),
        [{"公司名称": "甲", "获取时间": dt.datetime(2024, 3, 6), "线索状态": "已流失",
          "流失日期": dt.datetime(2024, 3, 7)}],
    ],
    ids=["no leads", "one lead", "no signings", "an empty month", "only lost"],
)  # fmt: skip
def test_a_thin_month_claims_no_cause_of_one_channel_s_doing(rows: list[dict[str, Any]]) -> None:
    for one in _found(rows):
        assert one.cause is None
        assert one.measure


def test_a_month_that_is_not_over_has_not_dropped() -> None:
    rows = [*_leads(2, "官网注册", 60, 6), *_leads(3, "官网注册", 6, 0)]
    book = ledger({LEADS: rows}, dt.datetime(2024, 3, 10))
    assert diagnoses(book, detail(book), MARCH) == []


@given(books())
def test_drops_and_their_parts_are_those_counted_by_hand(book: Ledger) -> None:
    rows, slow = detail(book), plain.lead_rows(book)
    counts: list[dict[str, Any]] = []
    for month in (FEBRUARY, MARCH):
        begun = [row for row in slow if row["月份"] == month and row["计入"]]
        signed = len(plain.signed_companies(slow, month))
        counts.append({"线索总数": len(begun), "签约客户数": signed,
                       "A类线索数": sum(row.month == month and row.counted and row.grade == "A"
                                     for row in rows),
                       "转化率": signed / len(begun) if begun else None})  # fmt: skip
    first, last = counts
    fell = {
        name for name, value in last.items()
        if value is not None and (before := first[name]) is not None and value < before
    }  # fmt: skip
    found = diagnoses(book, rows, MARCH)
    assert {one.miss.metric for one in found} == fell
    assert [one.miss for one in found] == misses(book, cases(book, rows), MARCH)
    for one in found:
        assert last["线索总数"] is not None
        change = one.miss.gap * (last["线索总数"] if one.miss.metric == "转化率" else 1)
        for part in one.movers.values():
            assert sum(mover.leads for mover in part) == pytest.approx(change)
