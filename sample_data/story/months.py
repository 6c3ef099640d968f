"""What each month must come out as: the rows of 转化分析表 that the story is built to give.

January to March are the printed form's own rows (FORMS.md); 2023 is the run-up to them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

ALLOCATION, FOLLOWING, CONVERTING = "分配阶段", "跟进阶段", "转化阶段"


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """One month: leads that count, their grades at month end, signings, mean cycle, losses.

    ``grades`` are (A, B, C); what is missing to ``total`` has no grade. ``lost`` counts by stage
    (分配, 跟进, 转化). ``invalid`` and ``duplicate`` are registered besides and not counted.
    """

    year: int
    month: int
    total: int
    grades: tuple[int, int, int]
    signed: int
    cycle: int
    lost: tuple[int, int, int]
    invalid: int = 0
    duplicate: int = 0
    advice: str = ""

    @property
    def first(self) -> dt.date:
        """The first day of the month."""
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        """The last day of the month."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def label(self) -> str:
        """As the sheet writes it: ``2024年3月``."""
        return f"{self.year}年{self.month}月"

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in the month."""
        return self.first <= day <= self.last


PLANS: tuple[MonthPlan, ...] = (
    MonthPlan(
        2023, 10, 90, (22, 41, 27), 4, 13, (1, 3, 1), advice="先把字典和人员填全，来源按字典选"
    ),
    MonthPlan(2023, 11, 105, (27, 50, 28), 8, 27, (2, 6, 4), advice="官网留资当天联系"),
    MonthPlan(2023, 12, 110, (29, 53, 28), 12, 41, (3, 9, 6), advice="年底预算客户优先拜访"),
    MonthPlan(2024, 1, 150, (40, 78, 30), 18, 52, (3, 15, 7), advice="报价后3天内回访"),
    MonthPlan(2024, 2, 120, (31, 62, 27), 12, 49, (2, 8, 12), advice="主管陪访A类"),
    MonthPlan(2024, 3, 200, (60, 100, 40), 30, 45, (4, 16, 11), 12, 5, "加强B类线索培育频率"),
)


def plan_of(day: dt.date) -> MonthPlan:
    """Return the plan of the month a day lies in."""
    return next(plan for plan in PLANS if plan.holds(day))
