"""What a text means: names short, misspelt, in pinyin; phones; persons; numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.match.lookup import lookup
from crmbook.match.names import Names
from tests.match.books import leads, strangers

LEAD = {
    "公司名称": "杭州华鼎科技有限公司",
    "联系人": "张伟",
    "联系电话": "13867412358",
    "备用电话": "0571-88886666",
}


@pytest.mark.parametrize(
    "text",
    [
        "杭州华鼎科技有限公司", "华鼎", "华鼎科技", "華鼎", "杭州华鼎", "华顶科技", "华鼎(杭州)", "huading", "hdkj",
        "13867412358", "138 6741 2358", "+86 138-6741-2358", "12358", "88886666", "0571-88886666",
        "张伟", "XS2024001", "xs2024001", "zhangwei@huading.com.cn", "info@huading.com.cn",
    ],
)  # fmt: skip
def test_a_text_finds_its_lead_first(tmp_path: Path, text: str) -> None:
    found = lookup(leads(tmp_path / "a.xlsx", [LEAD, *strangers()]), text)
    assert found[0].member.row == 2
    assert found[0].reasons


@pytest.mark.parametrize("text", ["查无此人公司", "13099999999", "xyzw", "， 。", "-"])
def test_what_nobody_has_is_not_found(tmp_path: Path, text: str) -> None:
    assert lookup(leads(tmp_path / "a.xlsx", [LEAD, *strangers()]), text) == []


def test_all_who_have_it_are_listed_customers_too(tmp_path: Path) -> None:
    customer = {"客户编号": "KH2024007", "联系电话": "13867412358"}
    book = leads(tmp_path / "a.xlsx", [LEAD, *strangers()], customers=[customer])
    assert {one.member.id for one in lookup(book, "13867412358")} == {"XS2024001", "KH2024007"}


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("深振业Ａ", "深圳市振业(集团)股份有限公司"), ("*ST华信", "安徽华信国际控股股份有限公司"),
        ("沪硅产业", "上海硅产业集团股份有限公司"), ("中油资本", "中国石油集团资本股份有限公司"),
        ("TCL科技", "tcl科技集团股份有限公司"),
    ],
)  # fmt: skip
def test_a_short_name_finds_the_full_one(short: str, full: str) -> None:
    others = [
        "深圳市振华科技股份有限公司", "深圳能源集团股份有限公司", "华信永道科技股份有限公司", "上海产业投资有限公司",
        "中国石化资本有限公司", "中油工程股份有限公司", "科技集团股份有限公司", "安徽国际控股有限公司",
    ]  # fmt: skip
    names = Names([*others, full])
    assert names.names[names.rank(short)[0][1]] == full
