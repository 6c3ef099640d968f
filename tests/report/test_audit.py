"""What is made here is valid OOXML: an auditor that knows the schemas finds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from crmbook.report.monthly_sheets import monthly_sheets
from crmbook.report.new_workbook import NewOptions, build_workbook
from crmbook.sample import load
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
