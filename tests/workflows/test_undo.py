"""Undo: whole where nobody saved since, else the cells that still hold what crmbook wrote."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import crmbook
from crmbook.files import history as histories
from crmbook.files.edit import apply
from crmbook.files.history import history_of
from crmbook.model.edits import AddColumn, MendCell, Plan, SetCell, UnmergeCells
from crmbook.model.errors import CannotWrite, ChangedMeanwhile, UsageError
from crmbook.workflows.backups import retention_in
from crmbook.workflows.new import NewBook, new
from crmbook.workflows.undo import SavedSince, undo
from crmbook.workflows.undo_cells import Fate
from tests.files.books import book, worksheet
from tests.files.parts import content

ROWS = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1"><v>3</v></c>'
    '<c r="D1" t="b"><v>1</v></c></row>'
)
NEW = {"A1": "新", "C1": 30, "D1": dt.date(2024, 3, 1), "E1": "加的"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    desk = tmp_path / "desk"
    desk.mkdir()
    found = desk / "台账.xlsx"
    found.write_bytes(book(worksheet(ROWS)))
    return found


def write(path: Path, values: dict[str, object] = NEW) -> None:
    with crmbook.edit(path) as edit:
        for cell, value in values.items():
            edit.set_cell("表", cell, value)  # type: ignore[arg-type]


def save_in_openpyxl(path: Path, **values: Any) -> None:
    """Save the book as somebody in another program would."""
    workbook = openpyxl.load_workbook(path)
    for cell, value in values.items():
        workbook["表"][cell] = value
    workbook.save(path)


def test_a_dry_run_says_what_and_writes_nothing(path: Path) -> None:
    write(path)
    before = content(path.parent)
    found = undo(path, dry_run=True)
    assert (found.whole, found.receipt, found.entry.count) == (True, None, 4)
    assert content(path.parent) == before
    assert len(history_of(path)) == 1


def test_undo_brings_the_bytes_back_and_again_puts_them_there(path: Path) -> None:
    before = path.read_bytes()
    write(path)
    after = path.read_bytes()
    undo(path)
    assert path.read_bytes() == before
    undo(path)
    assert path.read_bytes() == after


def test_a_book_that_is_as_before_already_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    write(path)
    path.write_bytes(before)  # somebody put the old one back by hand
    found = undo(path)
    assert found.receipt is not None
    assert not found.receipt.changed
    assert len(history_of(path)) == 1


def test_where_somebody_saved_since_single_cells_are_offered(path: Path) -> None:
    write(path)
    save_in_openpyxl(path, C1="别人改的", F1="别人加的")
    before = content(path.parent)
    with pytest.raises(SavedSince, match="--cells") as since:
        undo(path)
    assert isinstance(since.value, ChangedMeanwhile)
    assert since.value.exit_code == 5
    assert since.value.undo.taken_back == 3
    assert content(path.parent) == before


def test_single_cells_are_taken_back_and_others_stay(path: Path) -> None:
    write(path)
    save_in_openpyxl(path, C1="别人改的", F1="别人加的")
    done = undo(path, cells=True)
    fates = {one.change.ref.a1: one.fate for one in done.candidates}
    assert fates == {"A1": Fate.BACK, "C1": Fate.CHANGED, "D1": Fate.BACK, "E1": Fate.BACK}
    sheet = openpyxl.load_workbook(path)["表"]
    held = {cell: sheet[cell].value for cell in ("A1", "C1", "D1", "E1", "F1")}
    assert held == {"A1": 1, "C1": "别人改的", "D1": True, "E1": None, "F1": "别人加的"}
    assert history_of(path)[-1].command == "undo --cells"


def test_a_second_undo_of_cells_that_are_back_plans_nothing_of_them(path: Path) -> None:
    write(path)
    save_in_openpyxl(path, A1=1)
    (candidate,) = (
        one for one in undo(path, cells=True, dry_run=True).candidates if one.change.ref.a1 == "A1"
    )
    assert candidate.fate is Fate.UNCHANGED


def test_cells_with_errors_formulas_or_without_a_sheet_are_named_and_stay(path: Path) -> None:
    write(path, {"A1": 5, "B1": "修好的"})
    save_in_openpyxl(path, A1="=2+3")
    done = undo(path, cells=True)
    assert [one.fate for one in done.candidates] == [Fate.FORMULA, Fate.LOST]
    assert done.receipt is not None
    assert not done.receipt.changed
    workbook = openpyxl.load_workbook(path)
    workbook["表"].title = "改名"
    workbook.save(path)
    assert {one.fate for one in undo(path, cells=True, dry_run=True).candidates} == {Fate.GONE}


def test_without_a_history_undo_says_on_which_machine_it_looked(path: Path) -> None:
    with pytest.raises(UsageError, match=histories.machine()):
        undo(path)


def test_a_backup_on_another_machine_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(histories, "machine", lambda: "PC-01")
        elsewhere.setattr(histories, "user", lambda: "王芳")
        write(path)
    Path(history_of(path)[0].backup).unlink()
    with pytest.raises(CannotWrite, match="王芳@PC-01"):
        undo(path)
    assert undo(path, cells=True).taken_back == 4


def test_a_backup_that_was_dropped_is_said(path: Path) -> None:
    write(path)
    Path(history_of(path)[0].backup).unlink()
    with pytest.raises(CannotWrite, match="--cells"):
        undo(path)


def test_rules_say_how_long_backups_stay(tmp_path: Path) -> None:
    path = new(tmp_path / "台账.xlsx", NewBook()).path
    assert (retention_in(path).days, retention_in(path).writes) == (30, 20)
    sheet = openpyxl.load_workbook(path)["规则"]
    row = next(
        cell.row for column in sheet.columns for cell in column if cell.value == "备份.保留份数"
    )
    header = next(cell.column_letter for line in sheet.rows for cell in line if cell.value == "值")
    apply(path, Plan((SetCell("规则", f"{header}{row}", 3),)), command="x")
    assert retention_in(path).writes == 3
    for value in range(5):
        write_rule = Plan((SetCell("线索登记表", "A9", f"XS2024{value:03d}"),))
        apply(path, write_rule, command="x", keep=retention_in(path))
    undo(path)
    assert len(list(Path(history_of(path)[-1].backup).parent.iterdir())) == 3


def test_a_book_without_rules_keeps_the_defaults(path: Path) -> None:
    assert (retention_in(path).days, retention_in(path).writes) == (30, 20)


def test_a_book_that_new_replaced_comes_back(path: Path) -> None:
    before = path.read_bytes()
    new(path, NewBook(), force=True)
    assert path.read_bytes() != before
    assert undo(path).entry.command == "new"
    assert path.read_bytes() == before


def test_a_column_of_a_table_keeps_its_title_and_the_rest_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("表")
        sheet.add_table("A1:A3", {"columns": [{"header": "公司"}], "data": [["甲"], ["乙"]]})
    plan = Plan((AddColumn("表", "建议", values={2: "跟进", 3: "放弃"}),))
    apply(path, plan, command="grade")
    save_in_openpyxl(path, A2="丙")
    found = undo(path, cells=True)
    assert [one.fate for one in found.candidates] == [Fate.TITLE, Fate.BACK, Fate.BACK]
    sheet = openpyxl.load_workbook(path)["表"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["公司", "建议"], ["丙", None], ["乙", None],
    ]  # fmt: skip


def test_what_was_filled_down_where_cells_were_merged_stays(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("表").merge_range("A1:A3", "张三")
    fills = (SetCell("表", cell, "张三") for cell in ("A2", "A3"))
    apply(path, Plan((UnmergeCells("表", ("A1:A3",)), *fills)), command="check --fix")
    save_in_openpyxl(path, B1="改")
    found = undo(path, cells=True)
    assert [one.fate for one in found.candidates] == [Fate.PARTED, Fate.PARTED]
    sheet = openpyxl.load_workbook(path)["表"]
    assert [sheet[cell].value for cell in ("A1", "A2", "A3")] == ["张三"] * 3


def test_a_cell_that_the_file_forbids_to_write_costs_no_other(path: Path) -> None:
    write(path, {"A1": 5, "E1": "加的"})
    grown = worksheet(
        ROWS.replace("<v>1</v></c><c", "<v>5</v></c><c", 1).replace(
            "</row>", '<c r="E1" t="inlineStr"><is><t>加的</t></is></c></row>'
        ),
        behind='<mergeCells count="1"><mergeCell ref="D1:E1"/></mergeCells>',
    )
    path.write_bytes(book(grown))  # somebody merged them; what lies below is in the file still
    planned = undo(path, cells=True, dry_run=True)
    done = undo(path, cells=True)
    for found in (planned, done):
        assert [one.fate for one in found.candidates] == [Fate.BACK, Fate.FORBIDDEN]
    assert openpyxl.load_workbook(path)["表"]["A1"].value == 1


def test_a_number_that_became_text_is_a_number_again(path: Path) -> None:
    apply(path, Plan((MendCell("表", "A1", "13800001111"),)), command="check --fix")
    save_in_openpyxl(path, F9="别人加的")
    undo(path, cells=True)
    cell = openpyxl.load_workbook(path)["表"]["A1"]
    assert (cell.value, cell.number_format) == (1, "General")


def test_a_book_that_is_signed_since_names_the_backup(path: Path) -> None:
    write(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("_xmlsignatures/origin.sigs", b"")
    with pytest.raises(SavedSince) as since:
        undo(path)
    assert since.value.undo.taken_back == 0
    assert history_of(path)[-1].backup in str(since.value)
