"""Books made here: donors with everything a generated sheet may hold, hosts to put them into."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from crmbook.files.graft import graft_sheet
from crmbook.files.package import Package

SHEET = "转化分析表"
TITLE = "月度转化分析 & <试>"


def png() -> bytes:
    """Return a picture of 20 × 20 points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 20, 20, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff\x80\x00" * 20) * 20)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def donor(name: str = SHEET, *, first: int = 100, date_1904: bool = False) -> bytes:
    """Return a workbook of one sheet with everything: ``first`` stands in B5."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date_1904})
    sheet = book.add_worksheet(name)
    _write_cells(book, sheet, first)
    _write_rules(book, sheet, name)
    _write_objects(book, sheet, name)
    book.define_name("转化合计", f"='{name}'!$B$5:$B$10")
    book.define_name(f"'{name}'!局部", f"='{name}'!$A$1")
    book.close()
    return out.getvalue()


def _write_cells(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, first: int
) -> None:
    title = book.add_format(
        {"bold": True, "font_size": 16, "bg_color": "#1F4E78", "font_color": "white"}
    )
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})
    rate = book.add_format({"num_format": "0.0%", "border": 1})
    bold = book.add_format({"bold": True})
    sheet.merge_range("A1:F1", TITLE, title)
    sheet.write_rich_string("A2", "普通", bold, "粗体 ", " 尾 ")
    sheet.write_row("A4", ["周期", "线索", "签约", "率", "文", "链接"], bold)
    for row in range(4, 10):
        leads, won = first + row - 4, 10 + row
        sheet.write_datetime(row, 0, dt.datetime(2024, row - 3, 1), month)
        sheet.write_row(row, 1, [leads, won])
        sheet.write_formula(row, 3, f"=C{row + 1}/B{row + 1}", rate, won / leads)
        sheet.write_formula(row, 4, f'="共"&B{row + 1}', None, f"共{leads}")
    sheet.set_column("A:A", 14, month)
    sheet.set_row(12, 20, bold)
    sheet.add_table(
        "H4:J9",
        {
            "name": "分析",
            "columns": [
                {"header": "月"},
                {"header": "数", "format": rate, "header_format": title},
                {"header": "和", "formula": "=分析[[#This Row],[数]]*2"},
            ],
            "data": [[n, n, n * 2] for n in range(5)],
        },
    )


def _write_rules(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, name: str
) -> None:
    red = book.add_format({"font_color": "red", "bg_color": "#FFC7CE", "num_format": "0.00"})
    over = {"type": "formula", "criteria": f"='{name}'!$B5>102", "format": red}
    sheet.conditional_format("B5:B10", over)
    sheet.conditional_format("C5:C10", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("D5:D10", {"type": "3_color_scale"})
    sheet.autofilter("A4:F10")
    sheet.data_validation("F5:F10", {"validate": "list", "source": f"='{name}'!$A$5:$A$10"})
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(0, 3)
    sheet.print_area("A1:J30")
    sheet.set_landscape()


def _write_objects(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, name: str
) -> None:
    sheet.write_url("F5", "https://example.com/a?b=1&c=2", string="网页")
    sheet.write_url("F6", f"internal:'{name}'!A1", string="本表")
    sheet.write_comment("B5", "批注")
    sheet.insert_image(
        "L20", "a.png", {"image_data": io.BytesIO(png()), "url": f"internal:'{name}'!A1"}
    )
    sheet.set_header("&L&G", {"image_left": "a.png", "image_data_left": io.BytesIO(png())})
    sheet.add_sparkline("K5", {"range": f"'{name}'!B5:C5"})
    for kind, place in (("line", "L2"), ("column", "L14")):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": [name, 4, 0, 9, 0], "values": [name, 4, 1, 9, 1]})
        chart.set_title({"name": kind})
        sheet.insert_chart(place, chart)


def plain_donor(name: str, *, table: str = "", value: object = 1) -> bytes:
    """Return a workbook of one sheet with one cell, and perhaps a table."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(name)
    sheet.write("A1", value)
    if table:
        sheet.add_table("A3:B5", {"name": table, "columns": [{"header": "甲"}, {"header": "乙"}]})
        sheet.write_formula("D1", f"=ROWS({table})+SUM({table}[乙])")
    book.close()
    return out.getvalue()


def xlsxwriter_host() -> bytes:
    """Return a book of three sheets: formulas, charts, table, notes, names, 汇总 as active tab."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    leads, notes, total = (book.add_worksheet(n) for n in ("线索登记表", "跟进记录表", "汇总"))
    for sheet in (leads, notes, total):
        sheet.write_row("A1", ["线索编号", "公司名称", "数"], book.add_format({"bold": True}))
        sheet.write_row("A2", ["XS2024001", "宁波启航", 7])
        sheet.print_area("A1:C9")
        sheet.write_comment("B2", "旧批注")
    leads.add_table("E1:F3", {"name": "登记", "columns": [{"header": "甲"}, {"header": "乙"}]})
    total.write_formula("D2", "=线索登记表!C2", None, 7)
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": "=汇总!$C$2:$C$3"})
    total.insert_chart("F2", chart)
    book.define_name("汇总!本页", "=汇总!$C$2")
    book.define_name("总数", "=汇总!$C$2")
    total.activate()
    book.close()
    return out.getvalue()


def openpyxl_host() -> bytes:
    """Return a like book as openpyxl writes it: absolute targets, its own part names and styles."""
    book = openpyxl.Workbook()
    leads = book.active
    assert leads is not None
    leads.title = "线索登记表"
    leads.append(["线索编号", "公司名称"])
    leads.append(["XS2024001", "宁波启航"])
    leads["A1"].font = Font(bold=True, name="宋体", size=12)
    leads["A1"].comment = Comment("旧批注", "王芳")
    leads.add_table(Table(displayName="登记", ref="A1:B2"))
    total = book.create_sheet("汇总")
    total["A1"] = 5
    total["A2"] = "=A1*2"
    chart = BarChart()
    chart.add_data(Reference(total, min_col=1, min_row=1, max_row=2))
    total.add_chart(chart, "C2")
    book.defined_names["总数"] = DefinedName("总数", attr_text="汇总!$A$1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def graft(host: bytes, name: str, workbook: bytes, after: str | None = None) -> bytes:
    """Return a host's bytes with a sheet put in, as a write to disk would leave them."""
    package = Package(host, Path("台账.xlsx"))
    graft_sheet(package, name, workbook, after)
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()
