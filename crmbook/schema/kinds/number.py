"""Numbers of records: 线索编号, 客户编号, 订单编号 (M09, REQUIREMENTS §2.5)."""

from __future__ import annotations

import datetime as dt
import re
from typing import ClassVar

from crmbook.i18n import _
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.text import half_width, is_nothing, tidy

_DATED = re.compile(r"(\d{8})(\d{3,})", re.ASCII)


class RecordNumber(Kind):
    """A number of a record: prefix + year + counter, or date + counter; str.

    The counter has three digits and grows (XS2024999, then XS20241000).
    """

    name: ClassVar[str] = "number"
    checks: ClassVar[tuple[str, ...]] = ("number-format", "spaces")

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._own = re.compile(rf"{prefix}20\d\d(?:\d{{3}}|[1-9]\d{{3,}})", re.ASCII)

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one number; letters of either width and case are read, and said."""
        del context
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        plain = half_width(text).upper().replace(" ", "")
        if not (self._own.fullmatch(plain) or _is_dated(plain)):
            message = _("“{text}” is no number of the form {prefix}2024001").format(
                text=text, prefix=self.prefix
            )
            return Parsed(text, (Issue("number-format", message),))
        if plain != raw:
            message = _("normal form: {number}").format(number=plain)
            return Parsed(plain, (Issue("spaces", message, fix=plain),))
        return Parsed(plain)


class LeadNumber(RecordNumber):
    """线索编号: ``XS2024001`` or ``20240501001``."""

    name: ClassVar[str] = "lead-number"
    clean: ClassVar[re.Pattern[str] | None] = re.compile(
        r"XS20\d\d(?:\d{3}|[1-9]\d{3,})", re.ASCII
    )

    def __init__(self) -> None:
        super().__init__("XS")


class CustomerNumber(RecordNumber):
    """客户编号: ``KH2024001`` or ``20240501001``."""

    name: ClassVar[str] = "customer-number"

    def __init__(self) -> None:
        super().__init__("KH")


class OrderNumber(RecordNumber):
    """订单编号: ``DD2024001`` or ``20240501001``."""

    name: ClassVar[str] = "order-number"

    def __init__(self) -> None:
        super().__init__("DD")


LEAD_NUMBER = LeadNumber()


def _is_dated(text: str) -> bool:
    match = _DATED.fullmatch(text)
    if match is None:
        return False
    try:
        day = dt.datetime.strptime(match[1], "%Y%m%d")
    except ValueError:
        return False
    return 2000 <= day.year < 2100
