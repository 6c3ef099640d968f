"""建议等级: the documents' classes, blanks that are unknown, and evidence that stands in the lead."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbook.cli.render.suggested import evidence_text
from crmbook.qualify.evidence import Evidence
from crmbook.qualify.grading import Suggestion, grade
from crmbook.schema.rules import BY_CODE, read_value
from tests.qualify.desks import ledger

_A = {"需求描述": "需采购ERP系统", "预算(万元)": "80", "决策权限": "最终决策人"}
CASES: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {
    "all three": (_A, "A类", ()),
    "the budget at the edge": ({**_A, "预算(万元)": "50"}, "A类", ()),
    "the budget below the edge": ({**_A, "预算(万元)": "49.9"}, "B类", ()),
    "a range counts by its lower end": ({**_A, "预算(万元)": "40-80"}, "B类", ()),
    "an amount in the text": (
        {"需求描述": "采购MES，预算约60万", "决策权限": "最终决策人"}, "A类", (),
    ),
    "budget unknown": ({"需求描述": "需采购ERP系统", "决策权限": "最终决策人"}, "B类", ("预算充足",)),
    "an influencer is no decision chain": ({**_A, "决策权限": "影响者"}, "B类", ("决策链清晰",)),
    "a title decides": (
        {"需求描述": "需采购ERP系统", "预算(万元)": "80", "职位": "总经理"}, "A类", (),
    ),
    "a deputy does not": (
        {"需求描述": "需采购ERP系统", "预算(万元)": "80", "职位": "副总经理"}, "B类", ("决策链清晰",),
    ),
    "only looking": ({**_A, "需求描述": "先了解一下"}, "C类", ()),
    "a need that is denied": ({**_A, "需求描述": "目前不需要"}, "C类", ()),
    "nothing of the need": ({**_A, "需求描述": None}, "", ("需求明确",)),
    "too short to tell": ({**_A, "需求描述": "ERP"}, "", ("需求明确",)),
    "a description without such words": ({"需求描述": "三个仓库的库存对不上"}, "B类",
                                 ("预算充足", "决策链清晰")),
}  # fmt: skip


def _told(evidence: Evidence) -> str:
    return evidence_text("预算充足", evidence)


def suggestions(
    path: Path, rows: list[dict[str, Any]], *more: Any, **sheets: Any
) -> list[Suggestion]:
    found = grade(ledger(path, rows, *more, **sheets))
    assert found is not None
    return list(found)


@pytest.mark.parametrize(("row", "suggested", "missing"), CASES.values(), ids=CASES)
def test_the_facts_suggest(
    tmp_path: Path, row: dict[str, Any], suggested: str, missing: tuple[str, ...]
) -> None:
    (found,) = suggestions(tmp_path / "a.xlsx", [row])
    assert (found.suggested, found.missing) == (suggested, missing)


def test_the_latest_word_of_the_log_counts(tmp_path: Path) -> None:
    log = [
        {"线索编号": "XS2024001", "跟进时间": "2024-03-08", "跟进内容摘要": "预算已批，老板拍板"},
        {"线索编号": "XS2024001", "跟进时间": "2024-03-04", "跟进内容摘要": "预算未定，要汇报"},
    ]
    (found,) = suggestions(tmp_path / "a.xlsx", [{"需求描述": "需采购ERP系统"}], log)
    assert found.suggested == "A类"
    assert found.questions[1].evidence.where == "跟进记录表!E2"


def test_what_contradicts_a_typed_fact_is_told(tmp_path: Path) -> None:
    log = [{"线索编号": "XS2024001", "跟进时间": "2024-03-08",
            "跟进内容摘要": "没有预算了", "客户反馈/异议": "他做不了主"}]  # fmt: skip
    (found,) = suggestions(tmp_path / "a.xlsx", [_A], log)
    _need, budget, chain = (one.evidence for one in found.questions)
    assert found.suggested == "A类"
    assert budget.against == ("没有预算了", "跟进记录表!E2")
    assert chain.against == ("他做不了主", "跟进记录表!F2")
    assert "但“没有预算了”" in _told(budget) or "but “没有预算了”" in _told(budget)


def test_a_word_that_is_neither_yes_nor_no_says_nothing(tmp_path: Path) -> None:
    words = [["列名", "值", "别名", "分类"], ["预算充足", "也许", "再议", None]]
    row = {"需求描述": "需采购ERP系统，预算再议"}
    (found,) = suggestions(tmp_path / "a.xlsx", [row], 字典=words)
    assert "预算充足" in found.missing


def test_the_current_grade_is_the_end_of_the_chain(tmp_path: Path) -> None:
    log = [{"线索编号": "XS2024001", "跟进时间": "2024-03-04", "意向等级变化": "B类→A+类"}]
    (found,) = suggestions(tmp_path / "a.xlsx", [{**_A, "意向等级": "B类"}], log)
    assert (found.current, found.suggested, found.differs) == ("A+类", "A类", False)


def test_leads_that_are_over_are_left_out(tmp_path: Path) -> None:
    rows = [{**_A, "线索状态": one} for one in ("跟进中", "已签约", "已流失", "无效", "重复")]
    found = grade(ledger(tmp_path / "a.xlsx", rows))
    assert found is not None
    assert (len(found), found.closed) == (1, 4)


def test_a_team_has_words_and_bounds_of_its_own(tmp_path: Path) -> None:
    words = [
        ["列名", "值", "别名", "分类"],
        ["需求明确", "是", "冲刺", None],
        ["需求明确", "否", "路过", None],
    ]
    rules = [
        ["编号", "规则", "值", "单位", "生效日期", "依据"],
        ["评级.预算充足", "", 20, "万元", None, None],
    ]
    rows = [{**_A, "需求描述": "冲刺", "预算(万元)": "20"}, {**_A, "需求描述": "路过"}]
    found = suggestions(tmp_path / "a.xlsx", rows, 字典=words, 规则=rules)
    assert [one.suggested for one in found] == ["A类", "C类"]


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.permutations(list(CASES)))
def test_the_order_of_rows_never_changes_an_answer(tmp_path: Path, order: list[str]) -> None:
    found = suggestions(tmp_path / "a.xlsx", [CASES[name][0] for name in order])
    assert [one.suggested for one in found] == [CASES[name][1] for name in order]


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.sampled_from(list(CASES)), min_size=1, max_size=6), st.sampled_from(list(CASES)))
def test_every_word_that_is_quoted_stands_in_its_lead(
    tmp_path: Path, names: list[str], more: str
) -> None:
    rows = [{**CASES[name][0], **CASES[more][0]} for name in names]
    for row, one in zip(rows, suggestions(tmp_path / "a.xlsx", rows), strict=True):
        for question in one.questions:
            words, held = question.evidence.words, str(row.get(question.evidence.where, ""))
            assert words.rstrip("…").removesuffix("万元") in held or not words


def test_a_level_of_authority_that_does_not_exist_is_a_bad_rule() -> None:
    rule = BY_CODE["筛选.软性.决策权限"]
    assert read_value(rule, "老板") is None
    assert read_value(rule, "最终决策人") == "最终决策人"
