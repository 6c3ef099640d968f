"""``-o`` and ``--no-state``: what is written where, and what is kept of it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from crmbook.files.state import state_folder
from tests.cli.conftest import Run
from tests.cli.desk import lying

TODAY = ("--today", "2024-03-31")


@pytest.mark.parametrize("name", ["结果.csv", "结果.xlsm", "结果.xls", "结果", "结果.txt"])
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "--force"])
def test_a_copy_of_the_book_is_not_named_as_something_else(
    name: str, force: tuple[str, ...], run: Run, small: Path
) -> None:
    before = lying(small.parent)
    ended = run("monthly", small, *TODAY, "-o", small.with_name(name), *force)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ".xlsx" in ended.err
    assert lying(small.parent) == before


def test_the_case_of_the_name_does_not_matter(run: Run, small: Path) -> None:
    assert run("monthly", small, *TODAY, "-o", small.with_name("结果.XLSX")).code == 0


@pytest.mark.parametrize("command", ["check", "monthly"])
def test_an_output_in_a_folder_that_is_not_there_is_told_so(
    command: str, run: Run, small: Path, language: str
) -> None:
    target = small.parent / "没有" / "结果.xlsx"
    ended = run(command, small, *TODAY, "-o", target)
    assert (ended.code, ended.err.count("\n")) == (6, 1)
    assert "No such file" not in ended.err
    assert ("文件夹" if language == "zh" else "folder") in ended.err
    assert ("权限" if language == "zh" else "permissions") not in ended.err


def _kept() -> list[Path]:
    return [path for path in state_folder().rglob("*") if path.is_file()]


def test_nothing_is_kept_outside_of_the_book_when_nothing_is_to_be(run: Run, small: Path) -> None:
    ended = run("monthly", small, *TODAY, "--no-state", "--format", "json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["backup"] is None
    assert "转化分析表" in openpyxl.load_workbook(small).sheetnames
    assert sorted(lying(small.parent)) == [small.name]
    assert _kept() == []


def test_a_backup_and_a_history_are_kept_otherwise(run: Run, small: Path) -> None:
    before = small.read_bytes()
    assert run("monthly", small, *TODAY).code == 0
    assert before in [path.read_bytes() for path in _kept()]
    assert any(path.name == "history.jsonl" for path in _kept())


@pytest.mark.parametrize("command", ["check", "monthly"])
def test_an_output_that_is_replaced_leaves_nothing_in_the_state_either(
    command: str, run: Run, small: Path
) -> None:
    target = small.with_name("结果.xlsx" if command == "monthly" else "结果.txt")
    target.write_bytes(b"what was there")
    assert run(command, small, *TODAY, "-o", target, "--force", "--no-state").code in {0, 1}
    assert target.read_bytes() != b"what was there"
    assert _kept() == []


def test_what_would_be_lost_without_a_backup_is_refused(run: Run, small: Path) -> None:
    assert run("monthly", small, *TODAY).code == 0
    book = openpyxl.load_workbook(small)
    book["转化分析表"]["Z9"] = "别删"
    book.save(small)
    before, kept = lying(small.parent), len(_kept())
    ended = run("monthly", small, *TODAY, "--no-state")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "Z9" in ended.err
    assert lying(small.parent) == before
    assert len(_kept()) == kept
    assert run("monthly", small, *TODAY).code == 0
