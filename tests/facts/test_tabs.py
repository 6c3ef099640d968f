"""Month sheets and rep sheets: what the name of a tab fills in, and what it must not (U06)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from crmbook.book import Book, open_books
from crmbook.facts.begun import begun
from crmbook.schema.sheets import leads
from crmbook.workflows.check import CheckReport, Filters, check
from crmbook.workflows.monthly import Monthly, monthly
from tests.cli.desk import HEADERS, lead, write_rows

TODAY = dt.date(2024, 3, 31)
COMPANIES = (
    "杭州华鼎科技有限公司",
    "宁波启航物流有限公司",
    "苏州晟霖机械有限公司",
    "无锡锦晖贸易有限公司",
)


def _rows(numbers: Iterable[int], without: str = "分配时间", **other: Any) -> list[list[Any]]:
    """Return a header and a good row of each number, without one of the columns."""
    kept = [header for header in HEADERS if header != without]
    rows = []
    for number in numbers:
        row = dict(zip(HEADERS, lead(number, 公司名称=COMPANIES[number % 4], 联系电话=f"1386741{number:04d}",
                                     联系人=f"张{number}", **other), strict=True))  # fmt: skip
        rows.append([row[header] for header in kept])
    return [kept, *rows]


def _book(tmp_path: Path, sheets: dict[str, list[list[Any]]], name: str = "台账.xlsx") -> Book:
    return open_books([write_rows(tmp_path / name, sheets)])


def _months(book: Book, today: dt.date = TODAY) -> list[str]:
    return [month.iso if month else "" for month in begun(book.ledger(today)).months]


def _owners(book: Book) -> list[str]:
    register = book.ledger(TODAY).leads
    assert register is not None
    return [register.text(leads.OWNER, record) for record in range(len(register))]


def _totals(result: Monthly) -> list[tuple[str, int]]:
    return [(one.month.iso, one.total) for one in result.months]


def _check(book: Book, *names: str) -> CheckReport:
    return check(book, TODAY, Filters(select=names))


def test_leads_without_a_date_count_in_the_month_of_their_tab(tmp_path: Path) -> None:
    book = _book(tmp_path, {"2024年1月": _rows([1, 2]), "2024年2月": _rows([3])})
    result = monthly(book, TODAY)
    assert _totals(result) == [("2024-01", 2), ("2024-02", 1)]
    assert any("2024年1月(2)、2024年2月(1)" in line for line in result.remarks)
    report = _check(book, "no-date")
    assert report.problems == ()
    assert any("2024年1月(2)、2024年2月(1)" in note for note in report.notes)


def test_a_date_of_its_own_comes_before_the_tab(tmp_path: Path) -> None:
    dated = [HEADERS, lead(1, 分配时间="2024-01-20"), lead(2, 公司名称=COMPANIES[1], 分配时间="")]
    book = _book(tmp_path, {"2024年3月": dated})
    assert _months(book) == ["2024-01", "2024-03"]
    assert _check(book, "no-date").problems == ()


def test_a_day_is_never_made_up(tmp_path: Path) -> None:
    rows = _rows([1], 邮箱="")
    rows[0].append("签约日期")
    rows[1].append("2024-02-20")
    result = monthly(_book(tmp_path, {"2024年1月": rows}), TODAY)
    assert [(one.signed, one.cycle) for one in result.months] == [(0, None), (1, None)]


def test_a_bare_tab_without_dates_still_fails_where_no_name_says_the_month(tmp_path: Path) -> None:
    book = _book(tmp_path, {"线索登记表": [HEADERS, lead(1, 分配时间="")]})
    assert [one.where for one in _check(book, "no-date").problems] == ["线索登记表!M2"]


@pytest.mark.parametrize(
    ("tabs", "today", "months"),
    [
        (["2023年11月", "12月", "1月"], TODAY, ["2023-11", "2023-12", "2024-01"]),
        (["11月", "12月", "2022年1月"], TODAY, ["2021-11", "2021-12", "2022-01"]),
        (["11月", "12月", "1月"], TODAY, ["2023-11", "2023-12", "2024-01"]),
        (["1月", "2月", "3月"], TODAY, ["2024-01", "2024-02", "2024-03"]),
        (["3月", "2月", "1月"], TODAY, ["2024-03", "2024-02", "2024-01"]),
        (["2月", "1月", "12月"], TODAY, ["2024-02", "2024-01", "2023-12"]),
        (["3月", "1月", "2月"], TODAY, ["2024-03", "2024-01", "2024-02"]),
        (["10月", "11月", "12月"], TODAY, ["2023-10", "2023-11", "2023-12"]),
        (["11月", "12月", "1月"], dt.date(2024, 12, 31), ["2023-11", "2023-12", "2024-01"]),
        (["张三1月", "张三2月", "李四1月"], TODAY, ["2024-01", "2024-02", "2024-01"]),
    ],
    ids=["year before", "year behind", "over new year", "rising", "falling", "falling over new year",
         "disordered", "all of last year", "today only bounds", "a row for each rep"],
)  # fmt: skip
def test_the_year_of_a_tab_comes_from_its_neighbours_else_from_today(
    tabs: list[str], today: dt.date, months: list[str], tmp_path: Path
) -> None:
    book = _book(tmp_path, {name: _rows([at]) for at, name in enumerate(tabs, 1)})
    assert _months(book, today) == months
    if not all("年" in name for name in tabs):
        assert any("2024年3月" in note for note in check(book, today).notes)


def test_the_year_comes_from_dates_of_the_tabs_own_months(tmp_path: Path) -> None:
    rows = _rows([1, 2])
    rows[0].append("签约日期")
    rows[1].append("2022-02-20")
    rows[2].append("2024-03-20")  # of another month: says nothing of 2月
    book = _book(tmp_path, {"1月": _rows([3]), "2月": rows})
    assert _months(book) == ["2022-01", "2022-02", "2022-02"]


def test_the_year_comes_from_the_name_of_the_file(tmp_path: Path) -> None:
    sheets = {"1月": _rows([1]), "2月": _rows([2])}
    assert _months(_book(tmp_path, sheets, "2022年台账.xlsx")) == ["2022-01", "2022-02"]
    assert _months(_book(tmp_path, sheets, "台账20220318.xlsx")) == ["2024-01", "2024-02"]


def test_a_date_without_a_year_takes_that_of_its_tab(tmp_path: Path) -> None:
    rows = [HEADERS, lead(1, 分配时间="3月5日")]
    book = _book(tmp_path, {"2022年3月": rows})
    assert _months(book) == ["2022-03"]


def test_a_rep_sheet_fills_a_blank_owner_who_is_in_people(tmp_path: Path) -> None:
    sheets = {
        "张三": _rows([1], without="负责人"),
        "小李3月": [HEADERS, lead(2, 公司名称=COMPANIES[1], 负责人=None),
                  lead(3, 公司名称=COMPANIES[2], 负责人="张三")],
        "王五": [HEADERS, lead(4, 公司名称=COMPANIES[3], 负责人=None)],
        "人员": [["姓名", "别名"], ["张三", ""], ["李四", "小李"]],
    }  # fmt: skip
    book = _book(tmp_path, sheets)
    assert _owners(book) == ["张三", "李四", "张三", ""]
    report = check(book, TODAY)
    blank = [one.where for one in report.problems if one.code == "V104" and one.header == "负责人"]
    assert blank == ["王五!L2"]
    dates = {one.sheet: one.owner for one in report.problems if one.code == "V152"}
    assert (dates["张三"], dates["小李3月"]) == ("张三", "李四")
    assert any("小李3月→李四(1)" in note for note in report.notes)
    assert report.completeness is not None
    assert set(report.completeness.owners) == {"张三", "李四", ""}


def test_without_people_tabs_called_like_persons_are_their_own(tmp_path: Path) -> None:
    sheets = {name: _rows([at], without="负责人") for at, name in enumerate(("张三", "李小四"), 1)}
    assert _owners(_book(tmp_path, sheets)) == ["张三", "李小四"]


@pytest.mark.parametrize(
    "names",
    [
        ["张三"],
        ["张三", "官网"],
        ["华东", "华南"],
        ["江苏", "苏州"],
        ["高意向", "低意向"],
        ["1月", "2月"],
    ],
    ids="、".join,
)
def test_without_people_other_tabs_name_nobody(names: list[str], tmp_path: Path) -> None:
    sheets = {
        name: [HEADERS, lead(at, 公司名称=COMPANIES[at], 负责人=None)]
        for at, name in enumerate(names, 1)
    }
    book = _book(tmp_path, sheets)
    assert set(_owners(book)) == {""}
    assert len(_check(book, "required").problems) == len(names)


def test_without_people_a_tab_called_like_an_owner_of_the_book_is_his(tmp_path: Path) -> None:
    sheets = {
        "线索登记表": [HEADERS, lead(1, 负责人="诸葛明")],
        "诸葛明": [HEADERS, lead(2, 公司名称=COMPANIES[1], 负责人=None)],
    }
    assert _owners(_book(tmp_path, sheets)) == ["诸葛明", "诸葛明"]


def test_a_book_in_which_no_lead_has_a_month_says_so(tmp_path: Path) -> None:
    book = _book(tmp_path, {"线索登记表": _rows([1])})
    (line,) = (one for one in check(book, TODAY).not_checked if "获取时间" in one.why)
    assert "分配时间" in line.why
    assert any("获取时间" in text and "分配时间" in text for text in monthly(book, TODAY).missing)
    for sheets in ({"3月": _rows([1])}, {"线索登记表": [HEADERS, lead(1)]}):
        found = check(_book(tmp_path, sheets), TODAY).not_checked
        assert not any("获取时间" in one.why for one in found)
