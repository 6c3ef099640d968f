"""Merging: our objects of a new sheet and a person's of the old one, in one drawing part."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from crmbook.files.graft.drawings import (
    Drawing,
    descendants,
    properties,
    relation_attributes,
    relation_ids,
)
from crmbook.files.relationships import empty_relationships, relationships_part
from crmbook.files.spans import Span, Splice, escape, parse


def merged(old: Drawing, gone: Iterable[Span], new: bytes, relations: bytes) -> tuple[bytes, bytes]:
    """Return the old drawing, ours (``gone``) out and ``new`` in, and its relationships.

    A person's objects stay byte for byte, with their ids; ours lie below them and get ids that are
    free. ``new`` and ``relations``: our drawing and its ``.rels``, empty where there is none.
    """
    leaving = {anchor.start for anchor in gone}
    gone = [anchor for anchor in old.anchors if anchor.start in leaving]
    staying = [anchor for anchor in old.anchors if anchor.start not in leaving]
    kept = Splice(_relations_of(old))
    dropped = {rid for anchor in gone for rid in relation_ids(anchor)}
    dropped -= {rid for anchor in staying for rid in relation_ids(anchor)}
    taken = set()
    for item in kept.root.all("Relationship"):
        if item.attributes.get("Id", "") in dropped:
            kept.replace(item, "")
        else:
            taken.add(item.attributes.get("Id", ""))
    renamed = _append(kept, relations, taken)
    for anchor in gone:
        old.splice.replace(anchor, "")
    if new:
        old.splice.insert(old.splice.root.head, _anchors(new, renamed, _highest(staying) + 1))
    return old.splice.finish(), kept.finish()


def _relations_of(drawing: Drawing) -> bytes:
    found = drawing.package.find(relationships_part(drawing.part))
    return empty_relationships() if found is None else drawing.package.read(found)


def _append(kept: Splice, relations: bytes, taken: set[str]) -> dict[str, str]:
    """Add our relationships under free ids; return the new id of each old one."""
    items = parse(relations).all("Relationship") if relations else ()
    free = (rid for rid in (f"rId{n}" for n in count(len(taken) + 1)) if rid not in taken)
    renamed: dict[str, str] = {}
    for item in items:
        attributes = {**item.attributes, "Id": next(free)}
        renamed[item.attributes["Id"]] = attributes["Id"]
        said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        kept.append(kept.root, f"<{kept.root.prefix}Relationship{said}/>")
    return renamed


def _highest(anchors: Iterable[Span]) -> int:
    spans = (span for anchor in anchors for span in descendants(anchor) if span.local == "cNvPr")
    numbers = (span.attributes.get("id", "") for span in spans)
    return max((int(number) for number in numbers if number.isdecimal()), default=1)


def _anchors(drawing: bytes, renamed: dict[str, str], first: int) -> str:
    """Return our anchors, each with the namespaces of its root, as they stand in any drawing."""
    splice = Splice(drawing)
    spaces = {n: v for n, v in splice.root.attributes.items() if n.startswith("xmlns")}
    for number, anchor in enumerate(splice.root.children, first):
        for name, value in spaces.items():
            splice.set(anchor, name, value)
        named = properties(anchor)
        if named is not None:
            splice.set(named, "id", str(number))
        for element, name, rid in relation_attributes(anchor):
            splice.set(element, name, renamed[rid])
    data = splice.finish()
    return "".join(data[span.start : span.end].decode() for span in parse(data).children)
