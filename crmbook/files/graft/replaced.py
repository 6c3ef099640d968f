"""The sheet that is replaced: what of it stays, what goes, and what must not be lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from crmbook.files.graft.host import Host
from crmbook.files.package import Package
from crmbook.files.relationships import read_relationships, related
from crmbook.files.workbook_part import SheetEntry
from crmbook.i18n import N_, _
from crmbook.model.errors import FileRefused

#: What a generated sheet is made of. Anything else on it was put there by a person.
_GENERATED: Final = frozenset(
    {"drawing", "vmlDrawing", "comments", "table", "hyperlink", "image", "printerSettings"}
)
_LABELS: Final = {
    "pivotTable": N_("a pivot table"),
    "slicer": N_("a slicer"),
    "timeline": N_("a timeline"),
    "threadedComment": N_("threaded comments"),
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
    """

    code_name: str = ""
    selected: bool = False


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
    """Raise FileRefused for what is no worksheet, or holds what no generated sheet has."""
    if sheet.kind != "worksheet" or sheet.part is None:
        message = _("the sheet “{sheet}” is no worksheet and cannot be replaced")
        raise FileRefused(message.format(sheet=sheet.name), _("rename it and retry"))
    sources = [sheet.part, *related(package, sheet.part, "table")]
    found = {rel.kind for source in sources for rel in read_relationships(package, source).values()}
    for kind in sorted(found - _GENERATED):
        what = _(_LABELS[kind]) if kind in _LABELS else kind
        message = _("the sheet “{sheet}” holds {what}, which replacing it would lose")
        remedy = _("move that to another sheet, or rename this one, and retry")
        raise FileRefused(message.format(sheet=sheet.name, what=what), remedy)


def private_parts(host: Host, sheet: str) -> set[str]:
    """Return the parts that only this sheet leads to, with their ``.rels`` and its own."""
    others = _reached(host.package, "", without=sheet)
    private = {part for part in _reached(host.package, sheet) if part not in others}
    rels = {host.rels(part) for part in {sheet, *private}}
    return private | {name for name in rels if name is not None}


def _reached(package: Package, start: str, without: str | None = None) -> set[str]:
    """Return the parts that relationships lead to from ``start``, none of them by ``without``."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for relationship in read_relationships(package, waiting.pop()).values():
            part = relationship.part
            if part is not None and part not in found and part not in {start, without}:
                found.add(part)
                waiting.append(part)
    return found
