"""Targets and what came of them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given

from crmbook.analysis.cases import cases
from crmbook.analysis.targets import Aim, Standing, targets, unknown_aims
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import FOLLOWUPS, LEADS, PEOPLE, TARGETS
from tests.analysis import plain
from tests.analysis.books import TODAY, books, ledger, register

MARCH = dt.datetime(2024, 3, 1)
DAY = dt.datetime(2024, 3, 6)


def _aims(book: Ledger) -> list[Aim]:
    return targets(book, cases(book))


def _target(metric: str, value: float | str, subject: str | None = "全体") -> dict[str, object]:
    return {"月份": MARCH, "对象": subject, "指标": metric, "目标值": value, "责任人": "林涛"}


def _leads(total: int, signed: int, **other: object) -> list[dict[str, object]]:
    return [
        {"公司名称": f"公司{at}", "获取时间": DAY, "签约日期": DAY if at < signed else None,
         "签约金额(万元)": 3 if at < signed else None, "负责人": "张三", "流失日期": None, **other}
        for at in range(total)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "target", "standing", "relative"),
    [
        ("线索总数", 40, Standing.MET, 0), ("线索总数", 41, Standing.MISSED, 1 / 41),
        ("签约客户数", 4, Standing.MET, -0.5), ("签约数", 7, Standing.MISSED, 1 / 7),
        ("签约客户数", 8, Standing.GRAVE, 0.25), ("转化率", 0.15, Standing.MET, 0),
        ("转化率", "18%", Standing.GRAVE, 1 / 6), ("平均销售周期", 1, Standing.MET, -1),
        ("签约金额", 18, Standing.MET, 0), ("客单价", 3.2, Standing.MISSED, 0.0625),
        ("满意度", 4, Standing.UNKNOWN, None), ("流失率", 0.05, Standing.MET, -1),
    ],
)  # fmt: skip
def test_a_target_is_met_missed_or_missed_gravely(
    metric: str, target: float | str, standing: Standing, relative: float | None
) -> None:
    book = ledger({LEADS: _leads(40, 6), TARGETS: [_target(metric, target)]})
    (one,) = _aims(book)
    assert one.standing is standing
    assert one.relative == (None if relative is None else pytest.approx(relative))
    assert (one in unknown_aims([one])) == (standing is Standing.UNKNOWN)


def test_a_loss_rate_without_a_column_of_losses_is_unknown() -> None:
    rows = [{"公司名称": "甲", "获取时间": DAY}]
    (one,) = _aims(ledger({LEADS: rows, TARGETS: [_target("流失率", 0.05)]}))
    assert (one.standing, one.actual) == (Standing.UNKNOWN, None)


@pytest.mark.parametrize(("actual", "grave"), [(17, True), (18, False)])
def test_a_gap_of_just_15_percent_is_grave(actual: int, *, grave: bool) -> None:
    book = ledger({LEADS: _leads(actual, 0), TARGETS: [_target("线索总数", 20)]})
    assert (_aims(book)[0].standing is Standing.GRAVE) is grave


def test_a_gap_is_told_in_points_and_relative() -> None:
    book = ledger({LEADS: _leads(200, 24), TARGETS: [_target("转化率", 0.15)]})
    (one,) = _aims(book)
    assert [one.gap, one.relative] == pytest.approx([-0.03, 0.2])
    assert (one.owner, one.standing) == ("林涛", Standing.GRAVE)


def test_a_subject_is_everybody_a_rep_an_alias_or_a_team() -> None:
    own = [*_leads(5, 2), *_leads(3, 1, 负责人="李四"), *_leads(2, 0, 负责人="王芳")]
    people: list[dict[str, object]] = [
        {"姓名": "张三", "别名": "小张", "团队": "一组"}, {"姓名": "李四", "别名": None, "团队": "一组"},
        {"姓名": "王芳", "别名": None, "团队": "二组"},
    ]  # fmt: skip
    asked: list[str | None] = [None, "全体", "张三", "小张", "一组", "二组", "赵磊"]
    rows = [_target("线索总数", 5, subject) for subject in asked]
    book = ledger({LEADS: own, PEOPLE: people, TARGETS: rows})
    aims = _aims(book)
    assert [one.actual for one in aims] == [10, 10, 5, 5, 8, 2, None]
    assert [one.subject for one in unknown_aims(aims)] == ["赵磊"]


def test_what_the_book_has_no_column_for_is_unknown_and_not_0() -> None:
    book = ledger(
        {LEADS: [{"公司名称": "甲", "获取时间": DAY}], TARGETS: [_target("签约客户数", 5)]}
    )
    assert _aims(book)[0].standing is Standing.UNKNOWN


def test_an_empty_month_has_no_rate_and_no_error() -> None:
    book = ledger({LEADS: [], TARGETS: [_target("转化率", 0.15), _target("线索总数", 0)]})
    assert [one.actual for one in _aims(book)] == [None, 0]
    assert _aims(ledger({LEADS: []})) == []


@pytest.mark.parametrize(("today", "ended"), [(dt.datetime(2024, 3, 31, 12), False), (TODAY, True)])
def test_a_month_has_ended_at_the_end_of_its_last_day(today: dt.datetime, *, ended: bool) -> None:
    book = ledger({LEADS: _leads(1, 0), TARGETS: [_target("线索总数", 5)]}, today)
    assert _aims(book)[0].ended is ended


@given(books())
def test_actuals_are_those_counted_by_hand(book: Ledger) -> None:
    slow = plain.lead_rows(book)
    reps = {str(row["负责人"]) for row in slow if row.get("负责人")}
    rows = [
        _target(metric, 5, rep) for rep in sorted(reps) for metric in ("线索总数", "签约客户数")
    ]
    known = {**book.registers, TARGETS.name: register(TARGETS, rows)}
    book = Ledger(book.today, known, book.rules, book.vocabularies)
    assert FOLLOWUPS.name in book.registers
    month = Month(2024, 3)
    signed = plain.signed_companies(slow, month)
    for one in _aims(book):
        mine = [row for row in slow if row.get("负责人") == one.subject]
        total = sum(row["月份"] == month and row["计入"] for row in mine)
        own = sum(row.get("负责人") == one.subject for row in signed)
        assert one.actual == (total if one.metric == "线索总数" else own)
