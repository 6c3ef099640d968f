"""E-mail addresses (M18): the shape is checked, never the network."""

from __future__ import annotations

import re
from typing import ClassVar

from crmbook.i18n import _
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.blanks import says_none
from crmbook.schema.kinds.mail_domains import TYPOS, meant
from crmbook.schema.kinds.text import spaces
from crmbook.schema.text import half_width, tidy

_USER = r"[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+(?:\.[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = lazy(rf"{_USER}@(?:{_LABEL}\.)+[A-Za-z]{{2,}}")
_PREFIX = lazy(r"(?:mailto|e-?mail|mail|邮箱|邮件|电子邮箱)\s*[:：]\s*", re.IGNORECASE)
#: What stands beside an address: 张三 <zhang@qq.com>, zhang@qq.com(常用).
_BESIDE = lazy(r"[^<>@;,]*<(?=[^<>]+>)|(?<=[^<>])>|\s*\([^()@]*\)")
_SEPARATOR = lazy(r"\s*[/、;|\n]\s*|\s*,\s*(?=[^,@\s]+@)|\s+(?=\S+@)")
#: A full stop of the wrong keyboard: zhang@qq。com, zhang@qq,com.
_STOPS = lazy("[。,，．、]")
#: Stars, or a run of x that begins or ends the name: zhxxx@qq.com (§2.12); 0xx0.com is a domain.
_MASKED = lazy(r"[*＊●]|^x{3,}|x{3,}@", re.IGNORECASE)
#: The usual endings: others (.con) are looked at one by one, and so are mistyped names before them.
_ENDINGS = "com|cn|net|org|edu|gov|io|example"
_MISTYPED = "|".join(re.escape(one) for one in TYPOS if re.search(rf"\.(?:{_ENDINGS})$", one))
_EQUAL = str.maketrans("、；,，/", ";;;;;")
_JOIN = ";"


def addresses(value: str) -> tuple[str, ...]:
    """Return the addresses of a parsed value: usually one."""
    return tuple(value.split(_JOIN))


class Email(Kind):
    """One address as typed, in half-width letters; several are joined by ``;``. str."""

    name: ClassVar[str] = "email"
    checks: ClassVar[tuple[str, ...]] = ("email-format", "email-typo", "email-style", "spaces")
    clean: ClassVar[re.Pattern[str] | None] = lazy(
        r"(?![xX]{3})[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*(?<![xX]{3})@"
        rf"(?!(?:{_MISTYPED})$)(?:[a-z0-9]+\.)+(?:{_ENDINGS})",
        re.ASCII,
    )

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell; what is good in it is its value."""
        del context
        text = tidy(raw)
        plain = _PREFIX.sub("", half_width(text), count=1)
        if says_none(plain):
            return Parsed()
        if _MASKED.search(plain):
            return Parsed(plain, masked=True)
        bare = _BESIDE.sub("", plain)
        parts = [bare] if _ADDRESS.fullmatch(bare) else _split(bare)
        wrong = [reason for part in parts if (reason := _why(part))]
        good = [part for part in parts if _ADDRESS.fullmatch(part)]
        value = _JOIN.join(good) or None
        if wrong:
            return Parsed(value, (Issue("email-format", "；".join(dict.fromkeys(wrong))),))
        if any(character.isalnum() for note in _BESIDE.findall(plain) for character in note):
            message = _("there is more than an address in the cell: {address}").format(
                address=value
            )
            return Parsed(value, (Issue("email-style", message),))
        return Parsed(value, _issues(raw, text, good))


def _split(text: str) -> list[str]:
    """Return the parts of a cell that should be addresses, full stops mended."""
    found = [part for part in _SEPARATOR.split(text) if part]
    if len(found) > 1 and not all("@" in part for part in found):
        found = [text]
    return [_mended(part) for part in found] or [text]


def _mended(part: str) -> str:
    user, at, domain = part.partition("@")
    fixed = f"{user}{at}{_STOPS.sub('.', domain).strip('.')}"
    return fixed if _ADDRESS.fullmatch(fixed) else part


def _issues(raw: str, text: str, good: list[str]) -> tuple[Issue, ...]:
    """Return what is to be said of a cell whose addresses are all well-formed."""
    corrected = [meant(one) or one for one in good]
    value = _JOIN.join(corrected)
    if corrected != good:
        odd = next(one for one, other in zip(good, corrected, strict=True) if one != other)
        message = _("{domain} does not exist").format(domain=odd.partition("@")[2])
        return (Issue("email-typo", message, fix=value),)
    if value.translate(_EQUAL) == text.translate(_EQUAL):
        return spaces(raw, text)
    message = _("normal form: {address}").format(address=value)
    return (Issue("email-style", message, fix=value),)


def _why(text: str) -> str:
    """Return what is wrong with one address, "" when nothing is."""
    if _ADDRESS.fullmatch(text):
        return ""
    user, at, domain = text.partition("@")
    faults = (
        (not at, _("there is no @ in it")),
        ("@" in domain, _("there is more than one @ in it")),
        (re.search(r"\s", text), _("there is a space in it")),
        (not user, _("there is nothing before the @")),
        (not domain, _("there is nothing behind the @")),
        ("." not in domain, _("there is no dot behind the @")),
    )
    return next((reason for fault, reason in faults if fault), "") or _why_not(user, domain)


def _why_not(user: str, domain: str) -> str:
    """Return what is wrong where all the parts are there."""
    if ".." in f".{user}." or ".." in f".{domain}.":
        return _("there is a dot too many in it")
    odd = re.sub(rf"[A-Za-z0-9.@-]|{_USER}", "", user) or re.sub(r"[A-Za-z0-9.-]", "", domain)
    if odd:
        return _("no address has the character {character}").format(character=odd[0])
    return _("nothing ends like {domain}").format(domain=domain)
