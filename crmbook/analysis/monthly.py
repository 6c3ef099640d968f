"""转化分析表: the figures of each month over 月报明细 (M03, M79, M82, REQUIREMENTS §2.8, §2.11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from crmbook.analysis.detail import UNGRADED, DetailRow, by_month
from crmbook.facts.months import Month
from crmbook.facts.status import DUPLICATE, INVALID
from crmbook.model.cells import Raw

STAGES = ("分配阶段", "跟进阶段", "转化阶段")


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month. Rates are fractions, None where the denominator is 0; ``cycle`` in days.

    ``lost`` counts by stage ({} when a closed month no longer knows); ``loss_stage`` is the stage
    that lost most ("" none lost) and ``loss_rate`` its loss over the leads acquired in the month.
    ``advice`` is what a person wrote, ``suggestion`` what crmbook proposes where nobody has.
    ``signed`` None: the book has no column to count it from. A closed month (§2.17) has its row in
    ``typed``, as it stands in the sheet; ``signers`` are the leads counted in ``signed``.
    """

    month: Month
    total: int
    grades: dict[str, int]
    signed: int | None
    rate: float | None
    cycle: float | None
    lost: dict[str, int]
    loss_stage: str
    loss_rate: float | None
    cohort_signed: int
    cohort_rate: float | None
    invalid: int
    duplicate: int
    signers: tuple[str, ...] = ()
    advice: str = ""
    suggestion: str = ""
    closed: bool = False
    typed: Mapping[str, Raw] = field(default_factory=dict)

    @property
    def loss_text(self) -> str:
        """The cell of 主要流失阶段: ``跟进阶段(流失8%)``, "—" where nothing was lost."""
        if not self.loss_stage or self.loss_rate is None:
            return "—"
        return f"{self.loss_stage}(流失{_percent(self.loss_rate)}%)"

    @property
    def excluded_text(self) -> str:
        """The cell of 无效/重复: ``12 / 5``."""
        return f"{self.invalid} / {self.duplicate}"


def _percent(rate: float) -> int:
    """Return a rate in whole percent as Excel rounds lost * 100 / total: half up, 0.145 is 15."""
    exact = Decimal(f"{rate:.15g}") * 100  # 29 / 200 is 0.14499999999999999 as a float
    return int(exact.to_integral_value(ROUND_HALF_UP))


def figures(rows: Sequence[DetailRow], months: Iterable[Month]) -> list[MonthFigures]:
    """Return the figures of each month, in the order given."""
    touched = by_month(rows)
    return [_figures(touched.get(month, []), month) for month in months]


def _figures(rows: Sequence[DetailRow], month: Month) -> MonthFigures:
    begun = [row for row in rows if row.month == month]
    counted = [row for row in begun if row.counted]
    signed = [row for row in rows if row.signed_month == month and row.first]
    cycles = [row.cycle for row in signed if row.cycle is not None]
    lost = Counter(row.lost_stage for row in rows if row.lost_month == month)
    by_stage = {stage: lost.get(stage, 0) for stage in STAGES}
    worst = max(STAGES, key=lambda stage: by_stage[stage])
    grades = Counter(row.grade for row in counted)
    cohort = sum(row.cohort for row in counted)
    total = len(counted)
    return MonthFigures(
        month=month,
        total=total,
        grades={grade: grades.get(grade, 0) for grade in ("A", "B", "C", UNGRADED)},
        signed=len(signed),
        rate=_share(len(signed), total),
        cycle=sum(cycles) / len(cycles) if cycles else None,
        lost=by_stage,
        loss_stage=worst if by_stage[worst] else "",
        loss_rate=_share(by_stage[worst], total) if by_stage[worst] else None,
        cohort_signed=cohort,
        cohort_rate=_share(cohort, total),
        invalid=sum(row.state == INVALID for row in begun),
        duplicate=sum(row.state == DUPLICATE for row in begun),
        signers=tuple(row.number for row in signed),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
