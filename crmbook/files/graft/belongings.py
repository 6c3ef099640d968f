"""Belongings: what people put on a sheet that is replaced, and what of it the new one leads to.

Kept, byte for byte: notes and threaded comments at their cells; charts, pictures, shapes; a picture
in header or footer, with these; a background. Nothing of that kind is ever lost: what cannot stay
is refused by name, here or in :func:`~crmbook.files.graft.replaced.refuse_loss`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.graft.comments import a_person_s, is_titled, notes
from crmbook.files.graft.donor import Donor
from crmbook.files.graft.drawings import Drawing, ours, relation_ids
from crmbook.files.graft.replaced import loss
from crmbook.files.graft.tail import Tail
from crmbook.files.package import Package
from crmbook.files.relationships import (
    Relationship,
    read_relationships,
    related,
    relationships_part,
)
from crmbook.files.spans import Span
from crmbook.files.workbook_part import SheetEntry
from crmbook.i18n import N_, _

#: Not the notes' own shapes but form controls of old, which are drawn in the same part.
_CONTROL: Final = re.compile(rb"ObjectType\s*=\s*[\"'](?!Note\b)")
_NOTES: Final = N_("notes beside ours")
_HEADER: Final = N_("a picture in its header or footer beside ours")
_NOTE_KINDS: Final = frozenset({"comments", "threadedComment"})


@dataclass(frozen=True, slots=True)
class Belongings:
    """What people put on a sheet.

    ``drawing`` holds objects of theirs, besides ours (``gone``). ``relations``: what else the new
    sheet leads to, each with the element that says so ("" where none does). ``header_footer`` is
    the element that places the pictures. ``parts`` stay in the package.
    """

    drawing: Drawing | None = None
    gone: tuple[Span, ...] = ()
    relations: tuple[tuple[str, Relationship], ...] = ()
    header_footer: bytes = b""
    parts: frozenset[str] = frozenset()


def belongings(package: Package, entry: SheetEntry, donor: Donor) -> Belongings:
    """Find what people put on a sheet. Raises FileRefused for what cannot stay beside ours."""
    sheet = entry.part or ""
    found = tuple(_Looked(package, sheet, donor, entry.name).relations())
    drawing, gone = _drawing(package, sheet, donor)
    starts = [rel.part for _element, rel in found]
    if drawing is not None:
        lost = {rid for anchor in gone for rid in relation_ids(anchor)}
        lost -= {r for a in drawing.anchors if a not in gone for r in relation_ids(a)}
        below = read_relationships(package, drawing.part)
        starts += [rel.part for rid, rel in below.items() if rid not in lost]
    parts = _reached(package, starts) | ({drawing.part} if drawing is not None else set())
    rels = {package.find(relationships_part(part)) for part in parts}
    pictured = any(element == "legacyDrawingHF" for element, _rel in found)
    header = Tail.of(package, sheet).header_footer if pictured else b""
    kept = frozenset(parts | {name for name in rels if name is not None})
    return Belongings(drawing, tuple(gone), found, header, kept)


def _drawing(package: Package, sheet: str, donor: Donor) -> tuple[Drawing | None, list[Span]]:
    """Return the drawing where there are objects of a person on it, and those that are ours."""
    new = related(donor.package, donor.part, "drawing")
    for part in related(package, sheet, "drawing"):
        old = Drawing.of(package, part)
        gone = ours(old, Drawing.of(donor.package, new[0]) if new else None)
        if len(gone) < len(old.anchors):
            return old, gone
    return None, []


@dataclass(frozen=True, slots=True)
class _Looked:
    """An old sheet, looked at beside the donor that replaces it."""

    package: Package
    sheet: str
    donor: Donor
    name: str

    def relations(self) -> Iterator[tuple[str, Relationship]]:
        """Yield what must be kept, with the element that speaks of it."""
        known = read_relationships(self.package, self.sheet).values()
        kinds = {rel.kind for rel in known}
        spoken = (
            Tail.of(self.package, self.sheet).objects if {"vmlDrawing", "image"} & kinds else {}
        )
        noted = self._noted(known)
        for rel in known:
            element = spoken.get(rel.id, "")
            if rel.kind in _NOTE_KINDS and noted:
                yield "", rel
            if element == "legacyDrawing" and (noted or self._holds(rel, _CONTROL)):
                self._refuse_two("comments", _NOTES)
                yield element, rel
            if element == "legacyDrawingHF" and not self._is_ours(rel):
                self._refuse_two("legacyDrawingHF", _HEADER)
                yield element, rel
            if element == "picture" and not related(self.donor.package, self.donor.part, "image"):
                yield element, rel

    def _noted(self, known: Collection[Relationship]) -> bool:
        """Whether a person wrote any of the notes."""
        theirs = (rel.part for rel in known if rel.kind == "comments")
        new = related(self.donor.package, self.donor.part, "comments")
        again = [note for part in new for note in notes(self.donor.package, part)]
        threads = any(rel.kind == "threadedComment" for rel in known)
        return threads or any(a_person_s(notes(self.package, part), again) for part in theirs)

    def _holds(self, rel: Relationship, wanted: re.Pattern[bytes]) -> bool:
        return rel.part is not None and wanted.search(self.package.read(rel.part)) is not None

    def _is_ours(self, rel: Relationship) -> bool:
        return rel.part is None or is_titled(self.package.read(rel.part))

    def _refuse_two(self, what_new: str, what: str) -> None:
        """Raise FileRefused where the donor has the like: a sheet leads to one part of a kind."""
        donor = self.donor
        kinds = {rel.kind for rel in read_relationships(donor.package, donor.part).values()}
        if what_new in kinds | set(Tail.of(donor.package, donor.part).objects.values()):
            raise loss(self.name, _(what))


def _reached(package: Package, starts: Iterable[str | None]) -> set[str]:
    """Return these parts and all that they lead to."""
    found: set[str] = set()
    waiting = [part for part in starts if part is not None]
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            below = read_relationships(package, part).values()
            waiting += [rel.part for rel in below if rel.part is not None]
    return found
