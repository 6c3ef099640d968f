"""What people put on the sheets of `monthly`, or tied to them, is there after the next run."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

import crmbook
from crmbook.book import open_books
from crmbook.files.package import Package
from crmbook.files.workbook_part import read_workbook_part
from crmbook.workflows.monthly import Monthly, monthly
from crmbook.workflows.new import NewBook, new
from crmbook.workflows.write import Target, Written, write
from tests.files.graft.reading import findings
from tests.report.recalculation import recalculated

TODAY = dt.date(2024, 3, 31)
Change = Callable[[Any], None]


@pytest.fixture(scope="session")
def _generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = new(tmp_path_factory.mktemp("generated") / "台账.xlsx", NewBook(sample=True)).path
    _run(path)
    return path


@pytest.fixture
def path(_generated: Path, tmp_path: Path) -> Path:
    """A book whose sheets stand as `monthly` made them."""
    return Path(shutil.copy(_generated, tmp_path / "台账.xlsx"))


def _run(path: Path, today: dt.date = TODAY) -> tuple[Monthly, Written]:
    book = open_books([path])
    result = monthly(book, today)
    return result, write(book, result.plan, command="monthly", label="月报", target=Target())


def _edited(path: Path, change: Change) -> None:
    """Change a book as a person would; openpyxl keeps what these books hold, but no names."""
    book = _opened(path)
    change(book)
    book.save(path)


def _opened(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def _row_of(book: Any, label: str, sheet: str = "转化分析表") -> int:
    (row,) = (cell.row for cell in book[sheet]["A"] if cell.value == label)
    return int(row)


def _first_lead(book: Any) -> str:
    """Return the address of the first lead's 获取时间."""
    leads = book["线索登记表"]
    titles = {cell.value: cell.column for row in (1, 2, 3) for cell in leads[row] if cell.value}
    numbers = leads[get_column_letter(titles["线索编号"])]
    first = next(cell.row for cell in numbers if str(cell.value).startswith("XS"))
    return f"{get_column_letter(titles['获取时间'])}{first}"


def _earlier_lead(book: Any) -> None:
    """Let the first lead have come two months before all others: rows are put in at the top."""
    book["线索登记表"][_first_lead(book)].value = dt.datetime(2023, 8, 5)


def _chart(book: Any) -> None:
    sheet = book["转化分析表"]
    march = _row_of(book, "2024年3月")
    chart = BarChart()
    chart.title = "王芳的图"
    chart.add_data(Reference(sheet, min_col=2, min_row=march - 2, max_row=march))
    sheet.add_chart(chart, "R3")


def _notes(book: Any) -> None:
    book["转化分析表"].cell(_row_of(book, "2024年3月"), 7).comment = Comment("展会拖低了", "王芳")
    book["渠道分析"].cell(_row_of(book, "展会留资", "渠道分析"), 2).comment = Comment(
        "含重复", "王芳"
    )


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_notes_and_charts_of_people_stay(path: Path, times: int, tmp_path: Path) -> None:
    for change in (_chart, _notes):
        _edited(path, change)
    before = Path(shutil.copy(path, tmp_path / "before.xlsx"))
    for _time in range(times):
        _run(path)
    book = _opened(path)
    table, channels = book["转化分析表"], book["渠道分析"]
    assert table.cell(_row_of(book, "2024年3月"), 7).comment.text == "展会拖低了"
    assert channels.cell(_row_of(book, "展会留资", "渠道分析"), 2).comment.text == "含重复"
    assert len(table._charts) == 2  # ours and hers
    assert len(channels._charts) == 1
    assert findings(path) - findings(before) == {}


def test_a_second_run_changes_nothing_on_a_furnished_sheet(path: Path) -> None:
    for change in (_chart, _notes):
        _edited(path, change)
    _run(path)
    once = path.read_bytes()
    _result, written = _run(path)
    assert written.receipt is not None
    assert not written.receipt.changed
    assert path.read_bytes() == once


def test_a_note_and_a_chart_follow_their_month_when_an_earlier_one_turns_up(path: Path) -> None:
    _edited(path, _chart)
    _edited(path, _notes)
    _edited(path, _earlier_lead)
    march = _row_of(_opened(path), "2024年3月")
    _run(path)
    book = _opened(path)
    assert _row_of(book, "2024年3月") == march + 2
    assert book["转化分析表"].cell(march + 2, 7).comment.text == "展会拖低了"
    assert [c.comment for row in book["转化分析表"].iter_rows() for c in row if c.comment] != []
    (hers,) = (c for c in book["转化分析表"]._charts if c.anchor._from.col == 17)
    assert hers.anchor._from.row == 4
    assert hers.series[0].val.numRef.f == f"'转化分析表'!$B${march}:$B${march + 2}"


def _readers(book: Any) -> None:
    """Let another sheet speak of the months in every way there is."""
    march = _row_of(book, "2024年3月")
    reader = book.create_sheet("汇报")
    reader["A1"] = f"=转化分析表!B{march}"
    reader["A2"] = f"=SUM(转化分析表!$F${march - 1}:$F${march})"
    reader["A3"] = "=三月线索*2"
    reader["A4"] = f'="三月 "&TEXT(转化分析表!G{march},"0%")'
    reader["A5"] = f"=流失分析!B{_row_of(book, '2024年3月', '流失分析')}"
    reader["A6"] = "=SUM(转化分析表!B:B)"
    book.defined_names["三月线索"] = DefinedName("三月线索", attr_text=f"转化分析表!$B${march}")
    rule = Rule(type="expression", formula=[f"A1>转化分析表!$B${march}"])
    reader.conditional_formatting.add("A1:A3", rule)
    choice = DataValidation("whole", operator="lessThan", formula1=f"转化分析表!$B${march}")
    choice.add("B1")
    reader.add_data_validation(choice)
    chart = BarChart()
    chart.add_data(Reference(book["转化分析表"], min_col=2, min_row=march, max_row=march))
    reader.add_chart(chart, "D2")
    reader["A7"].hyperlink = Hyperlink(ref="A7", location=f"转化分析表!B{march}")


def test_formulas_of_other_sheets_go_on_speaking_of_the_same_month(
    path: Path, soffice: str, tmp_path: Path
) -> None:
    _edited(path, _readers)
    before = recalculated(soffice, path.read_bytes(), tmp_path / "before")
    _edited(path, _earlier_lead)
    _run(path)
    after = recalculated(soffice, path.read_bytes(), tmp_path / "after")
    for cell in ("A1", "A2", "A3", "A4", "A5"):
        assert before["汇报", cell] == after["汇报", cell], cell
    assert before["汇报", "A1"] == 200
    book = _opened(path)
    march, reader = _row_of(book, "2024年3月"), book["汇报"]
    (rules,) = reader.conditional_formatting
    assert rules.rules[0].formula == [f"A1>转化分析表!$B${march}"]
    (choice,) = reader.data_validations.dataValidation
    assert choice.formula1 == f"转化分析表!$B${march}"
    assert reader._charts[0].series[0].val.numRef.f == f"'转化分析表'!$B${march}"
    assert reader["A7"].hyperlink.location == f"转化分析表!B{march}"


def test_a_month_added_at_the_bottom_touches_no_other_sheet(path: Path) -> None:
    _edited(path, _readers)
    _run(path)
    with crmbook.edit(path) as edit:
        edit.set_cell("线索登记表", _first_lead(_opened(path)), dt.datetime(2024, 4, 2))
    _result, written = _run(path, dt.date(2024, 4, 30))
    book = _opened(path)
    march = _row_of(book, "2024年3月")
    assert _row_of(book, "2024年4月") == march + 1
    assert book["汇报"]["A1"].value == f"=转化分析表!B{march}"
    assert written.receipt is not None
    reader = read_workbook_part(Package.open(path)).sheet("汇报").part
    assert reader not in written.receipt.parts_changed


def _hand_made(change: Change) -> Change:
    def made(book: Any) -> None:
        for name in ("转化分析表", "渠道分析", "流失分析", "月报明细"):
            del book[name]
        sheet = book.create_sheet("转化分析表")
        sheet.append(["统计周期", "线索总数", "A类线索数", "签约客户数", "转化率", "优化建议"])
        sheet.append(["2024年3月", 200, 60, 30, 0.15, "每周复盘"])
        change(sheet)

    return made


def _own_note(sheet: Any) -> None:
    sheet["B2"].comment = Comment("张总要的口径", "王芳")


def _own_chart(sheet: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=2))
    sheet.add_chart(chart, "H2")


def _own_cell(sheet: Any) -> None:
    sheet["C9"] = "张总要的口径"


@pytest.mark.parametrize(
    "change", [_own_note, _own_chart, _own_cell], ids=["note", "chart", "cell"],
)  # fmt: skip
def test_a_hand_made_sheet_with_more_than_its_table_is_left_alone(
    change: Change, path: Path
) -> None:
    _edited(path, _hand_made(change))
    before = _opened(path)["转化分析表"]
    result, _written = _run(path)
    book = _opened(path)
    assert [row for row in book["转化分析表"].values] == [row for row in before.values]  # noqa: C416
    assert len(book["转化分析表"]._charts) == len(before._charts)
    assert bool(book["转化分析表"]["B2"].comment) == bool(before["B2"].comment)
    assert "转化分析表（crmbook）" in book.sheetnames
    assert any("转化分析表（crmbook）" in remark for remark in result.remarks)
    march = _row_of(book, "2024年3月", "转化分析表（crmbook）")
    assert book["转化分析表（crmbook）"].cell(march, 10).value == "每周复盘"
    _result, again = _run(path)
    assert again.receipt is not None
    assert not again.receipt.changed


def test_a_hand_made_table_alone_becomes_ours(path: Path) -> None:
    _edited(path, _hand_made(lambda _sheet: None))
    _run(path)
    assert "转化分析表（crmbook）" not in _opened(path).sheetnames


@pytest.mark.parametrize("sheet", ["转化分析表", "渠道分析", "流失分析", "月报明细"])
def test_a_cell_that_cannot_be_carried_over_is_named(sheet: str, path: Path) -> None:
    _edited(path, lambda book: book[sheet].cell(5, 26, "我的备注"))
    result, _written = _run(path)
    assert [line for line in result.lost if sheet in line and "Z5" in line]
    assert set(result.lost) <= set(result.remarks)
