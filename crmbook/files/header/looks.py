"""What a cell looks like before anyone knows its column: a name, a datum, prose, a key."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.spellings import is_known
from crmbook.schema.text import half_width, tidy


class Look(Enum):
    """What a cell looks like."""

    BLANK = "blank"
    NAME = "name"  # short text, as titles and most values are
    DATUM = "datum"  # a number, date, truth value, phone, address, or text that is one
    YEAR = "year"  # a year or month: a datum, or the title of a column of figures
    KEY = "key"  # ``编制单位:``, with or without the value behind it
    PROSE = "prose"  # longer than a title


_PROSE = 48  # characters; the longest title of the labelled tables has 44
_DATUM = lazy(
    r"[-–—+/.]+"  # nothing, as a dash
    r"|[(\-–—+≥≤><约]?[¥$€£]?\s*\d[\d\s.,'%)‰:/-]*"  # numbers, phones, times
    r"(?:元|万元|万|亿元|亿|人|人以上|万元以上|%)?"
    r"|\d{4}(?:年\d{1,2}月(?:\d{1,2}日?)?|[-/.]\d{1,2}[-/.]\d{1,2}.*)"  # dates
    r"|\d{1,2}月\d{1,2}日?"
    r"|.*\S@\S.*|(?:https?://|www\.).*"
    r"|[A-Za-z]{0,4}\d{5,}"  # numbered things: XS2024001
    r"|true|false|n/?a",
    re.IGNORECASE,
)
_KEY = lazy(r"[^:]{1,12}:(?:\s|.{0,30}$)|[^:]{1,20}:$")
_YEARS = (1950, 2100)


def look_of(value: Raw) -> Look:
    """Return what a cell looks like."""
    if value is None:
        return Look.BLANK
    if type(value) is str:
        return _look_of_text(value)
    if isinstance(value, int) and not isinstance(value, bool) and _YEARS[0] < value < _YEARS[1]:
        return Look.YEAR
    return Look.DATUM


@lru_cache(maxsize=8192)
def _look_of_text(text: str) -> Look:
    plain = tidy(half_width(text[: 4 * _PROSE]))
    if not plain:
        return Look.BLANK
    if plain.isdigit() and len(plain) == 4 and _YEARS[0] < int(plain) < _YEARS[1]:
        return Look.YEAR
    if _DATUM.fullmatch(plain):
        return Look.DATUM
    if len(plain) > _PROSE:
        return Look.PROSE
    if _KEY.match(plain) and not is_known(text):
        return Look.KEY
    return Look.NAME


def is_blank(value: Raw) -> bool:
    """Whether a cell holds nothing: no value, or only white space and invisible characters."""
    if type(value) is not str:
        return value is None
    return not value.strip() or (len(value) < _PROSE and not tidy(value))
