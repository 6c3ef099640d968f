"""What stands around the numbers of a phone cell: labels, names, 微信同号 (U09)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crmbook.model.patterns import lazy

_LABELS = r"手机号码?|手机|电话号码|联系电话|电话|座机|固定电话|固话|办公室?|总机|tel|phone|mobile|cell|mob"
# A separator inside brackets belongs to the note; white space separates whole numbers only, so that
# 138 6741 2358 stays one.
_SEPARATOR = lazy(
    r"(?:\s*(?:[/、,;|\n]|或者?)\s*)(?![^(]*\))"
    r"|(?<=\d{7})\s+(?=(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|0\d{2,3}[- ]?\d{7,8}(?!\d))"
    rf"|(?<=\d{{7}})\s*(?=(?:{_LABELS})\W{{0,3}}[+\d])",
    re.IGNORECASE,
)
#: A second number in brackets, and a note: brackets with a letter in them, but no extension.
_SECOND = lazy(r"(?<=\d)\s*\((\+?\d[\d -]{6,})\)")
_BRACKETS = lazy(r"\s*\((?!\s*(?:转|分机|ext|x|#)\s*\d)([^()]*[^\W\d_][^()]*)\)", re.IGNORECASE)
_LABEL = lazy(rf"(?:{_LABELS})\s*[:：.]?\s*", re.IGNORECASE)
_HAN = "[\u4e00-\u9fff·]"
# One character after the other: runs of runs take for ever on a long text without a number.
_BEFORE = lazy(rf"({_HAN}(?:\s*{_HAN})*)\s*[:：]?\s*(?=[+(\d])")
_BEHIND = lazy(rf"(?<=[\d)])\s*({_HAN}(?:\s*{_HAN})*)$")
_WIDTHS = str.maketrans("[]【】〔〕", "()()()")


@dataclass(slots=True)
class Piece:
    """One number as typed, and the notes about it as they are written behind it: （王总）."""

    number: str
    notes: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """Yield the numbers of a half-width text, each with its notes; a text without any is one."""
    last: Piece | None = None
    waiting = ""
    plain = _SECOND.sub(r"/\1", text.translate(_WIDTHS))
    for part in _SEPARATOR.split(plain):
        piece = _piece(part.strip())
        if any(character.isdigit() for character in piece.number):
            if last is not None:
                yield last
            last = Piece(piece.number, waiting + piece.notes)
            waiting = ""
        elif last is None:
            waiting += piece.notes + _note(piece.number)
        else:
            last.notes += piece.notes + _note(piece.number)
    yield last or Piece("")


def _piece(part: str) -> Piece:
    notes = [note for note in _BRACKETS.findall(part) if note.strip()]
    bare = _LABEL.sub("", _BRACKETS.sub("", part).strip(), count=1)
    before = _BEFORE.match(bare)
    if before is not None:
        notes.insert(0, before[1])
        bare = bare[before.end() :]
    behind = _BEHIND.search(bare)
    if behind is not None:
        notes.append(behind[1])
        bare = bare[: behind.start()]
    return Piece(bare, "".join(_note(note) for note in notes))


def _note(text: str) -> str:
    plain = text.strip().translate(str.maketrans(",;:/", "，；：、"))
    return f"（{plain}）" if plain else ""
