"""``new``: which sheets, tables or none, and a file that is there already."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from crmbook.files.state import state_folder
from tests.cli.conftest import Run
from tests.cli.desk import lying

VISIBLE = ["线索登记表", "跟进记录表", "转化分析表", "人员", "说明"]
SETTINGS = ["规则", "字典", "字段", "目标", "节假日"]
FULL = {"客户档案", "订单", "服务记录"}


def _tables(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        return [name for name in package.namelist() if name.startswith("xl/tables/")]


@pytest.mark.parametrize(
    "options",
    [(), ("--sample",), ("--full",), ("--plain",), ("--plain", "--full", "--sample")],
    ids=["nothing", "sample", "full", "plain", "all three"],
)
def test_a_new_book_has_the_sheets_asked_for(
    options: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "台账.xlsx"
    ended = run("new", path, *options)
    assert (ended.code, ended.out) == (0, "")
    book = openpyxl.load_workbook(path)
    assert [name for name in book.sheetnames if name not in FULL] == VISIBLE + SETTINGS
    assert set(book.sheetnames) & FULL == (FULL if "--full" in options else set())
    assert book.active is not None
    assert book.active.title == "线索登记表"
    assert bool(_tables(path)) == ("--plain" not in options)
    assert (book["线索登记表"]["B2"].value is not None) == ("--sample" in options)
    assert all(name in ended.err for name in book.sheetnames)
    assert run("check", path, "--today", "2024-03-31").code == ("--sample" in options)


def test_two_new_books_have_numbers_of_their_own(run: Run, tmp_path: Path) -> None:
    numbers = []
    for name in ("a.xlsx", "b.xlsx"):
        run("new", tmp_path / name)
        rows = openpyxl.load_workbook(tmp_path / name)["规则"].iter_rows(values_only=True)
        numbers += [row[2] for row in rows if row[0] == "工作簿.编号"]
        ended = run("check", tmp_path / name, "--today", "2024-03-31")
        assert (ended.code, "工作簿.编号" in ended.out) == (0, False)
    assert len(set(numbers)) == 2
    assert all(len(str(number)) == 12 for number in numbers)


def test_a_new_book_that_was_moved_and_saved_keeps_what_is_known_of_it(
    run: Run, tmp_path: Path
) -> None:
    path, moved = tmp_path / "台账.xlsx", tmp_path / "2024" / "新台账.xlsx"
    run("new", path, "--sample")
    run("check", path, "--today", "2024-03-20")
    run("monthly", path, "--today", "2024-03-31")
    moved.parent.mkdir()
    path.rename(moved)
    book = openpyxl.load_workbook(moved)
    book["线索登记表"]["B2"] = "别的公司"
    book.save(moved)
    assert "monthly" in run("history", moved).out
    assert run("undo", moved).code == 5
    report = json.loads(run("check", moved, "--today", "2024-04-01", "--format", "json").out)
    assert report["since"] is not None
    assert report["since"]["date"] == "2024-03-20"


def test_an_existing_book_is_replaced_only_with_force_and_kept(run: Run, small: Path) -> None:
    before = lying(small.parent)
    ended = run("new", small)
    assert ended.code == 2
    assert ended.err.startswith(f"crmbook: {small}: ")
    assert ended.err.count("\n") == 1
    assert lying(small.parent) == before
    assert run("new", small, "--force").code == 0
    (backup,) = state_folder().rglob("*.xlsx")
    assert backup.read_bytes() == before[small.name]
    assert openpyxl.load_workbook(small).sheetnames == VISIBLE + SETTINGS
    assert lying(small.parent).keys() == before.keys()


def test_books_of_one_name_in_two_folders_have_backups_of_their_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        assert run("new", "台账.xlsx").code == 0
        assert run("new", "台账.xlsx", "--force").code == 0
    assert len({backup.parent for backup in state_folder().rglob("*.xlsx")}) == 2


def test_a_dry_run_writes_nothing_and_names_the_sheets(run: Run, tmp_path: Path) -> None:
    ended = run("新建", tmp_path / "台账.xlsx", "--dry-run")
    assert (ended.code, lying(tmp_path)) == (0, {})
    assert "线索登记表" in ended.err


@pytest.mark.parametrize(
    ("name", "code"),
    [("台账.xls", 2), ("台账", 2), ("夹.xlsx", 2), ("没有/台账.xlsx", 6)],
    ids=["another suffix", "no suffix", "a folder", "a missing folder"],
)
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "--force"])
def test_a_book_that_cannot_be_made_is_refused_in_one_line(
    name: str, code: int, force: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    (tmp_path / "夹.xlsx").mkdir()
    ended = run("new", tmp_path / name, *force)
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert ended.err.startswith(f"crmbook: {tmp_path / name}: ")
    assert lying(tmp_path) == {}
