"""Two leads among strangers: one lead, two contacts of a company, a branch, or nothing (M21, M104)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.match.books import verdict

LEAD = {
    "公司名称": "杭州华鼎科技有限公司",
    "联系人": "张伟",
    "联系电话": "13867412358",
    "邮箱": "zhangwei@huading.com.cn",
    "需求描述": "需采购ERP系统",
}
COLLEAGUE = {
    "联系电话": "13912345670",
    "邮箱": "liqiang@huading.com.cn",
    "联系人": "李强",
    "需求描述": "看看",
    "职位": "CTO",
}
OTHER = {**COLLEAGUE, "邮箱": "liqiang@qq.com"}
NEW_PHONE = {"联系电话": "13912345670"}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "twice": ("same", {}),
    "without legal form": ("same", {"公司名称": "杭州华鼎科技"}),
    "place in brackets, 张总": ("same", {"公司名称": "华鼎（杭州）科技有限公司", "联系人": "张总"}),
    "traditional script": ("same", {"公司名称": "杭州華鼎科技有限公司", **NEW_PHONE}),
    "full width, formatted phone": ("same", {"公司名称": "杭州华鼎科技有限公司　", "联系电话": "+86 138-6741-2358"}),
    "张总, new phone": ("same", {"联系人": "张总", **NEW_PHONE}),
    "张总, neither phone nor mail": ("same", {"联系人": "张总", "联系电话": None, "邮箱": None}),
    "same person, new phone and mail": ("same", {**NEW_PHONE, "邮箱": "zw88@qq.com", "需求描述": "询价"}),
    "masked contact": ("same", {"联系人": "张*"}),
    "masked phone": ("same", {"联系电话": "138****2358", "邮箱": None}),
    "short name": ("same", {"公司名称": "华鼎", "邮箱": None, **NEW_PHONE}),
    "homophone": ("same", {"公司名称": "杭州华顶科技有限公司", "邮箱": None}),
    "slip in the name alone": ("same", {"公司名称": "杭州华鼎科枝有限公司", "联系电话": None, "邮箱": None}),
    "group, same person": ("same", {"公司名称": "杭州华鼎科技集团有限公司"}),
    "colleague": ("role", OTHER),
    "colleague, same domain": ("role", COLLEAGUE),
    "colleague, same phone": ("role", {**COLLEAGUE, "联系电话": "13867412358"}),
    "branch": ("related", {**OTHER, "公司名称": "杭州华鼎科技有限公司上海分公司"}),
    "branch, same domain": ("related", {**COLLEAGUE, "公司名称": "杭州华鼎科技有限公司上海分公司"}),
    "branch, same person": ("related", {"公司名称": "杭州华鼎科技有限公司上海分公司"}),
    "namesake elsewhere": ("strangers", {**OTHER, "公司名称": "北京华鼎科技有限公司"}),
    "namesake elsewhere, same surname": ("strangers", {**OTHER, "公司名称": "北京华鼎科技有限公司", "联系人": "张总"}),
    "same person's name elsewhere": (
        "strangers", {**NEW_PHONE, "公司名称": "上海远望贸易有限公司", "邮箱": "a@b.cn", "需求描述": "询价"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "other"), CASES.values(), ids=CASES)
def test_a_near_miss_is_told(tmp_path: Path, expected: str, other: dict[str, Any]) -> None:
    assert verdict(tmp_path / "book.xlsx", LEAD, {**LEAD, **other}) == expected


def test_placeholders_are_nobodys_name(tmp_path: Path) -> None:
    nobody = {**LEAD, "公司名称": "待定", "联系人": "张总", "联系电话": None, "邮箱": None}
    assert verdict(tmp_path / "book.xlsx", nobody, nobody | {"需求描述": "询价"}) == "strangers"
