from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from crmbook.files.state import BookState, Retention, state_folder

NOW = dt.datetime(2024, 3, 18, 10, 30)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"first")
    return path


def test_a_backup_is_a_link_that_outlives_the_replacement(book: Path) -> None:
    backup = BookState(book).back_up(NOW)
    assert backup.samefile(book)
    new = book.with_suffix(".new")
    new.write_bytes(b"second")
    new.replace(book)
    assert backup.read_bytes() == b"first"
    assert backup.suffix == ".xlsx"


def test_where_links_cannot_be_made_a_backup_is_a_copy(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_volume(*_paths: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", other_volume)
    monkeypatch.setattr(Path, "hardlink_to", other_volume)
    backup = BookState(book).back_up(NOW)
    assert not backup.samefile(book)
    assert backup.read_bytes() == b"first"


def test_only_the_user_gets_into_the_state_folder(
    book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CRMBOOK_STATE", str(tmp_path / "state"))
    BookState(book).back_up(NOW)
    assert state_folder().stat().st_mode & 0o777 == 0o700


def test_two_books_do_not_share_their_state(tmp_path: Path) -> None:
    assert BookState(tmp_path / "a.xlsx").folder != BookState(tmp_path / "b.xlsx").folder


def test_history_is_read_oldest_first_and_survives_a_line_cut_short(book: Path) -> None:
    state = BookState(book)
    assert state.history() == []
    state.record({"command": "check", "cells": [{"new": "新"}]})
    with (state.folder / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write('{"command": "cut sho\n')
    state.record({"command": "monthly"})
    assert [entry["command"] for entry in state.history()] == ["check", "monthly"]
    assert state.history()[0]["path"] == str(book)


@pytest.mark.parametrize(
    ("keep", "kept"),
    [(Retention(days=3, writes=50), 4), (Retention(days=365, writes=2), 2),
     (Retention(days=10**9, writes=10**9), 10)],
    ids=["days", "writes", "more than the calendar has"],
)  # fmt: skip
def test_the_numbers_of_the_rules_count(keep: Retention, kept: int, book: Path) -> None:
    state = BookState(book)
    made = [state.back_up(NOW - dt.timedelta(days=age)) for age in range(10)]
    state.prune(NOW, keep)
    assert [backup for backup in made if backup.exists()] == made[:kept]
    assert state.kept() == made[:kept][::-1]


@pytest.mark.parametrize(
    ("ages", "kept"),
    [
        ([0, 1, 29, 31, 400], 3),
        (list(range(28)), 20),
        ([100, 200], 1),
        (list(range(0, 60, 2)), 16),
    ],
    ids=["those of 30 days", "those of 20 writes", "the newest in any case", "fewer bytes"],
)
def test_old_backups_are_dropped(ages: list[int], kept: int, book: Path) -> None:
    state = BookState(book)
    made = [state.back_up(NOW - dt.timedelta(days=age)) for age in ages]
    state.prune(NOW)
    assert [backup for backup in made if backup.exists()] == made[:kept]
