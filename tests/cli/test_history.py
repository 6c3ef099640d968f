"""``crmbook history`` and ``crmbook undo`` as people and programs call them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import crmbook
from crmbook.files.edit import apply
from crmbook.files.save import sha256_of
from crmbook.model.edits import AddColumn, Plan, SetCell, UnmergeCells
from tests.cli.conftest import Run
from tests.cli.desk import ENVIRONMENT, HEADERS, lead, lying

PHONE = "G3"


@pytest.fixture
def written(small: Path) -> Path:
    """The small book, with one phone mended by crmbook."""
    with crmbook.edit(small) as edit:
        edit.set_cell("线索登记表", PHONE, "13800001112", "少一位")
    return small


def saved_by_somebody(path: Path, **values: Any) -> None:
    workbook = openpyxl.load_workbook(path)
    for cell, value in values.items():
        workbook["线索登记表"][cell] = value
    workbook.save(path)


def result(run: Run, *arguments: object) -> dict[str, Any]:
    ended = run(*arguments, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    return found


@pytest.mark.parametrize("command", ["history", "历史"])
def test_history_lists_each_write_with_its_cells(command: str, run: Run, written: Path) -> None:
    ended = run(command, written)
    assert (ended.code, ended.err) == (0, "")
    assert f"线索登记表!{PHONE}  1380000111 → 13800001112" in ended.out
    assert "少一位" in ended.out
    assert "edit" in ended.out
    found = result(run, command, written)
    (write,) = found["writes"]
    assert found["command"] == "history"
    assert write["cells"] == [
        {"sheet": "线索登记表", "cell": PHONE, "old": "1380000111", "new": "13800001112", "reason": "少一位"}
    ]  # fmt: skip
    assert write["backup_kept"]
    assert sha256_of(Path(write["backup"])) == write["sha256_before"]
    assert sha256_of(written) == write["sha256_after"]


def test_history_of_a_book_that_is_gone_still_names_its_backups(run: Run, written: Path) -> None:
    written.unlink()
    assert len(result(run, "history", written)["writes"]) == 1


def test_a_book_without_history_has_none(run: Run, small: Path) -> None:
    assert run("history", small).code == 0
    assert result(run, "history", small)["writes"] == []


def test_history_as_a_workbook_holds_every_cell(run: Run, written: Path) -> None:
    output = written.with_name("历史.xlsx")
    assert run("history", written, "--format", "xlsx", "-o", output).code == 0
    writes, cells = openpyxl.load_workbook(output).worksheets
    assert [cell.value for cell in cells[3]][2:] == [
        f"线索登记表!{PHONE}", "1380000111", "13800001112", "少一位",
    ]  # fmt: skip
    assert [cell.value for cell in writes[3]][2] == "edit"
    again = run("history", written, "--format", "xlsx", "-o", output)
    assert (again.code, "--force" in again.err) == (2, True)
    into_the_book = run("history", written, "--format", "xlsx", "-o", written, "--force")
    assert into_the_book.code == 2
    assert run("history", written, "--format", "xlsx").code == 2


def test_control_characters_of_values_and_names_do_not_reach_the_terminal(
    run: Run, small: Path
) -> None:
    odd = small.with_name("台\x1b[31m账.xlsx")
    small.rename(odd)
    with crmbook.edit(odd) as edit:
        edit.set_cell("线索登记表", PHONE, "\x1b]0;x\x07", "\x1b[2J")
    for arguments in (("history",), ("undo", "--dry-run"), ("doctor",), ("check",), ("undo",)):
        ended = run(arguments[0], odd, *arguments[1:])
        shown = ended.out + ended.err
        assert shown
        assert not {char for char in shown if ord(char) < 32} - {"\n"}
    output = small.with_name("历史.xlsx")
    assert run("history", odd, "--format", "xlsx", "-o", output).code == 0
    for sheet in openpyxl.load_workbook(output):
        assert "\x1b" not in "".join(str(cell.value) for row in sheet for cell in row)


@pytest.mark.parametrize("command", ["undo", "撤销"])
def test_undo_restores_the_bytes_and_says_so(command: str, run: Run, small: Path) -> None:
    before = small.read_bytes()
    with crmbook.edit(small) as edit:
        edit.set_cell("线索登记表", PHONE, "13800001112", "少一位")
    after = lying(small.parent)
    dry = run(command, small, "--dry-run")
    assert (dry.code, lying(small.parent)) == (0, after)
    assert f"{PHONE}  13800001112 → 1380000111" in dry.out
    ended = run(command, small)
    assert (ended.code, ended.err) == (0, "")
    assert small.read_bytes() == before
    assert lying(small.parent).keys() == {small.name}


def test_undo_as_json_says_what_it_did(run: Run, written: Path) -> None:
    found = result(run, "undo", written, "--dry-run")
    assert (found["whole"], found["written"], found["backup"]) == (True, False, None)
    found = result(run, "undo", written)
    assert (found["whole"], found["written"]) == (True, True)
    assert found["undone"]["command"] == "edit"
    assert found["sha256"] == sha256_of(written) == found["undone"]["sha256_before"]
    assert Path(found["backup"]).is_file()


def test_undo_after_somebody_saved_is_refused_and_offers_cells(run: Run, written: Path) -> None:
    saved_by_somebody(written, B2="别人改的公司")
    before = lying(written.parent)
    ended = run("undo", written)
    assert (ended.code, ended.out) == (5, "")
    assert ended.err.count("\n") == 1
    assert "--cells" in ended.err
    assert lying(written.parent) == before
    found = result(run, "undo", written, "--cells")
    assert [(one["cell"], one["taken_back"]) for one in found["cells"]] == [(PHONE, True)]
    sheet = openpyxl.load_workbook(written)["线索登记表"]
    assert (sheet[PHONE].value, sheet["B2"].value) == ("1380000111", "别人改的公司")


def test_cells_that_stay_are_counted_with_the_reason(
    run: Run, written: Path, language: str
) -> None:
    saved_by_somebody(written, **{PHONE: "13999999999"})
    ended = run("--lang", language, "undo", written, "--cells")
    assert ended.code == 0
    told = {"zh": "之后有人改过，不动：1 格", "en": "changed by somebody since, left alone: 1"}
    assert ended.out.splitlines()[-1] == f"  {told[language]}"
    assert openpyxl.load_workbook(written)["线索登记表"][PHONE].value == "13999999999"


def test_a_book_that_is_open_is_not_undone(run: Run, written: Path) -> None:
    written.with_name(f"~${written.name}").write_bytes(b"\x08WangFang" + b" " * 46)
    before = lying(written.parent)
    ended = run("undo", written)
    assert (ended.code, lying(written.parent)) == (4, before)
    assert "WangFang" in ended.err


def at_a_terminal(answer: bytes, *arguments: object) -> tuple[int, bytes]:
    """Run crmbook at a terminal of its own, and answer what it asks."""
    leader, terminal = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "crmbook", *map(str, arguments)],
        env=ENVIRONMENT | os.environ, stdin=terminal, stdout=terminal, stderr=terminal,
    )  # fmt: skip
    os.close(terminal)
    os.write(leader, answer)
    code, shown = done.wait(60), b""
    try:
        while piece := os.read(leader, 4096):
            shown += piece
    except OSError:  # what a terminal says that nobody holds any more
        pass
    os.close(leader)
    return code, shown


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 5)], ids=["yes", "no"])
def test_at_a_terminal_cells_are_offered(answer: bytes, code: int, written: Path) -> None:
    saved_by_somebody(written, B2="别人改的公司")
    ended, shown = at_a_terminal(answer, "undo", written)
    assert ended == code, shown.decode()
    phone = openpyxl.load_workbook(written)["线索登记表"][PHONE].value
    assert phone == ("1380000111" if code == 0 else "13800001112")


@pytest.mark.usefixtures("english")
def test_what_undo_leaves_alone_is_said_with_its_cells(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet("线索登记表")
        columns = [{"header": header} for header in HEADERS]
        sheet.add_table(0, 0, 2, len(HEADERS) - 1, {"columns": columns, "data": [lead(1), lead(2)]})
        sheet.merge_range("P2:P3", "甲")
    plan = (
        UnmergeCells("线索登记表", ("P2:P3",)),
        SetCell("线索登记表", "P3", "甲"),
        AddColumn("线索登记表", "状态", values={2: "重复"}),
    )
    apply(book, Plan(plan), command="check --fix")
    saved_by_somebody(book, F3="总经理")
    ended = run("undo", book, "--cells")
    assert ended.code == 0, ended.err
    assert "titles of a table, left alone: 1" in ended.out
    assert "taken apart, left alone: 1" in ended.out
    sheet = openpyxl.load_workbook(book)["线索登记表"]
    assert [sheet[cell].value for cell in ("N1", "N2", "P3", "F3")] == [
        "状态", None, "甲", "总经理",
    ]  # fmt: skip
