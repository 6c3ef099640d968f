"""Copies beside a book: named by what made them, never others (U20)."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.files.conflicts import CopyKind, find_copies

CONFLICTS = [
    "台账-冲突.xlsx",
    "台账-NSConflict.xlsx",
    "台账(冲突_张三_2024-03-18 10-20-30).xlsx",
    "台账 (张三 的冲突副本 2024-03-18).xlsx",
    "台账 (ZHANG-PC's conflicted copy 2024-03-18).xlsx",
    "台账 (SFConflict zhang@corp.cn 2024-03-18-10-20-30).xlsx",
    "台账.sync-conflict-20240318-102030-ABCDEFG.xlsx",
    "台账-DESKTOP-4F7K2LM.xlsx",
    "台账-LAPTOP-AB12CD.xlsx",
]
COPIES = [
    "台账 (1).xlsx",
    "台账(2).xlsx",
    "台账（3）.xlsx",
    "台账-副本.xlsx",
    "台账 - 副本.xlsx",
    "台账 - 副本 (2).xlsx",
    "台账 - Copy.xlsx",
    "台账_备份.xlsx",
    "台账(恢复).xlsx",
    "副本台账.xlsx",
    "复件 台账.xlsx",
    "Copy of 台账.xlsx",
]
OTHERS = [
    "台账-月报-20240318.xlsx",
    "台账-张三.xlsx",
    "台账2024.xlsx",
    "台账 3月.xlsx",
    "~$台账.xlsx",
    "台账-副本.docx",
    "新台账.xlsx",
    "客户.xlsx",
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.touch()
    return path


@pytest.mark.parametrize("name", CONFLICTS)
def test_what_a_sync_program_leaves_is_a_conflict(name: str, book: Path) -> None:
    book.with_name(name).touch()
    (found,) = find_copies(book)
    assert (found.path.name, found.kind) == (name, CopyKind.CONFLICT)


@pytest.mark.parametrize("name", COPIES)
def test_what_people_make_is_a_copy(name: str, book: Path) -> None:
    book.with_name(name).touch()
    (found,) = find_copies(book)
    assert (found.path.name, found.kind) == (name, CopyKind.COPY)


@pytest.mark.parametrize("name", OTHERS)
def test_another_file_is_none(name: str, book: Path) -> None:
    book.with_name(name).touch()
    assert find_copies(book) == ()


def test_a_folder_that_is_gone_holds_none(tmp_path: Path) -> None:
    assert find_copies(tmp_path / "没有" / "台账.xlsx") == ()
