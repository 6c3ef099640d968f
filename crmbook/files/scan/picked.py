"""A few of the shared strings, by number, without keeping the others in memory."""

from __future__ import annotations

import re
from bisect import bisect_left
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
    buffer, base, sought = b"", 0, sorted(wanted)
    for piece in pieces:
        buffer += piece
        if len(buffer) < _BATCH:
            continue
        cut = max(0, buffer.rfind(_ITEM))
        count = _take(buffer[:cut], base, sought, found)
        if count is None:
            return None
        base += count
        buffer = buffer[cut:]
    return None if _take(buffer, base, sought, found) is None else found


def _take(items: bytes, base: int, wanted: list[int], found: dict[int, str]) -> int | None:
    """Parse the wanted ones of some strings, the first of which has the number ``base``.

    Returns how many strings they are; None unless each begins with ``<si>``, in the open.
    """
    # One character is found ten times as fast as two, and these two hardly ever stand anywhere.
    hides = (b"!" in items and b"<!" in items) or (
        items.find(b"?", _DECLARATION) >= 0 and items.find(b"<?", _DECLARATION) >= 0
    )
    if hides or not (base or b"<sst" in items or not items):
        return None
    count = items.count(b"<si")
    here = wanted[bisect_left(wanted, base) : bisect_left(wanted, base + count)]
    if not here:
        return count if items.count(_ITEM) == count else None
    each = items.split(_ITEM)
    if len(each) != count + 1:
        return None
    found.update((number, _text(each[number - base + 1])) for number in here)
    return count


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
