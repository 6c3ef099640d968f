"""The next festival, and who is to be thought of two weeks before it (U21: 节日名单, 000)."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from crmbook.facts.ledger import Ledger
from crmbook.schema.sheets import CUSTOMERS, HOLIDAYS, customers, settings

AHEAD: Final = "节日.提前"
_LEVEL: Final = "A"
_NAMES: Final = {
    "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节", "National Day": "国庆节",
    "New Year's Day": "元旦",
}  # fmt: skip
#: 清明 is none to send presents for.
_NO_PRESENTS: Final = frozenset({"清明节"})
_DAY: Final = dt.timedelta(1)


class Festival(NamedTuple):
    """Its name, and the first day off."""

    name: str
    day: dt.date


def next_festival(ledger: Ledger) -> Festival | None:
    """Return the festival that begins within the days of the rule, tomorrow at the earliest."""
    today, days = ledger.today.date(), int(ledger.rules.number(AHEAD))
    own = _own(ledger)
    for at in range(1, days + 1):
        day = today + at * _DAY
        name = own.get(day) or _official(day)
        before = own.get(day - _DAY) or _official(day - _DAY)
        if name and name not in _NO_PRESENTS and name != before:
            return Festival(name, day)
    return None


def to_greet(ledger: Ledger) -> list[int]:
    """Return the customers (records) that get a present: A级, the manager's word before the suggested."""
    register = ledger[CUSTOMERS]
    if register is None:
        return []
    away = ~register.blank(customers.MERGED_INTO)
    return [
        record
        for record in range(len(register))
        if not away[record]
        and (
            register.text(customers.LEVEL, record)
            or register.text(customers.SUGGESTED_LEVEL, record)
        ).startswith(_LEVEL)
    ]


def _official(day: dt.date) -> str:
    """Return the festival of an official day off, "" for none, or a year the calendar lacks."""
    import chinese_calendar  # noqa: PLC0415 - few commands ask

    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    return _NAMES.get(str(name), "") if free and name else ""


def _own(ledger: Ledger) -> dict[dt.date, str]:
    """Return the named days off of 节假日."""
    register = ledger[HOLIDAYS]
    if register is None:
        return {}
    columns = (settings.HOLIDAY_DATE, settings.HOLIDAY_WORKING, settings.HOLIDAY_NAME)
    rows = zip(*(register.values(column).tolist() for column in columns), strict=True)
    return {
        day.date(): str(name)
        for day, works, name in rows
        if isinstance(day, dt.datetime) and works is False and name
    }
