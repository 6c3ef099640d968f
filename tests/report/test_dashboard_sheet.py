"""看板: its cards and charts as a second reader finds them, of rich books and of poor ones."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from crmbook.book import open_book
from crmbook.files.edit import apply
from crmbook.i18n import _
from crmbook.model.edits import PutSheet
from crmbook.report.bundle import bundle
from crmbook.workflows.monthly import monthly
from tests.cli.desk import write_rows
from tests.report.test_recalculation import assert_same

NAME = "看板"
APRIL = dt.datetime(2024, 4, 2, 9, 0)
HEADERS = ("线索编号", "公司名称", "负责人", "线索来源", "意向等级", "获取时间", "签约日期", "流失日期",
           "流失阶段")  # fmt: skip
Rows = list[list[Any]]


def _lead(month: str, at: int, **other: Any) -> list[Any]:
    row: dict[str, Any] = {
        "线索编号": f"XS2024{at:03d}", "公司名称": f"杭州第{at}科技有限公司", "负责人": "张三",
        "线索来源": "官网注册", "意向等级": "A类", "获取时间": f"{month}-05", **other,
    }  # fmt: skip
    return [row.get(header, "") for header in HEADERS]


def _book(path: Path, rows: Rows, headers: tuple[str, ...] = HEADERS, **more: Rows) -> Path:
    kept = [HEADERS.index(header) for header in headers]
    made = [list(headers), *([row[at] for at in kept] for row in rows)]
    return write_rows(path / "台账.xlsx", {"线索登记表": made, **more})


def _made(path: Path, month: str = "2024-03") -> dict[str, bytes]:
    result = monthly(open_book(path), APRIL, month=month)
    return {one.name: one.workbook for one in result.plan if isinstance(one, PutSheet)}


def _sheet(workbook: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(workbook), data_only=True)[NAME]


def _cards(sheet: Worksheet) -> dict[str, tuple[Any, str]]:
    """Each card's figure and what it says of its change."""
    return {
        str(sheet.cell(row, column).value): (
            sheet.cell(row + 1, column).value, str(sheet.cell(row + 2, column).value),
        )
        for row in (4, 8) for column in (1, 4, 7, 10)
    }  # fmt: skip


def _titles(sheet: Worksheet) -> set[str]:
    charts = sheet._charts  # type: ignore[attr-defined]
    return {chart.title.tx.rich.p[0].r[0].t for chart in charts}


_FOUR = {_(title) for title in ("Funnel", "Trend", "Sources", "Reps")}


def _march() -> Rows:
    """February: 4 leads, 1 A, 1 signed after 3 days; March: 8, 4 A, 2 signed after 1 and 4 days."""
    february = [_lead("2024-02", at, 意向等级="A类" if at == 0 else "B类") for at in range(4)]
    march = [_lead("2024-03", 10 + at, 意向等级="A类" if at < 4 else "C类") for at in range(8)]
    signed = HEADERS.index("签约日期")
    february[0][signed], march[0][signed], march[5][signed] = (
        "2024-02-08", "2024-03-06", "2024-03-09",
    )  # fmt: skip
    return [*february, *march]


def test_each_card_says_its_change_in_a_word_and_with_an_arrow(tmp_path: Path) -> None:
    found = _cards(_sheet(_made(_book(tmp_path, _march()))[NAME]))
    up, down = _("▲ {size} on last month, {word}"), _("▼ {size} on last month, {word}")
    points = _("{points:.1f} points")
    assert found["线索总数"] == (8, up.format(size=4, word=_("better")))
    assert found["A类占比"] == (0.5, up.format(size=points.format(points=25), word=_("better")))
    assert found["签约客户数"] == (2, up.format(size=1, word=_("better")))
    assert found["转化率"] == (0.25, _("= as last month"))
    assert found["平均销售周期(天)"] == (2.5, down.format(size="0.5", word=_("better")))
    assert found["目标完成"] == ("—", _("no targets for the month"))
    assert found["逾期未办"] == ("—", _("no plan came due in the month"))
    assert found["应收(万元)"] == ("—", _("no sheet “{sheet}”").format(sheet="订单"))


def test_targets_late_plans_and_money_owed_are_counted(tmp_path: Path) -> None:
    path = _book(
        tmp_path, _march(),
        跟进记录表=[
            ["线索编号", "跟进时间", "跟进人", "预计完成时间"],
            ["XS2024011", "2024-03-06", "张三", "2024-03-08"],
            ["XS2024011", "2024-03-07", "张三", ""],
            ["XS2024012", "2024-03-06", "张三", "2024-03-08"],
        ],
        目标=[["月份", "对象", "指标", "目标值"],
             ["2024-03", "全体", "线索总数", 8], ["2024-03", "全体", "签约客户数", 5]],
        订单=[["订单编号", "客户编号", "签约日期", "合同金额(万元)", "应收日期", "已回款(万元)"],
             ["DD2024001", "KH2024001", "2024-02-01", 30, "2024-03-01", 10],
             ["DD2024002", "KH2024001", "2024-02-01", 12, "2024-06-01", ""]],
    )  # fmt: skip
    found = _cards(_sheet(_made(path)[NAME]))
    assert found["目标完成"] == (0.5, _("{met} of {count} targets met").format(met=1, count=2))
    assert found["逾期未办"] == (1, _("of {count} plans of the month").format(count=2))
    assert found["应收(万元)"] == (
        32, _("{amount:,.1f} of it overdue, as of today").format(amount=20),
    )  # fmt: skip


def test_every_figure_is_live_and_libreoffice_agrees(tmp_path: Path, soffice: str) -> None:
    names = ("1688", ">5", "*", "官网*", "官网注册", "=1+1", "SEO", "seo", "")
    rows = [_lead("2024-03", at, 线索来源=names[at % 9], 负责人=names[-at % 9]) for at in range(30)]
    made = _made(_book(tmp_path, [*_march(), *rows]))
    cells = assert_same(bundle(list(made.items())), soffice, tmp_path)
    live = {place for name, place in cells if name == NAME}
    assert {"A5", "D5", "G5", "J5", "A9"} <= live
    assert len(live) > 30


def test_it_is_one_landscape_page_and_leads_to_the_rows(tmp_path: Path) -> None:
    path = _book(tmp_path, _march())
    apply(path, monthly(open_book(path), APRIL).plan, command="monthly")
    book = openpyxl.load_workbook(path)
    sheet = book[NAME]
    assert book.sheetnames[1:3] == ["转化分析表", NAME]
    assert sheet.page_setup.orientation == "landscape"
    fitted = sheet.sheet_properties.pageSetUpPr
    assert fitted is not None
    assert fitted.fitToPage  # on one page: the number 1 is the default
    assert sheet.page_setup.fitToHeight in (None, 1)
    assert sheet.print_area == "'看板'!$A$1:$L$38"
    links = {str(cell.hyperlink.location) for row in sheet for cell in row if cell.hyperlink}
    assert {link.split("'")[1] for link in links} <= set(book.sheetnames)
    assert len(links) > 3
    assert _titles(sheet) == _FOUR
    assert monthly(open_book(path), APRIL).lost == ()


_LOST = {"流失日期": "2024-03-09", "流失阶段": "跟进阶段"}


@pytest.mark.parametrize(
    ("rows", "wanted", "charts"),
    [
        ([_lead("2024-02", 1, 签约日期="2024-02-09"), _lead("2024-03", 2)], (1, 1, 0, 0, "—"), _FOUR),
        ([_lead("2024-03", 1)], (1, 1, 0, 0, "—"), _FOUR),
        ([], (0, "—", 0, "—", "—"), {_("Funnel"), _("Trend")}),
        ([_lead("2024-03", at, **_LOST) for at in range(3)], (3, 1, 0, 0, "—"), _FOUR),
        ([_lead("2024-03", at, 线索来源="1688") for at in range(9)], (9, 1, 0, 0, "—"), _FOUR),
    ],
    ids=["no signings", "one lead", "no leads", "only lost ones", "one channel"],
)  # fmt: skip
def test_a_poor_month_has_dashes_and_its_charts(
    rows: Rows, wanted: tuple[Any, ...], charts: set[str], tmp_path: Path
) -> None:
    month = "2024-03" if rows else ""
    sheet = _sheet(_made(_book(tmp_path, rows), month)[NAME])
    found = _cards(sheet)
    names = ("线索总数", "A类占比", "签约客户数", "转化率", "平均销售周期(天)")
    assert tuple(found[name][0] for name in names) == wanted
    assert _titles(sheet) == charts
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [cell for cell in cells if str(cell).startswith("#")]


def test_what_the_book_has_no_column_for_is_not_zero(tmp_path: Path) -> None:
    headers = tuple(one for one in HEADERS if one != "签约日期")
    sheet = _sheet(_made(_book(tmp_path, _march(), headers))[NAME])
    found = _cards(sheet)
    assert [found[name][0] for name in ("线索总数", "签约客户数", "转化率")] == [8, "—", "—"]
    rows = {row[13]: row[14:] for row in sheet.iter_rows(values_only=True)}
    assert rows["已签约"][0] == "—"
    assert rows["张三"][:2] == (8, "—")


def test_a_rep_who_left_is_still_there_with_what_was_done(tmp_path: Path) -> None:
    people = [["姓名", "在岗", "离职日期"], ["张三", "否", "2024-03-20"], ["李四", "是", ""]]
    sheet = _sheet(_made(_book(tmp_path, _march(), 人员=people))[NAME])
    rows = {row[13]: row[14:] for row in sheet.iter_rows(values_only=True)}
    assert rows["张三"][:2] == (8, 2)


def test_of_sixty_months_the_trend_shows_the_last_twelve(tmp_path: Path) -> None:
    months = [f"{2019 + at // 12}-{at % 12 + 1:02d}" for at in range(3, 63)]
    rows = [_lead(month, at) for at, month in enumerate(months)]
    sheet = _sheet(_made(_book(tmp_path, rows))[NAME])
    labels = [row[13] for row in sheet.iter_rows(values_only=True) if "年" in str(row[13])]
    assert (len(labels), labels[0], labels[-1]) == (12, "2023年4月", "2024年3月")
    assert _cards(sheet)["线索总数"] == (1, _("= as last month"))
    assert _titles(sheet) == _FOUR


def test_a_closed_month_shows_what_it_said_and_no_steps(tmp_path: Path) -> None:
    path = _book(tmp_path, _march())
    apply(
        path, monthly(open_book(path), APRIL, month="2024-03", close=True).plan, command="monthly"
    )
    sheet = _sheet(_made(path)[NAME])
    assert _cards(sheet)["线索总数"][0] == 8
    assert _titles(sheet) == _FOUR - {_("Funnel")}
    told = _("{month} is closed: how far its leads came was not kept").format(month="2024年3月")
    assert [cell for cell in _texts(sheet) if told in cell] != []


def _texts(sheet: Worksheet) -> list[str]:
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]


def test_a_sheet_of_the_team_s_own_is_left_alone(tmp_path: Path) -> None:
    path = _book(tmp_path, _march(), 看板=[["张三", 3], ["李四", 5]])
    assert NAME not in _made(path)
