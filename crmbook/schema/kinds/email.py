"""E-mail addresses (M18): the shape is checked, never the network."""

from __future__ import annotations

import re
from typing import ClassVar

from crmbook.i18n import _
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.text import half_width, is_nothing, tidy

_USER = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_USER}@(?:{_LABEL}\.)+[A-Za-z]{{2,}}")
_PREFIX = re.compile(r"^(?:mailto:|邮箱[:：])\s*", re.IGNORECASE)
#: Endings that are mistyped again and again, and what was meant.
TYPOS = {
    "qq.con": "qq.com", "qq.cm": "qq.com", "qq.cn": "qq.com", "qq.om": "qq.com", "163.con": "163.com",
    "163.cm": "163.com", "163.cn": "163.com", "126.con": "126.com", "126.cm": "126.com",
    "gmail.con": "gmail.com", "gamil.com": "gmail.com", "gmial.com": "gmail.com",
    "gmai.com": "gmail.com", "sina.con": "sina.com", "hotmail.con": "hotmail.com",
    "hotmial.com": "hotmail.com", "outlook.con": "outlook.com", "outlok.com": "outlook.com",
    "foxmail.con": "foxmail.com", "139.con": "139.com", "aliyun.con": "aliyun.com",
}  # fmt: skip


class Email(Kind):
    """One address; str as typed, half-width. Several in a cell: the first that is good."""

    name: ClassVar[str] = "email"
    checks: ClassVar[tuple[str, ...]] = ("email-format", "email-typo", "email-style")
    clean: ClassVar[re.Pattern[str] | None] = re.compile(
        r"[A-Za-z0-9._-]+@(?!(?:" + "|".join(map(re.escape, TYPOS)) + r")$)"
        rf"(?:{_LABEL}\.)+[A-Za-z]{{2,}}"
    )

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one cell."""
        del context
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        plain = _PREFIX.sub("", half_width(text)).strip(" <>")
        if is_masked(plain.partition("@")[0]) and "@" in plain:
            return Parsed(plain, masked=True)
        if not _ADDRESS.fullmatch(plain):
            return Parsed(issues=(Issue("email-format", _why(plain)),))
        typo = _typo(plain)
        if typo:
            message = _("{domain} does not exist").format(domain=plain.partition("@")[2])
            return Parsed(plain, (Issue("email-typo", message, fix=typo),))
        if plain != raw:
            message = _("normal form: {address}").format(address=plain)
            return Parsed(plain, (Issue("email-style", message, fix=plain),))
        return Parsed(plain)


def _typo(address: str) -> str:
    user, _at, domain = address.partition("@")
    meant = TYPOS.get(domain.lower())
    return f"{user}@{meant}" if meant else ""


def _why(text: str) -> str:
    user, at, domain = text.partition("@")
    reasons = (
        (not at, _("there is no @ in it")),
        ("@" in domain, _("there is more than one @ in it")),
        (bool(re.search(r"\s", text)), _("there is a space in it")),
        (not user, _("there is nothing before the @")),
        (not domain, _("there is nothing behind the @")),
        ("." not in domain, _("there is no dot behind the @")),
    )
    return next(
        (reason for wrong, reason in reasons if wrong), _("there are characters that no address has")
    )
