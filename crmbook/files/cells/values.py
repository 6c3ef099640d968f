"""Values as a cell holds them: typed text, numbers, serials of dates. Text is never a formula."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Final

from crmbook.i18n import _
from crmbook.model.cells import CellError, Raw, Value
from crmbook.model.errors import UsageError

MAX_TEXT: Final = 32_767  # UTF-16 units, as Excel counts them
_EXACT: Final = 10**15
_DAY: Final = 86_400
_EPOCH_1900: Final = dt.datetime(1900, 1, 1)
_EPOCH_1904: Final = dt.datetime(1904, 1, 1)
_MARCH_1900: Final = dt.datetime(1900, 3, 1)
_ESCAPED_ALREADY = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SPACE_MATTERS = re.compile(r"^\s|\s$|\s\s|[\n\t]")
_ENTITIES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a cell: its ``t`` attribute (nothing for a number) and its children."""

    type: str
    children: str


def check_value(value: object) -> Value:
    """Return ``value`` as it will be written: no text is None; a date of a day stays a date.

    Raises UsageError for what a cell cannot hold: other types, text over 32,767 characters or with
    half a character, numbers that Excel would round, not-a-number, times with a zone.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _checked_text(str(value))
    if isinstance(value, int | float):
        return _checked_number(value)
    if isinstance(value, dt.date):
        return _checked_date(value)
    if hasattr(value, "item"):  # a number of numpy's
        return check_value(value.item())
    raise UsageError(_("a cell cannot hold a {type}").format(type=type(value).__name__))


def content(value: Value, prefix: str, *, date1904: bool) -> Content:
    """Return how a checked value is written, in a sheet of that prefix (``x:`` or nothing)."""
    if value is None:
        return Content("", "")
    if isinstance(value, bool):
        return Content("b", f"<{prefix}v>{int(value)}</{prefix}v>")
    if isinstance(value, str):
        space = ' xml:space="preserve"' if _SPACE_MATTERS.search(value) else ""
        text = escape_text(value)
        return Content(
            "inlineStr", f"<{prefix}is><{prefix}t{space}>{text}</{prefix}t></{prefix}is>"
        )
    number = serial(value, date1904=date1904) if isinstance(value, dt.date) else value
    return Content("", f"<{prefix}v>{number!r}</{prefix}v>")


def escape_text(text: str) -> str:
    """Return text as XML: entities, and ``_x000D_`` for what XML cannot hold (ECMA-376 22.9.2.19)."""
    text = _ESCAPED_ALREADY.sub("_x005F_", text)
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text).translate(_ENTITIES)


def serial(moment: dt.date, *, date1904: bool) -> int | float:
    """Return a date's serial number in the date system of the book.

    Raises UsageError for a date before its first day.
    """
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    if moment < epoch:
        raise UsageError(
            _("{value} lies before the first day that a cell can hold").format(value=moment),
            _("write it as text"),
        )
    passed = moment - epoch
    # The first day of 1900 is 1; from March on one more, for the 29 February that Lotus saw.
    days = passed.days + (0 if date1904 else 1 + (moment >= _MARCH_1900))
    fraction = passed.seconds + passed.microseconds / 1e6
    return days + fraction / _DAY if fraction else days


def same(old: Raw, new: Value) -> bool:
    """Whether a cell that reads as ``old`` holds ``new`` already."""
    if isinstance(new, dt.date) and not isinstance(new, dt.datetime):
        new = dt.datetime.combine(new, dt.time())
    if isinstance(old, CellError) or isinstance(old, bool) != isinstance(new, bool):
        return False
    numbers = isinstance(old, int | float) and isinstance(new, int | float)
    return old == new and (numbers or type(old) is type(new) or isinstance(old, dt.datetime))


def _checked_text(text: str) -> str | None:
    try:
        length = len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise UsageError(_("the text holds half a character (a lone surrogate)")) from None
    if length > MAX_TEXT:
        raise UsageError(
            _("the text has {length} characters; a cell holds {most}").format(
                length=length, most=MAX_TEXT
            ),
            _("shorten it, or spread it over several cells"),
        )
    return text or None


def _checked_number(number: float) -> int | float:
    plain = int(number) if isinstance(number, int) else float(number)
    if not math.isfinite(plain):
        raise UsageError(_("a cell cannot hold the number {number}").format(number=number))
    if isinstance(plain, int) and abs(plain) >= _EXACT:
        raise UsageError(
            _("Excel keeps 15 digits of a number: {number} would be changed").format(number=number),
            _("write it as text"),
        )
    return plain


def _checked_date(moment: dt.date) -> dt.date:
    if moment != moment:  # noqa: PLR0124 - that is how pandas' NaT is known
        raise UsageError(_("a cell cannot hold a {type}").format(type="NaT"))
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        raise UsageError(_("a cell's time knows no zone: {value}").format(value=moment))
    return moment
