"""What is made here is valid OOXML: an auditor that knows the schemas finds nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from crmbook.book import open_book
from crmbook.files.edit import apply
from crmbook.model.kept import KeptRow
from crmbook.report.kept_pages import action_page, review_page
from crmbook.report.kept_sheet import kept_sheet
from crmbook.report.monthly_sheets import monthly_sheets
from crmbook.report.new_workbook import NewOptions, build_workbook
from crmbook.sample import load
from crmbook.workflows.monthly import monthly
from tests.report.made import JANUARY, hostile_rows, report_of


def errors(workbook: bytes, folder: Path) -> list[str]:
    path = folder / "book.xlsx"
    path.write_bytes(workbook)
    found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(path).errors
    return [f"{error.part_uri}: {error.description}" for error in found]


@pytest.mark.parametrize("plain", [False, True], ids=["tables", "plain"])
def test_a_new_workbook_is_valid(*, plain: bool, tmp_path: Path) -> None:
    options = NewOptions(sample=load(full=True), full=True, plain=plain)
    assert errors(build_workbook(options), tmp_path) == []


@pytest.mark.parametrize("at", range(4), ids=["conversion", "channels", "losses", "detail"])
def test_a_monthly_sheet_is_valid(at: int, tmp_path: Path) -> None:
    report = report_of(hostile_rows(), extra={"复盘人": {JANUARY: "林涛"}})
    assert errors(monthly_sheets(report)[at].workbook, tmp_path) == []


@pytest.mark.parametrize("plain", [False, True], ids=["tables", "plain"])
def test_the_sheets_that_people_write_in_are_valid(*, plain: bool, tmp_path: Path) -> None:
    when = dt.datetime(2024, 4, 30)
    rows = [
        KeptRow({"提出月份": "2024年3月", "指标": "转化率", "提出时": 0.1, "完成时限": when, "状态": "已完成"},
                {"主管批注": "=1+1", "到场": True, "用时": dt.timedelta(hours=2)}),
        KeptRow({"建议措施": "第一行\n第二行", "应达到": 12.5}),
    ]  # fmt: skip
    for made in (action_page, review_page):
        page = replace(made(rows, ["主管批注", "到场", "用时"]), plain=plain)
        assert errors(kept_sheet(page), tmp_path) == []
        assert errors(kept_sheet(made([], [])), tmp_path) == []


def test_the_dashboard_and_the_diagnosis_are_valid_inside_a_book(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(build_workbook(NewOptions(sample=load(full=True), full=True)))
    apply(path, monthly(open_book(path), dt.datetime(2024, 3, 18)).plan, command="monthly")
    assert errors(path.read_bytes(), tmp_path) == []
