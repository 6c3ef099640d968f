"""Attributes of foreign XML, taken for what they should be or refused."""

from __future__ import annotations

from typing import Final

from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_MOST_DIGITS: Final = 12


def whole_number(text: str | bytes) -> int:
    """Return a count or index as XML writes it. Raises FileRefused when it is none."""
    if not (text.isdigit() and text.isascii() and len(text) < _MOST_DIGITS):
        raise FileRefused(
            _("a part of the workbook is damaged (broken XML: {error})").format(error=repr(text)),
            _("open it in Excel or WPS, let it repair the file, and save it again"),
        )
    return int(text)
