"""高潜力: a budget and a hurry, both said; what nobody has said promises nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crmbook.qualify.potential import promising
from tests.qualify.desks import Row, ledger

BOTH: Row = {"预算(万元)": "60", "需求紧急性": "高", "线索状态": "跟进中"}
HEAD = ["客户编号", "客户名称(全称)", "客户类型", "显性需求", "需求紧急性", "需求标签"]


@pytest.mark.parametrize(
    ("row", "listed"),
    [
        (BOTH, True),
        ({**BOTH, "预算(万元)": None}, False),
        ({**BOTH, "需求紧急性": None}, False),
        ({**BOTH, "需求紧急性": "低"}, False),
        ({**BOTH, "线索状态": "已流失"}, False),
        ({**BOTH, "需求紧急性": None, "需求描述": "1个月内要上线"}, True),
        ({**BOTH, "预算(万元)": None, "需求描述": "预算约30万，急用"}, True),
    ],
    ids=["both", "no budget", "no hurry said", "no hurry", "lost", "by a time", "by the text"],
)
def test_a_lead_needs_both(tmp_path: Path, row: Row, *, listed: bool) -> None:
    found = list(promising(ledger(tmp_path / "台账.xlsx", [row])))
    assert bool(found) is listed
    assert all(len(one.reasons) == 2 for one in found)


@pytest.mark.parametrize(
    ("need", "urgency", "tags", "listed"),
    [
        ("预算50万，换系统", "高", None, True),
        ("预算50万，换系统", None, "急需采购", True),
        ("换系统", "高", None, False),
        ("预算50万，换系统", "中", None, False),
        ("预算还没定", "高", None, False),
    ],
    ids=["both", "by a tag", "no budget", "no hurry", "budget not set"],
)
def test_a_customer_needs_both(
    tmp_path: Path, need: str, urgency: str | None, tags: str | None, *, listed: bool
) -> None:
    rows: list[list[Any]] = [
        HEAD,
        ["KH2024001", "宁波启航物流有限公司", "存量客户", need, urgency, tags],
    ]
    book = ledger(tmp_path / "台账.xlsx", [{"线索状态": "无效"}], 客户档案=rows)
    assert bool(list(promising(book))) is listed
