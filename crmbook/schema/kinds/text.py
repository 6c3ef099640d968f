"""Plain text (provisional)."""
from __future__ import annotations
from typing import ClassVar
from crmbook.i18n import _
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.text import tidy
class Text(Kind):
    name: ClassVar[str] = "text"
    checks: ClassVar[tuple[str, ...]] = ("spaces",)
    def parse_text(self, raw: str, context: Context) -> Parsed:
        text = tidy(raw)
        if not text: return Parsed()
        if text != raw: return Parsed(text, (Issue("spaces", _("white space around"), fix=text),))
        return Parsed(text)
class LongText(Text):
    name: ClassVar[str] = "long-text"
