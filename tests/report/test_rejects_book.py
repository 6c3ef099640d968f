"""The file of rejects: values as they stood, text as text, read back by a second reader."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl

from crmbook.model.cells import UNCACHED, CellError, Raw
from crmbook.report.rejects_book import SHEET, rejects_book


def test_every_value_stands_there_as_it_stood() -> None:
    row: list[Raw] = [
        "=1+1",
        "0571",
        13867412358,
        dt.datetime(2024, 3, 1, 9, 30),
        True,
        None,
        "两\n行",
        "缺电话",
    ]
    titles = ["公式", "区号", "电话", "时间", "是", "空", "备注", "原因"]
    odd: list[Raw] = [CellError("#N/A"), UNCACHED, "1.38E+10", "http://a.cn", 1.5, "\x01", "", "x"]
    data = rejects_book(titles, [row, odd])
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    found = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert found[0] == titles
    assert found[1] == row
    assert sheet["A2"].data_type == "s"
    assert found[2][0] == "#N/A"
    assert found[2][1:5] == [None, "1.38E+10", "http://a.cn", 1.5]


def test_a_blank_row_below_takes_what_is_typed_as_text() -> None:
    data = rejects_book(["电话", "原因"], [["1.38E+10", "x"]])
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    assert sheet["A2"].number_format == "@"
    assert sheet.column_dimensions["A"].width > 8
