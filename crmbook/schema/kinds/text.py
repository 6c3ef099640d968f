"""Plain text: what people wrote, without white space around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.stray import stray
from crmbook.schema.text import is_nothing, tidy

_HAN = "[\u4e00-\u9fff，。；：、（）]"
_BREAK = lazy(rf"(?<={_HAN})\s*[\r\n]+\s*|\s*[\r\n]+\s*(?={_HAN})")
_ANY_BREAK = lazy(r"\s*[\r\n]+\s*")


def spaces(raw: str, text: str) -> tuple[Issue, ...]:
    """Return the issue of a text that a trim would change, none for a tidy one."""
    if raw == text:
        return ()
    return (Issue("spaces", stray(raw, text), fix=text),)


def shown(raw: Raw) -> str:
    """Return a number, truth value or date as a reader of the sheet sees it."""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, dt.datetime):
        return f"{raw:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    return str(raw)


class Text(Kind):
    """A short text that is counted or matched: on one line; str."""

    name: ClassVar[str] = "text"
    checks: ClassVar[tuple[str, ...]] = ("spaces",)

    def _unclean(self, values: list[Raw]) -> Iterable[int]:
        # str.isprintable knows every white space and invisible mark but the blank, ten times as
        # fast as a regular expression.
        return [
            at
            for at, value in enumerate(values)
            if type(value) is not str
            or not value.isprintable()
            or value.strip(" ") != value
            or (len(value) < 4 and is_nothing(value))
        ]

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell; a dash is nothing. A line break keeps filters from finding the text."""
        del context
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        line = _ANY_BREAK.sub(" ", _BREAK.sub("", text))
        if line != text:
            return Parsed(line, (Issue("spaces", _("a line break in the text"), fix=line),))
        return Parsed(text, spaces(raw, text))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a number or a date as the text a reader sees."""
        return self.parse_text(shown(raw), context)


class LongText(Text):
    """A text that people read, not one that is counted or matched; str, with its line breaks."""

    name: ClassVar[str] = "long-text"

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell; a dash is as good as nothing."""
        del context
        text = tidy(raw)
        return Parsed() if is_nothing(text) else Parsed(text, spaces(raw, text))
