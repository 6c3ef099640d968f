"""One phone number: which network it belongs to, its normal form, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmbook.i18n import _
from crmbook.schema.kinds.base import Issue

_LABEL = re.compile(r"^(?:手机|电话|座机|tel|mobile|phone|联系方式)?\s*[:：.]?\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:转|分机|轉|ext\.?|x|#|[-–—])\s*(\d{1,6})$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_COUNTRY = re.compile(r"^(?:\(?\+\s*86\)?|0086|\(86\))[\s-]*(?=[\d(])")
_SHORT_AREAS = ("010", "020", "021", "022", "023", "024", "025", "027", "028", "029")
_SERVICE = re.compile(r"9[56]\d{3,6}")


@dataclass(frozen=True, slots=True)
class Dialled:
    """One number in normal form ("" when it is none) and what is wrong with it."""

    number: str = ""
    issues: tuple[Issue, ...] = ()


def dial(text: str) -> Dialled:
    """Read one number, half-width, without notes."""
    plain = _LABEL.sub("", text.strip(), count=1)
    if plain.startswith(("+", "00")) and not _COUNTRY.match(plain):
        return _abroad(plain)
    local = _COUNTRY.sub("", plain)
    national = local is not plain and len(local) < len(plain)
    number, extension = _split_extension(local)
    letter = _LETTER.search(number)
    if letter is not None:
        return _wrong(_("there is a letter in it: {letter}").format(letter=letter[0]))
    digits = re.sub(r"\D", "", number)
    if number.startswith("86") and len(digits) in {12, 13}:
        digits, national = digits[2:], True
    peking = digits.startswith("10") and len(digits) == 10  # +86 10 …: the area code lost its 0
    if national and (peking or not digits.startswith(("0", "1", "400", "800"))):
        digits = "0" + digits
    return _domestic(digits, extension)


def _split_extension(text: str) -> tuple[str, str]:
    match = _EXTENSION.search(text)
    if match is None:
        return text, ""
    head = text[: match.start()]
    before = re.sub(r"\D", "", head)
    marked = not match[0].startswith(("-", "–", "—"))
    # A hyphen cuts off an extension only behind a whole landline: 0571-88888888-803.
    whole = before.startswith(("0", "400", "800")) and len(before) >= 10
    return (head, match[1]) if marked or whole else (text, "")


def _domestic(digits: str, extension: str) -> Dialled:
    if not digits:
        return _wrong(_("there are no digits in it"))
    if digits.startswith("0"):
        return _landline(digits, extension)
    if digits.startswith(("400", "800")) and len(digits) == 10:
        return Dialled(_with(f"{digits[:3]}-{digits[3:6]}-{digits[6:]}", extension))
    if digits.startswith("1"):
        return _mobile(digits)
    if _SERVICE.fullmatch(digits) and len(digits) <= 8 and digits[0] == "9":
        return Dialled(digits)
    if len(digits) in {7, 8}:
        message = _("no area code in front of {number}").format(number=digits)
        return Dialled(_with(digits, extension), (Issue("phone-no-area", message),))
    return _wrong(_("{count} digits: neither a mobile nor a landline").format(count=len(digits)))


def _mobile(digits: str) -> Dialled:
    missing = 11 - len(digits)
    if missing > 0:
        return _wrong(_("mobile number, {count} digits too few").format(count=missing))
    if missing < 0:
        return _wrong(_("mobile number, {count} digits too many").format(count=-missing))
    if digits[1] not in "3456789":
        return _wrong(_("no mobile number begins with {prefix}").format(prefix=digits[:3]))
    return Dialled(digits)


def _landline(digits: str, extension: str) -> Dialled:
    area = digits[:3] if digits.startswith(_SHORT_AREAS) else digits[:4]
    number = digits[len(area) :]
    if len(area) == 4 and not "3" <= area[1] <= "9":
        return _wrong(_("there is no area code {area}").format(area=area))
    least = 8 if len(area) == 3 else 7
    if len(number) < least:
        count = least - len(number)
        return _wrong(_("landline, {count} digits too few").format(count=count))
    if len(number) > 8:
        count = len(number) - 8
        return _wrong(_("landline, {count} digits too many").format(count=count))
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


def _wrong(message: str) -> Dialled:
    return Dialled(issues=(Issue("phone-format", message),))
