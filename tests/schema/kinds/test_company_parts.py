"""A company's name taken apart for comparison."""

from __future__ import annotations

import pytest

from crmbook.schema.kinds.company_parts import CompanyParts, company_parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("杭州华鼎科技有限公司", CompanyParts("华鼎科技", "华鼎", ("杭州",), "公司")),
        ("华鼎(杭州)科技有限公司", CompanyParts("华鼎科技", "华鼎", ("杭州",), "公司")),
        (
            "浙江省杭州市华鼎科技集团有限公司",
            CompanyParts("华鼎科技", "华鼎", ("浙江", "杭州"), "集团"),
        ),
        ("华鼎科技", CompanyParts("华鼎科技", "华鼎")),
        ("华鼎(展会认识)", CompanyParts("华鼎", "华鼎")),
        (
            "杭州华鼎科技有限公司上海分公司",
            CompanyParts("华鼎科技", "华鼎", ("杭州",), "公司", "上海分公司"),
        ),
        ("杭州华鼎科技限公司", CompanyParts("华鼎科技", "华鼎", ("杭州",), "公司")),
        ("深圳能源集团股份有限公司", CompanyParts("深圳能源", "深圳能源", ("深圳",), "集团")),
        ("东方财富信息股份有限公司", CompanyParts("东方财富信息", "东方财富", (), "公司")),
        (
            "tcl technology group co., ltd.",
            CompanyParts("tcl technology", "tcl technology", (), "公司"),
        ),
        ("art's deli", CompanyParts("arts deli", "arts deli")),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: CompanyParts) -> None:
    assert company_parts(name) == parts


@pytest.mark.parametrize("name", ["", "公司", "有限公司", "杭州", "(杭州)", "-", "集团"])
def test_what_is_hardly_a_name_is_no_error(name: str) -> None:
    assert company_parts(name).places in ((), ("杭州",))
