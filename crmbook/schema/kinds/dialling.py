"""One phone number: which network it belongs to, its normal form, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmbook.i18n import _
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Issue
from crmbook.schema.words.area_codes import SHORT, area_of

_EXTENSION = lazy(r"\s*(?:转|分机|轉|内线|ext\.?|x|#|[-–—])\s*[:：]?\s*(\d{1,6})$", re.IGNORECASE)
_LETTER = lazy(r"[^\W\d_]")
_COUNTRY = lazy(r"^(?:\(?\+\s*86\)?|0086|\(86\))[\s-]*(?=[\d(])")
_LOCAL = lazy(r"[2-9]\d{6,7}")
_TOLL_FREE = lazy(r"[48]00\d{7}")
#: Hong Kong, Macau and Taiwan without 00 or +.
_NEIGHBOUR = lazy(
    r"(?!\d{8}-)\(?(?P<country>85[23]|886)(?P<apart>[) -]{0,2})(?P<number>(?:[ -]?\d){8,10})"
)
_NO_DIGIT = lazy(r"\D")
_SERVICE = lazy(r"9[56]\d{3,4}")
#: What the letters of a mistyped number stand for; said, never mended: it is a guess.
_LOOKALIKES = str.maketrans("oOlI", "0011")


@dataclass(frozen=True, slots=True)
class Dialled:
    """One number in normal form ("" when it is none) and what is wrong with it."""

    number: str = ""
    issues: tuple[Issue, ...] = ()


def dial(text: str, *, zero_lost: bool = False) -> Dialled:
    """Read one number, half-width, without labels and notes.

    ``zero_lost``: it was a number cell, in which a landline's leading 0 cannot stand.
    """
    plain = text.strip()
    if plain.startswith(("+", "00")) and not _COUNTRY.match(plain):
        return _abroad(plain)
    neighbour = _neighbour(plain)
    if neighbour is not None:
        return neighbour
    local = _COUNTRY.sub("", plain)
    number, extension = _split_extension(local)
    if _LETTER.search(number):
        return _lettered(number)
    digits = _NO_DIGIT.sub("", number)
    national = local != plain
    if number.startswith("86") and len(digits) in {12, 13, 14}:
        digits, national = digits[2:], True
    return _domestic(_with_zero(digits) if national or zero_lost else digits, extension)


def _neighbour(text: str) -> Dialled | None:
    """Read 852-23456789, 853 …, 886-2-…; None when it is none: 85234567-803 is a local number."""
    match = _NEIGHBOUR.fullmatch(text)
    if match is None:
        return None
    found = _abroad(f"+{match['country']}{_NO_DIGIT.sub('', match['number']).removeprefix('0')}")
    return found if found.number or match["apart"] else None


def _with_zero(digits: str) -> str:
    """Give a landline its 0 back: +86 571 …, +86 10 …, or the 57188888888 of a number cell."""
    area = area_of("0" + digits)
    behind = len(digits) + 1 - len(area)
    return "0" + digits if area and (behind == 8 or (behind == 7 and area not in SHORT)) else digits


def _split_extension(text: str) -> tuple[str, str]:
    match = _EXTENSION.search(text)
    if match is None:
        return text, ""
    head = text[: match.start()]
    before = _NO_DIGIT.sub("", head)
    if _TOLL_FREE.fullmatch(_NO_DIGIT.sub("", text)):
        return text, ""  # 4001-234-567, however its ten digits are grouped
    marked = match[0].strip()[0] not in "-–—"
    # A hyphen cuts off an extension only behind a whole number: 0571-88888888-803.
    whole = _LOCAL.fullmatch(before) is not None or (
        len(before) >= 10 and before.startswith(("0", "1", "400", "800"))
    )
    return (head, match[1]) if (marked and before) or whole else (text, "")


def _lettered(text: str) -> Dialled:
    letters = "".join(dict.fromkeys(_LETTER.findall(text)))
    guess = _NO_DIGIT.sub("", text.translate(_LOOKALIKES))
    remedy = ""
    if len(guess) == 11 and not _LETTER.search(text.translate(_LOOKALIKES)):
        remedy = _("Perhaps {number}? Ask the customer.").format(number=guess)
    return _wrong(_("there is a letter in it: {letter}").format(letter=letters), remedy)


def _domestic(digits: str, extension: str) -> Dialled:
    if digits.startswith("0"):
        return _landline(digits, extension)
    if digits.startswith(("400", "800")) and len(digits) > 8:
        return _toll_free(digits, extension)
    if digits.startswith("1"):
        return _mobile(digits, extension)
    if _SERVICE.fullmatch(digits):
        return Dialled(_with(digits, extension))
    return _without_area(digits, extension)


def _without_area(digits: str, extension: str) -> Dialled:
    if _LOCAL.fullmatch(digits):
        message = _("no area code in front of {number}").format(number=digits)
        return Dialled(_with(digits, extension), (Issue("phone-no-area", message),))
    if not digits:
        return _wrong(_("there are no digits in it"))
    return _wrong(_("{count} digits: neither a mobile nor a landline").format(count=len(digits)))


def _toll_free(digits: str, extension: str) -> Dialled:
    if len(digits) != 10:
        return _wrong(_("{prefix} numbers have 10 digits, this one {count}").format(
            prefix=digits[:3], count=len(digits)))  # fmt: skip
    return Dialled(_with(f"{digits[:3]}-{digits[3:6]}-{digits[6:]}", extension))


def _mobile(digits: str, extension: str) -> Dialled:
    missing = 11 - len(digits)
    if missing > 0:
        return _wrong(_("mobile number, {count} digits too few").format(count=missing))
    if len(digits) == 22:
        return _wrong(_("two numbers run together: {first} and {second}?").format(
            first=digits[:11], second=digits[11:]))  # fmt: skip
    if missing < 0:
        return _wrong(_("mobile number, {count} digits too many").format(count=-missing))
    if digits[1] not in "3456789":
        return _wrong(_("no mobile number begins with {prefix}").format(prefix=digits[:3]))
    return Dialled(_with(digits, extension))


def _landline(digits: str, extension: str) -> Dialled:
    if digits[1:2] == "1" and len(digits) == 12 and digits[2] in "3456789":
        return Dialled(_with(digits[1:], extension))  # 013867412358, as once dialled between cities
    area = area_of(digits)
    if not area and len(digits) > 3:
        return _wrong(_("there is no area code {area}").format(area=digits[:4]))
    number, least = digits[len(area) :], 8 if area in SHORT else 7
    if not area or len(number) < least:
        count = least - len(number) if area else 11 - len(digits)
        return _wrong(_("landline, {count} digits too few").format(count=count))
    if len(number) > 8:
        return _wrong(_("landline, {count} digits too many").format(count=len(number) - 8))
    if number[0] in "01":
        return _wrong(_("no landline begins with {digit}").format(digit=number[0]))
    return Dialled(_with(f"{area}-{number}", extension))


def _abroad(text: str) -> Dialled:
    """Read a number with another country's code (Hong Kong +852, Macau, Taiwan +886 …)."""
    import phonenumbers  # noqa: PLC0415 - 59 ms, and 18 µs a number, for the few from abroad

    try:
        parsed = phonenumbers.parse("+" + text[2:] if text.startswith("00") else text, None)
    except phonenumbers.NumberParseException:
        return _wrong(_("there is no such country code"))
    if not phonenumbers.is_valid_number(parsed):
        return _wrong(_("no valid number of that country"))
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return Dialled(phonenumbers.format_number(parsed, form))


def _with(number: str, extension: str) -> str:
    return f"{number}-{extension}" if extension else number


def _wrong(message: str, remedy: str = "") -> Dialled:
    return Dialled(issues=(Issue("phone-format", message, remedy=remedy),))
