"""Statements: words that count, and what takes their meaning away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.statements import Wording, wording
from crmbook.schema.words.qualifying import BUDGET, CHAIN, NEED, QUALIFYING, SOON, TITLES


def words(name: str) -> Wording:
    return wording((one.value, one.aliases) for one in QUALIFYING[name])


CASES = [
    (NEED, "需采购ERP系统", "是"), (NEED, "寻找物流供应商", "是"), (NEED, "先了解一下产品", "否"),
    (NEED, "暂时不需要，以后再说", "否"), (NEED, "不需要安装，但要升级", "是"), (NEED, "你好", None),
    (BUDGET, "预算充足", "是"), (BUDGET, "还没立项", "否"), (BUDGET, "没有预算", "否"),
    (BUDGET, "如果有预算就上", None), (BUDGET, "有预算吗？", None), (BUDGET, "预算未定，老板在看", "否"),
    (BUDGET, "上月没立项，本月已立项", "是"),
    (CHAIN, "老板拍板", "是"), (CHAIN, "他做不了主", "否"), (CHAIN, "要汇报总部审批", "否"),
    (SOON, "急", "1个月内"), (SOON, "不急，明年", "低"), (SOON, "希望下个月上线", "1个月内"),
    (SOON, "降低成本", None),
    (TITLES, "总经理", "最终决策人"), (TITLES, "副总经理", "影响者"), (TITLES, "总经理助理", "影响者"),
    (TITLES, "ceo", "最终决策人"), (TITLES, "设备工程师", "使用者"), (TITLES, "采购", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "value"), CASES, ids=[case[1] for case in CASES])
def test_a_text_says(name: str, text: str, value: str | None) -> None:
    found = words(name).find([text]).get(0)
    assert (None if found is None else found.value) == value


@given(st.lists(st.sampled_from([case[1] for case in CASES] + ["", "a\nb"]), max_size=8))
def test_texts_together_say_what_each_says_alone(texts: list[str]) -> None:
    every = words(BUDGET).find(texts)
    alone = {
        at: found for at, text in enumerate(texts) if (found := words(BUDGET).find([text]).get(0))
    }
    assert every == alone


@given(st.text(alphabet="预算充足没有未定，。 还立项吗？老板\n", max_size=30))
def test_what_is_quoted_stands_in_the_text(text: str) -> None:
    for found in words(BUDGET).find([text]).values():
        assert found.words in text
