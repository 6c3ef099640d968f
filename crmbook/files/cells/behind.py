"""What stands behind the rows of a worksheet: where a child that is missing belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.cells.markup import muddled

#: The children of a worksheet behind its rows, in the order of the schema (ECMA-376 18.3.1.99).
ORDER: Final = (
    b"sheetCalcPr", b"sheetProtection", b"protectedRanges", b"scenarios", b"autoFilter",
    b"sortState", b"dataConsolidate", b"customSheetViews", b"mergeCells", b"phoneticPr",
    b"conditionalFormatting", b"dataValidations", b"hyperlinks", b"printOptions", b"pageMargins",
    b"pageSetup", b"headerFooter", b"rowBreaks", b"colBreaks", b"customProperties", b"cellWatches",
    b"ignoredErrors", b"smartTags", b"drawing", b"legacyDrawing", b"legacyDrawingHF", b"drawingHF",
    b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts", b"extLst",
)  # fmt: skip
_TAG: Final = re.compile(
    rb"""<(/?)((?:[^\s<>/:!?]+:)?)([\w.-]+)((?:[^<>"'/]|"[^"]*"|'[^']*'|/(?!>))*)(/?)>"""
)
_CHOICE: Final = b"AlternateContent"


@dataclass(slots=True)
class Child:
    """One child: its local ``name``, ``attributes`` as written, and the byte where it starts.

    What is written in several renderings is known by the name of the first.
    """

    name: bytes
    attributes: bytes
    start: int


def children(mask: bytes) -> Iterator[Child]:
    """Yield the children in their order, last the end tag of the worksheet (named b"").

    ``mask`` is what follows the rows, without what hides. Raises FileRefused when it has no end.
    """
    depth, waiting = 0, None
    for tag in _TAG.finditer(mask):
        if tag[1]:
            if depth == 0 and tag[3] == b"worksheet":
                yield Child(b"", b"", tag.start())
                return
            depth = max(depth - 1, 0)  # the first may close sheetData
            continue
        if depth == 0 and tag[3] == _CHOICE:
            waiting = tag.start()
        elif depth == 0:
            yield Child(tag[3], tag[4], tag.start())
        elif waiting is not None and tag[3] in ORDER:
            yield Child(tag[3], tag[4], waiting)
            waiting = None
        depth += not tag[5]
    raise muddled()


def place(mask: bytes, name: bytes) -> int:
    """Return the byte before which a child that is missing belongs."""
    later = {b"", *ORDER[ORDER.index(name) + 1 :]}
    return next(child.start for child in children(mask) if child.name in later)
