"""Reconciliation: parts that must add up to a whole, and what does not (A+B+C+未评级 = 总数)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import fsum, isclose

from crmbook.analysis.detail import UNGRADED
from crmbook.analysis.monthly import STAGES, MonthFigures
from crmbook.i18n import _


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Parts that do not give their whole: ``what`` names the sum, in the words of the sheet."""

    what: str
    whole: float
    parts: float

    def __str__(self) -> str:
        return _("{what}: the parts give {parts:g}, the whole is {whole:g}").format(
            what=self.what, parts=self.parts, whole=self.whole
        )


def balance(what: str, whole: float, parts: Iterable[float]) -> Iterator[Mismatch]:
    """Yield the mismatch, if there is one; amounts may differ by what a float cannot hold."""
    found = fsum(parts)
    if not isclose(found, whole, rel_tol=1e-9, abs_tol=1e-6):
        yield Mismatch(what, whole, found)


def months_balance(months: Iterable[MonthFigures]) -> Iterator[Mismatch]:
    """Yield the months whose own figures do not add up (M03); a closed row is as it was typed."""
    for one in months:
        name = one.month.label
        yield from balance(f"{name} A+B+C+{UNGRADED} = 线索总数", one.total, one.grades.values())
        if not one.closed and not one.typed:
            yield from _rates(one)


def _rates(one: MonthFigures) -> Iterator[Mismatch]:
    name = one.month.label
    if one.signed is not None:
        counted = {signer for signer in one.signers if signer}
        yield from balance(f"{name} 签约客户数", one.signed, [len(counted)])
        if one.rate is not None:
            yield from balance(f"{name} 转化率 × 线索总数", one.signed, [one.rate * one.total])
    worst = max((one.lost.get(stage, 0) for stage in STAGES), default=0)
    if one.loss_rate is not None:
        yield from balance(f"{name} 流失率 × 线索总数", worst, [one.loss_rate * one.total])
