"""What stands behind the rows of a worksheet."""

from __future__ import annotations

import pytest

from crmbook.files.cells.behind import children, place
from crmbook.model.errors import FileRefused

TAIL = (
    b"</x:sheetData><x:mergeCells><x:mergeCell ref='A1:B2'/></x:mergeCells>\n"
    b'<x:hyperlinks a=">"><x:hyperlink/></x:hyperlinks><mc:AlternateContent><mc:Choice><x:controls>'
    b"</x:controls></mc:Choice><mc:Fallback/></mc:AlternateContent><x:extLst/></x:worksheet>"
)


def test_children_are_known_by_what_they_are_and_not_by_what_is_in_them() -> None:
    names = [child.name for child in children(TAIL)]
    assert names == [b"mergeCells", b"hyperlinks", b"controls", b"extLst", b""]


@pytest.mark.parametrize(
    ("name", "before"),
    [
        (b"autoFilter", b"<x:mergeCells>"),
        (b"dataValidations", b"<x:hyperlinks"),
        (b"legacyDrawing", b"<mc:AlternateContent>"),
        (b"tableParts", b"<x:extLst/>"),
        (b"extLst", b"</x:worksheet>"),
    ],
)
def test_a_child_that_is_missing_belongs_where_the_schema_wants_it(
    name: bytes, before: bytes
) -> None:
    assert TAIL[place(TAIL, name) :].startswith(before)


@pytest.mark.parametrize("tail", [b"", b"</sheetData>", b"<a></worksheet>"])
def test_a_sheet_without_an_end_is_refused(tail: bytes) -> None:
    with pytest.raises(FileRefused):
        list(children(tail))
