"""行动项: the rows of misses, month after month; every figure counted again the slow way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.analysis.action_effect import Scene
from crmbook.analysis.actions import actions
from crmbook.analysis.cases import cases
from crmbook.analysis.detail import detail
from crmbook.analysis.diagnosis import diagnoses
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.i18n import _
from crmbook.model.kept import KeptRow
from crmbook.schema.kept import is_closed
from crmbook.schema.sheets import LEADS, TARGETS
from tests.analysis import plain
from tests.analysis.books import books, ledger

FEBRUARY, MARCH, APRIL = (Month(2024, number) for number in (2, 3, 4))
LATER = dt.datetime(2024, 6, 30, 12)


def _leads(month: int, total: int, signed: int, lost: int = 0) -> list[dict[str, Any]]:
    day = dt.datetime(2024, month, 6)
    return [
        {"公司名称": f"{month}月第{at}公司", "获取时间": day, "负责人": "张三",
         "签约日期": day if at < signed else None,
         "线索状态": "已流失" if signed <= at < signed + lost else None,
         "流失日期": day if signed <= at < signed + lost else None}
        for at in range(total)
    ]  # fmt: skip


def _book(*rows: list[dict[str, Any]], **target: float) -> Ledger:
    aims = [
        {"月份": dt.datetime(2024, 3, 1), "对象": "全体", "指标": metric, "目标值": value}
        for metric, value in target.items()
    ]
    return ledger({LEADS: [one for part in rows for one in part], TARGETS: aims}, LATER)


def _act(book: Ledger, month: Month, old: Sequence[KeptRow] = ()) -> list[KeptRow]:
    found = diagnoses(book, detail(book), month)
    made = actions(old, found, Scene.of(book, cases(book), month))
    assert made is not None
    return made


def _with(row: KeptRow, **cells: Any) -> KeptRow:
    return replace(row, cells={**row.cells, **cells})


@pytest.mark.parametrize(
    ("april", "target", "effect"),
    [
        (_leads(4, 20, 8), {"转化率": 0.3}, "已达标"), (_leads(4, 20, 4), {"转化率": 0.3}, "好转"),
        (_leads(4, 20, 2), {"转化率": 0.3}, "未变"), (_leads(4, 20, 1), {"转化率": 0.3}, "变差"),
        (_leads(4, 9, 4), {"转化率": 0.3}, "线索太少"), ([], {"转化率": 0.3}, "无法计算"),
        (_leads(4, 9, 4), {"签约客户数": 6}, "好转"), (_leads(4, 20, 0, 5), {"流失率": 0.1}, "变差"),
        (_leads(4, 20, 0, 3), {"流失率": 0.1}, "好转"), (_leads(4, 20, 0, 2), {"流失率": 0.1}, "已达标"),
    ],
)  # fmt: skip
def test_the_effect_is_said_in_a_word(
    april: list[dict[str, Any]], target: dict[str, float], effect: str
) -> None:
    book = _book(_leads(3, 20, 2, 4), april, **target)
    (row,) = _act(book, MARCH)
    assert (row.cells["效果"], row.cells["变化"], row.cells["提醒"]) == (
        "待观察", None, _("{days} days late").format(days=61),
    )  # fmt: skip
    assert row.cells["完成时限"] == dt.datetime(2024, 4, 30)
    assert _act(book, APRIL, [row])[0].cells["效果"] == effect


def test_the_same_month_again_is_the_same() -> None:
    book = _book(_leads(2, 60, 9), _leads(3, 20, 2), 转化率=0.3)
    once = _act(book, MARCH)
    assert len(once) > 1
    assert _act(book, MARCH, once) == once


def test_of_two_rows_of_one_miss_only_one_is_carried_and_none_is_added() -> None:
    book = _book(_leads(3, 20, 2), 转化率=0.3)
    (row,) = _act(book, MARCH)
    copied = _act(book, MARCH, [row, row])
    assert [one.cells["指标"] for one in copied] == ["转化率", "转化率"]


def test_a_manager_s_own_row_about_a_miss_is_the_row_of_it() -> None:
    book = _book(_leads(3, 20, 2), 转化率=0.3)
    own = KeptRow(
        {"提出月份": dt.datetime(2024, 3, 1), "对象": "全体", "指标": "转化率", "建议措施": "陪访"}
    )
    (row,) = _act(book, MARCH, [own])
    assert (row.cells["建议措施"], row.cells["提出时"], row.cells["效果"]) == (
        "陪访",
        0.1,
        "待观察",
    )


def test_a_row_reopened_is_measured_again() -> None:
    book = _book(_leads(3, 20, 2), _leads(4, 20, 1), 转化率=0.3)
    (row,) = _act(book, MARCH)
    (closed,) = _act(book, MARCH, [_with(row, 状态="完成")])
    assert (closed.cells["关闭月份"], closed.cells["提醒"]) == ("2024年3月", None)
    (opened, *_rest) = _act(book, APRIL, [_with(closed, 状态="进行中")])
    assert (opened.cells["关闭月份"], opened.cells["效果"]) == (None, "变差")


@pytest.mark.parametrize(
    ("word", "closed"),
    [("已完成", True), ("完成", True), ("已取消", True), ("√", True), ("Done", True), ("", False),
     ("未完成", False), ("进行中", False), ("快完成了", False)],
)  # fmt: skip
def test_which_words_close_a_row(word: str, closed: bool) -> None:  # noqa: FBT001 - what is wanted
    assert is_closed(word) is closed


def _slow_rate(book: Ledger, month: Month, metric: str) -> float | None:
    rows = plain.lead_rows(book)
    begun = [row for row in rows if row["月份"] == month and row["计入"]]
    signed = len(plain.signed_companies(rows, month))
    lost = sum(plain.month_of(row["流失"]) == month for row in rows)
    if metric == "线索总数":
        return len(begun)
    if metric == "签约客户数":
        return signed
    part = {"转化率": signed, "流失率": lost}[metric]
    return part / len(begun) if begun else None


@given(books(), st.lists(st.sampled_from(["", "进行中", "已完成"]), min_size=9, max_size=9))
def test_figures_before_and_after_are_those_counted_by_hand(book: Ledger, words: list[str]) -> None:
    raised = _act(book, FEBRUARY)
    typed = [_with(row, 状态=word, 进展="已谈") for row, word in zip(raised, words, strict=False)]
    later = _act(book, MARCH, typed)
    assert [row.cells["进展"] for row in later[: len(typed)]] == ["已谈"] * len(typed)
    for row in later:
        metric, before = str(row.cells["指标"]), row.cells["提出时"]
        if metric == "A类线索数":
            continue  # its month-end grades are counted in the tests of the months
        month = FEBRUARY if row.cells["提出月份"] == "2024年2月" else MARCH
        assert before == _slow_rate(book, month, metric)
        assert row.cells["最新值"] == _slow_rate(book, MARCH, metric)
        assert row.cells["最新月份"] == "2024年3月"
    known = [(row.cells["对象"], row.cells["指标"]) for row in later if not row.cells["关闭月份"]]
    assert len(known) == len(set(known))
    missed = {(one.miss.subject, one.miss.metric) for one in diagnoses(book, detail(book), MARCH)}
    assert missed <= {(row.cells["对象"], row.cells["指标"]) for row in later}
    assert _act(book, MARCH, later) == later
