"""Formulas of drop-downs and conditional formats that name all data rows: they take new ones in.

``=$A$2:$A$101`` lists what is in a register, ``COUNTIF($G$2:$G$101,G2)>1`` marks what is twice:
without the new rows the list would lack them, and a phone that is there twice would not turn red.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import pairwise
from typing import Final

from crmbook.files.area import area_of
from crmbook.files.cells.behind import children
from crmbook.files.growth.following import SPARKLINES, Downwards
from crmbook.files.growth.parts import is_meant, placed
from crmbook.files.spans import escape
from crmbook.model.cells import parse_a1

_RULES: Final = frozenset({b"conditionalFormatting", b"dataValidations", b"extLst"})
_FORMULA: Final = re.compile(
    rb"<(?:[\w.-]+:)?(?:formula[12]?|f)(?:\s[^<>]*)?>([^<]+)</"
    rb'|<(?:[\w.-]+:)?cfvo\s[^<>]*?\bval\s*=\s*"([^"]+)"'  # the ends of data bars and colour scales
)
#: Text in quotes; a range between fixed rows, of this sheet or of one that is named.
_RANGE: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?<![\w.\]:'!$])(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?P<first>\$?[A-Za-z]{1,3}\$[0-9]+):(?P<last>\$?[A-Za-z]{1,3}\$[0-9]+)(?![\w(.!:])"
)


def follow_rules(growth: Downwards, sheet: str) -> Callable[[bytes, bytes], bytes]:
    """Return what lets the formulas of rules behind the rows of a sheet follow."""

    def change(behind: bytes, mask: bytes) -> bytes:
        if not growth.count:
            return behind
        pieces, at = [], 0
        for start, end in _formulas(mask):
            old = unescape(behind[start:end].decode())
            new = grown_rule(old, sheet, growth)
            if new != old:
                pieces += [behind[at:start], escape(new).encode()]
                at = end
        return b"".join([*pieces, behind[at:]])

    return change


def grown_rule(formula: str, sheet: str, growth: Downwards) -> str:
    """Return a formula of a rule on ``sheet`` in which ranges of all its data rows hold new ones.

    All: from the first record, or the titles, to the last record or a blank row below. Rows that
    are not fixed (``$``) are others for each cell of the rule, and stay.
    """

    def followed(match: re.Match[str]) -> str:
        if match["first"] is None or not is_meant(
            (match["sheet"] or sheet).removesuffix("!"), sheet
        ):
            return match[0]
        area = area_of(f"{match['first']}:{match['last']}")
        if area is None or area.first_row not in {growth.first - 1, growth.first}:
            return match[0]
        if parse_a1(match["first"]) != (area.first_row, area.first_column):
            return match[0]  # written from the other end
        new = growth.grown(area)
        last = placed(match["last"], new.last_row, new.last_column)
        return f"{match['sheet'] or ''}{match['first']}:{last}"

    return _RANGE.sub(followed, formula)


def _formulas(mask: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the formulas of rules stand; those of sparklines say what each of them draws."""
    for child, following in pairwise(children(mask)):
        if child.name in _RULES:
            start, end = child.start, following.start
            lines = [match.span() for match in SPARKLINES.finditer(mask, start, end)]
            for match in _FORMULA.finditer(mask, start, end):
                if not any(low <= match.start() < high for low, high in lines):
                    yield match.span(match.lastindex or 0)
