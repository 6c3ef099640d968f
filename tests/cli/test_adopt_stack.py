"""``adopt --stack``: month sheets and rep sheets become one register, and are not counted twice."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import crmbook
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, write_rows

COMPANIES = (
    "杭州华鼎科技有限公司",
    "宁波启航物流有限公司",
    "苏州晟霖机械有限公司",
    "无锡锦晖贸易有限公司",
    "温州启元贸易有限公司",
)
HEAD = [*HEADERS, "车间数"]


def row(number: int, **other: Any) -> list[Any]:
    """Return a lead of its own company, with a column of the team's own."""
    return [*lead(number, 公司名称=COMPANIES[number % 5], 联系电话=f"1386741{number:04d}",
                  联系人=f"张{number}", **other), number]  # fmt: skip


REPS = {
    "张三": [HEAD, row(1, 负责人=None), row(2, 负责人=None)],
    "李四": [HEAD, row(3, 负责人=None), row(4, 负责人="张三")],
    "人员": [["姓名", "别名", "在岗"], ["张三", "", "是"], ["李四", "", "是"]],
}
MONTHS = {
    "2024年1月": [HEAD, row(1, 分配时间=None, 意向等级="C类"), row(2, 分配时间="2024-01-20")],
    "2024年2月": [HEAD, row(1, 分配时间=None), row(3, 分配时间=None)],
}


def stacked(run: Run, book: Path, *options: object) -> dict[str, Any]:
    ended = run("adopt", book, "--stack", "--format", "json", "--today", "2024-03-18", *options)
    assert ended.code == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)["stack"]
    return found


def rows(book: Path, sheet: str = "线索登记表") -> list[dict[str, Any]]:
    head, *data = [
        one for one in openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True) if any(one)
    ]
    return [dict(zip(map(str, head), one, strict=True)) for one in data]


def leads_of(book: Path) -> list[str]:
    register = crmbook.open(book).ledger(dt.date(2024, 3, 18)).leads
    assert register is not None
    return [register.id(record) for record in range(len(register))]


@pytest.fixture
def reps(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "台账.xlsx", REPS)


@pytest.fixture
def months(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "台账.xlsx", MONTHS)


def test_what_would_be_stacked_is_told_and_nothing_written(run: Run, reps: Path) -> None:
    before = reps.read_bytes()
    found = stacked(run, reps)
    assert found["sheets"] == [{"sheet": "张三", "rows": 2}, {"sheet": "李四", "rows": 2}]
    assert (found["rows"], found["owners"], found["carried"]) == (4, 3, 0)
    assert reps.read_bytes() == before


def test_rep_sheets_become_one_register_and_count_once(run: Run, reps: Path) -> None:
    before = {name: rows(reps, name) for name in ("张三", "李四")}
    numbers = leads_of(reps)
    stacked(run, reps, "--apply")
    found = rows(reps)
    assert [one["线索编号"] for one in found] == [f"XS2024{at:03d}" for at in (1, 2, 3, 4)]
    assert [one["负责人"] for one in found] == ["张三", "张三", "李四", "张三"]
    assert [one["来源表"] for one in found] == ["张三!2", "张三!3", "李四!2", "李四!3"]
    assert [one["车间数"] for one in found] == [1, 2, 3, 4]
    assert {name: rows(reps, name) for name in before} == before
    assert leads_of(reps) == numbers
    register = crmbook.open(reps).ledger().leads
    assert register is not None
    assert [place.sheet for place in register.places] == ["线索登记表"]
    assert openpyxl.load_workbook(reps).sheetnames[0] == "线索登记表"


def test_the_month_of_a_tab_is_kept_and_the_latest_sheet_wins(run: Run, months: Path) -> None:
    found = stacked(run, months, "--apply")
    assert (found["rows"], found["carried"], found["months"]) == (3, 1, 2)
    written = {one["线索编号"]: one for one in rows(months)}
    assert written["XS2024001"]["意向等级"] == "A类"
    assert written["XS2024001"]["来源表"] == "2024年2月!2"
    assert written["XS2024001"]["获取时间"] == "2024年1月"
    assert written["XS2024002"]["获取时间"] is None
    assert written["XS2024003"]["获取时间"] == "2024年2月"


def test_monthly_figures_stay_as_they_were(run: Run, months: Path) -> None:
    def totals() -> list[tuple[str, int]]:
        ended = run("monthly", months, "--format", "json", "--dry-run", "--today", "2024-03-18")
        assert ended.code == 0, ended.err
        return [(one["统计周期"], one["线索总数"]) for one in json.loads(ended.out)["months"]]

    before = totals()
    stacked(run, months, "--apply")
    assert totals() == before


def test_a_second_time_nothing_is_written(run: Run, reps: Path) -> None:
    stacked(run, reps, "--apply")
    before = reps.read_bytes()
    found = stacked(run, reps, "--apply")
    assert (found["rows"], found["known"]) == (0, 4)
    assert reps.read_bytes() == before


def test_only_new_rows_are_appended_however_the_tab_was_sorted(run: Run, reps: Path) -> None:
    stacked(run, reps, "--apply")
    with crmbook.edit(reps) as edit:
        edit.append_rows("李四", [row(5, 负责人=None)])
        edit.set_cell("线索登记表", "K2", "C类")  # the register is worked on
    swapped = rows(reps, "张三")
    with crmbook.edit(reps) as edit:
        for at, one in enumerate(reversed(swapped), 2):
            for letter, value in zip("ABCDEFGHIJKLMN", one.values(), strict=True):
                edit.set_cell("张三", f"{letter}{at}", value)
    found = stacked(run, reps, "--apply")
    assert (found["rows"], found["known"]) == (1, 4)
    written = rows(reps)
    assert len(written) == 5
    assert written[0]["意向等级"] == "C类"
    assert (written[4]["线索编号"], written[4]["负责人"]) == ("XS2024005", "李四")
    assert (written[4]["来源表"], written[4]["车间数"]) == ("李四!4", 5)


def test_rows_that_say_little_are_known_by_where_they_stood(run: Run, tmp_path: Path) -> None:
    head: list[Any] = ["公司名称", "联系人", "负责人"]
    first: list[list[Any]] = [head, [COMPANIES[0], None, None], [COMPANIES[1], None, None]]
    second: list[list[Any]] = [head, [COMPANIES[2], None, None]]
    book = write_rows(tmp_path / "台账.xlsx", {"张三": first, "李四": second})
    assert stacked(run, book, "--apply")["rows"] == 3
    assert stacked(run, book)["rows"] == 0


def test_a_register_that_is_there_is_appended_to(run: Run, tmp_path: Path) -> None:
    sheets = {
        "线索登记表": [HEADERS, lead(9, 公司名称="台州新锐模具有限公司", 联系电话="13605763333")],
        **REPS,
    }
    book = write_rows(tmp_path / "台账.xlsx", sheets)
    found = stacked(run, book, "--apply")
    assert found["rows"] == 4
    written = rows(book)
    assert [one["线索编号"] for one in written][:2] == ["XS2024009", "XS2024001"]
    assert [one["来源表"] for one in written] == [None, "张三!2", "张三!3", "李四!2", "李四!3"]
    assert [one["车间数"] for one in written] == [None, 1, 2, 3, 4]
    assert stacked(run, book)["rows"] == 0


def test_undo_takes_the_register_away(run: Run, reps: Path) -> None:
    before = reps.read_bytes()
    stacked(run, reps, "--apply")
    assert run("undo", reps).code == 0
    assert reps.read_bytes() == before


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"线索": [HEADERS, lead(1)]}, 2),
        ({**REPS, "线索登记表": [["说明"], ["这里什么都没有"]]}, 3),
    ],
    ids=["one sheet alone", "a sheet of that name"],
)
def test_what_cannot_be_stacked_is_refused(
    run: Run, tmp_path: Path, sheets: dict[str, list[list[Any]]], code: int
) -> None:
    book = write_rows(tmp_path / "台账.xlsx", sheets)
    before = book.read_bytes()
    assert run("adopt", book, "--stack", "--apply").code == code
    assert book.read_bytes() == before


def test_colours_and_stacking_are_two_steps(run: Run, reps: Path) -> None:
    assert run("adopt", reps, "--stack", "--colour", "红=已流失").code == 2


def test_check_says_that_the_tabs_stand_elsewhere(run: Run, reps: Path, language: str) -> None:
    text = run("--lang", language, "adopt", reps, "--stack", "--apply").out
    assert "张三(2)、李四(2)" in text
    assert "张三、李四" in run("--lang", language, "check", reps, "--today", "2024-03-18").out


def test_formulas_give_their_results_and_errors_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, number, result in (("张三", 1, 2), ("李四", 2, "#REF!"), ("王五", 3, "")):
            sheet = made.add_worksheet(name)
            for at, one in enumerate([HEAD, row(number)]):
                sheet.write_row(at, 0, one)
            sheet.write_formula("N2", "=1+1", None, result)
    found = stacked(run, path, "--apply")
    assert found["unread"] == 2
    assert [one["车间数"] for one in rows(path)] == [2, None, None]
