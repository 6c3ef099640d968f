"""Notes: which of a sheet crmbook put there, and which a person wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.graft.drawings import MARK, descendants
from crmbook.files.package import Package
from crmbook.files.spans import parse

AUTHOR: Final = MARK.strip()
_NOBODY = re.compile(rb"<author>\s*</author>|<author/>")
_TITLE: Final = b'o:title="'


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the cell it is on, who wrote it ("" where the program does not say), its text."""

    cell: str
    author: str
    text: str


def notes(package: Package, part: str | None) -> Iterator[Note]:
    """Yield the notes of a comments part."""
    root = parse(package.read(part)) if part is not None else None
    authors = [] if root is None else [s.text for s in descendants(root) if s.local == "author"]
    for span in () if root is None else descendants(root):
        if span.local == "comment":
            number = whole_number(span.attributes.get("authorId", "0"))
            author = authors[number].strip() if number < len(authors) else ""
            text = "".join(s.text for s in descendants(span) if s.local == "t")
            yield Note(span.attributes.get("ref", ""), author, text)


def signed(comments: bytes) -> bytes:
    """Return a comments part of ours with crmbook as the author where it names none."""
    return _NOBODY.sub(b"<author>%s</author>" % AUTHOR.encode(), comments)


def titled(vml: bytes) -> bytes:
    """Return a VML drawing of ours with the mark on its pictures (those of header and footer)."""
    return vml.replace(_TITLE, _TITLE + MARK.encode())


def is_titled(vml: bytes) -> bool:
    """Whether the pictures of a header and footer are ours."""
    return _TITLE + MARK.encode() in vml


def a_person_s(old: Iterable[Note], new: Iterable[Note]) -> list[Note]:
    """Return the old notes that are not ours; LibreOffice forgets authors: then the text tells."""
    again = {(note.cell, note.text) for note in new}
    return [note for note in old if note.author != AUTHOR and (note.cell, note.text) not in again]
