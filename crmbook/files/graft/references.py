"""References: a donor's sheet and tables under the names that they get in the host."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from crmbook.model.cells import quote_sheet

# A formula's words: text, 'quoted sheet'!, [structured [reference]], sheet!, table or name.
_TOKEN = re.compile(
    r'''"(?:[^"]|"")*"'''
    r"""|'(?P<quoted>(?:[^']|'')*)'!"""
    r"""|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\](?P<outer>[^\W\d][\w.]*!)?"""
    r"""|(?P<bare>[^\W\d][\w.]*)!"""
    r"""|(?P<word>[^\W\d][\w.]*+)(?!\s*\()"""
)


@dataclass(frozen=True, slots=True)
class Renaming:
    """What the donor's own sheet and tables are called in the host; false when nothing changes."""

    sheet: str
    new_sheet: str
    tables: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.sheet != self.new_sheet or any(a != b for a, b in self.tables.items())

    def formula(self, text: str) -> str:
        """Return a formula that says the same with the new names; text in quotes stays."""
        return _TOKEN.sub(self._token, text) if self else text

    def location(self, text: str) -> str:
        """Return a hyperlink's place in the book (``Sheet1!A1``, perhaps with ``#`` before it)."""
        return self.formula(text)

    def _token(self, match: re.Match[str]) -> str:
        quoted, bare, word = match["quoted"], match["bare"], match["word"]
        sheet = quoted.replace("''", "'") if quoted is not None else bare
        if sheet is not None and sheet.casefold() == self.sheet.casefold():
            return quote_sheet(self.new_sheet) + "!"
        return self.tables.get(word, match[0]) if word else match[0]
