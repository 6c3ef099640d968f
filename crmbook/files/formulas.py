"""Whether a book holds formulas: then a changed value asks for calculation."""

from __future__ import annotations

import codecs
import re

from crmbook.files.package import Package
from crmbook.files.workbook_part import WorkbookPart

_FORMULA_TAG = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_LONGEST_TAG = 64
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def has_formulas(package: Package, workbook: WorkbookPart) -> bool:
    """Whether any sheet of the book holds a formula."""
    if workbook.related("calcChain") is not None:
        return True
    parts = (sheet.part for sheet in workbook.sheets if sheet.part is not None)
    return any(_may_hold_formulas(package, part) for part in parts)


def _may_hold_formulas(package: Package, part: str) -> bool:
    tail = b""
    for piece in package.chunks(part):
        if not tail and piece.startswith(_UTF16):
            return True  # too rare to be decoded: one calculation too many does no harm
        if _starts_formula(tail + piece[:_LONGEST_TAG]) or _starts_formula(piece):
            return True
        tail = piece[-_LONGEST_TAG:]
    return False


def _starts_formula(piece: bytes) -> bool:
    likely = b"<f" in piece or b":f" in piece
    return likely and _FORMULA_TAG.search(piece) is not None
