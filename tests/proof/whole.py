"""All edits of a book in one plan, written to disk as a command would, and what readers say."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
from pathlib import Path

import python_calamine

from crmbook.files.edit import apply
from crmbook.model.cells import parse_a1
from crmbook.model.edits import Edit, EmptyRow, Plan, PutSheet, RemoveSheet, RenameSheet, SetCell
from crmbook.model.errors import CrmbookError
from crmbook.model.receipt import CellChange, Receipt
from crmbook.workflows.undo import undo
from tests.proof.carrying import Done, carried_out
from tests.proof.edits import NEW_NAME

#: A cell at XFD1048576: a reader that fills the box between needs 17 billion cells.
HUGE_BOX = frozenset({"calamine__issue_174.xlsx"})

Cells = dict[tuple[str, int, int], object]


def together(done: list[Done], path: Path) -> tuple[Edit, ...]:
    """Return the edits that a book takes in one plan, in an order in which none is in the way."""
    single = [one for one in done if one.after is not None and not one.kind.prepare]
    order = sorted(single, key=lambda one: isinstance(one.edits[0], RemoveSheet | RenameSheet))
    data = path.read_bytes()
    plan: tuple[Edit, ...] = ()
    everything = tuple(edit for one in order for edit in one.edits)
    if _takes(data, path, everything):
        return everything
    for one in order:
        if _takes(data, path, plan + one.edits):
            plan += one.edits
    return plan


def _takes(data: bytes, path: Path, plan: tuple[Edit, ...]) -> bool:
    try:
        carried_out(data, path, plan)
    except CrmbookError:
        return False
    return True


def written(path: Path, plan: tuple[Edit, ...]) -> Receipt:
    """Write a plan to disk; see that its backup is the original, and that it can be taken back.

    What was taken back is taken back in its turn, so that the book is there to be looked at.
    """
    before = sha256(path)
    receipt = apply(path, Plan(plan), command="proof", expected_sha256=before)
    assert receipt.changed
    assert receipt.backup is not None
    assert sha256(receipt.backup) == before == receipt.sha256_before
    assert sha256(path) == receipt.sha256_after
    for expected in (before, receipt.sha256_after):
        assert undo(path).whole
        assert sha256(path) == expected
    return receipt


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def by_calamine(data: bytes) -> Cells | None:
    """Return the cells that hold something, None when calamine cannot read the book."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.CalamineError:
        return None
    found: Cells = {}
    for name in book.sheet_names:
        try:
            sheet = book.get_sheet_by_name(name)
        except python_calamine.CalamineError:  # a chart sheet, a macro sheet
            continue
        top, left = sheet.start or (0, 0)
        for row, values in enumerate(sheet.to_python(), top + 1):
            for column, value in enumerate(values, left + 1):
                if value != "":
                    found[name, row, column] = value
    return found


def old_cells_lost(
    before: bytes, after: bytes, edits: tuple[Edit, ...], changes: tuple[CellChange, ...]
) -> dict[tuple[str, int, int], object] | None:
    """Return the old cells that a reader no longer reads equal; None: it cannot read the book."""
    old = by_calamine(before)
    if old is None:
        return None
    new = by_calamine(after)
    assert new is not None, "calamine read the original, and cannot read what was written"
    renamed = {edit.sheet: NEW_NAME for edit in edits if isinstance(edit, RenameSheet)}
    meant = {(one.ref.sheet, one.ref.row, one.ref.column) for one in changes} | _named(edits)
    emptied = {(one.sheet, one.row) for one in edits if isinstance(one, EmptyRow)}
    gone = {one.sheet for one in edits if isinstance(one, RemoveSheet)}
    gone |= {one.name for one in edits if isinstance(one, PutSheet)}
    return {
        place: value
        for place, value in old.items()
        if place not in meant
        and place[0] not in gone
        and place[:2] not in emptied
        and not _equal(new.get((renamed.get(place[0], place[0]), *place[1:])), value)
    }


def _equal(new: object, old: object) -> bool:
    return type(new) is type(old) and (new == old or (new != new and old != old))  # noqa: PLR0124


def _named(edits: tuple[Edit, ...]) -> set[tuple[str, int, int]]:
    return {(one.sheet, *parse_a1(one.cell)) for one in edits if isinstance(one, SetCell)}


def opened_by_libreoffice(soffice: str, files: list[Path], folder: Path) -> set[str]:
    """Return the names of the files that LibreOffice opens: one run, a profile of its own."""
    out = folder / "opened"
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv",
         "--outdir", str(out), *map(str, files)],
        check=False, capture_output=True, timeout=900, env=os.environ | {"SAL_USE_VCLPLUGIN": "svp"},
    )  # fmt: skip
    return {path.name for path in files if (out / path.name).with_suffix(".csv").is_file()}
