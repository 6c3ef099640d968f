from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter

import crmbook
from crmbook.files import save as saving
from crmbook.files.edit import Edit, apply, edit
from crmbook.files.history import history_of
from crmbook.files.restore import restore
from crmbook.files.save import sha256_of
from crmbook.files.state import BookState
from crmbook.model.cells import CellRef
from crmbook.model.edits import Plan, PutSheet, SetCell
from crmbook.model.errors import (
    CannotWrite,
    ChangedMeanwhile,
    CrmbookError,
    FileRefused,
    OpenElsewhere,
    UsageError,
)
from tests.files.books import SHEET, book, worksheet
from tests.files.parts import assert_budget, content, corpus

ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c></row>'
PLAN = Plan((SetCell("表", "A1", "新", "因为"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "台账.xlsx").write_bytes(book(worksheet(ROWS)))
    return desk / "台账.xlsx"


def edit_with(path: Path, then: Callable[[Edit], object]) -> None:
    """Edit a cell, and do something else before the block ends."""
    with crmbook.edit(path) as edit:
        edit.set_cell("表", "A1", 2)
        then(edit)


def test_a_block_of_edits_is_written_when_it_ends(path: Path) -> None:
    before = path.read_bytes()
    with crmbook.edit(path) as edit:
        edit.set_cell("表", "A1", dt.date(2024, 3, 1), "补填")
        edit.set_cell("表", "C1", "=1+1")
        assert edit.receipt is None
        assert path.read_bytes() == before
    receipt = edit.receipt
    assert receipt is not None
    sheet = openpyxl.load_workbook(path)["表"]
    assert sheet["A1"].value == dt.datetime(2024, 3, 1)
    assert (sheet["C1"].value, sheet["C1"].data_type) == ("=1+1", "s")
    assert_budget(before, path.read_bytes(), changed=[SHEET, "xl/workbook.xml"])
    assert receipt.changed
    assert set(receipt.parts_changed) == {SHEET, "xl/workbook.xml"}
    assert [(str(c.ref), c.old, c.new, c.reason) for c in receipt.cells] == [
        ("表!A1", 1, dt.date(2024, 3, 1), "补填"),
        ("表!C1", None, "=1+1", ""),
    ]
    assert receipt.sha256_before == hashlib.sha256(before).hexdigest()
    assert receipt.sha256_after == sha256_of(path)
    assert receipt.backup is not None
    assert receipt.backup.read_bytes() == before
    assert content(path.parent).keys() == {path.name}


def test_the_history_says_what_was_done(path: Path) -> None:
    receipt = apply(path, PLAN, command="check --fix")
    (entry,) = BookState(path).history()
    when = dt.datetime.fromisoformat(entry.pop("when"))
    assert abs(dt.datetime.now() - when) < dt.timedelta(minutes=1)
    assert entry == {
        "path": str(path),
        "command": "check --fix",
        "machine": platform.node(),
        "user": getpass.getuser(),
        "reasons": ["因为"],
        "edits": [],
        "parts_changed": ["xl/workbook.xml", SHEET],
        "parts_added": [],
        "parts_removed": [],
        "backup": str(receipt.backup),
        "sha256_before": receipt.sha256_before,
        "sha256_after": receipt.sha256_after,
        "undoes": None,
        "count": 1,
        "cells": [{"sheet": "表", "cell": "A1", "old": 1, "new": "新", "reason": "因为"}],
    }


def test_a_second_run_changes_nothing(path: Path) -> None:
    apply(path, PLAN, command="x")
    before = content(path.parent)
    stamp = path.stat().st_mtime_ns
    receipt = apply(path, PLAN, command="x")
    assert (receipt.changed, receipt.backup, receipt.cells) == (False, None, ())
    assert content(path.parent) == before
    assert path.stat().st_mtime_ns == stamp
    assert len(BookState(path).history()) == 1


def test_an_empty_plan_does_not_even_open_the_book(tmp_path: Path) -> None:
    assert not apply(tmp_path / "没有.xlsx", Plan(), command="x").changed


def test_an_exception_in_the_block_writes_nothing(path: Path) -> None:
    before = content(path.parent)
    edit = crmbook.edit(path)

    def fail() -> None:
        with edit:
            edit.set_cell("表", "A1", 2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert edit.receipt is None
    assert content(path.parent) == before
    assert BookState(path).history() == []


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda edit: edit.set_cell("没有", "A1", 1), UsageError),
        (lambda edit: edit.set_cell("表", "A", 1), UsageError),
        (lambda edit: edit.set_cell("表", "A1", object()), UsageError),
        (lambda edit: edit.set_cell("表", "B1", 1), FileRefused),
        (lambda edit: edit.put_sheet("看板", b"no workbook"), CrmbookError),
    ],
    ids=["sheet", "address", "value", "formula", "no workbook"],
)
def test_a_refused_edit_leaves_everything_as_it_was(
    call: Callable[[Edit], object], error: type[CrmbookError], path: Path
) -> None:
    before = content(path.parent)
    with pytest.raises(error):
        edit_with(path, call)
    assert content(path.parent) == before
    assert BookState(path).history() == []


def test_a_book_saved_meanwhile_is_not_overwritten(path: Path) -> None:
    planned_from = sha256_of(path)
    other = book(worksheet(ROWS.replace("<v>1</v>", "<v>9</v>")))
    path.write_bytes(other)
    with pytest.raises(ChangedMeanwhile) as refusal:
        apply(path, PLAN, command="x", expected_sha256=planned_from)
    assert refusal.value.exit_code == 5
    assert content(path.parent) == {path.name: other}


@pytest.mark.parametrize("in_place", [True, False], ids=["overwritten", "replaced"])
def test_a_save_in_the_last_moment_is_not_overwritten(path: Path, in_place: bool) -> None:  # noqa: FBT001
    """Somebody saves between our reading and our replacing; an overwritten file keeps its inode."""
    other = book(worksheet(ROWS.replace("<v>1</v>", "<v>9</v>")))

    def save_elsewhere(_edit: Edit) -> None:
        new = path if in_place else path.with_name("new")
        new.write_bytes(other)
        new.replace(path)

    with pytest.raises(ChangedMeanwhile):
        edit_with(path, save_elsewhere)
    assert content(path.parent) == {path.name: other}
    assert list(BookState(path).backups.glob("*")) == []


def test_a_book_that_is_opened_in_the_last_moment_is_not_replaced(path: Path) -> None:
    before = path.read_bytes()
    lock = path.with_name(f"~${path.name}")
    with pytest.raises(OpenElsewhere):
        edit_with(path, lambda _edit: lock.touch())
    assert content(path.parent) == {path.name: before, lock.name: b""}


def test_a_book_that_is_open_is_refused_before_anything_is_done(path: Path) -> None:
    path.with_name(f".~lock.{path.name}#").write_text("韩梅,,PC-07,,;", encoding="utf-8")
    before = content(path.parent)
    with pytest.raises(OpenElsewhere, match="韩梅") as refusal:
        apply(path, PLAN, command="x")
    assert refusal.value.path == str(path)
    assert content(path.parent) == before


def test_a_book_marked_read_only_is_refused(path: Path) -> None:
    path.chmod(0o444)
    before = content(path.parent)
    with pytest.raises(CannotWrite) as refusal:
        apply(path, PLAN, command="x")
    assert refusal.value.exit_code == 6
    assert content(path.parent) == before


def test_mode_attributes_and_symlink_are_kept(path: Path) -> None:
    path.chmod(0o640)
    marks = hasattr(os, "setxattr")
    try:
        os.setxattr(path, "user.mark", "标记".encode())
    except OSError:
        marks = False  # a file system without extended attributes
    link = path.with_name("链接.xlsx")
    link.symlink_to(path.name)
    apply(link, PLAN, command="x")
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    if marks:
        assert os.getxattr(path, "user.mark") == "标记".encode()
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    assert sheet.to_python()[0][0] == "新"


@pytest.mark.parametrize("windows", [True, False], ids=["Windows", "elsewhere"])
def test_a_replacement_that_is_not_permitted_is_tried_ten_times(
    windows: bool,  # noqa: FBT001
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = content(path.parent)
    tries = []
    pauses: list[float] = []

    def refuse(new: Path, _target: Path) -> Path:
        tries.append(new)
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(saving, "_WINDOWS", windows)
    with pytest.raises(OpenElsewhere if windows else CannotWrite) as refused:
        apply(path, PLAN, command="x")
    assert len(tries) == 10
    assert pauses == [0.1] * 9
    assert path.read_bytes() == before[path.name]
    beside = content(path.parent).keys() - before.keys()
    assert len(beside) == windows
    for name in beside:  # the new version, named in the refusal
        assert name in refused.value.what
        assert openpyxl.load_workbook(path.with_name(name))["表"]["A1"].value == "新"


def test_a_save_while_the_replacement_is_retried_is_never_overwritten(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows: Excel holds the book, saves it, and lets it go."""
    replace = Path.replace

    def held(*_paths: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        raise PermissionError(13, "sharing violation")

    def excel_saves(_seconds: float) -> None:
        path.write_bytes(path.read_bytes() + b"saved in Excel")

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(time, "sleep", excel_saves)
    monkeypatch.setattr(saving, "_WINDOWS", True)
    with pytest.raises(ChangedMeanwhile):
        apply(path, PLAN, command="x")
    assert path.read_bytes().endswith(b"saved in Excel")
    assert content(path.parent).keys() == {path.name}


def through_edit(path: Path) -> None:
    with edit(path) as book:
        book.set_cell("表", "A1", "新")


def undone(path: Path) -> None:
    apply(path, PLAN, command="x")
    restore(path, history_of(path)[-1])


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="shows no open files")
@pytest.mark.parametrize(
    "write",
    [lambda path: apply(path, PLAN, command="x"), through_edit, undone],
    ids=["apply", "edit", "restore"],
)
def test_nothing_holds_the_book_when_it_is_replaced(
    write: Callable[[Path], object], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows replaces no file that is open, be it by crmbook itself."""
    replace, held = Path.replace, list[str]()

    def looked(new: Path, target: Path) -> Path:
        for link in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                held.extend(str(link) for one in (new, target) if link.samefile(one))
        return replace(new, target)

    monkeypatch.setattr(Path, "replace", looked)
    before = path.read_bytes()
    write(path)
    assert held == []
    assert (path.read_bytes() == before) is (write is undone)


def test_a_history_that_cannot_be_written_is_a_note(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(BookState, "record", full)
    receipt = apply(path, PLAN, command="x")
    assert receipt.changed
    assert len(receipt.notes) == 1
    assert sha256_of(path) == receipt.sha256_after


@pytest.mark.parametrize(
    "name", sorted(Path("../shared/corpus/bad").glob("*")), ids=lambda p: p.name
)
def test_bad_books_are_refused_in_one_line(name: Path, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / name.name
    shutil.copyfile(shared / "corpus" / "bad" / name.name, path)
    before = content(tmp_path)
    with pytest.raises(FileRefused) as refusal, crmbook.edit(path) as edit:
        edit.set_cell("Sheet1", "A1", 1)
    assert "\n" not in str(refusal.value)
    assert refusal.value.path == str(path)
    assert content(tmp_path) == before


#: What is refused, and why: everything else of the corpus has to be edited.
REFUSED = {
    "exceljs__invalid-xml.xlsx": "not well-formed",
    "exceljs__missing-bits.xlsx": "no workbook part",
    "open-xml-sdk__SharedWorkbook.xlsx": "tracked changes",
    "poi__duplicate-filename.xlsx": "two parts of one name",
    "poi__poc-xmlbomb-empty.xlsx": "a DOCTYPE in its shared strings",
    "poi__workbookProtection_workbook_revision_protected.xlsx": "tracked changes",
    "poi__xlsx-corrupted.xlsx": "relationships not well-formed",
}


def read_all(path: Path) -> dict[str, list[list[Any]]] | None:
    """Return every sheet as calamine reads it; None when it cannot open the book."""
    try:
        found = python_calamine.CalamineWorkbook.from_path(path)
        return {
            name: found.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in found.sheet_names
        }
    except Exception:  # noqa: BLE001 - calamine raises what it likes at foreign books
        return None


#: Of two parts that differ by case, calamine takes the one that no relationship spells.
TWINS = frozenset({"poi__duplicate-filename-case-insensitive.xlsx"})


def test_every_foreign_book_is_edited_rightly_or_refused(shared: Path, tmp_path: Path) -> None:
    refused = set()
    reread = seconds = 0
    for original in corpus(shared):
        path = tmp_path / original.name
        shutil.copyfile(original, path)
        before = read_all(path)
        try:
            with crmbook.edit(path) as edit:
                workbook = edit._workbook
                assert workbook is not None
                first = next(s for s in workbook.sheets if s.kind == "worksheet")
                edit.set_cell(first.name, "XX7", "新值")
        except FileRefused:
            assert path.read_bytes() == original.read_bytes(), path.name
            refused.add(path.name)
        else:
            allowed = {first.part, workbook.part}
            receipt = edit.receipt
            assert receipt is not None
            assert set(receipt.parts_changed) - {workbook.part} == {first.part}
            assert set(receipt.parts_changed) <= allowed
            assert_budget(original.read_bytes(), path.read_bytes(), changed=receipt.parts_changed)
            if path.name not in TWINS:
                reread += unharmed(before, read_all(path), first.name)
            seconds += seen_by_openpyxl(original, path, first.name)
        assert content(tmp_path).keys() == {path.name}
        path.unlink()
    assert refused == set(REFUSED)
    assert reread >= 50
    assert seconds >= 45


def seen_by_openpyxl(original: Path, path: Path, sheet: str) -> bool:
    """Assert that openpyxl sees the new value, where it opens the original at all."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            names = openpyxl.load_workbook(original).sheetnames
        except Exception:  # noqa: BLE001 - openpyxl raises what it likes at foreign books
            return False
        edited = openpyxl.load_workbook(path)
    assert edited.sheetnames == names
    if sheet not in names:  # of a strict book openpyxl loads no sheet, and says nothing
        return False
    assert edited[sheet]["XX7"].value == "新值"
    return True


def unharmed(
    before: dict[str, list[list[Any]]] | None, after: dict[str, list[list[Any]]] | None, sheet: str
) -> bool:
    """Assert that all old values are there, and the new one; False when calamine reads neither."""
    assert (before is None) == (after is None)
    if before is None or after is None:
        return False
    assert before.keys() == after.keys()
    column = 24 * 26 + 24 - 1
    assert after[sheet][6][column] == "新值"
    after[sheet][6][column] = ""
    for name, rows in before.items():
        for row, values in enumerate(rows):
            found = after[name][row]
            assert found[: len(values)] == values
            assert not any(found[len(values) :])
        assert not any(any(values) for values in after[name][len(rows) :])
    return True


WRITER = """
import sys, crmbook
path, column = sys.argv[1:]
for row in range(1, 31):
    with crmbook.edit(path) as edit:
        edit.set_cell("表", f"{column}{row + 1}", row)
"""


def test_two_processes_lose_nothing(path: Path) -> None:
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), column], env=environment)
        for column in "DE"
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    sheet = openpyxl.load_workbook(path)["表"]
    for column in "DE":
        assert [sheet[f"{column}{row + 1}"].value for row in range(1, 31)] == list(range(1, 31))
    assert content(path.parent).keys() == {path.name}
    assert len(BookState(path).history()) == 60


def test_the_package_loads_nothing_before_it_is_needed() -> None:
    code = """
import sys, json, crmbook
names = ["pandas", "numpy", "lxml", "click", "openpyxl", "crmbook.files.edit"]
before = [name for name in names if name in sys.modules]
crmbook.edit
after = [name for name in ("pandas", "pandera", "click", "openpyxl") if name in sys.modules]
print(json.dumps([before, after, sorted(set(dir(crmbook)))]))
"""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    before, after, names = json.loads(done.stdout)
    assert (before, after) == ([], [])
    assert {"edit", "open", "check", "CrmbookError", "__version__"} <= set(names)


def test_every_public_name_is_there() -> None:
    for name in crmbook.__all__:
        assert getattr(crmbook, name) is not None
    assert crmbook.FileRefused is FileRefused
    assert crmbook.__version__
    with pytest.raises(AttributeError):
        crmbook.no_such_name  # noqa: B018 - the attempt is the test


def made_sheet() -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    made.add_worksheet("看板").write("A1", "合计")
    made.close()
    return out.getvalue()


def test_a_plan_of_several_kinds_is_carried_out_in_its_order(path: Path) -> None:
    plan = Plan(
        (
            SetCell("表", "A1", "甲"),
            PutSheet("看板", made_sheet(), "月报"),
            SetCell("看板", "A2", "乙"),
        )
    )
    receipt = apply(path, plan, command="monthly")
    assert receipt.sheets == ("看板",)
    assert [change.ref for change in receipt.cells] == [CellRef("表", 1, 1), CellRef("看板", 2, 1)]
    assert receipt.parts_added
    found = python_calamine.CalamineWorkbook.from_path(path)
    assert found.sheet_names == ["表", "看板"]
    assert found.get_sheet_by_name("看板").to_python() == [["合计"], ["乙"]]
    assert BookState(path).history()[0]["reasons"] == ["月报"]


def test_a_block_may_write_into_the_sheet_that_it_puts(path: Path) -> None:
    with crmbook.edit(path) as edit:
        edit.put_sheet("看板", made_sheet())
        edit.set_cell("看板", "B1", 5)
    found = python_calamine.CalamineWorkbook.from_path(path)
    assert found.get_sheet_by_name("看板").to_python() == [["合计", 5]]


def test_a_row_is_emptied_but_for_its_formulas_and_stays(path: Path) -> None:
    with Edit(path) as one:
        one.empty_row("表", 1, "并入上一行")
    assert one.receipt is not None
    assert {change.new for change in one.receipt.cells} == {None}
    assert [cell.value for cell in openpyxl.load_workbook(path)["表"][1]] == [None, "=A1*2"]
