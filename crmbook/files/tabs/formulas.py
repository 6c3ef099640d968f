"""What a formula says of a sheet: said with its new name, or whether anything is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from crmbook.i18n import _
from crmbook.model.cells import quote_sheet
from crmbook.model.errors import FileRefused

#: Text; 'quoted sheets'!; [structured [references]] and [other books]; sheets!; other words.
_TOKEN: Final = re.compile(
    r'''"(?P<literal>(?:[^"]|"")*)"'''
    r"""|'(?P<quoted>(?:[^']|'')*)'!"""
    r"""|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\](?:[\w.]+!)?"""
    r"""|(?<![\w.$\]])(?P<bare>[\w.]+(?::[\w.]+)?)!"""
    r"""|(?<![\w.$\]!])(?P<word>[^\W\d][\w.\\]*+)(?!\s*[(!])"""
)
_CELL: Final = re.compile(r"[A-Za-z]{1,3}[0-9]+")
#: Functions that take text for a place in the book.
_TEXT_READERS: Final = re.compile(r"\b(?:INDIRECT|HYPERLINK)\s*\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Renamed:
    """Formulas in which the sheet ``old`` is called ``new``."""

    old: str
    new: str

    def formula(self, text: str) -> str:
        """Return a formula that says the same with the new name.

        Text follows where INDIRECT or HYPERLINK make a place of it. Raises FileRefused when the
        sheet is named in a way that cannot be told apart from other words.
        """
        if self.old.casefold() not in text.replace("''", "'").casefold():
            return text
        reads_text = _TEXT_READERS.search(text) is not None

        def said(token: re.Match[str]) -> str:
            literal, sheets = token["literal"], _sheets(token)
            if literal is not None and reads_text and '"' not in literal:
                return f'"{_TOKEN.sub(said, literal)}"'
            if not any(_same(one, self.old) for one in sheets):
                return token[0]
            return _written(sheets, self.old, self.new, token[0])

        self._refuse_unclear(text)
        return _TOKEN.sub(said, text)

    def _refuse_unclear(self, text: str) -> None:
        if _runs_on(text, self.old):
            raise FileRefused(
                _("a formula names the sheet “{sheet}” in a way that crmbook does not know: {text}")
                .format(sheet=self.old, text=text[:80]),
                _("rename the sheet in Excel or WPS"),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whether formulas speak of a sheet: by its name, by a run of tabs, by one of its tables.

    ``tabs`` are the names of all sheets in their order.
    """

    sheet: str
    tabs: Sequence[str] = ()
    words: frozenset[str] = field(default_factory=frozenset)

    def by(self, text: str) -> bool:
        """Whether a formula does; text in quotes counts where it may be read as a place."""
        reads_text = _TEXT_READERS.search(text) is not None
        for token in _TOKEN.finditer(text):
            literal = token["literal"] or ""
            if reads_text and literal and self.by(literal):
                return True
            if self._covers(_sheets(token)):
                return True
            if (token["word"] or "").casefold() in self.words:
                return True
        return _runs_on(text, self.sheet)

    def _covers(self, sheets: list[str]) -> bool:
        if any(_same(one, self.sheet) for one in sheets):
            return True
        folded = [tab.casefold() for tab in self.tabs]
        at = [folded.index(one.casefold()) for one in sheets if one.casefold() in folded]
        here = folded.index(self.sheet.casefold()) if self.sheet.casefold() in folded else -1
        return bool(at) and min(at) <= here <= max(at)


def _runs_on(text: str, sheet: str) -> bool:
    """Whether a sheet is named among words that are not written as formulas are: ``a-b!A1``."""
    name = re.compile(r"(?<![\w.])" + re.escape(sheet) + "!", re.IGNORECASE)
    return name.search(_TOKEN.sub(lambda one: _left(one, sheet), text)) is not None


def _left(token: re.Match[str], sheet: str) -> str:
    """Return what of a token is not understood."""
    known = token["bare"] is None or any(_same(one, sheet) for one in _sheets(token))
    return " " if known and not token["word"] else token[0]


def _sheets(token: re.Match[str]) -> list[str]:
    """Return the sheets that a token names: none, one, or the ends of a run (``Jan:Dec!``)."""
    quoted, bare = token["quoted"], token["bare"]
    if quoted is not None:
        return [] if "[" in quoted else quoted.replace("''", "'").split(":")
    if not bare:
        return []
    first, colon, last = bare.partition(":")
    # In A1:表!B2 the A1 is a cell: a run of sheets that look like cells is written in quotes.
    return [last] if colon and _CELL.fullmatch(first) else [first, last] if colon else [first]


def _written(sheets: list[str], old: str, new: str, token: str) -> str:
    names = [new if _same(one, old) else one for one in sheets]
    before = ""
    if len(sheets) == 1 and not token.startswith("'") and ":" in token:
        before = token.partition(":")[0] + ":"
    if len(names) == 1 or all(quote_sheet(name) == name for name in names):
        return before + (":".join(names) if len(names) > 1 else quote_sheet(names[0])) + "!"
    return "'" + ":".join(name.replace("'", "''") for name in names) + "'!"


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def texts(names: Iterator[str]) -> frozenset[str]:
    """Return words as :class:`Spoken` compares them."""
    return frozenset(name.casefold() for name in names if name)
