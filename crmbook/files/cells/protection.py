"""Protected sheets: Excel lets nobody type into their locked cells; crmbook writes, and says so.

Protection keeps hands off, it encrypts nothing; what was locked stays locked.
"""

from __future__ import annotations

import re
from typing import Final

from crmbook.files.cells.markup import attribute, opening
from crmbook.i18n import _

_ON: Final = frozenset({b"1", b"true"})
_FREE: Final = re.compile(
    rb"""<(?:[\w.-]+:)?protection\b[^>]*?\slocked\s*=\s*["'](?:0|false)["']"""
)


def is_protected(behind: bytes, prefix: bytes) -> bool:
    """Whether a sheet is protected; ``behind`` is what stands behind its rows."""
    tags = opening(prefix + b"sheetProtection").finditer(behind)
    return any(attribute(tag[1], b"sheet") in _ON for tag in tags)


def is_locked(cell_format: bytes) -> bool:
    """Whether a format (``xf``) locks its cells: each does that does not say otherwise."""
    return _FREE.search(cell_format) is None


def protection_note(sheet: str) -> str:
    """Return what a reader must know who finds locked cells changed."""
    return _("“{sheet}” is protected: its locked cells were written, and stay locked").format(
        sheet=sheet
    )
