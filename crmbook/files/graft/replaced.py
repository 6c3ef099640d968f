"""The sheet that is replaced: what of it stays, what goes, and what must not be lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from crmbook.files.package import Package
from crmbook.files.relationships import read_relationships, related
from crmbook.files.workbook_part import SheetEntry
from crmbook.i18n import N_, _
from crmbook.model.errors import FileRefused

#: What a generated sheet is made of, or what people put on it and it keeps (``belongings``).
_CARRIED: Final = frozenset(
    {"drawing", "vmlDrawing", "comments", "threadedComment", "image"}
    | {"table", "hyperlink", "printerSettings"}
)
_LABELS: Final = {
    "pivotTable": N_("a pivot table"),
    "slicer": N_("a slicer"),
    "timeline": N_("a timeline"),
    "queryTable": N_("a query"),
    "ctrlProp": N_("form controls"),
    "control": N_("ActiveX controls"),
    "oleObject": N_("an embedded object"),
    "package": N_("an embedded object"),
}
_ROWS = re.compile(rb"<(?:[\w.-]+:)?sheetData\b")
_CODE_NAME = re.compile(rb"<(?:[\w.-]+:)?sheetPr\b[^>]*?\scodeName\s*=\s*[\"']([^\"']*)[\"']")
_SELECTED = re.compile(rb"<(?:[\w.-]+:)?sheetView\b[^>]*?\stabSelected\s*=\s*[\"'](?:1|true)[\"']")
_LONGEST_HEAD: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What a sheet keeps when its content is replaced.

    ``code_name`` binds it to its VBA module; ``selected``: it is among the selected tabs.
    ``objects``: elements that lead to what people put on it, and their relationship ids;
    ``header_footer``: the element that places their pictures.
    """

    code_name: str = ""
    selected: bool = False
    objects: tuple[tuple[str, str], ...] = ()
    header_footer: bytes = b""


def kept(package: Package, part: str) -> Kept:
    """Read what stays of a sheet from the head of its part (its rows may be half a gigabyte)."""
    head = b""
    for chunk in package.chunks(part):
        head += chunk
        if len(head) > _LONGEST_HEAD or _ROWS.search(head):
            break
    code_name = _CODE_NAME.search(head)
    text = unescape(code_name[1].decode()) if code_name else ""
    return Kept(text, _SELECTED.search(head) is not None)


def refuse_loss(package: Package, sheet: SheetEntry) -> None:
    """Raise FileRefused for what is no worksheet, or holds what no generated sheet can."""
    if sheet.kind != "worksheet" or sheet.part is None:
        message = _("the sheet “{sheet}” is no worksheet and cannot be replaced")
        raise FileRefused(message.format(sheet=sheet.name), _("rename it and retry"))
    sources = [sheet.part, *related(package, sheet.part, "table")]
    found = {rel.kind for source in sources for rel in read_relationships(package, source).values()}
    for kind in sorted(found - _CARRIED):
        raise loss(sheet.name, _(_LABELS[kind]) if kind in _LABELS else kind)


def loss(sheet: str, what: str) -> FileRefused:
    """Return the refusal to replace a sheet that holds something of a person's."""
    message = _("the sheet “{sheet}” holds {what}, which replacing it would lose")
    remedy = _("move that to another sheet, or rename this one, and retry")
    return FileRefused(message.format(sheet=sheet, what=what), remedy)
