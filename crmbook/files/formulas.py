"""Whether a book holds formulas: then a changed value asks for calculation."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from crmbook.files.package import Package
from crmbook.files.workbook_part import WorkbookPart

_FORMULA_TAG = re.compile(rb"<(?:[^\s<>:/!?]+:)?f[\s/>]")
_LONGEST_TAG = 64
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def has_formulas(
    package: Package, workbook: WorkbookPart, known: Mapping[str, bool] | None = None
) -> bool:
    """Whether any sheet of the book holds a formula; of some parts it may be ``known``."""
    known = known or {}
    if workbook.related("calcChain") is not None or any(known.values()):
        return True
    parts = (sheet.part for sheet in workbook.sheets if sheet.part is not None)
    return any(may_hold_formulas(package, part) for part in parts if part not in known)


def may_hold_formulas(package: Package, part: str) -> bool:
    """Whether a formula may begin in a sheet's part."""
    tail = b""
    for piece in package.chunks(part):
        if not tail and piece.startswith(_UTF16):
            return True  # too rare to be decoded: one calculation too many does no harm
        if starts_formula(tail + piece[:_LONGEST_TAG]) or starts_formula(piece):
            return True
        tail = piece[-_LONGEST_TAG:]
    return False


def starts_formula(piece: bytes) -> bool:
    """Whether a formula begins in a piece of a sheet; most pieces do not even hold an ``f``."""
    return b"f" in piece and _FORMULA_TAG.search(piece) is not None
