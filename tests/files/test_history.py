"""The history of a book: one line a write, read without its cells, found after a move."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from pathlib import Path

import pytest

import crmbook
from crmbook.files.edit import apply
from crmbook.files.history import NAME, Purpose, history_of, machine, remember, user
from crmbook.files.state import BookState, Retention, moved_from, state_folder
from crmbook.model.cells import UNCACHED, CellError, CellRef, Raw
from crmbook.model.edits import (
    AppendRows,
    EmptyRow,
    MarkCell,
    Plan,
    PutSheet,
    RenameSheet,
    SetCell,
    UnmergeCells,
)
from crmbook.model.history import WholeEdit, restored_value, stored_value, whole_edits
from crmbook.model.receipt import CellChange, Receipt
from tests.files.books import SHEET, book, worksheet

NOW = dt.datetime(2024, 3, 18, 10, 30)
PLAN = Plan((SetCell("表", "A1", "新", "因为"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "台账.xlsx"
    found.write_bytes(book(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
    return found


def test_an_entry_says_when_what_why_and_where(path: Path) -> None:
    receipt = apply(path, PLAN, command="check --fix")
    (entry,) = history_of(path)
    assert abs(dt.datetime.now() - entry.when) < dt.timedelta(minutes=1)
    assert (entry.command, entry.reasons, entry.count) == ("check --fix", ("因为",), 1)
    assert (entry.machine, entry.user) == (machine(), user())
    assert entry.cells == receipt.cells
    assert entry.parts_changed == (SHEET,)
    assert (entry.sha256_before, entry.sha256_after) == (
        receipt.sha256_before,
        receipt.sha256_after,
    )
    assert Path(entry.backup) == receipt.backup
    assert entry.undoes is None


@pytest.mark.parametrize(
    "value",
    [None, True, 3, 2.5, "文", "", "a\u2028b\x85c", CellError("#N/A"), UNCACHED,
     dt.datetime(2024, 3, 1, 9, 30), dt.timedelta(hours=30)],
    ids=repr,
)  # fmt: skip
def test_a_value_comes_back_as_it_was(value: Raw) -> None:
    back = restored_value(stored_value(value))
    assert back == value
    assert type(back) is type(value)


def test_a_date_comes_back_as_a_reader_hands_it_out() -> None:
    assert restored_value(stored_value(dt.date(2024, 3, 1))) == dt.datetime(2024, 3, 1)


def test_whole_edits_are_counted_by_kind_and_sheet() -> None:
    edits = (
        SetCell("甲", "A1", 1), EmptyRow("甲", 3), MarkCell("甲", "A1", "FF0000"),
        MarkCell("甲", "A2", "FF0000"), MarkCell("乙", "A1", "FF0000"), PutSheet("月报明细", b""),
        AppendRows("甲", ((1,),)), RenameSheet("乙", "丙"), UnmergeCells("甲", ("A1:A2",)),
        UnmergeCells("甲", ("C1:C2", "D1:D2")),
    )  # fmt: skip
    assert whole_edits(edits) == (
        WholeEdit("MarkCell", "甲", 2), WholeEdit("MarkCell", "乙", 1),
        WholeEdit("PutSheet", "月报明细"), WholeEdit("AppendRows", "甲"),
        WholeEdit("RenameSheet", "乙", 1, "丙"),
        WholeEdit("UnmergeCells", "甲", 2, "", ("A1:A2", "C1:C2", "D1:D2")),
    )  # fmt: skip


def test_a_value_with_a_line_separator_stays_one_line(path: Path) -> None:
    apply(path, Plan((SetCell("表", "A1", 'a\u2028b\x85c", "cells": ['),)), command="x")
    apply(path, PLAN, command="y")
    first, second = history_of(path)
    assert first.cells[0].new == second.cells[0].old == 'a\u2028b\x85c", "cells": ['
    assert len(BookState(path).history()) == 2


def test_a_line_cut_short_costs_no_other(path: Path) -> None:
    apply(path, PLAN, command="x")
    history = BookState(path).folder / NAME
    whole = history.read_bytes()
    history.write_bytes(whole + whole[: len(whole) // 2])
    with crmbook.edit(path) as edit:
        edit.set_cell("表", "A1", "再")
    assert [entry.command for entry in history_of(path)] == ["x", "edit"]


def test_a_moved_book_keeps_its_history(path: Path) -> None:
    apply(path, PLAN, command="x")
    moved = path.with_name("改名.xlsx")
    path.rename(moved)
    assert [entry.command for entry in history_of(moved)] == ["x"]
    apply(moved, Plan((SetCell("表", "A1", "再"),)), command="y")
    assert [entry.command for entry in history_of(moved)] == ["x", "y"]
    assert history_of(moved)[0].path == str(path)
    assert [entry.command for entry in history_of(path)] == ["x"]  # though it is gone


def test_a_book_that_was_moved_and_saved_is_known_by_its_number(path: Path) -> None:
    keep = Retention(book_id="7f3a")
    apply(path, PLAN, command="x", keep=keep)
    moved = path.with_name("改名.xlsx")
    path.rename(moved)
    moved.write_bytes(book(worksheet('<row r="1"><c r="A1"><v>2</v></c></row>')))
    assert history_of(moved) == history_of(moved, "another") == []
    assert [entry.command for entry in history_of(moved, "7f3a")] == ["x"]
    apply(moved, Plan((SetCell("表", "A1", "再"),)), command="y", keep=keep)
    assert [entry.command for entry in history_of(moved)] == ["x", "y"]


def test_a_copy_has_not_the_history_of_the_book_that_still_lies_there(path: Path) -> None:
    apply(path, PLAN, command="x", keep=Retention(book_id="7f3a"))
    copy = path.with_name("副本.xlsx")
    copy.write_bytes(book(worksheet('<row r="1"><c r="A1"><v>2</v></c></row>')))
    assert history_of(copy, "7f3a") == []


@pytest.mark.parametrize("known", [b"", b"{", b"[]", b'{"id": 3}', b"\xff"])
def test_a_number_that_a_crash_cut_short_is_none(known: bytes, path: Path) -> None:
    apply(path, PLAN, command="x", keep=Retention(book_id="7f3a"))
    (BookState(path).folder / "book.json").write_bytes(known)
    path.rename(path.with_name("改名.xlsx"))
    assert moved_from(path.with_name("改名.xlsx"), "7f3a") == []


def test_another_book_has_no_history(path: Path, tmp_path: Path) -> None:
    apply(path, PLAN, command="x")
    other = Path(shutil.copy(path, tmp_path / "别的.xlsx"))
    other.write_bytes(book(worksheet('<row r="1"><c r="A1"><v>2</v></c></row>')))
    assert history_of(other) == []


def test_a_hundred_thousand_cells_do_not_slow_a_listing(path: Path) -> None:
    """A listing parses no cells: it is far cheaper than what it leaves out, in one run."""
    cells = tuple(
        CellChange(CellRef("表", row, 1), "旧" * 5, "新" * 5, "号码里的空格")
        for row in range(1, 100_001)
    )
    receipt = Receipt(path, changed=True, cells=cells, sha256_before="a", sha256_after="b")
    remember(receipt, Plan(), NOW, Purpose("check --fix"))
    start = time.perf_counter()
    (entry,) = history_of(path)
    listed = time.perf_counter() - start
    start = time.perf_counter()
    assert len(entry.cells) == entry.count == 100_000
    assert listed < (time.perf_counter() - start) / 5


def test_what_must_not_be_kept_is_not_recorded(path: Path) -> None:
    remember(Receipt(path, changed=True), Plan(), NOW, Purpose("x", keep=None))
    assert not state_folder().joinpath("books").exists()


def test_the_limits_of_the_caller_are_kept(path: Path) -> None:
    for value in range(1, 7):
        plan = Plan((SetCell("表", "A1", f"第{value}次"),))
        apply(path, plan, command="x", keep=Retention(days=30, writes=4))
    assert len(BookState(path).kept()) == 4
