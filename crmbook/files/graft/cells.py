"""Cells: the rows of a donor's sheet with the host's style numbers and their text inline.

Inline strings leave the host's shared strings, often its largest part, alone. The rows are
rewritten as bytes in one pass: two million cells of 月报明细 as a tree would take over a gigabyte.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from crmbook.files.graft.references import Renaming
from crmbook.files.spans import escape
from crmbook.i18n import _
from crmbook.model.errors import UsageError

_CELL = re.compile(rb"<(?:c|row)( [^<>]*?)?(/?)>(?:<v>(\d+)</v></c>)?")
_STYLE = re.compile(rb' s="(\d+)"')
_FORMULA = re.compile(rb"(<f(?: [^<>]*)?>)([^<]+)(?=</f>)")
_SHARED: Final = b' t="s"'
_INLINE: Final = b' t="inlineStr"'
_NOT_OURS: Final = (b"<!--", b"<![CDATA[", b"<?")


def rows(data: bytes, styles: tuple[int, ...], strings: list[bytes], names: Renaming) -> bytes:
    """Return the inside of a donor's ``sheetData`` as it must stand in the host.

    ``styles`` maps the donor's cell formats to the host's, ``strings`` are its shared strings.
    """
    if any(mark in data for mark in _NOT_OURS):
        raise UsageError(_("the sheet to put in was not made by XlsxWriter"))
    numbers = [b"" if new == 0 else b' s="%d"' % new for new in styles]

    def restyle(match: re.Match[bytes]) -> bytes:
        return numbers[int(match[1])]

    def rewrite(match: re.Match[bytes]) -> bytes:
        attributes = match[1]
        if not attributes:
            return match[0]
        if _SHARED in attributes and match[3]:
            cell = b"<c" + _STYLE.sub(restyle, attributes.replace(_SHARED, _INLINE))
            return cell + b"><is>" + strings[int(match[3])] + b"</is></c>"
        if b' s="' not in attributes:
            return match[0]
        offset = match.start()
        opened = match[0][: match.start(1) - offset] + _STYLE.sub(restyle, attributes)
        return opened + match[0][match.end(1) - offset :]

    written = _CELL.sub(rewrite, data)
    return _FORMULA.sub(lambda m: m[1] + _renamed(m[2], names), written) if names else written


def _renamed(formula: bytes, names: Renaming) -> bytes:
    return escape(names.formula(unescape(formula.decode()))).encode()
