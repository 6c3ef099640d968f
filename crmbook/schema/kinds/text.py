"""Plain text: what people wrote, without white space around it."""

from __future__ import annotations

import re
from typing import ClassVar

from crmbook.i18n import _
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.text import tidy

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"


def spaces(raw: str, text: str) -> tuple[Issue, ...]:
    """Return the issue of a text that a trim would change, none for a tidy one."""
    if raw == text:
        return ()
    return (Issue("spaces", _("white space or invisible characters around the text"), fix=text),)


class Text(Kind):
    """Any text; str, None where there is nothing but white space."""

    name: ClassVar[str] = "text"
    checks: ClassVar[tuple[str, ...]] = ("spaces",)
    clean: ClassVar[re.Pattern[str] | None] = re.compile(
        rf"[^\s{_INVISIBLE}](?:[^\n{_INVISIBLE}]*[^\s{_INVISIBLE}])?"
    )

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell."""
        del context
        text = tidy(raw)
        return Parsed(text, spaces(raw, text)) if text else Parsed()


class LongText(Text):
    """A text that people read, not one that is counted or matched; it wraps in its cell."""

    name: ClassVar[str] = "long-text"
