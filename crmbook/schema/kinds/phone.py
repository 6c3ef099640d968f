"""Phone numbers: mobiles, landlines, 400/800, several in one cell (M18, M20, U09)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.blanks import says_none
from crmbook.schema.kinds.dialling import Dialled, dial
from crmbook.schema.kinds.fake_phones import is_fake, suspects
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.kinds.messengers import take_ids
from crmbook.schema.kinds.phone_notes import Piece, pieces
from crmbook.schema.kinds.stray import marks
from crmbook.schema.text import INVISIBLE, half_width
from crmbook.schema.words.area_codes import PATTERN

_SCIENTIFIC = lazy(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})", re.ASCII)
_FLOAT = lazy(r"(\d{7,})\.0+", re.ASCII)
#: A mobile however its digits are grouped: nine of ten cells that are not in normal form.
_MOBILE = lazy(r"(?:\(?\+86\)?|0086|86)?[ -]*(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)
_NOTES = lazy("（[^（）]*）")
_WECHAT = lazy("微信|wechat|wx|vx", re.IGNORECASE)
#: Spellings of a separator or bracket that are as good as the normal form's.
_EQUAL = str.maketrans("()、；;，,", "（）/////")
_SAME = "/"
_PLAIN = [Piece("")]


def numbers(value: str) -> tuple[str, ...]:
    """Return the numbers of a parsed value, each in normal form and free of notes; none if masked.

    ``13800001111/0571-88888888（微信同号）`` → (13800001111, 0571-88888888).
    """
    if is_masked(value):
        return ()
    return tuple(part for part in _NOTES.sub("", value).split(_SAME) if part)


def is_wechat(value: str) -> bool:
    """Whether the cell says that a number is a 微信号 as well."""
    return any(_WECHAT.search(note) for note in _NOTES.findall(value))


def wechat(value: str) -> str:
    """Return the number that is a 微信号 as well ("" when none is said to be): a mobile if any."""
    if not is_wechat(value):
        return ""
    noted = [part for part in value.split(_SAME) if is_wechat(part)]
    mobiles = [one for one in (*map(_bare, noted), *numbers(value)) if one.startswith("1")]
    return next(iter(mobiles), _bare(noted[0]))


def _bare(part: str) -> str:
    return _NOTES.sub("", part)


class Phone(Kind):
    """Phone numbers; str in normal form, several joined by ``/``, notes in （） behind their number.

    Normal forms: ``13800001234``, ``0571-88888888``, ``0571-88888888-803`` (extension),
    ``400-867-4123``, ``+852 2345 6789``, ``13800001111/0571-88888888（微信同号）``.
    """

    name: ClassVar[str] = "phone"
    checks: ClassVar[tuple[str, ...]] = (
        "phone-format", "phone-digits-lost", "phone-fake", "phone-style", "phone-no-area",
        "phone-messenger",
    )  # fmt: skip
    clean: ClassVar[re.Pattern[str] | None] = lazy(
        rf"1[3-9]\d{{9}}|0(?:10|2[0-57-9])-[2-9]\d{{7}}|{PATTERN}-[2-9]\d{{6,7}}", re.ASCII
    )

    def _unclean(self, values: list[Raw]) -> Iterable[int]:
        return sorted({*super()._unclean(values), *suspects(values)})

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse everything a cell says about phones."""
        del context
        text = half_width(INVISIBLE.sub("", raw)).strip()
        mobile = _MOBILE.fullmatch(text)
        if mobile is not None:
            return _result(raw, _PLAIN, [Dialled("".join(mobile.groups()))])
        if says_none(text):
            return Parsed()
        if is_masked(text):
            return Parsed(text, masked=True)
        if _SCIENTIFIC.fullmatch(text):
            text = _recovered(text)
            if not text:
                message = _("“{text}” has lost its last digits").format(text=raw.strip())
                return Parsed(issues=(Issue("phone-digits-lost", message),))
        text = _FLOAT.sub(r"\1", text) if _FLOAT.fullmatch(text) else text
        return _texts(raw, text)

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Parse a number: shown as 1.38E+10, it still holds all its digits (U09)."""
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if not isinstance(raw, int) or isinstance(raw, bool):
            return self.parse_text(str(raw), context)
        if raw >= 10**15:  # beyond Excel's fifteen digits: two numbers typed into one number cell
            message = _("a number cell keeps 15 digits; the others are gone")
            return Parsed(issues=(Issue("phone-digits-lost", message),))
        return _stored(str(raw))


def _recovered(text: str) -> str:
    """Return the digits of a scientific notation that lost none of them, else ""."""
    match = _SCIENTIFIC.fullmatch(text)
    if match is None:
        return ""
    fraction, exponent = match[2] or "", int(match[3])
    return match[1] + fraction if exponent == len(fraction) >= 6 else ""


def _stored(digits: str) -> Parsed:
    """Return what a number cell means; every good one is a matter of style."""
    dialled = dial(digits, zero_lost=True)
    if not dialled.number:
        return Parsed(issues=dialled.issues)
    if dialled.number.startswith("0"):
        message = _("stored as a number: its leading 0 is gone")
    else:
        message = _("stored as a number, not as text")
    style = Issue("phone-style", message, fix=dialled.number)
    return Parsed(dialled.number, (*dialled.issues, *_fake([dialled.number]), style))


def _texts(raw: str, text: str) -> Parsed:
    """Return what a text says about numbers, and about ids that are none."""
    rest, taken = take_ids(text)
    if taken and not rest:
        return Parsed(issues=tuple(taken))
    found = list(pieces(rest))
    parsed = _result(raw, found, [dial(piece.number) for piece in found])
    if not taken:
        return parsed
    # The normal form of the numbers alone would be a fix that loses the id.
    issues = [issue for issue in parsed.issues if issue.check != "phone-style"]
    return Parsed(parsed.value, (*issues, *taken))


def _result(raw: str, found: list[Piece], dialled: list[Dialled]) -> Parsed:
    good = [(one.number, piece) for one, piece in zip(dialled, found, strict=True) if one.number]
    value = _SAME.join(number + piece.notes for number, piece in good) or None
    issues = [issue for one in dialled for issue in one.issues]
    if any(issue.check == "phone-format" for issue in issues):
        return Parsed(value, tuple(issues))
    issues += _fake([number for number, _piece in good])
    if value is not None and not issues and raw.translate(_EQUAL) != value.translate(_EQUAL):
        names = marks(raw)
        message = (
            _("invisible characters ({names}); normal form: {number}")
            if names
            else _("normal form: {number}")
        ).format(names=names, number=value)
        issues.append(Issue("phone-style", message, fix=value))
    return Parsed(value, tuple(issues))


def _fake(found: list[str]) -> list[Issue]:
    """Return the issue of numbers that look made up."""
    for number in found:
        if is_fake(number):
            message = _("{number}: digits that repeat or count up; is it real?")
            return [Issue("phone-fake", message.format(number=number))]
    return []
