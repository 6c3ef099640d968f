"""Charts, pictures and shapes of a sheet whose rows move: each keeps its size and its row."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.files.moved_rows.rows import Rows
from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.spans import Span, Splice

_ANCHORS = frozenset({"oneCellAnchor", "twoCellAnchor"})


def move_objects(package: Package, sheet: str, rows: Rows) -> None:
    """Move what is drawn on ``sheet`` with the row that its upper edge lies on."""
    for part in related(package, sheet, "drawing"):
        splice = Splice(package.read(part))
        for anchor in _anchors(splice.root):
            edges = [edge.find("row") for edge in anchor.children if edge.local in {"from", "to"}]
            known = [edge for edge in edges if edge is not None and edge.text.strip().isdecimal()]
            if known:
                top = int(known[0].text) + 1
                by = rows.place(top) - top
                for edge in known if by else ():
                    new = max(int(edge.text) + by, 0)
                    splice.replace(edge, f"<{edge.name}>{new}</{edge.name}>")
        package.replace(part, splice.finish())


def _anchors(span: Span) -> Iterator[Span]:
    if span.local in _ANCHORS:
        yield span
        return
    for child in span.children:
        yield from _anchors(child)
