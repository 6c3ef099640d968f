"""V155: something that has happened lies in the future (U10)."""

from __future__ import annotations

import datetime as dt

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Severity
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Issue

CHECK = Check(
    code="V155",
    name="date-future",
    severity=Severity.ERROR,
    impact=None,
    title=N_("A past event is dated in the future"),
    why=N_("Excel completes 3/2 with this year; the record is counted in a month to come."),
    remedy=N_("Correct the date, probably its year."),
    bad="2099-03-02",
    good="2024-03-02",
    source="U10",
)


def finding(ledger: Ledger, register: Register, record: int, column: Column) -> Issue:
    """Say by how much; Excel completes 3/2 with this year, so the year before is suggested."""
    when = register.values(column)[record]
    message = _("{date} lies after today ({today})").format(
        date=f"{when:%Y-%m-%d}", today=f"{ledger.today:%Y-%m-%d}"
    )
    earlier = _year_before(when)
    if earlier is None or earlier > ledger.today:
        return Issue(CHECK.name, message)
    remedy = _("Correct the date; perhaps {date}?").format(date=f"{earlier:%Y-%m-%d}")
    return Issue(CHECK.name, message, remedy=remedy)


def _year_before(when: dt.datetime) -> dt.datetime | None:
    try:
        return when.replace(year=when.year - 1)
    except ValueError:  # 29 February
        return None
