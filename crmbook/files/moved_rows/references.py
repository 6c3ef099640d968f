"""References: what a formula says of rows of one sheet, said of the rows where they stand now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crmbook.files.moved_rows.rows import Rows

_LOST: Final = "#REF!"
#: Text in quotes; a cell, a range or whole rows of a sheet that is named, but of no other book.
_TOKEN: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?<![\w.\]:'])(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!"
    r"(?P<first>\$?[A-Za-z]{0,3}\$?)(?P<from>\d+)"
    r"(?::(?:(?P=sheet)!)?(?P<last>\$?[A-Za-z]{0,3}\$?)(?P<to>\d+))?(?![\w(.!])"
)


@dataclass(frozen=True, slots=True)
class Followed:
    """Formulas that follow the rows of ``sheet``."""

    sheet: str
    rows: Rows

    def formula(self, text: str) -> str:
        """Return a formula that speaks of the same content as before."""
        return _TOKEN.sub(self._token, text)

    def speaks(self, text: str) -> bool:
        """Whether a formula names the sheet at all."""
        return any(self._is_meant(match["sheet"]) for match in _TOKEN.finditer(text))

    def _is_meant(self, sheet: str | None) -> bool:
        name = (sheet or "").removeprefix("'").removesuffix("'").replace("''", "'")
        return name.casefold() == self.sheet.casefold()

    def _token(self, match: re.Match[str]) -> str:
        if not self._is_meant(match["sheet"]) or not (match["first"] or match["to"]):
            return match[0]
        first, last = int(match["from"]), int(match["to"] or match["from"])
        rows = self.rows.span(min(first, last), max(first, last))
        if rows is None:
            return f"{match['sheet']}!{_LOST}"
        if rows == (min(first, last), max(first, last)):
            return match[0]
        upper, lower = rows if first <= last else rows[::-1]
        rest = f":{match['last']}{lower}" if match["to"] else ""
        return f"{match['sheet']}!{match['first']}{upper}{rest}"
