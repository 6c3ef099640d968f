"""Formulas of drop-downs and conditional formats that name all data rows take new ones in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

import crmbook
from crmbook.files.growth.following import Downwards
from crmbook.files.growth.rules import grown_rule

#: Data in A2:C4 of 表 get two rows.
GROWTH = Downwards(1, 3, 2, 4, 2)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("$A$2:$A$4", "$A$2:$A$6"),
        ("$A$1:$A$4", "$A$1:$A$6"),
        ("$A$2:$A$5", "$A$2:$A$6"),
        ("表!$A$2:$A$4", "表!$A$2:$A$6"),
        ("'表'!$A$2:$C$4", "'表'!$A$2:$C$6"),
        ('COUNTIF($B$2:$B$4,B2)+COUNTIF(B$2:B$4,"<"&B2)',
         'COUNTIF($B$2:$B$6,B2)+COUNTIF(B$2:B$6,"<"&B2)'),
    ],
)  # fmt: skip
def test_a_range_of_all_data_rows_takes_new_ones_in(formula: str, expected: str) -> None:
    assert grown_rule(formula, "表", GROWTH) == expected


@pytest.mark.parametrize(
    "formula",
    ["A2:A4", "$A2:$A4", "$A$3:$A$4", "$A$2:$A$3", "$A$2:$A$99", "$E$2:$E$4", "$A$4:$A$2",
     "别的!$A$2:$A$4", "'[1]表'!$A$2:$A$4", "[1]表!$A$2:$A$4", "表:别的!$A$2:$A$4",
     "'一:表'!$A$2:$A$4", '"$A$2:$A$4"', 'INDIRECT("表!$A$2:$A$4")', "$A:$A", "$A$2", "甲乙,丙"],
)  # fmt: skip
def test_any_other_range_stays_as_written(formula: str) -> None:
    assert grown_rule(formula, "表", GROWTH) == formula


@pytest.mark.filterwarnings("ignore:.* extension is not supported")  # of openpyxl
def test_drop_downs_and_formats_of_a_sheet_follow_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet, other = made.add_worksheet("表"), made.add_worksheet("别的")
        for at, row in enumerate([["编号", "公司"], [1, "甲"], [2, "乙"]]):
            sheet.write_row(at, 0, row)
        sheet.data_validation("G2", {"validate": "list", "source": "=$B$2:$B$3"})
        sheet.data_validation(
            "G3", {"validate": "integer", "criteria": "between", "minimum": "=MIN($A$2:$A$3)",
                   "maximum": '=MAX($A$2:$A$3)&"<"'}
        )  # fmt: skip
        sheet.data_validation("G4", {"validate": "list", "source": "=$B$2:$B$2"})
        rule = {"type": "formula", "criteria": '=COUNTIF($B$2:$B$3,B2&"&")>1', "format": None}
        sheet.conditional_format("B2:B3", rule)
        bar = {"type": "data_bar", "data_bar_2010": True, "min_type": "formula",
               "min_value": "=MIN($A$2:$A$3)"}  # fmt: skip
        sheet.conditional_format("A2:A3", bar)
        sheet.add_sparkline("H2", {"range": "表!$A$2:$A$3"})
        other.data_validation("A1", {"validate": "list", "source": "=表!$B$2:$B$3"})
    with crmbook.edit(path) as edit:
        edit.append_rows("表", [[3, "丙"], [4, "丁"]])
    sheet = openpyxl.load_workbook(path)["表"]
    rules = {
        str(one.sqref): (one.formula1, one.formula2)
        for one in sheet.data_validations.dataValidation
    }
    assert rules == {
        "G2": ("$B$2:$B$5", None), "G3": ("MIN($A$2:$A$5)", 'MAX($A$2:$A$5)&"<"'),
        "G4": ("$B$2:$B$2", None),
    }  # fmt: skip
    found = {str(one.sqref): one.rules[0].formula for one in sheet.conditional_formatting}
    assert found["B2:B5"] == ['COUNTIF($B$2:$B$5,B2&"&")>1']
    xml = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<xm:f>MIN($A$2:$A$5)</xm:f>" in xml
    assert '<cfvo type="formula" val="MIN($A$2:$A$5)"/>' in xml
    assert "<xm:f>表!A2:A3</xm:f>" in xml  # of the sparkline
