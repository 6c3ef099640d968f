"""`monthly` on the sample: FORMS.md's rows, the same numbers in a second calculator, nothing lost."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

import crmbook
from crmbook.book import open_books
from crmbook.model.errors import UsageError
from crmbook.workflows.monthly import Monthly, monthly
from crmbook.workflows.new import NewBook, new
from crmbook.workflows.write import Target, Written, write

TODAY = dt.date(2024, 3, 31)
FORMS = {
    "2024年1月": (150, 40, 78, 30, 18, 0.12, 52, "跟进阶段(流失10%)", "报价后3天内回访"),
    "2024年2月": (120, 31, 62, 27, 12, 0.10, 49, "转化阶段(流失10%)", "主管陪访A类"),
    "2024年3月": (200, 60, 100, 40, 30, 0.15, 45, "跟进阶段(流失8%)", "加强B类线索培育频率"),
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return new(tmp_path / "台账.xlsx", NewBook(sample=True)).path


def _run(path: Path, today: dt.date = TODAY, **options: object) -> tuple[Monthly, Written]:
    opened = open_books([path])
    result = monthly(opened, today, **options)  # type: ignore[arg-type]
    written = write(opened, result.plan, command="monthly", label="月报", target=Target())
    return result, written


def _rows(path: Path) -> dict[str, tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path, data_only=True)["转化分析表"]
    rows = sheet.iter_rows(min_col=1, max_col=10, values_only=True)
    return {str(row[0]): row[1:] for row in rows if str(row[0]) in FORMS}


def test_the_three_rows_of_the_printed_form_come_out_exactly(book: Path) -> None:
    result, _written = _run(book)
    for one in result.months:
        if one.month.label in FORMS:
            total, a, b, c, signed, rate, cycle, loss, advice = FORMS[one.month.label]
            assert (one.total, one.grades["A"], one.grades["B"], one.grades["C"]) == (
                total,
                a,
                b,
                c,
            )
            assert (one.signed, one.cycle) == (signed, cycle)
            assert one.rate == pytest.approx(rate)
            assert (one.loss_text, one.advice) == (loss, advice)
    assert _rows(book) == FORMS


def test_only_generated_sheets_and_their_registrations_change(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        before = {name: package.read(name) for name in package.namelist()}
    _result, written = _run(book)
    assert written.receipt is not None
    allowed = {*written.receipt.parts_changed, *written.receipt.parts_removed}
    with zipfile.ZipFile(book) as package:
        same = {name: package.read(name) for name in package.namelist() if name in before}
    assert {name for name in before if same.get(name) != before[name]} <= allowed
    assert "xl/worksheets/sheet1.xml" not in allowed
    assert "xl/worksheets/sheet2.xml" not in allowed


def test_a_second_run_writes_nothing(book: Path) -> None:
    _run(book)
    before = book.read_bytes()
    _result, written = _run(book)
    assert written.receipt is not None
    assert not written.receipt.changed
    assert book.read_bytes() == before


def test_a_closed_month_does_not_move_and_says_who_would_move_it(book: Path) -> None:
    _run(book, month="2024-01", close=True)
    sheet = openpyxl.load_workbook(book)["线索登记表"]
    headers = {cell.value: at for at, cell in enumerate(sheet[1], 1)}
    row = next(
        number
        for number in range(2, sheet.max_row + 1)
        if sheet.cell(number, headers["线索状态"]).value == "已签约"
        and sheet.cell(number, headers["签约日期"]).value is None
    )
    number = sheet.cell(row, headers["线索编号"]).value
    with crmbook.edit(book) as edit:
        cell = sheet.cell(row, headers["签约日期"]).coordinate
        edit.set_cell("线索登记表", cell, dt.datetime(2024, 1, 30))
    result, _written = _run(book)
    assert _rows(book)["2024年1月"] == FORMS["2024年1月"]
    assert any(
        drift.header == "签约客户数"
        and (drift.old, drift.new) == (18, 19)
        and number in drift.leads
        for drift in result.drifts
    )


def test_advice_and_columns_that_people_add_survive(book: Path) -> None:
    _run(book)
    sheet = openpyxl.load_workbook(book)["转化分析表"]
    top = next(row for row in range(1, 10) if sheet.cell(row, 1).value == "统计周期")
    free = sheet.max_column + 1
    last = next(row for row in range(top, 40) if sheet.cell(row, 1).value == "2024年3月")
    with crmbook.edit(book) as edit:
        edit.set_cell("转化分析表", sheet.cell(last, 10).coordinate, "主管写的话")
        edit.set_cell("转化分析表", sheet.cell(top, free).coordinate, "主管点评")
        edit.set_cell("转化分析表", sheet.cell(last, free).coordinate, "不错")
    _run(book, dt.date(2024, 4, 2))
    again = openpyxl.load_workbook(book, data_only=True)["转化分析表"]
    values = [[cell.value for cell in row] for row in again.iter_rows()]
    march = next(row for row in values if row[0] == "2024年3月")
    assert march[9] == "主管写的话"
    assert "不错" in march
    assert any("主管点评" in row for row in values)


def test_a_month_that_is_not_over_cannot_be_closed(book: Path) -> None:
    opened = open_books([book])
    with pytest.raises(UsageError, match="2024"):
        monthly(opened, dt.date(2024, 3, 20), month="2024-03", close=True)


def test_a_book_that_is_open_gets_its_result_beside_it(book: Path) -> None:
    before = book.read_bytes()
    book.with_name(f"~${book.name}").write_bytes(b"\x08WangFang" + b" " * 46)
    _result, written = _run(book)
    assert written.receipt is None
    assert "WangFang" in written.why_beside
    assert written.path.name.startswith("台账-月报-")
    assert openpyxl.load_workbook(written.path).sheetnames[0] == "转化分析表"
    assert book.read_bytes() == before
