"""Text as people type it: folding for comparison, invisible characters, simplified script.

Nothing here rewrites a user's cell; folded text is for matching only.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from crmbook.model.patterns import lazy

#: Zero-width and direction marks; U+202D/U+202C from phone books survive NFKC (U09).
INVISIBLE = lazy("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACE = lazy(r"\s+")
#: White space at the ends, doubled inside, line breaks, or invisible marks: what a trim would mend.
UNTIDY = lazy("^\\s|\\s$|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
#: How people fill a cell that has nothing to say (stock exchanges print ``-``).
_NOTHING = frozenset({"", "-", "--", "---", "—", "——", "–", "/", "//", "\\"})


def tidy(text: str) -> str:
    """Return ``text`` without invisible characters and without white space around it."""
    return INVISIBLE.sub("", text).strip()


def half_width(text: str) -> str:
    """Return ``text`` after NFKC (full-width digits, letters and brackets become plain ones)."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return ``text`` for comparison: NFKC, no white space, no invisible characters, casefolded."""
    return _SPACE.sub("", INVISIBLE.sub("", half_width(text))).casefold()


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Return ``text`` in simplified script (聯繫電話 → 联系电话), for matching only.

    opencc is loaded on first use: a book in simplified script never needs it.
    """
    return _converter().convert(text)


@lru_cache(maxsize=1)
def _converter() -> _Converter:
    import opencc  # noqa: PLC0415 - 25 ms that most books never need

    converter: _Converter = opencc.OpenCC("tw2sp")
    return converter


class _Converter:  # what we use of opencc, for the type checker
    def convert(self, text: str) -> str:
        raise NotImplementedError


def is_nothing(text: str) -> bool:
    """Whether a text stands for "nothing here": white space only, a dash or a slash."""
    plain = tidy(text)
    return len(plain) <= 3 and half_width(plain) in _NOTHING
