"""What proves must be able to fail: damage of every kind is seen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crmbook.model.cells import CellRef
from crmbook.model.edits import SetCell
from crmbook.model.receipt import CellChange
from tests.files.books import SHEET, book, worksheet
from tests.proof.carrying import Done, carried_out, check
from tests.proof.edits import KINDS
from tests.proof.foreign import Foreign
from tests.proof.whole import old_cells_lost

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'
BOOK = book(
    worksheet(
        ROWS,
        before='<dimension ref="A1:A3"/><sheetViews><sheetView workbookViewId="0"/></sheetViews>',
        behind='<mergeCells count="1"><mergeCell ref="H1:I2"/></mergeCells>',
    ),
    parts={"xl/extra.xml": "<extra><one/><two/></extra>"},
)
EDITS = (SetCell("表", "A1", 2),)
CHANGES = (CellChange(CellRef("表", 1, 1), 1, 2),)


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None], **options: int) -> bytes:
    """Return the book with parts changed, all others as they lie there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            info.compress_type = options.get(info.filename, info.compress_type)
            if content is not None:
                new.writestr(info, content)
    return out.getvalue()


def in_part(part: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        assert name != part or old in content
        return content.replace(old, new) if name == part else content

    return lambda data: rewritten(data, change)


def commented(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"a new one"
    return out.getvalue()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "another row": in_part(SHEET, b"<v>3</v>", b"<v>4</v>"),
    "a row lost": in_part(SHEET, b'<row r="3"><c r="A3"><v>3</v></c></row>', b""),
    "an element behind the rows lost": in_part(
        SHEET, b'<mergeCells count="1"><mergeCell ref="H1:I2"/></mergeCells>', b""
    ),
    "an element before the rows changed": in_part(SHEET, b"workbookViewId", b"tabSelected"),
    "another part": in_part("xl/extra.xml", b"<two/>", b"<three/>"),
    "a part lost": lambda data: rewritten(data, lambda n, c: None if "extra" in n else c),
    "a part packed anew": lambda data: rewritten(data, lambda _n, c: c, **{"xl/extra.xml": 0}),
    "the comment": commented,
    "an attribute in a part of the budget": in_part(
        "xl/workbook.xml", b'sheetId="1"', b'name2="1"'
    ),
}


def test_an_edit_that_does_nothing_else_passes() -> None:
    after, changes = carried_out(BOOK, Path("a.xlsx"), EDITS)
    for data in (after, rewritten(after, lambda _name, content: content)):
        done = check(Done(KINDS[0], BOOK, EDITS, data, changes), Foreign(BOOK))
        assert done.roles == ("sheet",)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_seen(damage: Callable[[bytes], bytes]) -> None:
    after, changes = carried_out(BOOK, Path("a.xlsx"), EDITS)
    with pytest.raises(AssertionError):
        check(Done(KINDS[0], BOOK, EDITS, damage(after), changes), Foreign(BOOK))


def test_an_old_cell_that_reads_otherwise_is_seen() -> None:
    after, _changes = carried_out(BOOK, Path("a.xlsx"), EDITS)
    assert old_cells_lost(BOOK, after, EDITS, CHANGES) == {}
    damaged = in_part(SHEET, b"<v>3</v>", b"<v>4</v>")(after)
    assert old_cells_lost(BOOK, damaged, EDITS, CHANGES) == {("表", 3, 1): 3.0}
