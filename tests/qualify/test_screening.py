"""初筛: each criterion passed, failed or unknown, with the value that decided (M24)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crmbook.qualify.evidence import Answer
from crmbook.qualify.grading import grade
from crmbook.qualify.screening import Screening, screening
from tests.qualify.desks import ledger

RULES = ["编号", "规则", "值", "单位", "生效日期", "依据"]
CASES: dict[str, tuple[dict[str, Any], str, Answer, str]] = {
    "a size inside": ({"企业规模(员工数)": "200-500人"}, "员工数", Answer.YES, "200-500人"),
    "a size outside": ({"企业规模(员工数)": "20-50人"}, "员工数", Answer.NO, "20-50人"),
    "a size across the bound": ({"企业规模(员工数)": "50-200人"}, "员工数", Answer.UNKNOWN, "50-200人"),
    "no size": ({}, "员工数", Answer.UNKNOWN, ""),
    "the region of 华东": ({"地区": "浙江杭州"}, "地区", Answer.YES, "浙江杭州"),
    "another region": ({"地区": "广东深圳"}, "地区", Answer.NO, "广东深圳"),
    "the place in the name": ({"公司名称": "南京远航科技有限公司"}, "地区", Answer.YES, "南京远航科技有限公司"),
    "a budget at the bound": ({"预算(万元)": 50}, "预算", Answer.YES, "50万元"),
    "a budget below": ({"预算(万元)": 49}, "预算", Answer.NO, "49万元"),
    "an influencer at least": ({"决策权限": "影响者"}, "决策权限", Answer.YES, "影响者"),
    "a user only": ({"决策权限": "使用者"}, "决策权限", Answer.NO, "使用者"),
    "willing": ({"备注": "有合作意愿"}, "合作意愿", Answer.YES, "有合作意愿"),
    "not willing": ({"备注": "没兴趣"}, "合作意愿", Answer.NO, "没兴趣"),
}  # fmt: skip


def screened(path: Path, row: dict[str, Any], *rules: list[Any]) -> Screening:
    sheets: Any = {"规则": [RULES, *rules]} if rules else {}
    book = ledger(path, [row], **sheets)
    found = grade(book)
    assert found is not None
    return screening(book, found.register, found.inputs)


@pytest.mark.parametrize(("row", "name", "answer", "said"), CASES.values(), ids=CASES)
def test_a_criterion_says(
    tmp_path: Path, row: dict[str, Any], name: str, answer: Answer, said: str
) -> None:
    found = {one.name: evidence for one, evidence in screened(tmp_path / "a.xlsx", row).of(0)}
    assert (found[name].answer, found[name].words) == (answer, said)


def test_a_criterion_that_says_unlimited_asks_nothing(tmp_path: Path) -> None:
    rules = [
        [f"筛选.硬性.{name}", "", "不限", "", None, None] for name in ("员工数", "地区", "预算")
    ]
    found = screened(tmp_path / "a.xlsx", {}, *rules)
    assert not [one for one in found.criteria if one.hard]
    assert found.hard.tolist() == [Answer.UNKNOWN]
