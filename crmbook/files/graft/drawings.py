"""Drawings: which objects of a sheet crmbook put there, and which a person did.

Ours bear a name with :data:`MARK` before it. Names survive a save by Excel, WPS and LibreOffice;
LibreOffice (25.2) drops descriptions, openpyxl drops both. So an unmarked chart is ours, too, if it
has the title and the columns of one that is about to be put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.package import Package
from crmbook.files.relationships import read_relationships
from crmbook.files.spans import Span, Splice, parse

MARK: Final = "crmbook "
_NOT_COLUMNS = re.compile(r"[$'\d]")


@dataclass(slots=True)
class Drawing:
    """A drawing part; ``anchors`` hold one object each, or one in several renderings."""

    package: Package
    part: str
    splice: Splice

    @classmethod
    def of(cls, package: Package, part: str) -> Drawing:
        """Read a drawing part. Raises FileRefused when it is damaged."""
        return cls(package, part, Splice(package.read(part)))

    @property
    def anchors(self) -> list[Span]:
        """The anchors, the lowest object first."""
        return self.splice.root.children

    def likeness(self, anchor: Span) -> str:
        """Return what a chart is known by without a name: its title and columns; "": nothing."""
        charts = (span.relation_id() for span in descendants(anchor) if span.local == "chart")
        known = read_relationships(self.package, self.part)
        parts = [known[rid].part for rid in charts if rid in known]
        return next((_likeness(self.package.read(part)) for part in parts if part), "")


def descendants(span: Span) -> Iterator[Span]:
    """Yield an element and all that is in it, in the order of the part."""
    yield span
    for child in span.children:
        yield from descendants(child)


def properties(anchor: Span) -> Span | None:
    """Return the element that names an anchor's object."""
    return next((span for span in descendants(anchor) if span.local == "cNvPr"), None)


def object_name(anchor: Span) -> str:
    """Return the name of an anchor's object, as the selection pane lists it."""
    named = properties(anchor)
    return "" if named is None else named.attributes.get("name", "")


def marked_name(name: str) -> str:
    """Return a name with our mark."""
    return name if name.startswith(MARK) else MARK + name


def marked(drawing: bytes) -> bytes:
    """Return a drawing of ours with the mark on every object."""
    splice = Splice(drawing)
    for anchor in splice.root.children:
        named = properties(anchor)
        if named is not None:
            splice.set(named, "name", marked_name(object_name(anchor)))
    return splice.finish()


def relation_ids(span: Span) -> set[str]:
    """Return the ids of the relationships that an element speaks of (``r:id``, ``r:embed`` …)."""
    return {value for _element, _name, value in relation_attributes(span)}


def relation_attributes(span: Span) -> Iterator[tuple[Span, str, str]]:
    """Yield (element, attribute as written, id) for what speaks of relationships."""
    for element in descendants(span):
        for name, value in element.attributes.items():
            prefix, colon, _local = name.rpartition(":")
            if colon and element.prefixes.get(prefix, "").endswith("/relationships"):
                yield element, name, value


def ours(old: Drawing, new: Drawing | None) -> list[Span]:
    """Return the anchors of ``old`` whose objects we put there; ``new``: what comes instead.

    Of several that bear one marked name the lowest is ours: the others are copies that a person
    made and may have worked on.
    """
    first: dict[str, Span] = {}
    for anchor in old.anchors:
        if object_name(anchor).startswith(MARK):
            first.setdefault(object_name(anchor), anchor)
    return [*first.values(), *_alike(old, new, first)]


def _alike(old: Drawing, new: Drawing | None, found: dict[str, Span]) -> Iterator[Span]:
    """Yield the unmarked charts that look like new ones of which no marked one stands yet."""
    comers = new.anchors if new is not None else []
    fresh = [anchor for anchor in comers if marked_name(object_name(anchor)) not in found]
    wanted = [new.likeness(anchor) for anchor in fresh if new is not None]
    for anchor in old.anchors:
        if wanted and not object_name(anchor).startswith(MARK):
            likeness = old.likeness(anchor)
            if likeness and likeness in wanted:
                wanted.remove(likeness)
                yield anchor


def _likeness(chart: bytes) -> str:
    spans = list(descendants(parse(chart)))
    titles = [span for span in spans if span.local == "title"]
    title = "".join(s.text for s in descendants(titles[0]) if s.local == "t") if titles else ""
    values = (f for span in spans if span.local == "val" for f in descendants(span))
    formula = next((f.text for f in values if f.local == "f"), "")
    columns = _NOT_COLUMNS.sub("", formula.rpartition("!")[2])
    return f"{title}\n{columns}" if title and columns else ""
