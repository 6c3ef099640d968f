"""Text of XML files: entities, white space, the ``_x000D_`` escapes (ECMA-376 22.9.2.19).

Excel, and calamine with it, trims text whose element does not say ``xml:space="preserve"``; a run
of rich text that is nothing but space it keeps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

WHITE: Final = " \t\r\n"
_SPACE: Final = "http://www.w3.org/XML/1998/namespace space"
_ENTITY = re.compile("&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
#: White space as a numbered character; at the edge of a text it is trimmed like any other.
WHITE_REFERENCE: Final = rb"&#(?:0*(?:9|10|13|32)|x0*(?:9|[aA]|[dD]|20));"
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile("[\ud800-\udfff]")


def keeps_space(attributes: Mapping[str, str]) -> bool:
    """Whether an element, as expat tells its attributes, keeps white space around its text."""
    return attributes.get(_SPACE) == "preserve"


def trimmed_run(text: str) -> str:
    """Return the text of a run of rich text that does not keep white space around it."""
    return text.strip(WHITE) or text


def unescape(text: str) -> str:
    """Return the text that an XML file and OOXML's own escapes mean.

    Raises ValueError for an entity that XML does not know.
    """
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    return plain(text)


def plain(text: str) -> str:
    """Return ``text`` with ``_x000D_`` and its like resolved; what is no character stays."""
    if "_x" not in text:
        return text
    resolved = _ESCAPED.sub(_escaped_character, text)
    if _SURROGATES.search(resolved) is None:
        return resolved
    try:
        return resolved.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:  # half a pair: no text that could ever be written again
        return text


def _escaped_character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal or "0", 16)
    if (code < 0x20 and code not in {9, 10, 13}) or 0xD800 <= code < 0xE000:
        raise ValueError(match[0])
    return chr(code)
