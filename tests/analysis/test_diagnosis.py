"""What a month missed, and what the data say about why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given

from crmbook.analysis.cases import cases
from crmbook.analysis.detail import detail
from crmbook.analysis.diagnosis import Diagnosis, diagnoses, measure, misses
from crmbook.analysis.monthly import STAGES
from crmbook.analysis.movers import Mover, Way
from crmbook.analysis.rates import Rate
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


def _lost(month: int, source: str, total: int, **stages: int) -> list[dict[str, Any]]:
    """Leads of a source, the first of them lost at the stages."""
    rows = _leads(month, source, total, 0)
    names = [name for name, count in stages.items() for _at in range(count)]
    for row, stage in zip(rows, names, strict=False):
        row.update(流失日期=dt.datetime(2024, month, 20), 线索状态="已流失", 流失阶段=stage)
    return rows


def test_a_stage_that_lost_far_more_is_the_cause_of_a_rising_loss_rate() -> None:
    found = _found(
        _lost(2, "官网注册", 100, 跟进阶段=5, 转化阶段=5),
        _lost(2, "展会留资", 100, 跟进阶段=5, 转化阶段=5),
        _lost(3, "官网注册", 100, 跟进阶段=20, 转化阶段=5),
        _lost(3, "展会留资", 100, 跟进阶段=20, 转化阶段=5),
    )
    one = _of(found, "流失率")
    assert (one.miss.reference, one.miss.actual, one.miss.grave) == (0.1, 0.25, True)
    assert one.cause is not None
    assert (one.cause.dimension, one.cause.name, one.cause.leads) == ("流失阶段", "跟进阶段", 30)
    assert one.measure.startswith("按规则间隔跟进")
    assert {sum(part.leads for part in made) for made in one.movers.values()} == {30}


def test_a_source_that_lost_far_more_is_the_cause_and_a_falling_rate_is_no_miss() -> None:
    found = _found(
        _lost(2, "官网注册", 100, 跟进阶段=10), _lost(2, "展会留资", 100, 转化阶段=10),
        _lost(3, "官网注册", 100, 跟进阶段=8), _lost(3, "展会留资", 100, 转化阶段=16, 跟进阶段=24),
    )  # fmt: skip
    one = _of(found, "流失率")
    assert one.cause is not None
    assert (one.cause.dimension, one.cause.name, one.cause.leads) == ("来源", "展会留资", 30)
    assert one.measure.startswith("核对该渠道线索是否")
    fell = _found(_lost(2, "官网注册", 9, 跟进阶段=5), _lost(3, "官网注册", 9, 跟进阶段=1))
    assert "流失率" not in {one.miss.metric for one in fell}


def test_a_loss_without_a_stage_counts_but_its_measure_is_not_a_stage_s() -> None:
    rows = _lost(3, "官网注册", 90, 未填=40)
    for row in rows:
        row.pop("流失阶段", None)
    one = _of(
        _found(_leads(2, "官网注册", 90, 0), rows, _lost(2, "展会留资", 9, 跟进阶段=1)), "流失率"
    )
    assert one.miss.actual == pytest.approx(40 / 90)
    assert one.cause is not None
    assert one.cause.name == "未填阶段"
    assert one.measure.startswith("逐条复盘")


_ALL = ("来源", "负责人", "等级", "地区")


@pytest.mark.parametrize(
    ("dimension", "metric", "way"),
    [(by, "转化率", Way.RATE) for by in _ALL] + [(by, "线索总数", Way.COUNT) for by in _ALL],
)
def test_every_dimension_has_its_measure_in_a_row_of_rules(
    dimension: str, metric: str, way: Way
) -> None:
    rules = ledger({}).rules
    cause = Mover(dimension, "甲", way, Rate(1, 2), Rate(1, 3), -1.0, sure=True)
    kind = "转化" if way is Way.RATE else "数量"
    assert measure(rules, metric, cause) == rules[f"措施.{dimension}.{kind}"]
    assert measure(rules, "流失率", cause) == rules[f"措施.{dimension}.流失"]
    changed = ledger({}, values={f"措施.{dimension}.{kind}": "先问主管"}).rules
    assert measure(changed, metric, cause) == "先问主管"


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_of_loss_has_its_measure(stage: str) -> None:
    rules = ledger({}).rules
    cause = Mover("流失阶段", stage, Way.RATE, Rate(1, 9), Rate(5, 9), 4.0, sure=True)
    assert measure(rules, "流失率", cause) == rules[f"措施.流失阶段.{stage}"]
    assert measure(rules, "流失率", None) == rules["措施.原因未定"]


def test_of_sixty_months_only_the_one_before_is_compared_with() -> None:
    months = [Month(2019 + at // 12, at % 12 + 1) for at in range(3, 63)]
    rows = [
        {
            "公司名称": f"{month.label}第{at}公司",
            "获取时间": dt.datetime(month.year, month.number, 6),
        }
        for number, month in enumerate(months)
        for at in range(70 - number)
    ]
    one = _of(_found(rows), "线索总数")
    assert (one.miss.reference, one.miss.actual, one.miss.grave) == (12, 11, False)
    assert months[-1] == MARCH


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
                       "转化率": signed / len(begun) if begun else None,
                       "流失率": sum(plain.month_of(row["流失"]) == month for row in slow) / len(begun)
                       if begun else None})  # fmt: skip
    first, last = counts
    fell = {
        name for name, value in last.items()
        if value is not None and (before := first[name]) is not None
        and (value > before if name == "流失率" else value < before)
    }  # fmt: skip
    found = diagnoses(book, rows, MARCH)
    assert {one.miss.metric for one in found} == fell
    assert [one.miss for one in found] == misses(book, cases(book, rows), MARCH)
    for one in found:
        assert last["线索总数"] is not None
        change = one.miss.gap * (last["线索总数"] if one.miss.metric.endswith("率") else 1)
        for part in one.movers.values():
            assert sum(mover.leads for mover in part) == pytest.approx(change)
