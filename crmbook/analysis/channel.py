"""渠道分析: what each source brought in a month, and what became of it (M23, M84)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmbook.analysis.detail import DetailRow
from crmbook.facts.months import Month


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """One source in one month.

    ``received`` counts all leads (留资量), ``valid`` those that are neither 无效 nor 重复;
    ``signed`` the signings of the month (period basis, §2.8); rates are fractions, None over a
    zero denominator.
    """

    source: str
    received: int
    valid: int
    grade_a: int
    signed: int

    @property
    def valid_rate(self) -> float | None:
        """有效率: valid / received."""
        return self.valid / self.received if self.received else None

    @property
    def grade_a_rate(self) -> float | None:
        """A类占比: grade A / valid."""
        return self.grade_a / self.valid if self.valid else None

    @property
    def rate(self) -> float | None:
        """转化率: signed in the month / valid leads acquired in it."""
        return self.signed / self.valid if self.valid else None


def channels(rows: Sequence[DetailRow], month: Month) -> list[ChannelFigures]:
    """Return a month's sources, the one with most valid leads first."""
    mine = [row for row in rows if month in (row.month, row.signed_month)]
    found = [_channel(mine, month, source) for source in {row.source for row in mine}]
    return sorted(found, key=lambda one: (-one.valid, -one.received, one.source))


def _channel(rows: Sequence[DetailRow], month: Month, source: str) -> ChannelFigures:
    own = [row for row in rows if row.source == source]
    begun = [row for row in own if row.month == month]
    valid = [row for row in begun if row.counted]
    return ChannelFigures(
        source=source,
        received=len(begun),
        valid=len(valid),
        grade_a=sum(row.grade == "A" for row in valid),
        signed=sum(row.signed_month == month and row.first for row in own),
    )
