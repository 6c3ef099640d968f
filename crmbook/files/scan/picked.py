"""A few of the shared strings, by number, without keeping the others in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final

from crmbook.files.scan.strings_parser import StringsParser

_ITEM: Final = b"<si>"
_ITEM_END: Final = b"</si>"
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
        if not _countable(buffer[:cut], first=not base):
            return None
        base += _take(buffer[:cut], base, wanted, found)
        buffer = buffer[cut:]
    if not _countable(buffer, first=not base):
        return None
    _take(buffer, base, wanted, found)
    return found


def _countable(items: bytes, *, first: bool) -> bool:
    """Whether every string in some part of the XML begins with ``<si>``, and nothing hides."""
    hides = (b"!" in items and b"<!" in items) or items.find(b"<?", _DECLARATION) >= 0
    root = not first or b"<sst" in items or not items
    return root and not hides and items.count(b"<si") == items.count(_ITEM)


def _take(items: bytes, base: int, wanted: Collection[int], found: dict[int, str]) -> int:
    """Parse the wanted ones of some strings, which begin with number ``base``; return how many."""
    count = items.count(_ITEM)
    here = [number for number in wanted if base <= number < base + count]
    if here:
        each = items.split(_ITEM)
        found.update((number, _text(each[number - base + 1])) for number in here)
    return count


def _text(rest: bytes) -> str:
    """Return the text of one string, given what follows its start tag."""
    parser = StringsParser()
    parser.feed(b"<sst>" + _ITEM + rest[: rest.index(_ITEM_END)] + _ITEM_END + b"</sst>")
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
