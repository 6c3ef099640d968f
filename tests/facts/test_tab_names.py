"""What a tab's name says."""

from __future__ import annotations

import pytest

from crmbook.facts.tab_names import TabName, read_tab_name


@pytest.mark.parametrize(
    ("name", "month", "year", "rest"),
    [
        ("1月", 1, None, ""),
        ("01月", 1, None, ""),
        ("１２月", 12, None, ""),
        ("一月", 1, None, ""),
        ("十二月", 12, None, ""),
        ("3月份", 3, None, ""),
        ("2024年1月", 1, 2024, ""),
        ("24年1月", 1, 2024, ""),
        ("2024-03", 3, 2024, ""),
        ("2024.3", 3, 2024, ""),
        ("202403", 3, 2024, ""),
        ("3月线索登记表", 3, None, ""),
        ("张三3月", 3, None, "张三"),
        ("张三三月", 3, None, "张三"),
        ("李四-2024年2月", 2, 2024, "李四"),
        ("张三的客户", None, None, "张三"),
        ("展会3月", 3, None, "展会"),
    ],
)
def test_a_tab_names_a_month_and_perhaps_more(
    name: str, month: int | None, year: int | None, rest: str
) -> None:
    assert read_tab_name(name) == TabName(month, year, rest)


@pytest.mark.parametrize(
    "name",
    ["线索登记表", "Sheet1", "2024", "2024年", "第1季度", "1-3月", "1月-2月", "3月5日展会", "3月以前",
     "20240305", "13月", "0月", "3", "202413", "13800001111"],
)  # fmt: skip
def test_a_tab_that_names_no_single_month_names_none(name: str) -> None:
    assert read_tab_name(name).month is None
