"""Protected sheets: written as any other, and said where a locked cell was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import crmbook
from crmbook.files.edit import apply
from crmbook.model.edits import AddColumn, AppendRows, Edit, MarkCell, Plan, SetCell, UnmergeCells

Draw = Callable[[Any, Any], None]


def _drawn(path: Path, draw: Draw | None) -> Path:
    with xlsxwriter.Workbook(path) as made:
        free = made.add_format({"locked": False})
        for name in ("表", "别的"):
            sheet = made.add_worksheet(name)
            sheet.write_row("A1", ["编号", "公司"])
            sheet.write_row("A2", [1, "甲"])
            sheet.write_row("A3", [2, "乙"], free)
            if draw is not None and name == "表":
                draw(sheet, free)
    return path


def _protect(sheet: Any, _free: Any) -> None:
    sheet.protect("秘密")


def _protect_free_column(sheet: Any, free: Any) -> None:
    sheet.protect()
    sheet.set_column("C:C", None, free)


SAID: dict[str, Edit] = {
    "a locked cell": SetCell("表", "B2", "丙"),
    "a cell that was not there": SetCell("表", "C3", "新"),
    "a new column": AddColumn("表", "状态"),
}
UNSAID: dict[str, tuple[Draw | None, Edit]] = {
    "no protection": (None, SetCell("表", "B2", "丙")),
    "another sheet": (_protect, SetCell("别的", "B2", "丙")),
    "a cell that is not locked": (_protect, SetCell("表", "B3", "丙")),
    "a column that is not locked": (_protect_free_column, SetCell("表", "C9", "新")),
    "rows that look like one that is not": (_protect, AppendRows("表", ((3, "丙"),))),
    "a mark": (_protect, MarkCell("表", "B2", "FFC7CE")),
    "what stands there already": (_protect, SetCell("表", "B2", "甲")),
}


@pytest.mark.parametrize("edit", SAID.values(), ids=SAID)
def test_a_locked_cell_that_was_written_is_said_and_stays_locked(
    edit: Edit, tmp_path: Path
) -> None:
    path = _drawn(tmp_path / "台账.xlsx", _protect)
    receipt = apply(path, Plan((edit, UnmergeCells("别的", ("D8:D9",)))), command="x")
    (note,) = receipt.notes
    assert "“表”" in note
    sheet = openpyxl.load_workbook(path)["表"]
    assert sheet.protection.sheet
    assert sheet["B2"].protection.locked


@pytest.mark.parametrize(("draw", "edit"), UNSAID.values(), ids=UNSAID)
def test_nothing_is_said_of_what_anybody_may_write(
    draw: Draw | None, edit: Edit, tmp_path: Path
) -> None:
    path = _drawn(tmp_path / "台账.xlsx", draw)
    assert apply(path, Plan((edit,)), command="x").notes == ()


def test_a_sheet_is_named_once(tmp_path: Path) -> None:
    path = _drawn(tmp_path / "台账.xlsx", _protect)
    with crmbook.edit(path) as edit:
        edit.set_cell("表", "B2", "丙")
        edit.rename_sheet("别的", "其他")
        edit.set_cell("表", "A2", 7)
    assert edit.receipt is not None
    assert len(edit.receipt.notes) == 1
