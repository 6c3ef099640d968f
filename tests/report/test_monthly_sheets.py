"""转化分析表, 渠道分析, 流失分析 and 月报明细 as a second reader finds them."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from crmbook.analysis.closed import figures_of_row
from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package
from crmbook.model.cells import Raw
from crmbook.report.conversion_sheet import conversion_sheet, headers
from crmbook.report.memory_book import MARKER
from crmbook.report.monthly_sheets import MonthlyReport, monthly_sheets
from crmbook.report.new_workbook import NewOptions, build_workbook
from tests.report.made import (
    JANUARY,
    MARCH,
    bundled,
    hostile_rows,
    lead,
    report_of,
    sample_monthly,
)

NAMES = ["转化分析表", "渠道分析", "流失分析", "月报明细"]
#: FORMS.md, column by column.
PRINTED = """
2024年1月|150|40|78|30|18|12%|52|跟进阶段(流失10%)|报价后3天内回访
2024年2月|120|31|62|27|12|10%|49|转化阶段(流失10%)|主管陪访A类
2024年3月|200|60|100|40|30|15%|45|跟进阶段(流失8%)|加强B类线索培育频率
"""


def opened(workbook: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook), data_only=values)


def shown(value: Any, number_format: str) -> str:
    if isinstance(value, float) or (isinstance(value, int) and "%" in number_format):
        formats = {"0%": "{:.0%}", "0.0%": "{:.1%}", "0": "{:.0f}", "0.0": "{:.1f}"}
        return formats[number_format].format(value)
    return str(value)


def test_the_sample_reads_as_the_printed_form(tmp_path: Path) -> None:
    sheet = opened(sample_monthly(tmp_path), values=True)["转化分析表"]
    rows = [
        "|".join(shown(cell.value, cell.number_format) for cell in row)
        for row in sheet.iter_rows(min_row=6, max_row=8, max_col=10)
    ]
    assert rows == PRINTED.strip().splitlines()


def test_the_ten_columns_are_untouched_and_ours_stand_to_their_right() -> None:
    sheet = opened(bundled(report_of(hostile_rows())))["转化分析表"]
    titles = [cell.value for cell in sheet[2]]
    assert (
        titles[:10]
        == (
            "统计周期 线索总数 A类线索数 B类线索数 C类线索数 签约客户数 转化率 平均销售周期(天) 主要流失阶段 优化建议"
        ).split()
    )
    assert titles[10:] == ["状态", "未评级", "批次转化率", "无效/重复", "封账签约"]
    assert sheet.column_dimensions["O"].hidden


def test_each_sheet_is_alone_marked_and_has_a_table_of_its_own() -> None:
    tables = []
    for sheet in monthly_sheets(report_of(hostile_rows())):
        book = opened(sheet.workbook)
        assert book.sheetnames == [sheet.name]
        assert book[sheet.name].defined_names[MARKER].attr_text == '"1"'
        tables += list(book[sheet.name].tables)
    assert tables == ["转化", "渠道表", "流失表", "月报明细表"]


def test_the_sheets_stand_behind_one_another() -> None:
    sheets = monthly_sheets(report_of(hostile_rows()))
    assert [sheet.name for sheet in sheets] == NAMES
    assert [sheet.after for sheet in sheets] == [None, *NAMES[:-1]]


def test_the_same_report_gives_the_same_bytes() -> None:
    report = report_of(hostile_rows())
    assert monthly_sheets(report) == monthly_sheets(report)


def test_an_open_month_is_formulas_and_a_closed_one_values() -> None:
    report = report_of(hostile_rows())
    months = [replace(one, closed=one.month == JANUARY) for one in report.months]
    book = opened(bundled(replace(report, months=months)))
    closed, live = book["转化分析表"][3], book["转化分析表"][4]
    assert not [cell for cell in closed if cell.data_type == "f"]
    assert len([cell for cell in live if cell.data_type == "f"]) == 11
    assert closed[1].value == 204
    assert closed[10].value == "已封账"
    assert live[10].value == "未封账"
    assert closed[14].value == "XS2024215、XS2024216"
    assert live[14].value is None
    losses = book["流失分析"]
    assert losses["D3"].value == 29
    assert losses["D4"].data_type == "f"
    assert not [c for row in book["渠道分析"]["A4:G12"] for c in row if c.data_type == "f"]


def test_a_closed_row_stands_as_it_stood() -> None:
    typed: dict[str, Raw] = {
        "统计周期": "2023年12月", "线索总数": 90, "A类线索数": 30, "签约客户数": 9, "转化率": "10%",
        "平均销售周期(天)": 44.5, "主要流失阶段": "=跟进阶段", "优化建议": "加人", "状态": "已封账", "封账签约": "XS1、XS2",
    }  # fmt: skip
    old = figures_of_row(MARCH, typed)
    report = report_of(hostile_rows())
    row = opened(bundled(replace(report, months=[old, *report.months])))["转化分析表"][3]
    found = [cell.value for cell in row]
    assert found == ["2023年12月", 90, 30, None, None, 9, "10%", 44.5, "=跟进阶段", "加人", "已封账",
                     None, None, None, "XS1、XS2"]  # fmt: skip
    assert not [cell for cell in row if cell.data_type == "f"]
    assert row[7].number_format == "0.0"


def test_without_a_signing_column_a_dash_stands_instead_of_a_count() -> None:
    report = report_of(hostile_rows())
    months = [
        replace(m, signed=None, rate=None, cycle=None, cohort_rate=None) for m in report.months
    ]
    sheet = opened(bundled(replace(report, months=months)))["转化分析表"]
    assert [sheet[f"{letters}3"].value for letters in "FGHM"] == ["—"] * 4
    assert sheet["B3"].data_type == "f"


def test_columns_that_people_added_come_along() -> None:
    extra = {
        "复盘人": {JANUARY: "林涛", MARCH: "=HYPERLINK(1)"},
        "复盘日": {JANUARY: dt.datetime(2024, 2, 3)},
        "note": {},
        "Note": {MARCH: 1.5},
    }
    assert headers(extra)[14:] == ["复盘人", "复盘日", "note", "Note_2", "封账签约"]
    sheet = opened(bundled(report_of(hostile_rows(), extra=extra)))["转化分析表"]
    assert [sheet[f"{letters}3"].value for letters in "OP"] == ["林涛", dt.datetime(2024, 2, 3)]
    assert (sheet["O5"].value, sheet["O5"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["R5"].value == 1.5
    assert sheet.column_dimensions["S"].hidden


def test_advice_of_a_person_is_kept_as_text_and_a_proposal_is_told_apart() -> None:
    report = report_of(hostile_rows())
    months = [
        replace(report.months[0], advice="=cmd|' /C calc'!A0"),
        replace(report.months[1], suggestion="（建议）跟进"),
    ]
    sheet = opened(bundled(replace(report, months=months)))["转化分析表"]
    assert (sheet["J3"].value, sheet["J3"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert sheet["J4"].value == "（建议）跟进"
    assert sheet["J4"].font.i
    assert not sheet["J3"].font.i


def test_over_the_limit_values_stand_and_the_sheet_says_so() -> None:
    book = opened(bundled(report_of(hostile_rows(), live=False)))
    formulas = [
        c
        for name in NAMES[::2]
        for row in book[name].iter_rows()
        for c in row
        if c.data_type == "f"
    ]
    assert not formulas
    assert book["转化分析表"]["B3"].value == 204
    notes = [book["转化分析表"][f"A{row}"].value for row in range(16, 20)]
    assert any("数值" in str(note) for note in notes)
    assert str(len(hostile_rows())) in book["月报明细"]["A2"].value
    assert book["月报明细"]["A4"].value is None


def test_every_lead_links_to_the_cell_it_came_from() -> None:
    rows = [lead(1), lead(2, sheet="张三 3月"), lead(3, sheet="it's")]
    sheet = opened(bundled(report_of(rows)))["月报明细"]
    links = [sheet[f"O{row}"].hyperlink.location for row in (4, 5, 6)]
    assert links == ["线索登记表!A2", "'张三 3月'!A3", "'it''s'!A4"]
    assert [sheet[f"O{row}"].value for row in (4, 5, 6)] == links
    assert sheet.freeze_panes == "C4"


def test_a_source_with_few_leads_is_signed_and_greyed() -> None:
    sheet = opened(bundled(report_of(hostile_rows(), small_sample=23)), values=True)["渠道分析"]
    rows: list[tuple[Any, ...]] = list(sheet.iter_rows(min_row=4, max_row=12, values_only=True))
    assert {row[8] for row in rows if row[2] < 23} == {"※"}
    assert {row[8] for row in rows if row[2] >= 23} == {None}
    assert sheet["C13"].value == 204
    assert sheet["A13"].value == "合计"


def test_the_notes_and_the_moment_stand_under_the_table() -> None:
    report = report_of(hostile_rows(), missing=("缺少“流失日期”列，无法计算",))
    sheet = opened(bundled(report))["转化分析表"]
    lines = [sheet[f"A{row}"].value for row in range(16, 20)]
    assert lines == [
        "注：1月未评级2条。",
        "缺少“流失日期”列，无法计算。",
        "口径：转化率＝当月签约÷当月获取。",
        "数据截至 2024-03-18（crmbook monthly 生成）",
    ]


def test_the_charts_show_stored_numbers() -> None:
    book = opened(bundled(report_of(hostile_rows())))
    trend, sources = book["转化分析表"]._charts, book["渠道分析"]._charts  # type: ignore[attr-defined]
    assert (len(trend), len(sources)) == (1, 1)
    total = trend[0].series[0]
    assert [float(point.v) for point in total.val.numRef.numCache.pt][:1] == [204.0]
    assert [point.v for point in total.cat.strRef.strCache.pt][:2] == ["2024年1月", "2024年2月"]


def test_a_plain_book_gets_filters_and_no_tables() -> None:
    book = opened(bundled(report_of(hostile_rows(), plain=True)))
    assert not [table for name in NAMES for table in book[name].tables]
    assert book["月报明细"].auto_filter.ref is not None


@pytest.mark.parametrize("rows", [[], [lead(1)]], ids=["no leads", "one lead"])
def test_next_to_nothing_still_makes_all_sheets(rows: list[Any]) -> None:
    book = opened(bundled(report_of(rows)))
    assert book.sheetnames == NAMES


def test_a_report_without_months_has_a_header_and_no_chart() -> None:
    report = MonthlyReport((), (), MARCH, (), (), (), ())
    sheet = opened(conversion_sheet(report))["转化分析表"]
    assert sheet["A2"].value == "统计周期"
    assert sheet["A3"].value is None
    assert not sheet._charts  # type: ignore[attr-defined]
    assert "crmbook monthly" in sheet["A5"].value


def test_grafting_into_a_new_workbook_keeps_every_other_sheet(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(build_workbook(NewOptions()))
    before = openpyxl.load_workbook(path).sheetnames
    package = Package.open(path)
    for sheet in monthly_sheets(report_of(hostile_rows())):
        graft_sheet(package, sheet.name, sheet.workbook, sheet.after)
    out = io.BytesIO()
    package.write(out)
    after = opened(out.getvalue())
    at = before.index("转化分析表") + 1
    assert after.sheetnames == [*before[:at], *NAMES[1:], *before[at:]]
    assert list(after["转化分析表"].tables) == ["转化"]
