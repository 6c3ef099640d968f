"""Scores from 1 to 5: 合作可能性评分, 服务质量, 产品体验, 合作意愿 (M33, M76)."""

from __future__ import annotations

from typing import ClassVar

from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Kind, Parsed
from crmbook.schema.kinds.blanks import not_yet
from crmbook.schema.numerals import arabic
from crmbook.schema.text import fold, tidy

_SCORE = lazy(r"(\d)(?:\.0+)?(?:分|星|/5|/5分)?")
_STARS = lazy("(★{1,5})☆{0,4}")


class Score(Kind):
    """A whole number from 1 to 5, 5 being best; int.

    ``4分``, ``４``, ``★★★★`` are 4. What is no such number (0, 6, 4.5, 高) passes as it stands and is
    found by the schema check ``score-range``.
    """

    name: ClassVar[str] = "score"
    number_format: ClassVar[str] = "0"

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a score typed as text."""
        del context
        text = tidy(raw)
        if not_yet(text):
            return Parsed()
        folded = arabic(fold(text))
        stars = _STARS.fullmatch(folded)
        if stars is not None:
            return Parsed(len(stars[1]))
        match = _SCORE.fullmatch(folded)
        return Parsed(int(match[1]) if match is not None else text)

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a number as it is."""
        if isinstance(raw, float) and raw.is_integer():
            return Parsed(int(raw))
        return Parsed(raw) if type(raw) in {int, float} else self.parse_text(str(raw), context)
