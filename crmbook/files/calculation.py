"""Calculation: what a write owes to formulas that it did not touch (chain, recalculation)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from crmbook.files.content_types import drop_content_type
from crmbook.files.package import Package
from crmbook.files.relationships import remove_relationships
from crmbook.files.spans import Splice, parse, place
from crmbook.files.workbook_part import WorkbookPart

#: The order of a workbook's children (ECMA-376 18.2.27).
WORKBOOK_ORDER: Final = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "AlternateContent",
    "absPath",
    "revisionPtr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^<>]*)?(?:/>|>([^<]*)(?=<))")
_TRUE: Final = frozenset({"1", "true", "on"})


def ask_for_calculation(workbook: Splice) -> None:
    """Make Excel and WPS compute all formulas when they next open the book (``fullCalcOnLoad``)."""
    settings = workbook.root.find("calcPr")
    if settings is None:
        at = place(workbook.root, "calcPr", WORKBOOK_ORDER)
        workbook.insert(at, f'<{workbook.root.prefix}calcPr fullCalcOnLoad="1"/>')
    elif settings.attributes.get("fullCalcOnLoad", "") not in _TRUE:
        workbook.set(settings, "fullCalcOnLoad", "1")


def calculates_on_load(workbook: Splice) -> bool:
    """Whether the book already asks for a full calculation."""
    settings = workbook.root.find("calcPr")
    return settings is not None and settings.attributes.get("fullCalcOnLoad", "") in _TRUE


def formulas(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the text of each formula of a sheet part (escaped, UTF-8), however it is cut.

    A formula that shares another's text yields nothing.
    """
    carry = b""
    for chunk in chunks:
        carry += chunk
        cut = carry.rfind(b"<")
        if cut >= 0:
            yield from (text for text in _FORMULA.findall(carry[: cut + 1]) if text)
            carry = carry[cut:]


def drop_chain(package: Package, workbook: WorkbookPart, sheet_id: int) -> None:
    """Remove a calculation chain that names cells of a sheet; Excel makes another at its next save."""
    part = workbook.related("calcChain")
    if part is None or not chain_lists(package.read(part), sheet_id):
        return
    ids = {rel.id for rel in workbook.relationships.values() if rel.part == part}
    remove_relationships(package, workbook.part, ids)
    package.remove(part)
    drop_content_type(package, part)


def chain_lists(chain: bytes, sheet_id: int) -> bool:
    """Whether a calculation chain names cells of a sheet (an entry without ``i`` repeats the last)."""
    entries = (cell.attributes.get("i") for cell in parse(chain).children)
    return str(sheet_id) in entries
