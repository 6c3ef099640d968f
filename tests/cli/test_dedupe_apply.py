"""``dedupe --apply``: a sheet to decide in, what was decided carried out, 否 remembered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import crmbook
from tests.cli.conftest import Run

ROWS = [
    ("杭州华鼎机械有限公司", "张伟", "13805711111"),
    ("杭州华鼎机械公司", "张伟", "138-0571-1111"),
    ("宁波启航电子有限公司", "李娜", "13905742222"),
]


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    run("new", path, "--quiet")
    with crmbook.edit(path) as edit:
        rows = [
            [f"XS202400{at}", company, None, None, person, None, phone]
            for at, (company, person, phone) in enumerate(ROWS, 1)
        ]
        edit.append_rows("线索登记表", rows)
    return path


def deduped(run: Run, book: Path, *options: object, code: int = 0) -> dict[str, Any]:
    ended = run("dedupe", book, "--format", "json", "--today", "2024-03-18", *options)
    assert ended.code == code, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def answer(book: Path, word: str) -> None:
    sheet = openpyxl.load_workbook(book)["疑似重复"]
    row = next(row for row in range(1, 9) if sheet.cell(row, 3).value == "XS2024001")
    with crmbook.edit(book) as edit:
        edit.set_cell("疑似重复", f"A{row}", word)


def status(book: Path) -> str | None:
    sheet = openpyxl.load_workbook(book)["线索登记表"]
    titles = [cell.value for cell in sheet[1]]
    return sheet.cell(3, titles.index("线索状态") + 1).value  # type: ignore[return-value]


def test_without_apply_nothing_is_written(run: Run, book: Path) -> None:
    before = book.read_bytes()
    found = deduped(run, book)
    assert [one["members"] for one in found["clusters"]] == [["XS2024001", "XS2024002"]]
    assert book.read_bytes() == before


def test_apply_offers_the_pair_and_merges_it_once_it_was_agreed_to(run: Run, book: Path) -> None:
    found = deduped(run, book, "--apply")
    assert (found["merged"], found["open"]) == ([], 1)
    assert status(book) is None
    answer(book, "是")
    assert [one["member"] for one in deduped(run, book, "--apply")["merged"]] == ["XS2024002"]
    assert status(book) == "重复"
    before = book.read_bytes()
    again = deduped(run, book, "--apply")
    assert (again["clusters"], again["merged"]) == ([], [])
    assert book.read_bytes() == before


def test_what_was_refused_is_proposed_no_more(run: Run, book: Path) -> None:
    deduped(run, book, "--apply")
    answer(book, "否")
    assert deduped(run, book)["clusters"] == []
    found = deduped(run, book, "--apply", "--accept", "0.5")
    assert (found["merged"], status(book)) == ([], None)
    sheet = openpyxl.load_workbook(book)["疑似重复"]
    assert "否" in [row[0].value for row in sheet.iter_rows()]


def test_accept_without_apply_is_a_mistake(run: Run, book: Path) -> None:
    assert run("dedupe", book, "--accept", "0.9").code == 2


def test_the_text_says_where_to_decide(run: Run, book: Path, language: str) -> None:
    ended = run("--lang", language, "dedupe", book, "--apply")
    assert ended.code == 0
    assert "疑似重复" in ended.out
    assert "XS2024002" in ended.out


def test_undo_takes_a_merge_back(run: Run, book: Path) -> None:
    before = book.read_bytes()
    deduped(run, book, "--apply", "--accept", "0.5")
    assert status(book) == "重复"
    assert run("undo", book).code == 0
    assert book.read_bytes() == before
