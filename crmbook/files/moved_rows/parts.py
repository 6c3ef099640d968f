"""Parts: the formulas of every other part of a package, followed as they stream by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from crmbook.files.moved_rows.references import Followed
from crmbook.files.package import Package
from crmbook.files.spans import escape

_ATTRIBUTES: Final = rb"""(?:\s(?:[^<>"'/]|"[^"]*"|'[^']*'|/(?!>))*)?"""
_FORMULAS: Final = rb"f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula"
_ELEMENT: Final = re.compile(
    rb"<(?P<tag>(?:[\w.-]+:)?(?P<local>c|" + _FORMULAS + rb"))"
    rb"(?P<said>" + _ATTRIBUTES + rb")(?P<closed>/?)>(?P<text>[^<]*)"
)
_SPEAKING: Final = re.compile(
    rb"<(?:[\w.-]+:)?(?:" + _FORMULAS + rb")" + _ATTRIBUTES + rb">([^<]+)"
)
#: Where a hyperlink leads, what a text box shows.
_PLACE: Final = re.compile(rb"(\s(?:location|textlink)=)(\"[^\"]*\"|'[^']*')(?=[^<>]*>)")
_SAID: Final = re.compile(rb"\s(r|t|si|ref)\s*=\s*[\"']([^\"']*)[\"']")
_SHARING: Final = re.compile(rb"\s(?:t|si|ref)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def follow(package: Package, sheet: str, followed: Followed) -> None:
    """Rewrite the formulas that speak of moved rows, in all parts but the ``sheet``'s own.

    Raises FileRefused for a part that is damaged.
    """
    others = [part for part in package.names if part != sheet and part.endswith(".xml")]
    for part in others:
        if any(_speaks(piece, followed) for piece in _whole_tags(package, part)):
            _rewrite(package, part, _Formulas(followed))


def _speaks(piece: bytes, followed: Followed) -> bool:
    """Whether a formula or a place in a piece names the sheet, be it in character references."""
    texts = (match[1] for match in _SPEAKING.finditer(piece))
    places = (match[2] for match in _PLACE.finditer(piece))
    return any(
        followed.speaks(unescape(text.decode())) for found in (texts, places) for text in found
    )


def _rewrite(package: Package, part: str, formulas: _Formulas) -> None:
    with package.rewriting(part) as spool:
        for piece in _whole_tags(package, part):
            spool.write(formulas.followed(piece))
        if not formulas.changed:
            spool.drop()


def _whole_tags(package: Package, part: str) -> Iterator[bytes]:
    """Yield a part in pieces that end where a tag begins, so that none is cut in two."""
    rest = b""
    for chunk in package.chunks(part):
        rest += chunk
        cut = rest.rfind(b"<")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


class _Formulas:
    """The formulas of one part, in its order.

    Where rows do not all move alike, a formula that many cells share is written out in each.
    """

    def __init__(self, followed: Followed) -> None:
        self.changed = False
        self._followed = followed
        self._cell = ""
        self._shared: dict[bytes, tuple[str, str]] = {}

    def followed(self, piece: bytes) -> bytes:
        """Return a piece of the part in which every formula follows."""
        return _PLACE.sub(self._place, _ELEMENT.sub(self._element, piece))

    def _place(self, match: re.Match[bytes]) -> bytes:
        return (
            match[1] + b'"' + self._text(match[2][1:-1]) + b'"'
            if self._is_due(match[2])
            else match[0]
        )

    def _is_due(self, text: bytes) -> bool:
        said = unescape(text[1:-1].decode())
        return self._followed.formula(said) != said

    def _element(self, match: re.Match[bytes]) -> bytes:
        said = dict(_SAID.findall(match["said"]))
        if match["local"] == b"c":
            self._cell = said.get(b"r", b"").decode()
            return match[0]
        if said.get(b"t") == b"shared" and not self._followed.rows.uniform:
            return self._written_out(match, said[b"si"])
        text = self._text(match["text"])
        return match[0][: match.start("text") - match.start()] + text

    def _text(self, escaped: bytes) -> bytes:
        """Return a formula, escaped, that follows; the very same bytes where it need not."""
        said = unescape(escaped.decode())
        new = self._followed.formula(said)
        if new == said:
            return escaped
        self.changed = True
        return escape(new).encode()

    def _written_out(self, match: re.Match[bytes], group: bytes) -> bytes:
        """Return a cell's own formula instead of the one it shares, if that speaks of the sheet."""
        text = unescape(match["text"].decode())
        if text and self._followed.speaks(text):
            self._shared[group] = (self._cell, text)
        if group not in self._shared:
            return match[0]
        self.changed = True
        own = escape(self._followed.formula(_translated(*self._shared[group], self._cell))).encode()
        opened = b"<" + match["tag"] + _SHARING.sub(b"", match["said"]) + b">" + own
        return opened + (b"</" + match["tag"] + b">" if match["closed"] else b"")


def _translated(origin: str, formula: str, cell: str) -> str:
    """Return what a formula of the cell ``origin`` says in another cell."""
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 - heavy, rarely needed

    return str(Translator("=" + formula, origin).translate_formula(cell))[1:]
