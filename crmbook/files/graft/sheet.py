"""Sheet: the sheet part of a donor as it must stand in the host."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from crmbook.files.graft.cells import rows
from crmbook.files.graft.donor import Donor
from crmbook.files.graft.fragments import elements, safe_parse
from crmbook.files.graft.parts import (
    Changes,
    rename_formulas,
    renumber_differential,
    serialised,
)
from crmbook.files.graft.replaced import Kept
from crmbook.files.spans import MAIN
from crmbook.i18n import _
from crmbook.model.errors import UsageError

_ROWS = re.compile(rb"<sheetData>(.*)</sheetData>|<sheetData/>", re.DOTALL)
_NO_ROWS: Final = b"<sheetData/>"


def sheet_part(donor: Donor, changes: Changes, kept: Kept) -> bytes:
    """Return the bytes of the grafted sheet part.

    The frame around the rows goes through lxml (it is ours); the rows are rewritten as bytes.
    """
    data = donor.package.read(donor.part)
    match = _ROWS.search(data)
    if match is None:
        raise UsageError(_("the sheet to put in was not made by XlsxWriter"))
    frame = safe_parse(data[: match.start()] + _NO_ROWS + data[match.end() :])
    _reframe(frame, changes, kept)
    before, mark, after = serialised(frame).partition(_NO_ROWS)
    if not match[1]:
        return before + mark + after
    inside = rows(match[1], changes.styles.cells, donor.strings(), changes.names)
    return b"".join((before, b"<sheetData>", inside, b"</sheetData>", after))


def _reframe(frame: etree._Element, changes: Changes, kept: Kept) -> None:
    for column in frame.iter(f"{{{MAIN}}}col"):
        if "style" in column.attrib:
            column.set("style", str(changes.styles.cells[int(column.get("style", "0"))]))
    for view in frame.iter(f"{{{MAIN}}}sheetView"):
        view.attrib.pop("tabSelected", "")
        if kept.selected:
            view.set("tabSelected", "1")
    for link in frame.iter(f"{{{MAIN}}}hyperlink"):
        if "location" in link.attrib and changes.names:
            link.set("location", changes.names.formula(link.get("location", "")))
    renumber_differential(frame, changes.styles)
    rename_formulas(frame, changes.names)
    _name_code(frame, kept.code_name)


def _name_code(frame: etree._Element, code_name: str) -> None:
    """Bind the sheet to the VBA module that the replaced one was bound to, and to no other."""
    settings = next(elements(frame, "sheetPr"), None)
    if settings is None and code_name:
        settings = etree.Element(f"{{{MAIN}}}sheetPr")
        frame.insert(0, settings)
    if settings is not None:
        settings.attrib.pop("codeName", "")
        if code_name:
            settings.set("codeName", code_name)
