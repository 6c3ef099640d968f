"""``sample --week``: a lot that can be drawn again, and a score sheet whose results stay (M94)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, write_rows

TODAY = ("--today", "2024-03-18")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows = [lead(at, 负责人="张三" if at < 30 else "李四") for at in range(1, 34)]
    return write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, *rows]})


def drawn(run: Run, book: Path, *more: str) -> list[dict[str, Any]]:
    found = json.loads(run("sample", book, "--week", "--format", "json", *more).out)
    leads: list[dict[str, Any]] = found["leads"]
    return leads


def sheet(path: Path) -> list[dict[str, Any]]:
    titles, *found = openpyxl.load_workbook(path)["抽查"].iter_rows(min_row=3, values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in found if row[0]]


def test_five_of_each_person_are_drawn_and_all_where_there_are_fewer(run: Run, book: Path) -> None:
    found = Counter(one["owner"] for one in drawn(run, book, *TODAY))
    assert found == {"张三": 5, "李四": 4}


def test_the_lot_of_a_week_is_the_same_and_of_another_is_not(run: Run, book: Path) -> None:
    first = [one["id"] for one in drawn(run, book, "--today", "2024-03-18")]
    assert [one["id"] for one in drawn(run, book, "--today", "2024-03-22")] == first
    assert [one["id"] for one in drawn(run, book, "--today", "2024-03-25")] != first
    assert [one["id"] for one in drawn(run, book, "--today", "2024-03-18", "--seed", "2")] != first


def test_what_is_missing_is_said(run: Run, tmp_path: Path) -> None:
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, lead(1, 需求描述=None)]})
    (found,) = drawn(run, book, *TODAY)
    assert found["missing"] == ["需求描述"]
    assert found["completeness"] < 1


def test_what_was_typed_stays_week_after_week(run: Run, book: Path) -> None:
    run("sample", book, "--apply", *TODAY)
    saved = openpyxl.load_workbook(book)
    saved["抽查"]["I4"], saved["抽查"]["K4"] = 4, "号码已换"
    number = saved["抽查"]["C4"].value
    saved.save(book)
    run("sample", book, "--apply", "--today", "2024-03-25")
    rows = sheet(book)
    assert [row["周"] for row in rows] == ["2024-W13"] * 9 + ["2024-W12"] * 9
    kept = next(row for row in rows if row["线索编号"] == number and row["周"] == "2024-W12")
    assert (kept["评分(1-5)"], kept["备注"]) == (4, "号码已换")


def test_a_second_run_writes_nothing_though_leads_have_come(run: Run, book: Path) -> None:
    run("sample", book, "--apply", *TODAY)
    before = book.read_bytes()
    run("sample", book, "--apply", *TODAY)
    assert book.read_bytes() == before


def test_what_is_shown_is_the_lot_in_the_book_though_leads_have_come(run: Run, book: Path) -> None:
    first = [one["id"] for one in drawn(run, book, "--apply", *TODAY)]
    saved = openpyxl.load_workbook(book)
    for at in range(40, 80):
        saved["线索登记表"].append(lead(at, 负责人="张三"))
    saved.save(book)
    assert [one["id"] for one in drawn(run, book, "--apply", *TODAY)] == first
    assert sorted(row["线索编号"] for row in sheet(book)) == sorted(first)
    assert [one["id"] for one in drawn(run, book, "--seed", "2", *TODAY)] != first


def test_a_sheet_of_the_teams_own_does_not_stop_a_look(run: Run, tmp_path: Path) -> None:
    book = write_rows(
        tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, lead(1)], "抽查": [["我们的"], ["表"]]}
    )
    assert len(drawn(run, book, *TODAY)) == 1


def test_a_sheet_of_the_teams_own_is_left_alone(run: Run, tmp_path: Path) -> None:
    book = write_rows(
        tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, lead(1)], "抽查": [["我们的"], ["表"]]}
    )
    before = book.read_bytes()
    assert run("sample", book, "--apply", *TODAY).code == 3
    assert book.read_bytes() == before
