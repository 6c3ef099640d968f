"""What makes two records one, and what many companies have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crmbook.match.duplicates import find
from tests.match.books import leads, strangers

LEAD = {
    "公司名称": "金华嘉睿自动化设备有限公司", "联系人": "周鹏飞", "联系电话": "18339581627", "邮箱": "",
    "地区": "金华", "企业规模(员工数)": "100-200人", "需求描述": "30台数控设备联网采集产量和故障",
}  # fmt: skip
OTHER = {
    **LEAD,
    "公司名称": "杭州启泰精密机械股份有限公司",
    "联系电话": "18143607815",
    "地区": "杭州",
}
#: Another company, as in LEAD but for what stands here; (clusters, moved) that must come out.
CASES: dict[str, tuple[dict[str, Any], tuple[int, int]]] = {
    "contact, need and size are shared by many": (OTHER, (0, 0)),
    "with the phone it is the contact who moved": (
        {**OTHER, "联系电话": LEAD["联系电话"], "需求描述": "要一套进销存"}, (0, 1),
    ),
    "in one place a name of one brand letter less, and another contact": (
        {**LEAD, "公司名称": "金华宏睿自动化设备有限公司", "联系人": "郭国平", "联系电话": ""}, (0, 0),
    ),
    "in another place a near name is another company": (
        {**LEAD, "公司名称": "常州嘉瑞自动化设备有限公司", "联系电话": "", "地区": "常州"}, (0, 0),
    ),
    "a slip in the name, with the contact": (
        {**LEAD, "公司名称": "金华嘉瑞自动化设备有限公司", "联系电话": ""}, (1, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("other", "expected"), CASES.values(), ids=CASES)
def test_only_what_belongs_to_one_makes_two_records_one(
    tmp_path: Path, other: dict[str, Any], expected: tuple[int, int]
) -> None:
    found = find(leads(tmp_path / "book.xlsx", [LEAD, other, *strangers()]))
    assert (len(found.clusters), len(found.moved)) == expected


def test_addresses_that_differ_in_their_number_are_two(tmp_path: Path) -> None:
    rows = [
        {**OTHER, "公司名称": f"某{at}有限公司", "联系电话": "", "邮箱": f"sales{at}@kehu.example"}
        for at in (67, 77)
    ]
    found = find(leads(tmp_path / "book.xlsx", [*rows, *strangers()]))
    assert not found.clusters
