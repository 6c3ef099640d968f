"""Data quality by month: how complete its leads are today, how late its log was written (M19, M57)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from crmbook.analysis.cases import Case
from crmbook.analysis.owners import written_late
from crmbook.analysis.rates import Rate
from crmbook.analysis.visits import Visit
from crmbook.facts.completeness import completeness
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule

_LATE: Final = "时限.更新记录"


@dataclass(frozen=True, slots=True)
class MonthQuality:
    """A month's leads that count, the mean share of what must be known of them, and its late entries.

    ``complete`` None: no lead; ``late``: rows written down too late, of those that say when they were.
    """

    month: Month
    leads: int
    complete: float | None
    late: Rate


def quality(
    ledger: Ledger, found: Sequence[Case], log: Sequence[Visit], months: Sequence[Month]
) -> list[MonthQuality]:
    """Return the quality of each month; completeness is that of today, for nobody kept an older one."""
    register = ledger.leads
    if register is None:
        return []
    rows = completeness(ledger, register).rows
    shares: dict[Month | None, list[float]] = defaultdict(list)
    for case in found:
        if case.row.counted:
            shares[case.row.month].append(float(rows[case.record]))
    rule, hours = MonthRule.of(ledger.rules), float(ledger.rules[_LATE])
    written: dict[Month, list[bool]] = defaultdict(list)
    for visit in log:
        late = written_late(visit, hours)
        if late is not None:
            written[rule.month(visit.when)].append(late)
    return [
        MonthQuality(
            month,
            len(own := shares[month]),
            sum(own) / len(own) if own else None,
            Rate(sum(written[month]), len(written[month])),
        )
        for month in months
    ]
