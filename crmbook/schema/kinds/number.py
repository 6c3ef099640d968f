"""Numbers of records: 线索编号, 客户编号, 订单编号 (M09, REQUIREMENTS §2.5)."""

from __future__ import annotations

import datetime as dt
import re
from typing import ClassVar

from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.stray import stray
from crmbook.schema.kinds.text import shown
from crmbook.schema.text import half_width, is_nothing, tidy

#: Three digits that grow: XS2024999 is followed by XS20241000. There is no 000.
_COUNTER = "(?!000)(?:[0-9]{3}|[1-9][0-9]{3,5})"
_YEAR = "(?:19|20)[0-9]{2}"
_DATED = lazy(f"({_YEAR}[0-9]{{4}}){_COUNTER}")
#: Days that every month has: of such a number no calendar need be asked.
_SAFE_DATE = f"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])"
_LOOSE = lazy("[^0-9A-Z]+")
#: A number of somebody else's scheme (of an ERP, of a contract): one word with a digit in it.
_FOREIGN = lazy(r"(?=\D*\d)[^\s,，;；、]{2,40}")


class RecordNumber(Kind):
    """A number of a record: prefix + year + counter, or date + counter; str.

    An ill-formed number stays as typed beside its issue, so that what refers to it is still found.
    """

    name: ClassVar[str] = "number"
    checks: ClassVar[tuple[str, ...]] = ("number-format", "spaces")
    #: What it begins with.
    prefix: ClassVar[str]
    #: Whether numbers of other schemes are in order.
    foreign: ClassVar[bool] = False
    _own: ClassVar[re.Pattern[str]]

    def __init_subclass__(cls) -> None:
        """Derive the regular expressions from the prefix."""
        cls._own = re.compile(f"{cls.prefix}{_YEAR}{_COUNTER}")
        cls.clean = re.compile(f"{cls.prefix}{_YEAR}{_COUNTER}|{_SAFE_DATE}{_COUNTER}")

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one number; another width, case or a hyphen is read, and said."""
        del context
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        wide = "".join(half_width(text).split())
        if self._fits(wide):
            return Parsed(wide, self._spaces(raw, wide))
        plain = _LOOSE.sub("", wide.upper())
        if self._fits(plain):
            message = _("“{text}” should read {number}").format(text=text, number=plain)
            said = any(map(str.isalnum, "".join(_LOOSE.findall(wide.upper()))))  # XS2024001(重复)
            return Parsed(plain, (Issue("number-format", message, plain, guess=said),))
        if self.foreign and not self._meant(plain) and _FOREIGN.fullmatch(text):
            return Parsed(text, self._spaces(raw, text))
        return Parsed(text, (Issue("number-format", self._why(text, plain)),))

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Take a number cell as the digits a reader sees."""
        return self.parse_text(shown(raw), context)

    def _spaces(self, raw: str, number: str) -> tuple[Issue, ...]:
        if raw == number:
            return ()
        if half_width(raw) == raw:
            return (Issue("spaces", stray(raw, number), fix=number),)
        message = _("white space or full-width characters: {number}").format(number=number)
        return (Issue("spaces", message, fix=number),)

    def _fits(self, text: str) -> bool:
        return self._own.fullmatch(text) is not None or _is_dated(text)

    def _meant(self, plain: str) -> bool:
        """Whether a number was meant to be one of this scheme."""
        return plain.startswith(self.prefix) or self._swapped(plain)

    def _swapped(self, plain: str) -> bool:
        """Whether the letters in front changed places: SX2024001."""
        return not plain.startswith(self.prefix) and plain.startswith(self.prefix[::-1])

    def _why(self, text: str, plain: str) -> str:
        if self._swapped(plain):
            return _("“{text}” begins with {wrong}, not {prefix}").format(
                text=text, wrong=plain[:2], prefix=self.prefix
            )
        if re.fullmatch(f"{self.prefix}{_YEAR}[0-9]{{0,2}}", plain):
            return _("the counter of “{text}” has fewer than three digits").format(text=text)
        if re.fullmatch(f"{_YEAR}[0-9]{{7}}", plain):
            return _("there is no day {date}").format(date=plain[:8])
        return _("“{text}” is no number of the form {prefix}2024001 or 20240501001").format(
            text=text, prefix=self.prefix
        )


class LeadNumber(RecordNumber):
    """线索编号: ``XS2024001`` or ``20240501001``."""

    name: ClassVar[str] = "lead-number"
    prefix: ClassVar[str] = "XS"


class CustomerNumber(RecordNumber):
    """客户编号: ``KH2024001`` or ``20240501001``, or what a team's own system has issued."""

    name: ClassVar[str] = "customer-number"
    prefix: ClassVar[str] = "KH"
    foreign: ClassVar[bool] = True


class OrderNumber(RecordNumber):
    """订单编号: ``DD2024001`` or ``20240501001``, or the number of a contract (HT-2024-015)."""

    name: ClassVar[str] = "order-number"
    prefix: ClassVar[str] = "DD"
    foreign: ClassVar[bool] = True


class SurvivorNumber(RecordNumber):
    """合并至: the number of the lead or of the customer that a record was merged into."""

    name: ClassVar[str] = "survivor-number"
    prefix: ClassVar[str] = "XS"
    foreign: ClassVar[bool] = True

    def _fits(self, text: str) -> bool:
        return super()._fits(text) or CustomerNumber._own.fullmatch(text) is not None  # noqa: SLF001


LEAD_NUMBER = LeadNumber()


def _is_dated(text: str) -> bool:
    match = _DATED.fullmatch(text)
    if match is None:
        return False
    try:
        dt.datetime.strptime(match[1], "%Y%m%d")
    except ValueError:
        return False
    return True
