"""Sheet: the sheet part of a donor as it must stand in the host."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from crmbook.files.graft.cells import rows
from crmbook.files.graft.donor import Donor
from crmbook.files.graft.fragments import elements, local_name, safe_parse
from crmbook.files.graft.parts import (
    Changes,
    rename_formulas,
    renumber_differential,
    serialised,
)
from crmbook.files.graft.replaced import Kept
from crmbook.files.spans import MAIN, OFFICE_RELATIONS
from crmbook.i18n import _
from crmbook.model.errors import UsageError

_ROWS = re.compile(rb"<sheetData>(.*)</sheetData>|<sheetData/>", re.DOTALL)
_NO_ROWS: Final = b"<sheetData/>"
#: The last children of a worksheet in the order of the schema (ECMA-376 18.3.1.99).
_ORDER: Final = (
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


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
    _furnish(frame, kept)


def _furnish(frame: etree._Element, kept: Kept) -> None:
    """Let the sheet lead to what people put on it."""
    if kept.header_footer:
        name = kept.header_footer[1:].partition(b"headerFooter")[0].rstrip(b":").decode()
        space = f' xmlns:{name}="{MAIN}"' if name else ""
        outer = f'<worksheet xmlns="{MAIN}"{space}>'.encode()
        _set(frame, next(iter(safe_parse(outer + kept.header_footer + b"</worksheet>"))))
    for element, relation in kept.objects:
        _set(frame, etree.Element(f"{{{MAIN}}}{element}", {f"{{{OFFICE_RELATIONS}}}id": relation}))


def _set(frame: etree._Element, child: etree._Element) -> None:
    """Put a child where the order of the schema wants it, instead of one that is there."""
    name = local_name(child)
    for old in list(elements(frame, name)):
        frame.remove(old)
    before = _ORDER[: _ORDER.index(name)]
    behind = [e for e in elements(frame) if local_name(e) not in before and local_name(e) in _ORDER]
    if behind:
        behind[0].addprevious(child)
    else:
        frame.append(child)


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
