"""`monthly` and dates that are none, to come, or years away; and what closed months keep."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crmbook import i18n
from crmbook.book import open_books
from crmbook.workflows.check import check
from crmbook.workflows.monthly import Monthly, monthly
from crmbook.workflows.new import NewBook, new
from crmbook.workflows.write import Target, write
from tests.checks.workbooks import write_book

TODAY = dt.date(2024, 3, 31)


@pytest.fixture(autouse=True)
def _english() -> Any:
    i18n.activate("en")
    yield
    i18n.activate("zh")


def _monthly(tmp_path: Path, leads: list[dict[str, Any]], today: dt.date = TODAY) -> Monthly:
    path = write_book(tmp_path / "台账.xlsx", {"leads": leads})
    return monthly(open_books([path]), today)


def _on(*days: str) -> list[dict[str, Any]]:
    return [{"分配时间": dt.datetime.fromisoformat(day)} for day in days]


def _labels(result: Monthly) -> list[str]:
    return [one.month.iso for one in result.months]


@pytest.mark.parametrize("slip", ["2014-03-01", "1991-03-01", "2021-10-01"])
def test_a_date_years_away_gets_no_rows_and_is_named(slip: str, tmp_path: Path) -> None:
    result = _monthly(tmp_path, _on("2023-12-05", "2024-02-05", "2024-03-05", slip))
    assert _labels(result) == ["2023-12", "2024-01", "2024-02", "2024-03"]
    (line,) = (one for one in result.remarks if "years away" in one)
    assert line.endswith(f": 线索登记表!M5 {slip}")


def test_two_times_of_a_team_are_both_shown_and_not_what_lies_between(tmp_path: Path) -> None:
    old, now = ["2014-03-01"] * 4, ["2024-02-05"] * 5
    result = _monthly(tmp_path, _on(*old, "2014-05-01", *now))
    assert _labels(result) == ["2014-03", "2014-04", "2014-05", "2024-02"]
    assert not any("years away" in one for one in result.remarks)


def test_a_pause_of_two_years_keeps_its_rows(tmp_path: Path) -> None:
    result = _monthly(tmp_path, _on("2022-02-05", "2024-03-05", "2024-03-06"))
    assert len(result.months) == 26


def test_dates_to_come_are_counted_in_no_row_and_named(tmp_path: Path) -> None:
    leads = _on("2024-03-05", "2042-03-05", "2024-04-01")
    leads[0]["签约日期"] = dt.datetime(2024, 5, 2)
    result = _monthly(tmp_path, leads)
    assert [(one.month.iso, one.total) for one in result.months] == [("2024-03", 1)]
    (line,) = (one for one in result.remarks if "to come" in one)
    assert line.startswith("3 dates")
    assert "线索登记表!M3 2042-03-05" in line


def test_a_date_later_this_month_is_counted(tmp_path: Path) -> None:
    result = _monthly(tmp_path, _on("2024-03-05", "2024-03-28"), dt.date(2024, 3, 15))
    assert [one.total for one in result.months] == [2]
    assert not any("to come" in one for one in result.remarks)


@pytest.mark.parametrize("signed", [None, "", "下周", "2024-02-30", "已签", 99999999])
def test_a_signed_lead_without_a_usable_date_is_named(signed: Any, tmp_path: Path) -> None:
    leads = [{"线索状态": "已签约", "签约日期": signed},
             {"线索状态": "已签约", "签约日期": dt.datetime(2024, 3, 18)}]  # fmt: skip
    result = _monthly(tmp_path, leads)
    (line,) = (one for one in result.remarks if one.startswith("signed without a date"))
    assert line.startswith("signed without a date: 1 (张三1)")
    assert [one.signed for one in result.months] == [1]


def _run(path: Path, **options: Any) -> None:
    book = open_books([path])
    write(book, monthly(book, TODAY, **options).plan, command="monthly", label="月报",
          target=Target())  # fmt: skip


def _losses(path: Path, month: str) -> tuple[Any, ...]:
    sheet = openpyxl.load_workbook(path, data_only=True)["流失分析"]
    return next(row for row in sheet.iter_rows(values_only=True) if row[0] == month)


def test_a_closed_month_keeps_its_losses_by_stage(tmp_path: Path) -> None:
    path = new(tmp_path / "台账.xlsx", NewBook(sample=True)).path
    _run(path)
    before = _losses(path, "2024年2月")
    assert before[2:6] == (2, 8, 12, 22)
    _run(path, month="2024-02", close=True)
    assert _losses(path, "2024年2月") == pytest.approx(before)
    with_one_less = openpyxl.load_workbook(path)
    leads = with_one_less["线索登记表"]
    titles = [cell.value for cell in leads[2]] if leads["A1"].value != "线索编号" else [
        cell.value for cell in leads[1]]  # fmt: skip
    at = titles.index("流失阶段") + 1
    for row in range(2, leads.max_row + 1):
        if leads.cell(row, at).value == "转化阶段":
            leads.cell(row, at).value = "跟进阶段"  # all losses of the book move to another stage
    with_one_less.save(path)
    _run(path)
    assert _losses(path, "2024年2月") == pytest.approx(before)
    assert _losses(path, "2024年3月")[4] == 0


def test_check_says_nothing_of_the_colours_that_crmbook_gave_its_own_sheets(tmp_path: Path) -> None:
    path = new(tmp_path / "台账.xlsx", NewBook(sample=True)).path
    _run(path)
    _run(path, month="2024-01", close=True)
    notes = check(open_books([path]), TODAY).notes
    assert not any("coloured" in note for note in notes)
