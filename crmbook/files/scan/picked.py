"""A few of the shared strings, by number, without keeping the others in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Final

from crmbook.files.scan.strings_parser import StringsParser
from crmbook.files.scan.text import WHITE
from crmbook.files.scan.text import plain as unescaped

_ITEM: Final = b"<si>"
_ITEM_END: Final = b"</si>"
#: A text as most are: what follows ``<si>``. The parser takes 10 µs, this half of one.
_PLAIN: Final = re.compile(
    rb'<t( xml:space="preserve")?>([^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f]*)</t></si>'
)
_BATCH: Final = 1 << 19
_DECLARATION: Final = 4  # "<?xml" stands at the very beginning, or behind a BOM of three bytes


def pick_strings(read: Callable[[], Iterable[bytes]], wanted: Collection[int]) -> dict[int, str]:
    """Return the wanted texts of a sharedStrings part by index; one that it lacks is missing.

    ``read`` hands out the part from its beginning. Strings as programs write them are counted, and
    only the wanted ones parsed; another dialect is parsed whole. Raises FileRefused for broken XML
    and a DOCTYPE in what is parsed.
    """
    found = _counted(read(), wanted)
    return _parsed(read(), wanted) if found is None else found


def _counted(pieces: Iterable[bytes], wanted: Collection[int]) -> dict[int, str] | None:
    """Return the wanted texts; None for a dialect in which ``<si>`` cannot just be counted."""
    found: dict[int, str] = {}
    buffer, base = b"", 0
    for piece in pieces:
        buffer += piece
        if len(buffer) < _BATCH:
            continue
        cut = max(0, buffer.rfind(_ITEM))
        count = _count(buffer[:cut], first=not base)
        if count is None:
            return None
        _take(buffer[:cut], range(base, base + count), wanted, found)
        base += count
        buffer = buffer[cut:]
    count = _count(buffer, first=not base)
    if count is None:
        return None
    _take(buffer, range(base, base + count), wanted, found)
    return found


def _count(items: bytes, *, first: bool) -> int | None:
    """Return how many strings a piece holds; None unless each begins with ``<si>``, in the open."""
    hides = (b"!" in items and b"<!" in items) or items.find(b"<?", _DECLARATION) >= 0
    root = not first or b"<sst" in items or not items
    count = items.count(_ITEM)
    return count if root and not hides and items.count(b"<si") == count else None


def _take(items: bytes, here: range, wanted: Collection[int], found: dict[int, str]) -> None:
    """Parse the wanted ones of some strings, which have the numbers ``here``."""
    numbers = [number for number in wanted if number in here]
    if numbers:
        each = items.split(_ITEM)
        found.update((number, _text(each[number - here.start + 1])) for number in numbers)


def _text(rest: bytes) -> str:
    """Return the text of one string, given what follows its start tag."""
    plain = _PLAIN.match(rest)
    if plain is not None:
        with suppress(UnicodeDecodeError):  # the parser says what is wrong
            text = plain[2].decode()
            if "\ufffe" not in text and "\uffff" not in text:
                return unescaped(text if plain[1] else text.strip(WHITE))
    parser = StringsParser()
    item, _end, _behind = rest.partition(_ITEM_END)  # without an end: what follows is no XML
    parser.feed(b"<sst>" + _ITEM + item + _ITEM_END + b"</sst>")
    parser.close()
    return parser.texts[0]


def _parsed(pieces: Iterable[bytes], wanted: Collection[int]) -> dict[int, str]:
    parser, found, base = StringsParser(), dict[int, str](), 0
    for piece in pieces:
        parser.feed(piece)
        found |= {base + at: text for at, text in enumerate(parser.texts) if base + at in wanted}
        base += len(parser.texts)
        parser.texts.clear()
    parser.close()
    return found | {base + at: text for at, text in enumerate(parser.texts) if base + at in wanted}
