"""Formulas use only what Excel 2010 and WPS both have (DESIGN 3)."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from crmbook.report.new_workbook import NewOptions, build_workbook
from crmbook.sample import load
from tests.report.made import bundled, hostile_rows, report_of

ALLOWED = {
    "AND", "AVERAGEIFS", "COUNTA", "COUNTIFS", "EXACT", "IF", "IFERROR", "INDEX", "ISNUMBER", "LEFT", "LEN",
    "MATCH", "MAX", "MOD", "N", "NOT", "OR", "ROUND", "SUM", "SUMPRODUCT", "TODAY", "TRIM",
}  # fmt: skip
_CALL = re.compile(r"([A-Z][A-Z0-9._]*)\(")
_STRING = re.compile(r'"[^"]*"')


def formulas(workbook: bytes) -> set[str]:
    found: set[str] = set()
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)).worksheets:
        found |= {c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"}  # type: ignore[misc]
        for rules in sheet.conditional_formatting:
            found |= {text for rule in rules.rules for text in rule.formula}
        found |= {r.formula1 for r in sheet.data_validations.dataValidation if r.formula1}
    return found


@pytest.mark.parametrize(
    "workbook",
    [
        build_workbook(NewOptions(sample=load(full=True), full=True)),
        build_workbook(NewOptions(sample=load(), plain=True)),
        bundled(report_of(hostile_rows())),
    ],
    ids=["new", "plain", "monthly"],
)
def test_no_function_is_newer_than_excel_2010(workbook: bytes) -> None:
    texts = formulas(workbook)
    assert len(texts) > 10
    used = {name for text in texts for name in _CALL.findall(_STRING.sub('""', text))}
    assert used <= ALLOWED
    assert not any(
        "_xlfn" in text or "_xlws" in text or "#" in text.replace("[#This Row]", "")
        for text in texts
    )
