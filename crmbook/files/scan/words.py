"""Eight bytes at a time: what the tokeniser does to all cells of a block at once.

A *word* is eight consecutive bytes read as a little-endian uint64, so its lowest byte is the first
character. Gathering a word per cell costs 6 ns; everything after that is plain integer arithmetic.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Bytes that must follow a text before words may be gathered anywhere in it.
PADDING: Final = bytes(64)

#: ``KEEP[n]`` keeps the first n bytes of a word.
KEEP: Final[Words] = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)

_ONES = 0x0101010101010101
_ZERO_DIGITS: Final = np.uint64(0x30 * _ONES)
_LOW: Final = np.uint64(0x0F * _ONES)
_HIGH: Final = np.uint64(0xF0 * _ONES)
_ABOVE_NINE: Final = np.uint64(0x06 * _ONES)
_DOTS: Final = np.uint64(ord(".") * _ONES)
_LOWEST_BITS: Final = np.uint64(_ONES)
_HIGHEST_BITS: Final = np.uint64(0x80 * _ONES)
_PAIRS: Final = np.uint64(0x00FF00FF00FF00FF)
_FOURS: Final = np.uint64(0x0000FFFF0000FFFF)
_EXACT: Final = 1 << 53
_TENS: Final = 10.0 ** np.arange(23)
_WHOLE_TENS: Final = 10 ** np.arange(16, dtype=np.int64)


def word(text: bytes) -> np.uint64:
    """Return up to eight bytes as a word."""
    return np.uint64(int.from_bytes(text, "little"))


def words_of(text: bytes) -> Words:
    """Return a view of the words at every place of ``text``, but for its last seven bytes."""
    return np.ndarray((len(text) - 7,), np.dtype("<u8"), text, 0, (1,))


def eight_digits(found: Words, length: Places) -> tuple[NDArray[np.int64], Flags]:
    """Read decimal digits, 1 to 8, from the front of each word: (values, which were digits only)."""
    missing = 8 - length
    digits = (found << (missing << 3).astype(np.uint64)) | (_ZERO_DIGITS & KEEP[missing])
    good = ((digits & _HIGH) == _ZERO_DIGITS) & (((digits + _ABOVE_NINE) & _HIGH) == _ZERO_DIGITS)
    digits &= _LOW
    digits = (digits * np.uint64(2561)) >> np.uint64(8) & _PAIRS
    digits = (digits * np.uint64(6553601)) >> np.uint64(16) & _FOURS
    digits = (digits * np.uint64(42949672960001)) >> np.uint64(32)
    return digits.astype(np.int64), good


def read_digits(words: Words, start: Places, length: Places) -> tuple[NDArray[np.int64], Flags]:
    """Read decimal digits, 1 to 15 at each place: (values, which were digits only)."""
    if not len(length) or int(length.max()) <= 8:
        inside = np.clip(length, 1, 8)
        value, good = eight_digits(words[start], inside)
        return value, good & (inside == length)
    lead = np.clip(length - 8, 0, 8)
    value, good = eight_digits(words[start + lead], np.clip(length, 1, 8))
    front, front_good = eight_digits(words[start], np.maximum(lead, 1))
    long = lead > 0
    value = np.where(long, front * 100_000_000 + value, value)
    return value, good & (front_good | ~long) & (length >= 1) & (length <= 15)


def dots(words: Words, start: Places) -> Places:
    """Return how many bytes stand before the first ``.`` at each place, 8 when it comes later."""
    away = words[start] ^ _DOTS
    found = (away - _LOWEST_BITS) & ~away & _HIGHEST_BITS
    lowest = found & (~found + np.uint64(1))
    bits = np.frexp(lowest.astype(np.float64))[1]
    return np.where(found == 0, 8, (bits >> 3) - 1).astype(np.int64)


def read_decimals(words: Words, start: Places, length: Places) -> tuple[NDArray[np.float64], Flags]:
    """Read ``45601.890694`` at each place: (values, which were read exactly).

    Exact by Clinger's argument: digits below 2^53 divided by a power of ten up to 10^22 round once.
    Signs, exponents and longer numbers are left to ``float``.
    """
    before = dots(words, start)
    after = length - before - 1
    fits = (before >= 1) & (before < 8) & (after >= 1) & (after <= 15)
    before, after = np.where(fits, before, 1), np.where(fits, after, 1)
    whole, whole_good = read_digits(words, start, before)
    part, part_good = read_digits(words, start + before + 1, after)
    exact = fits & whole_good & part_good & (before + after <= 16)
    mantissa = np.where(exact, whole * _WHOLE_TENS[after] + part, 0)
    return mantissa / _TENS[after], exact & (mantissa <= _EXACT)
