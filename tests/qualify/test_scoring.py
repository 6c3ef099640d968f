"""线索评分: every band's edge, thresholds 10/8/7, the display, and bands a manager adds (§2.4)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crmbook.qualify.forecast import forecasts
from crmbook.qualify.quadrant import Quadrant, quadrants
from crmbook.qualify.scoring import Dimension, Outcome, Score, score
from tests.qualify.desks import ledger

RULES = ["编号", "规则", "值", "单位", "生效日期", "依据"]


def scores(path: Path, rows: list[dict[str, Any]], *more: Any, **sheets: Any) -> list[Score]:
    found = score(ledger(path, rows, *more, **sheets))
    assert found is not None
    return list(found)


def points(found: Score) -> list[float | None]:
    return [part.points.points if part.points else None for part in found.parts]


BUDGETS = {"200": 15, "199.9": 13, "100": 13, "99": 10, "50": 10, "49.9": 6, "20": 6, "19": 3,
           "0.5": 3, "0": 0, "50-200": 10, "20万以内": 3, None: None}  # fmt: skip
URGENCIES: dict[tuple[str | None, str | None], int | None] = {
    ("高", None): 10, ("中", None): 6, ("低", None): 2, (None, "1个月内上线"): 10,
    (None, "30天内要用"): 10, (None, "2个月内上线"): 8, (None, "3个月内上线"): 8,
    (None, "半年内上线"): 2, (None, "4个月内上线"): 2, (None, "急用"): 10, (None, "不急"): 2,
    (None, "本季度上线"): 8, ("低", "1个月内上线"): 2, (None, None): None,
}  # fmt: skip
AUTHORITIES: dict[tuple[str | None, str | None], int | None] = {
    ("最终决策人", None): 10, ("影响者", None): 7, ("使用者", None): 4, (None, "总经理"): 10,
    (None, "采购经理"): 7, (None, "工程师"): 4, ("使用者", "总经理"): 4, (None, "同学"): None,
}  # fmt: skip


@pytest.mark.parametrize(("budget", "worth"), BUDGETS.items(), ids=map(str, BUDGETS))
def test_a_budget_is_worth(tmp_path: Path, budget: str | None, worth: float | None) -> None:
    (found,) = scores(tmp_path / "a.xlsx", [{"预算(万元)": budget}])
    assert points(found)[0] == worth


@pytest.mark.parametrize(("told", "worth"), URGENCIES.items(), ids=map(str, URGENCIES))
def test_an_urgency_is_worth(
    tmp_path: Path, told: tuple[str | None, str | None], worth: float | None
) -> None:
    (found,) = scores(tmp_path / "a.xlsx", [{"需求紧急性": told[0], "需求描述": told[1]}])
    assert points(found)[1] == worth


TOLD_BUDGETS: dict[str, tuple[float | None, str]] = {
    "预算约60万": (10, "预算约60万"), "原预算80万，新预算30万": (6, "预算30万"),
    "预算从80万降到30万": (6, "预算从80万降到30万"), "预算50万到80万": (10, "预算50万"),
    "预算50万以内": (3, "预算50万以内"), "预算50万内部已批": (10, "预算50万"),
    "预算80万被砍": (None, ""), "原预算80万已取消": (None, ""), "有预算80万吗": (None, ""),
    "去年预算80万": (None, ""), "如果预算80万": (None, ""),
}  # fmt: skip
PUT_OFF: dict[str, int | None] = {
    "1个月内不考虑": None, "3个月内暂不采购": None, "下月暂不采购": None,
    "近1个月内访问过3次": None, "过去3个月内换过两家供应商": None, "目前1个月内要上线": 10,
    "1个月内上线，后来说不急": 2, "不急，但2个月内要交付": 8,
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TOLD_BUDGETS.items(), ids=TOLD_BUDGETS)
def test_a_budget_told_in_words_is_the_one_of_now(
    tmp_path: Path, text: str, told: tuple[float | None, str]
) -> None:
    (found,) = scores(tmp_path / "a.xlsx", [{"需求描述": text}])
    budget = found.parts[0].points
    assert (budget.points if budget else None, budget.said if budget else "") == told


@pytest.mark.parametrize(("text", "worth"), PUT_OFF.items(), ids=PUT_OFF)
def test_a_time_that_is_over_or_put_off_is_no_urgency(
    tmp_path: Path, text: str, worth: int | None
) -> None:
    (found,) = scores(tmp_path / "a.xlsx", [{"需求描述": text}])
    assert points(found)[1] == worth


def test_the_log_has_the_last_word_on_urgency(tmp_path: Path) -> None:
    log = [
        {"线索编号": "XS2024001", "跟进时间": "2024-03-08", "跟进内容摘要": "客户说不急"},
        {"线索编号": "XS2024002", "跟进时间": "2024-03-08", "跟进内容摘要": "要2个月内交付"},
    ]
    rows = [{"需求描述": "1个月内上线"}, {"需求描述": "了解一下"}]
    first, second = scores(tmp_path / "a.xlsx", rows, log)  # fmt: skip
    assert (points(first)[1], points(second)[1]) == (2, 8)
    assert second.parts[1].points is not None
    assert second.parts[1].points.where == "跟进记录表!E3"


@pytest.mark.parametrize(("told", "worth"), AUTHORITIES.items(), ids=map(str, AUTHORITIES))
def test_an_authority_is_worth(
    tmp_path: Path, told: tuple[str | None, str | None], worth: float | None
) -> None:
    (found,) = scores(tmp_path / "a.xlsx", [{"决策权限": told[0], "职位": told[1]}])
    assert points(found)[2] == worth


def test_the_score_is_shown_as_the_documents_have_it(tmp_path: Path) -> None:
    row = {"预算(万元)": "120", "需求紧急性": None, "需求描述": "3个月内上线", "决策权限": "影响者"}
    (found,) = scores(tmp_path / "a.xlsx", [row])
    assert found.shown == "13/15 · 8/10 · 7/10 = 28/35"
    assert found.outcome is Outcome.OPPORTUNITY


OUTCOMES: dict[str, tuple[dict[str, Any], Outcome, dict[str, float]]] = {
    "at every threshold": (
        {"预算(万元)": 50, "需求描述": "3个月内", "决策权限": "影响者"}, Outcome.OPPORTUNITY, {}),
    "short of urgency": (
        {"预算(万元)": 50, "需求紧急性": "中", "决策权限": "影响者"}, Outcome.NEARLY, {"urgency": 2}),
    "short of two": (
        {"预算(万元)": 20, "需求紧急性": "低", "决策权限": "影响者"}, Outcome.SHORT,
        {"budget": 4, "urgency": 6}),
    "a blank is unknown": (
        {"预算(万元)": None, "需求紧急性": "高", "决策权限": "影响者"}, Outcome.INCOMPLETE, {}),
}  # fmt: skip


@pytest.mark.parametrize(("row", "outcome", "short"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_comes_out(
    tmp_path: Path, row: dict[str, Any], outcome: Outcome, short: dict[str, float]
) -> None:
    (found,) = scores(tmp_path / "a.xlsx", [row])
    assert found.outcome is outcome
    assert {part.dimension.key: part.short for part in found.short} == short


def test_a_manager_adds_bands_and_moves_thresholds(tmp_path: Path) -> None:
    rules = [
        RULES,
        ["评分.预算.≥500万", "大单", 20, "分", None, None],
        ["评分.紧急.6个月内", "半年内", 7, "分", None, None],
        ["评分.预算.达标", "", 16, "分", None, None],
    ]
    row = {"预算(万元)": 600, "需求描述": "5个月内上线", "决策权限": "影响者"}
    (found,) = scores(tmp_path / "a.xlsx", [row], 规则=rules)
    assert found.shown == "20/20 · 7/10 · 7/10 = 34/40"
    assert found.short[0].dimension is Dimension.URGENCY


def test_quadrants_order_what_to_do(tmp_path: Path) -> None:
    levels = [("高", "高"), ("高", "低"), ("低", "高"), ("中", "中"), (None, "高"), ("高", None)]
    rows = [{"需求紧急性": one, "需求重要性": other} for one, other in levels]
    book = ledger(tmp_path / "a.xlsx", rows)
    found = score(book)
    assert found is not None
    told = quadrants(book, found.register, found.points[Dimension.URGENCY])
    assert list(told) == [
        Quadrant.BOTH, Quadrant.URGENT, Quadrant.IMPORTANT, Quadrant.NEITHER, Quadrant.UNKNOWN,
        Quadrant.UNKNOWN,
    ]  # fmt: skip


def test_a_pain_of_an_industry_foretells_a_need(tmp_path: Path) -> None:
    rows = [{"行业类型": "制造业", "需求描述": "关注生产效率"},
            {"行业类型": "建筑业", "需求描述": "关注生产效率"}]  # fmt: skip
    book = ledger(tmp_path / "a.xlsx", rows)
    assert book.leads is not None
    first, second = forecasts(book, book.leads)
    assert first is not None
    assert (first.need, first.industry, second) == ("智能化管理系统", "制造业", None)
