"""The notes of one sheet: its comments part, its drawing of boxes, and the way to both."""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import Final

from crmbook.files.cells.behind import children, place
from crmbook.files.cells.markup import attribute
from crmbook.files.content_types import set_content_type
from crmbook.files.notes.comments import Comments, Place, empty_comments
from crmbook.files.notes.dialect import STRICT_RELATIONS, Dialect
from crmbook.files.notes.layout import Metrics, anchor, size
from crmbook.files.notes.shapes import Box, blocks, empty_drawing, with_boxes
from crmbook.files.package import Package
from crmbook.files.relationships import (
    add_relationship,
    read_relationships,
    related,
    relative_target,
)
from crmbook.files.spans import OFFICE_RELATIONS, Span, parse
from crmbook.i18n import _
from crmbook.model.cells import parse_a1
from crmbook.model.errors import FileRefused

_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_LEGACY: Final = b"legacyDrawing"


class SheetNotes:
    """Collects what is to be noted on the cells of a sheet; :meth:`write` puts it into the book.

    A cell keeps the note or threaded comment that somebody else put there (U05). Raises FileRefused
    for parts that are damaged.
    """

    def __init__(self, package: Package, sheet: str, dialect: Dialect) -> None:
        self._package = package
        self._sheet = sheet
        self._dialect = dialect
        self._wanted: dict[Place, str] = {}
        self._vml: str | None = None
        self._comments_part = next(iter(related(package, sheet, "comments")), None)
        known = self._comments_part
        self._comments = Comments(package.read(known) if known else empty_comments(dialect.main))
        threads = related(package, sheet, "threadedComment")
        self._threaded = {p for part in threads for p in _threaded(parse(package.read(part)))}

    def put(self, place: Place, text: str) -> None:
        """Note a text on a cell, if nobody else has; a later one for a cell takes its place."""
        if place in self._threaded:
            return
        if place in self._comments and not self._comments.is_ours(place):
            return
        text = text.replace("\r\n", "\n")
        if place in self._comments and self._comments.text(place) == text:
            self._wanted.pop(place, None)
        else:
            self._wanted[place] = text

    def lead(self, behind: bytes, mask: bytes) -> bytes:
        """Return what follows the rows of the sheet with the element that leads to the boxes."""
        if not self._wanted:
            return behind
        for child in children(mask):
            if child.name == _LEGACY:
                self._vml = self._known_drawing(child.attributes)
                return behind
        at = place(mask, _LEGACY)
        name, declared = self._dialect.relation
        tag = (self._dialect.prefix + _LEGACY).decode()
        element = f'<{tag}{declared} {name}:id="{self._new_drawing}"/>'
        return behind[:at] + element.encode() + behind[at:]

    def write(self, metrics: Metrics) -> None:
        """Write the notes and their boxes, once the sheet leads to them."""
        if not self._wanted or self._vml is None:
            return
        for one, text in self._wanted.items():
            self._comments.put(one, text)
        if self._comments_part is None:
            self._comments_part = self._add("comments", "comments.xml", _COMMENTS_TYPE)[0]
        self._package.replace(self._comments_part, self._comments.finish())
        boxes = [
            Box(row, column, anchor(row, column, text, metrics), size(text))
            for (row, column), text in sorted(self._wanted.items())
        ]
        drawn = with_boxes(self._package.read(self._vml), boxes, self._taken_blocks())
        self._package.replace(self._vml, drawn)

    def _known_drawing(self, attributes: bytes) -> str:
        known = read_relationships(self._package, self._sheet)
        names = (name.encode() for name in self._dialect.relation_prefixes)
        ids = (attribute(attributes, name + b":id") for name in names)
        found = next((known.get(rid.decode()) for rid in ids if rid is not None), None)
        if found is None or found.part is None:
            raise FileRefused(
                _("the drawing that shows the notes of a sheet is missing from the workbook"),
                _("open it in Excel or WPS, let it repair the file, and save it again"),
            )
        return found.part

    @cached_property
    def _new_drawing(self) -> str:
        """The relationship id of a drawing made for the notes."""
        self._vml, rid = self._add("vmlDrawing", "drawings/vmlDrawing.vml", _VML_TYPE)
        return rid

    def _add(self, kind: str, name: str, type_: str) -> tuple[str, str]:
        """Add an empty part of the sheet; return its name and the id of its relationship."""
        sheet = self._sheet.replace("\\", "/")
        folder = posixpath.dirname(posixpath.dirname(sheet))  # xl/worksheets/sheet1.xml → xl
        name = self._package.free_name(posixpath.join(folder, name))
        strict = self._dialect.strict and kind == "comments"  # VML knows no strict form
        new = b"" if kind == "comments" else empty_drawing(max([0, *self._taken_blocks()]) + 1)
        self._package.add(name, new)
        set_content_type(self._package, name, type_)
        uri = f"{STRICT_RELATIONS if strict else OFFICE_RELATIONS}/{kind}"
        target = relative_target(sheet, name)
        return name, add_relationship(self._package, self._sheet, uri, target)

    def _taken_blocks(self) -> list[int]:
        drawings = (n for n in self._package.names if n.casefold().endswith(".vml"))
        return [block for name in drawings for block in blocks(self._package.read(name))]


def _threaded(root: Span) -> list[Place]:
    spans = [span for span in root.children if span.local == "threadedComment"]
    found = []
    for span in spans:
        try:
            found.append(parse_a1(span.attributes.get("ref", "")))
        except ValueError:
            continue
    return found
