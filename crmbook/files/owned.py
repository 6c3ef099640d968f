"""Owned parts: what a part leads to, and what nothing else does."""

from __future__ import annotations

from crmbook.files.package import Package
from crmbook.files.relationships import read_relationships, relationships_part


def private_parts(package: Package, sheet: str) -> set[str]:
    """Return the parts that only this sheet leads to, with their ``.rels`` and its own."""
    others = reached(package, "", without=sheet)
    private = {part for part in reached(package, sheet) if part not in others}
    rels = {package.find(relationships_part(part)) for part in {sheet, *private}}
    return private | {name for name in rels if name is not None}


def reached(package: Package, start: str, without: str | None = None) -> set[str]:
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
