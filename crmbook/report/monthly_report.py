"""What the monthly sheets are drawn from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmbook.analysis.channel import ChannelFigures
from crmbook.analysis.detail import DetailRow
from crmbook.analysis.monthly import MonthFigures
from crmbook.facts.months import Month


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """All that 转化分析表, 渠道分析, 流失分析 and 月报明细 show.

    ``months`` old to new; ``detail`` the leads that count in an open month; ``channels`` the
    sources of ``month``; ``remarks``, ``missing``, ``basis`` the lines under the table; ``live``
    false: values instead of formulas, and no detail (§2.16); a source with fewer valid leads than
    ``small_sample`` is greyed; ``extra`` the columns people added, header → month → value;
    ``as_of`` None: nothing has been counted yet (a new book);
    ``plain``: no tables (ListObjects), for a book that cannot hold them (U16).
    """

    months: Sequence[MonthFigures]
    detail: Sequence[DetailRow]
    month: Month
    channels: Sequence[ChannelFigures]
    remarks: Sequence[str]
    missing: Sequence[str]
    basis: Sequence[str]
    as_of: dt.datetime | None = None
    live: bool = True
    small_sample: int = 10
    extra: Mapping[str, Mapping[Month, object]] = field(default_factory=dict)
    plain: bool = False

    def is_live(self, figures: MonthFigures) -> bool:
        """Whether a month's figures are formulas over 月报明细: it is open, and the detail there."""
        return self.live and not figures.closed and not figures.typed

    @property
    def channels_live(self) -> bool:
        """Whether the sources' figures are formulas: all leads of their month are in the detail."""
        return any(one.month == self.month and self.is_live(one) for one in self.months)
