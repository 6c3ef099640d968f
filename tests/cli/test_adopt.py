"""``adopt``: a team's own workbook, mapped once and read so from then on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import crmbook
from tests.cli.conftest import Run

HEAD: list[Any] = ["参展单位", "对接的人", "怎么联系", "渠道来的", "车间数"]
ROWS: list[list[Any]] = [
    ["杭州华鼎机械有限公司", "张伟", "13805711111", "展会", 3],
    ["宁波启航电子有限公司", "李娜", "13905742222", "展会", 5],
    ["台州新锐模具有限公司", "王芳", "13605763333", "朋友介绍的", 2],
    ["嘉兴正远纺织有限公司", "赵敏", "13705734444", "朋友介绍的", 8],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "客户线索"
    for row in [HEAD, *ROWS]:
        sheet.append([*row])
    made.save(tmp_path / "我们的表.xlsx")
    return tmp_path / "我们的表.xlsx"


def adopted(run: Run, book: Path, *options: object, code: int = 0) -> dict[str, Any]:
    ended = run("adopt", book, "--format", "json", "--today", "2024-03-18", *options)
    assert ended.code == code, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def read(book: Path, sheet: str) -> list[tuple[Any, ...]]:
    return [
        row for row in openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True) if any(row)
    ]


def test_what_is_recognised_is_shown_and_nothing_written(run: Run, book: Path) -> None:
    before = book.read_bytes()
    (sheet,) = adopted(run, book)["sheets"]
    assert sheet["register"] == "线索登记表"
    assert sheet["mapping"]["参展单位"] == "公司名称"
    assert sheet["mapping"]["怎么联系"] == "联系电话"
    assert [one["title"] for one in sheet["own"]] == ["车间数"]
    assert book.read_bytes() == before


def test_what_was_adopted_is_kept_and_every_command_reads_it(run: Run, book: Path) -> None:
    cells = read(book, "客户线索")
    adopted(run, book, "--apply")
    assert read(book, "客户线索") == cells
    fields = read(book, "字段")
    assert fields[0][:3] == ("工作表", "列名", "对应列")
    assert ("客户线索", "参展单位", "公司名称") in [row[:3] for row in fields]
    register = crmbook.open(book).ledger().leads
    assert register is not None
    assert len(register) == len(ROWS)
    assert {"公司名称", "联系电话"} <= set(register.data)
    assert run("check", book).code in {0, 1}


def test_a_second_time_nothing_is_planned(run: Run, book: Path) -> None:
    adopted(run, book, "--apply")
    before = book.read_bytes()
    adopted(run, book, "--apply")
    assert book.read_bytes() == before


def test_a_list_can_be_imported_into_an_adopted_book(run: Run, book: Path, tmp_path: Path) -> None:
    adopted(run, book, "--apply")
    source = tmp_path / "新名单.csv"
    source.write_text("公司,姓名,手机\n温州启元贸易有限公司,陈静,13505775555\n", encoding="utf-8")
    ended = run("import", source, "--into", book, "--today", "2024-03-18")
    assert ended.code == 0, ended.err
    rows = read(book, "客户线索")
    assert rows[-1][:3] == ("温州启元贸易有限公司", "陈静", "13505775555")
    assert "线索编号" in rows[0]


def test_a_book_that_holds_no_register_is_refused(run: Run, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].append(["a", "b"])
    made.worksheets[0].append([1, 2])
    made.save(tmp_path / "数字.xlsx")
    assert run("adopt", tmp_path / "数字.xlsx").code == 3


def test_the_text_begins_with_the_verdict(run: Run, book: Path, language: str) -> None:
    ended = run("--lang", language, "adopt", book)
    assert ended.code == 0
    assert ended.out.startswith("我们的表.xlsx")
    assert "公司名称" in ended.out
