"""When leads began: by their own date, else by the sheet where they first stood (§2.11, U06)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from crmbook.facts.carried import carried
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule, start_dates
from crmbook.schema.sheets import leads


@dataclass(frozen=True, slots=True)
class Begun:
    """For each lead record: ``dates`` it began (None: unknown), and the month it counts for.

    ``by_tab`` are the records whose month is that of a tab: no day is known, and no cycle. A lead
    carried over without a date began where it stood first, not where it stands now.
    """

    dates: list[dt.datetime | None]
    months: list[Month | None]
    by_tab: frozenset[int] = frozenset()


def begun(ledger: Ledger) -> Begun:
    """Return when the leads began."""
    if "begun" not in ledger.derived:
        ledger.derived["begun"] = _begun(ledger)
    found: Begun = ledger.derived["begun"]
    return found


def dated_by_tabs(ledger: Ledger) -> bool:
    """Whether a lead without a date may have a month all the same: other sheets, or tabs, say it."""
    register = ledger.leads
    if register is None:
        return False
    tabs = ledger.tabs.get(register.sheet.name, ())
    return len(register.places) > 1 or any(tab.month for tab in tabs)


def dateable(ledger: Ledger) -> bool:
    """Whether a lead can be put in a month at all: by a column of dates, or the name of a tab."""
    register = ledger.leads
    if register is None:
        return False
    tabs = ledger.tabs.get(register.sheet.name, ())
    return (
        leads.ACQUIRED in register or leads.ASSIGNED in register or any(tab.month for tab in tabs)
    )


def _begun(ledger: Ledger) -> Begun:
    register = ledger.leads
    if register is None:
        return Begun([], [])
    own: NDArray[Any] = start_dates(register)
    dates: list[dt.datetime | None] = own.tolist()
    months = _months(dates, MonthRule.of(ledger.rules))
    tabs = [tab.month for tab in ledger.tabs.get(register.sheet.name, ())]
    by_tab = set()
    if any(tabs):
        for record, place in enumerate(register.place.tolist()):
            if months[record] is None and tabs[place] is not None:
                months[record] = tabs[place]
                by_tab.add(record)
    for earlier, last in carried(ledger).items():
        _hand_on(earlier, last, (dates, months, own))
    return Begun(dates, months, frozenset(one for one in by_tab if dates[one] is None))


def _months(dates: list[dt.datetime | None], rule: MonthRule) -> list[Month | None]:
    """Return the month of each date; each day's is looked up once."""
    known: dict[int, Month] = {}
    found = list[Month | None]()
    for date in dates:
        if date is None:
            found.append(None)
            continue
        day = date.toordinal()
        if day not in known:
            known[day] = rule.month(date)
        found.append(known[day])
    return found


def _hand_on(
    earlier: int,
    last: int,
    known: tuple[list[dt.datetime | None], list[Month | None], NDArray[Any]],
) -> None:
    """Let a carried-over lead without a date of its own begin where it began earlier."""
    dates, months, own = known
    month, before = months[last], months[earlier]
    if own[last] is not None or before is None or (month is not None and before > month):
        return
    if own[earlier] is not None or month is None or before < month:
        dates[last], months[last] = own[earlier], before
