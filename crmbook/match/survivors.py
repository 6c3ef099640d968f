"""Which of several records stays (DESIGN 2, Row identity; U18).

A customer before a lead; then the earliest 获取时间, else 分配时间; then the smaller number; then the
upper row.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from crmbook.facts.register import Register
from crmbook.match.entries import Entries
from crmbook.schema.sheets import CUSTOMERS, customers, leads

_LATEST: Final = dt.datetime.max
_DIGITS: Final = re.compile(r"\d+")


def precedence(entries: Entries, at: int) -> tuple[Any, ...]:
    """Return what entries are ordered by: the first survives."""
    entry = entries.entry(at)
    register = entries.registers[entry.register]
    lead = register.sheet.name != CUSTOMERS.name
    return (lead, *seniority(register, entry.record), at)


def seniority(register: Register, record: int) -> tuple[Any, ...]:
    """Return what the order of recording (记录顺序, M22) goes by: the date, then the number."""
    number = re.sub(r"\W", "", register.id(record))
    return (registered(register, record) or _LATEST, _counted(_DIGITS.search(number)), number)


def _counted(digits: re.Match[str] | None) -> tuple[int, str]:
    """Order XS2024999 before XS20241000: the year, then the counter as a number."""
    text = digits[0] if digits else ""
    return (len(text), text) if text else (99, "")


def registered(register: Register, record: int) -> dt.datetime | None:
    """Return when a record claims to have been reported, None where it does not say."""
    columns = (
        (customers.CREATED,)
        if register.sheet.name == CUSTOMERS.name
        else (leads.ACQUIRED, leads.ASSIGNED)
    )
    for column in columns:
        value = register.values(column)[record] if column in register else None
        if isinstance(value, dt.datetime):
            return value
        if isinstance(value, dt.date):
            return dt.datetime.combine(value, dt.time())
    return None
