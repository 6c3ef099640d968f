"""`check` straight on real company lists: no false alarm on names, addresses, web sites."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from crmbook.book import open_books
from crmbook.workflows.check import CheckReport, check

TODAY = dt.date(2026, 11, 22)
SHORT_NAME = "company-no-suffix"  # right on a list of short names (M13), and counted apart


def _report(shared: Path, name: str) -> CheckReport:
    return check(open_books([shared / "data" / name]), TODAY)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("cn/szse_dev_2020.csv", 461),
        ("cn/szse_dev_2025.csv", 1017),
        ("cn/szse_dev_2020.gb18030.csv", 461),
    ],
)
def test_a_list_of_full_names_raises_no_false_alarm(shared: Path, name: str, rows: int) -> None:
    report = _report(shared, name)
    assert report.rows == rows
    assert {"公司名称", "地址", "网址"} <= set(
        report.book.ledger(TODAY).registers["线索登记表"].data
    )
    alarms = {problem.where for problem in report.problems}
    assert len(alarms) < rows / 100, Counter(problem.code for problem in report.problems)


def test_a_list_of_short_names_is_told_so_and_nothing_else(shared: Path) -> None:
    report = _report(shared, "cn/sse_gplist_2025-10.xls")
    assert report.rows == 1696
    others = [problem for problem in report.problems if problem.check.name != SHORT_NAME]
    assert len(others) < report.rows / 100
    assert len(report.problems) - len(others) > report.rows / 2
    assert report.errors == 0


@pytest.mark.parametrize("name", ["jsherp_customer_template.xls", "jsherp_vendor_template.xls"])
def test_an_erp_s_import_template_is_read_as_a_lead_list(shared: Path, name: str) -> None:
    report = _report(shared, f"messy/{name}")
    assert report.rows == 2
    assert report.errors == 0
    assert not [one for one in report.problems if one.header in {"地址", "邮箱", "备注"}]
