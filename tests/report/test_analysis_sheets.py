"""漏斗分析, 业绩分析 and 结构分析: as a second reader finds them, and as LibreOffice recalculates them."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import crmbook
from crmbook.book import open_book
from crmbook.files.edit import apply
from crmbook.i18n import _
from crmbook.model.edits import PutSheet
from crmbook.report.bundle import bundle
from crmbook.report.memory_book import MARKER
from crmbook.report.new_workbook import NewOptions, build_workbook
from crmbook.sample import load
from crmbook.workflows.monthly import monthly
from tests.cli.desk import HEADERS, lead, write_rows
from tests.report.recalculation import formula_values
from tests.report.test_recalculation import assert_same

_STEPS = "How far the leads of each month came"
NAMES = ("漏斗分析", "业绩分析", "结构分析")
MARCH = dt.datetime(2024, 3, 31, 18, 0)
APRIL = dt.datetime(2024, 4, 2, 9, 0)


def _sheets(path: Path, month: str = "", today: dt.datetime = MARCH) -> list[tuple[str, bytes]]:
    result = monthly(open_book(path), today, month=month)
    return [(one.name, one.workbook) for one in result.plan if isinstance(one, PutSheet)]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sample") / "台账.xlsx"
    path.write_bytes(build_workbook(NewOptions(sample=load(full=True), full=True)))
    return bundle(_sheets(path))


def _opened(workbook: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)


def _rows(sheet: Worksheet, title: str) -> dict[str, tuple[Any, ...]]:
    """The rows of the block under a title, by their first cell."""
    cells = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    at = next(n for n, row in enumerate(cells) if row[0] == title)
    found: dict[str, tuple[Any, ...]] = {}
    for row in cells[at + 2 :]:
        if row[0] is None or row[1] is None:  # a note stands alone
            break
        found[str(row[0])] = row[1:]
    return found


def _of_march(text: str, **other: str) -> str:
    return text.format(month="2024年3月", **other)


def test_every_formula_gives_its_stored_result(sample: bytes, soffice: str, tmp_path: Path) -> None:
    cells = assert_same(sample, soffice, tmp_path)
    assert {name for name, _cell in cells} >= {"看板", "漏斗分析", "业绩分析"}
    assert sum(name == "看板" for name, _cell in cells) > 40
    assert sum(name == "业绩分析" for name, _cell in cells) > 40


def test_the_sheets_stand_behind_one_another_marked_and_with_charts(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(build_workbook(NewOptions(sample=load(full=True), full=True)))
    made = dict(_sheets(path))
    assert tuple(made)[-6:] == (*NAMES, "诊断", "复盘", "行动项")
    for name in NAMES:
        book = openpyxl.load_workbook(io.BytesIO(made[name]))
        assert book[name].defined_names[MARKER].attr_text == '"1"'
        assert len(book[name]._charts) > 0  # type: ignore[attr-defined]
    assert dict(_sheets(path)) == made


def test_the_funnel_of_the_sample_ends_in_its_printed_rate(sample: bytes) -> None:
    march = _rows(_opened(sample)["漏斗分析"], _(_STEPS))["2024年3月"]
    assert (march[0], march[10], march[11]) == (200, 30, 0.15)
    assert march[0] >= march[1] >= march[2] >= march[3] >= march[4]


def _fallen(path: Path) -> Path:
    """A book whose fair brought 60 leads in February (12 signed) and 12 in March (1)."""
    day = {month: dt.datetime(2024, month, 6) for month in (2, 3)}
    counts = (("官网注册", 2, 60, 9), ("展会留资", 2, 60, 12), ("官网注册", 3, 60, 9),
              ("展会留资", 3, 12, 1))  # fmt: skip
    rows = [
        ["线索来源", "公司名称", "负责人", "获取时间", "签约日期"],
        *([source, f"{source}{month}第{at}公司", "张三", f"{day[month]:%Y-%m-%d}",
           f"{day[month]:%Y-%m-%d}" if at < signed else ""]
          for source, month, total, signed in counts for at in range(total)),
    ]  # fmt: skip
    return write_rows(path, {"线索登记表": rows})


def test_the_diagnosis_splits_each_change_to_the_last_lead(tmp_path: Path) -> None:
    made = dict(_sheets(_fallen(tmp_path / "台账.xlsx"), "2024-03", APRIL))
    rows: list[Any] = list(_opened(made["诊断"])["诊断"].iter_rows(values_only=True))
    cause = next(row for row in rows if row[1] == "线索总数")
    assert cause[3:7] == (120, 72, -48, "严重")
    assert "展会留资" in cause[7]
    title = _("What moved the figures since the month before")
    at = next(n for n, row in enumerate(rows) if row[0] == title)
    sums: dict[tuple[Any, ...], dict[Any, float]] = {}
    for row in rows[at + 2 :]:
        if row[1] is None:  # the note stands alone
            break
        by = sums.setdefault((row[0], row[1]), {})
        by[row[2]] = by.get(row[2], 0) + row[5]
    assert sums["全体", "线索总数"] == {"来源": -48}
    assert sums["全体", "签约客户数"] == {"来源": -11}
    assert sums["全体", "转化率"]["来源"] == pytest.approx(10 - 21 / 120 * 72)


def test_what_was_missed_is_live_and_libreoffice_agrees(tmp_path: Path, soffice: str) -> None:
    made = _sheets(_fallen(tmp_path / "台账.xlsx"), "2024-03", APRIL)
    cells = assert_same(bundle(made), soffice, tmp_path)
    live = {place: value for (name, place), value in cells.items() if name == "诊断"}
    actual = [live[f"E{row}"] for row in (6, 7, 8)]
    assert actual == [72, 10, pytest.approx(10 / 72)]  # 线索总数, 签约客户数, 转化率
    assert live["F6"] == -48
    assert {name for name, _place in cells} >= {"看板", "诊断"}


def test_a_month_that_missed_nothing_has_no_empty_tables(sample: bytes) -> None:
    found = [row[0] for row in _opened(sample)["诊断"].iter_rows(values_only=True)]
    title, month, told, block = found[:4]
    assert month == "2024年3月"
    assert told == _("No target was missed, and nothing fell below the month before.")
    assert (bool(title), block) == (True, _("How often leads were followed up"))
    assert not {_("Misses"), _("What moved the figures since the month before")} & set(found)


def test_losses_name_their_reasons_and_add_up(sample: bytes) -> None:
    rows = _rows(_opened(sample)["漏斗分析"], _of_march(_("Lost in {month}, and why")))
    assert (rows["跟进阶段"][0], rows["跟进阶段"][1]) == (16, 0.08)
    assert "价格高4" in rows["跟进阶段"][2]
    checked = _("Checked: all parts add up to their totals.")
    assert _opened(sample)["漏斗分析"]["A2"].value == checked


def test_the_reps_add_up_to_the_month(sample: bytes) -> None:
    sheet = _opened(sample)["业绩分析"]
    rows = _rows(sheet, _("What each rep did"))
    total = rows.pop(_("Total"))
    assert (total[0], total[1]) == (200, 30)
    assert sum(row[0] for row in rows.values()) == 200
    aims = _rows(sheet, _of_march(_("Targets of {month}")))
    assert aims["全体"][5] == "达标"


def test_sales_and_leads_are_shown_in_parts(sample: bytes) -> None:
    sheet = _opened(sample)["结构分析"]
    title = _of_march(_("Sales by {name}, twelve months to the end of {month}"), name="产品")
    products = _rows(sheet, title)
    amounts = [row[2] for row in products.values()]
    assert amounts[-1] == pytest.approx(sum(amounts[:-1]))
    assert _rows(sheet, _("Leads by tag"))["价格敏感"]


@pytest.mark.parametrize(
    "rows",
    [
        [HEADERS],
        [HEADERS, lead(1)],
        [["公司名称", "联系人", "联系电话", "线索来源", "需求描述", "意向等级"],
         ["杭州华鼎科技有限公司", "王芳", "13867412358", "官网注册", "ERP", "A类"]],
    ],
    ids=["no leads", "one lead", "no dates, no log, no orders"],
)  # fmt: skip
def test_a_poor_book_gives_sensible_sheets(rows: list[list[Any]], tmp_path: Path) -> None:
    made = _sheets(write_rows(tmp_path / "台账.xlsx", {"线索登记表": rows}))
    book = _opened(bundle(made))
    values = [
        cell for name in NAMES for row in book[name].iter_rows(values_only=True) for cell in row
    ]
    assert not [value for value in values if str(value).startswith("#")]
    told = _("no column “{column}” in the log: stages cannot be counted")
    assert told.format(column="销售阶段") in _cells(book["漏斗分析"])
    assert "—" in values


def _cells(sheet: Worksheet) -> list[Any]:
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_a_sheet_of_the_teams_own_is_left_alone_and_ours_left_out(tmp_path: Path) -> None:
    path = write_rows(
        tmp_path / "台账.xlsx",
        {"线索登记表": [HEADERS, lead(1)], "业绩分析": [["张三", 3], ["李四", 5]]},
    )
    result = monthly(open_book(path), MARCH)
    names = [one.name for one in result.plan if isinstance(one, PutSheet)]
    assert "业绩分析" not in names
    assert {"漏斗分析", "结构分析"} <= set(names)
    assert [line for line in result.remarks if "业绩分析" in line] != []


def test_a_cell_that_somebody_filled_beside_ours_is_told(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, lead(1)]})
    apply(path, monthly(open_book(path), MARCH).plan, command="monthly")
    assert monthly(open_book(path), MARCH).lost == ()
    with crmbook.edit(path) as edit:
        edit.set_cell("漏斗分析", "R5", "问问张三")
    (told,) = monthly(open_book(path), MARCH).lost
    assert "漏斗分析" in told
    assert "R5" in told


def test_a_closed_month_keeps_what_it_says_and_shows_no_steps(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(build_workbook(NewOptions(sample=load())))
    apply(
        path, monthly(open_book(path), MARCH, month="2024-01", close=True).plan, command="monthly"
    )
    book = _opened(bundle(_sheets(path)))
    january = _rows(book["漏斗分析"], _(_STEPS))["2024年1月"]
    assert (january[0], january[1], january[10], january[11]) == (150, "—", 18, 0.12)


def test_the_poor_mans_second_reader_finds_formulas(sample: bytes, tmp_path: Path) -> None:
    path = tmp_path / "一.xlsx"
    path.write_bytes(sample)
    assert formula_values(path, path)["漏斗分析", "B6"] == 90
