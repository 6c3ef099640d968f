"""The comments part of a sheet: who noted what, and notes of crmbook's own among them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.cells.values import escape_text
from crmbook.files.scan.text import plain
from crmbook.files.spans import Span, Splice, escape
from crmbook.i18n import _
from crmbook.model.cells import a1, parse_a1
from crmbook.model.errors import FileRefused

#: Whose notes crmbook may write anew; the same as :data:`crmbook.files.graft.comments.AUTHOR`.
AUTHOR: Final = "crmbook"
#: What Excel gives a note typed in Chinese: 9 points, the colour of tool tips.
_LOOKS: Final = (
    '<{0}rPr><{0}sz val="9"/><{0}color indexed="81"/><{0}rFont val="宋体"/>'
    '<{0}family val="3"/><{0}charset val="134"/></{0}rPr>'
)

Place = tuple[int, int]  # row, column; 1-based


def empty_comments(namespace: str) -> bytes:
    """Return a comments part without notes; ``namespace`` is that of its sheet."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    return f'{head}<comments xmlns="{namespace}"><authors/><commentList/></comments>'.encode()


class Comments:
    """One comments part, and what is to become of it. Raises FileRefused for a damaged one."""

    def __init__(self, data: bytes) -> None:
        self._splice = Splice(data)
        self._prefix = self._splice.root.prefix
        lists = self._splice.root.all("commentList")
        found = [comment for one in lists for comment in one.all("comment")]
        self._noted = {place: span for span in found for place in _places(span)}

    def __contains__(self, place: Place) -> bool:
        return place in self._noted

    def __iter__(self) -> Iterator[Place]:
        return iter(self._noted)

    def is_ours(self, place: Place) -> bool:
        """Whether crmbook wrote the note on a cell."""
        number = whole_number(self._noted[place].attributes.get("authorId", "0"))
        return number < len(self._authors) and self._authors[number] == AUTHOR

    def text(self, place: Place) -> str:
        """Return what the note on a cell says."""
        return plain("".join(_texts(self._noted[place])))

    def put(self, place: Place, text: str) -> None:
        """Note ``text`` on a cell, instead of what is noted there."""
        name = self._prefix
        said = escape_text(text)
        new = (
            f'<{name}comment ref="{a1(*place)}" authorId="{self._author}"><{name}text><{name}r>'
            f'{_LOOKS.format(name)}<{name}t xml:space="preserve">{said}</{name}t>'
            f"</{name}r></{name}text></{name}comment>"
        )
        old = self._noted.get(place)
        if old is not None:
            self._splice.replace(old, new)
        else:
            self._splice.append(self._container("commentList"), new)

    def finish(self) -> bytes:
        """Return the part with its new notes."""
        return self._splice.finish()

    @cached_property
    def _authors(self) -> list[str]:
        lists = self._splice.root.all("authors")
        return [author.text for one in lists for author in one.all("author")]

    @cached_property
    def _author(self) -> int:
        """The number of our author, who is added the first time that it is asked for."""
        if AUTHOR not in self._authors:
            tag = f"{self._prefix}author"
            self._splice.append(self._container("authors"), f"<{tag}>{escape(AUTHOR)}</{tag}>")
            self._authors.append(AUTHOR)
        return self._authors.index(AUTHOR)

    def _container(self, name: str) -> Span:
        found = self._splice.root.find(name)
        if found is None:
            raise FileRefused(
                _("the list of notes of a sheet is damaged: it has no {name}").format(name=name),
                _("open it in Excel or WPS, let it repair the file, and save it again"),
            )
        return found


def _places(comment: Span) -> Iterator[Place]:
    try:
        yield parse_a1(comment.attributes.get("ref", ""))
    except ValueError:  # a note on no cell: it stays, and stands in nobody's way
        return


def _texts(span: Span) -> Iterator[str]:
    for child in span.children:
        if child.local == "t":
            yield child.text
        elif child.local != "rPh":  # how a text is read aloud is no part of it
            yield from _texts(child)
