"""Carrying: what people put on the old sheet, brought under the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from crmbook.files.graft.belongings import Belongings, belongings
from crmbook.files.graft.donor import Donor
from crmbook.files.graft.merging import merged
from crmbook.files.graft.replaced import Kept
from crmbook.files.package import Package
from crmbook.files.relationships import (
    Relationship,
    read_relationships,
    related,
    relationships_part,
)
from crmbook.files.workbook_part import SheetEntry


class Carrying:
    """What is on the ``sheet`` that is replaced (None: it is new) and stays with its heir.

    Raises FileRefused for what cannot stay beside what the donor brings.
    """

    def __init__(self, package: Package, sheet: SheetEntry | None, donor: Donor) -> None:
        self._package = package
        self._sheet = "" if sheet is None else sheet.part or ""
        self._donor = donor
        self._drawings = related(donor.package, donor.part, "drawing")
        self._theirs = Belongings() if sheet is None else belongings(package, sheet, donor)

    @property
    def parts(self) -> frozenset[str]:
        """The parts of the host that do not go with the old sheet."""
        return self._theirs.parts

    def place(self) -> dict[str, str]:
        """Return where the donor's drawing goes: into the one where people's objects are, if any."""
        drawing = self._theirs.drawing
        return {} if drawing is None else dict.fromkeys(self._drawings, drawing.part)

    def relations(self) -> Iterator[tuple[str, Relationship]]:
        """Yield what the new sheet must lead to, with the element that says so ("" for none).

        Their ids are ones that the donor leaves free.
        """
        taken = read_relationships(self._donor.package, self._donor.part)
        free = (rid for rid in (f"rId{n}" for n in count(len(taken) + 1)) if rid not in taken)
        for element, relation in self._wanted():
            yield element, replace(relation, id=next(free))

    def _wanted(self) -> Iterator[tuple[str, Relationship]]:
        yield from self._theirs.relations
        drawing = self._theirs.drawing
        if drawing is not None and not self._drawings:
            for relation in read_relationships(self._package, self._sheet).values():
                if relation.part == drawing.part:
                    yield "drawing", relation

    def furnish(self, kept: Kept) -> Kept:
        """Return what the sheet keeps, with the elements that lead to what people put on it."""
        objects = tuple((element, rel.id) for element, rel in self.relations() if element)
        return replace(kept, objects=objects, header_footer=self._theirs.header_footer)

    def merge(self, parts: dict[str, bytes]) -> dict[str, bytes]:
        """Return the drawing of people's objects and ours (among ``parts``), and its ``.rels``."""
        drawing = self._theirs.drawing
        if drawing is None:
            return {}
        rels = relationships_part(drawing.part)
        ours = (parts[drawing.part], parts.get(rels, b"")) if self._drawings else (b"", b"")
        data, relations = merged(drawing, self._theirs.gone, *ours)
        return {drawing.part: data, rels: relations}
