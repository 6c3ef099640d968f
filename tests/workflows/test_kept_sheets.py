"""行动项 and 复盘 through ``monthly``: what people typed there stays, month after month."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import crmbook
from crmbook.book import open_book
from crmbook.files.edit import apply
from crmbook.i18n import _
from crmbook.model.edits import PutSheet
from crmbook.workflows.monthly import Monthly, monthly
from crmbook.workflows.write import Target, write
from tests.cli.desk import write_rows

APRIL, MAY = dt.datetime(2024, 4, 2, 9, 0), dt.datetime(2024, 5, 20, 9, 0)
HEADERS = ["线索编号", "公司名称", "负责人", "线索来源", "获取时间", "签约日期", "签约金额(万元)", "流失日期",
           "流失阶段", "流失原因"]  # fmt: skip
Line = dict[str, Any]


def _leads(month: int, total: int, signed: int, lost: int = 0) -> list[list[Any]]:
    day = f"2024-{month:02d}"
    return [
        [f"XS2024{month}{at:02d}", f"杭州{month}第{at}公司", "张三", "官网注册", f"{day}-05",
         f"{day}-09" if at < signed else "", 20 if at < signed else "",
         *([f"{day}-20", "跟进阶段", "价格高"] if signed <= at < signed + lost else ["", "", ""])]
        for at in range(total)
    ]  # fmt: skip


AIMS: list[list[Any]] = [["月份", "对象", "指标", "目标值", "责任人", "完成时限"],
        ["2024-03", "全体", "转化率", 0.3, "林涛", "2024-04-25"],
        ["2024-04", "全体", "转化率", 0.3, "林涛", ""]]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book: March signs 2 of 20 and loses 3, April (20 leads) 4; 30 % were aimed at."""
    rows = [HEADERS, *_leads(3, 20, 2, 3), *_leads(4, 20, 4)]
    log = [["线索编号", "跟进时间", "跟进人"], ["XS2024300", "2024-03-06", "张三"],
           ["XS2024302", "2024-03-10", "张三"], ["XS2024302", "2024-03-12", "张三"]]  # fmt: skip
    return write_rows(tmp_path / "台账.xlsx", {"线索登记表": rows, "跟进记录表": log, "目标": AIMS})


def _run(path: Path, today: dt.datetime = APRIL, month: str = "") -> Monthly:
    result = monthly(open_book(path), today, month=month)
    apply(path, result.plan, command="monthly")
    return result


def _lines(path: Path, name: str) -> list[Line]:
    sheet = openpyxl.load_workbook(path)[name]
    head = [str(cell.value) for cell in sheet[3]]
    rows = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows if any(row)]


def _type(path: Path, name: str, line: int, **cells: Any) -> None:
    """Write into a line of a sheet (0: its first row), by header."""
    sheet = openpyxl.load_workbook(path)[name]
    columns = {cell.value: cell.coordinate[:-1] for cell in sheet[3]}
    with crmbook.edit(path) as edit:
        for header, value in cells.items():
            edit.set_cell(name, f"{columns[header]}{4 + line}", value)


def test_a_miss_opens_a_row_with_who_by_when_and_what_to_do(book: Path) -> None:
    _run(book)
    (line,) = _lines(book, "行动项")
    assert (line["提出月份"], line["对象"], line["指标"]) == ("2024年3月", "全体", "转化率")
    assert (line["责任人"], line["完成时限"]) == ("林涛", dt.datetime(2024, 4, 25))
    assert (line["状态"], line["效果"], line["变化"]) == ("未开始", "待观察", None)
    assert (line["提出时"], line["应达到"], line["最新值"]) == (0.1, 0.3, 0.1)
    assert "10.0%" in line["问题"]
    assert line["建议措施"].startswith("逐条复盘")


def test_the_two_sheets_stand_behind_the_diagnosis(book: Path) -> None:
    _run(book)
    names = openpyxl.load_workbook(book).sheetnames
    at = names.index("诊断")
    assert names[at : at + 3] == ["诊断", "行动项", "复盘"]


def test_what_was_typed_stays_and_the_same_run_again_changes_nothing(book: Path) -> None:
    _run(book)
    _type(book, "行动项", 0, 责任人="王经理", 完成时限=dt.datetime(2024, 4, 12), 状态="进行中",
          建议措施="每周陪访两家", 进展="4月8日已陪访")  # fmt: skip
    first = {one.name: one.workbook for one in _run(book).plan if isinstance(one, PutSheet)}
    (line,) = _lines(book, "行动项")
    assert (line["责任人"], line["完成时限"]) == ("王经理", dt.datetime(2024, 4, 12))
    assert (line["状态"], line["进展"]) == ("进行中", "4月8日已陪访")
    assert line["建议措施"] == "每周陪访两家"
    again = {one.name: one.workbook for one in _run(book).plan if isinstance(one, PutSheet)}
    assert again["行动项"] == first["行动项"]
    assert again["复盘"] == first["复盘"]


def test_an_open_row_is_carried_and_its_effect_measured(book: Path) -> None:
    _run(book)
    _run(book, MAY)
    told = _("{sheet}: {count} open, {late} of them late")
    assert told.format(sheet="行动项", count=1, late=1) in _run(book, MAY).remarks
    (line,) = _lines(book, "行动项")  # April missed the same target: no second row
    assert (line["提出月份"], line["最新月份"]) == ("2024年3月", "2024年4月")
    assert (line["提出时"], line["最新值"], line["变化"]) == (0.1, 0.2, 0.1)
    assert line["效果"] == "好转"
    assert line["提醒"] == _("{days} days late").format(days=25)


def test_a_closed_row_is_measured_once_more_then_stays_as_history(book: Path) -> None:
    _run(book)
    _type(book, "行动项", 0, 状态="已完成")
    _run(book)
    (line,) = _lines(book, "行动项")
    assert (line["关闭月份"], line["提醒"]) == ("2024年3月", None)
    _run(book, MAY)
    history, new = _lines(book, "行动项")
    assert (history["状态"], history["最新月份"], history["效果"]) == (
        "已完成",
        "2024年4月",
        "好转",
    )
    assert (new["提出月份"], new["状态"], new["提出时"]) == ("2024年4月", "未开始", 0.2)
    _run(book, dt.datetime(2024, 6, 3))
    assert _lines(book, "行动项")[0] == history


def test_a_row_closed_before_the_next_month_was_counted_is_not_that_month_s(book: Path) -> None:
    _run(book)
    _type(book, "行动项", 0, 状态="已完成")
    _run(book, MAY)
    done, new = _lines(book, "行动项")
    assert (done["关闭月份"], done["最新月份"], done["效果"]) == ("2024年3月", "2024年4月", "好转")
    assert (new["提出月份"], new["状态"]) == ("2024年4月", "未开始")


def test_rows_and_columns_of_people_s_own_stay(book: Path) -> None:
    _run(book)
    with crmbook.edit(book) as edit:
        edit.set_cell("行动项", "T3", "主管批注")
        edit.set_cell("行动项", "T4", "看过了")
        edit.set_cell("行动项", "F5", "给老客户发新品手册")
        edit.set_cell("行动项", "G5", "李四")
        edit.set_cell("行动项", "A6", "2024年3月")
        edit.set_cell("行动项", "B6", "全体")
        edit.set_cell("行动项", "C6", "签约数")
        edit.set_cell("行动项", "F6", "电话回访")
    _run(book, MAY)
    ours, own, counted = _lines(book, "行动项")
    assert ours["主管批注"] == "看过了"
    assert (own["建议措施"], own["责任人"], own["状态"]) == ("给老客户发新品手册", "李四", None)
    assert (counted["建议措施"], counted["提出时"], counted["最新值"]) == ("电话回访", 2, 4)
    assert counted["效果"] == "好转"
    assert _run(book, MAY).lost == ()


def test_a_row_nobody_touched_goes_with_its_miss_and_a_touched_one_stays(
    book: Path, tmp_path: Path
) -> None:
    _run(book)
    with crmbook.edit(book) as edit:
        edit.set_cell("目标", "D2", 0.05)
    other = tmp_path / "另一本.xlsx"
    other.write_bytes(book.read_bytes())
    _run(book)
    assert _lines(book, "行动项") == []
    _type(other, "行动项", 0, 进展="已安排")
    _run(other)
    assert [line["进展"] for line in _lines(other, "行动项")] == ["已安排"]


def test_an_earlier_month_does_not_turn_actions_back(book: Path) -> None:
    _run(book, MAY)
    before = _lines(book, "行动项")
    result = _run(book, MAY, "2024-03")
    told = _("{sheet} stands at a later month and was left as it is").format(sheet="行动项")
    assert told in result.remarks
    assert _lines(book, "行动项") == before


def test_a_month_that_runs_raises_nothing_yet(book: Path) -> None:
    _run(book, dt.datetime(2024, 4, 20))
    assert [line["提出月份"] for line in _lines(book, "行动项")] == ["2024年3月"]


def test_a_renamed_header_loses_nothing(book: Path) -> None:
    _run(book)
    _type(book, "行动项", 0, 责任人="王经理")
    with crmbook.edit(book) as edit:
        edit.set_cell("行动项", "G3", "谁来做")
    _run(book)
    (line,) = _lines(book, "行动项")
    assert line["谁来做"] == "王经理"


def test_without_its_header_a_sheet_is_left_alone(book: Path) -> None:
    _run(book)
    with crmbook.edit(book) as edit:
        edit.empty_row("行动项", 3)
    result = _run(book)
    told = _("{sheet} has lost its header row and was left alone").format(sheet="行动项")
    assert told in result.remarks
    assert openpyxl.load_workbook(book)["行动项"]["G4"].value == "林涛"


@pytest.mark.parametrize("name", ["行动项", "复盘"])
def test_a_sheet_of_the_team_s_own_is_left_alone(name: str, tmp_path: Path) -> None:
    rows = [HEADERS, *_leads(3, 20, 2, 3)]
    sheets: dict[str, list[list[Any]]] = {
        "线索登记表": rows,
        "目标": AIMS,
        name: [["议题", "谁"], ["降本", "李四"]],
    }
    path = write_rows(tmp_path / "台账.xlsx", sheets)
    result = _run(path)
    assert [line for line in result.remarks if f"“{name}”" in line] != []
    assert openpyxl.load_workbook(path)[name]["A2"].value == "降本"


def test_a_month_that_missed_nothing_makes_no_empty_sheets(tmp_path: Path) -> None:
    rows = [HEADERS, *_leads(3, 3, 0)]
    path = write_rows(tmp_path / "台账.xlsx", {"线索登记表": rows})
    _run(path)
    assert not {"行动项", "复盘"} & set(openpyxl.load_workbook(path).sheetnames)


def test_won_and_lost_leads_stand_with_their_facts_and_keep_their_lessons(book: Path) -> None:
    _run(book)
    lines = _lines(book, "复盘")
    assert [line["月份"] for line in lines] == ["2024年3月"] * 5 + ["2024年4月"] * 4
    assert [line["结果"] for line in lines[:5]] == ["签约"] * 2 + ["流失"] * 3
    won, lost = lines[0], lines[2]
    assert (won["线索编号"], won["签约金额(万元)"], won["历时(天)"]) == ("XS2024300", 20, 4)
    assert (won["跟进次数"], won["首次跟进(天)"], won["最长间隔(天)"]) == (1, 1, 3)
    assert (lost["线索编号"], lost["阶段"], lost["流失原因"]) == ("XS2024302", "跟进阶段", "价格高")
    assert (lost["跟进次数"], lost["首次跟进(天)"], lost["最长间隔(天)"]) == (2, 5, 8)
    _type(book, "复盘", 2, 教训="报价前先见决策人")
    _run(book, MAY)
    later = _lines(book, "复盘")
    assert later == [*lines[:2], {**lost, "教训": "报价前先见决策人"}, *lines[3:]]


def test_a_lead_no_longer_lost_leaves_the_review_unless_somebody_wrote_of_it(book: Path) -> None:
    _run(book)
    _type(book, "复盘", 2, 教训="报价前先见决策人")
    with crmbook.edit(book) as edit:
        for row in (4, 5):  # XS2024302 and XS2024303
            edit.empty_row("线索登记表", row)
    _run(book)
    numbers = [line["线索编号"] for line in _lines(book, "复盘")][:-4]
    assert numbers == ["XS2024300", "XS2024301", "XS2024302", "XS2024304"]


def test_a_book_that_counts_from_1904_gets_its_dates_as_texts(book: Path, tmp_path: Path) -> None:
    register = openpyxl.load_workbook(book)["线索登记表"]
    rows = [list(row) for row in register.iter_rows(values_only=True)]
    path = tmp_path / "苹果.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as made:
        sheets: dict[str, list[list[Any]]] = {"线索登记表": rows, "目标": AIMS}
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for at, cells in enumerate(lines):
                sheet.write_row(at, 0, cells)
    _run(path)
    (line,) = _lines(path, "行动项")
    assert line["完成时限"] == "2024-04-25"
    _type(path, "行动项", 0, 完成时限="2024/4/12", 进展="已谈")
    _run(path, MAY)
    (line,) = _lines(path, "行动项")
    assert (line["完成时限"], line["进展"]) == ("2024/4/12", "已谈")
    assert line["提醒"] == _("{days} days late").format(days=38)


def test_a_locked_book_gets_the_sheets_beside_it(book: Path) -> None:
    opened = open_book(book)
    result = monthly(opened, APRIL)
    book.with_name("~$台账.xlsx").write_bytes(b"\x04Lisi" + b" " * 160)
    written = write(opened, result.plan, command="monthly", label="月报", target=Target())
    assert written.path != book
    names = openpyxl.load_workbook(written.path).sheetnames
    assert {"看板", "诊断", "行动项", "复盘"} <= set(names)
