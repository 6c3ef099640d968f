"""平均销售周期: the days from a lead to its signing: mean, median, P90 and n (M82, §2.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.detail import DetailRow, by_month
from crmbook.analysis.spread import Spread, spread
from crmbook.facts.months import Month


@dataclass(frozen=True, slots=True)
class Cycle:
    """The cycles of the companies signed in some months under one ``name`` (a month, a source …).

    ``unknown`` of the ``signed`` have no cycle: no date of beginning, or one after the signing.
    """

    name: str
    signed: int
    days: Spread

    @property
    def unknown(self) -> int:
        """How many of the signed are in no mean."""
        return self.signed - self.days.n


def month_cycles(rows: Sequence[DetailRow], months: Sequence[Month]) -> list[Cycle]:
    """Return a cycle for each month, in the order given; months without signings have n = 0."""
    touched = by_month(rows)
    return [
        _cycle(month.label, [row for row in touched.get(month, []) if _of(row, month)])
        for month in months
    ]


def cycles(
    rows: Sequence[DetailRow], months: Sequence[Month], key: Callable[[DetailRow], str]
) -> list[Cycle]:
    """Return the cycles of the companies signed in some months by key, most signed first."""
    wanted = set(months)
    groups: dict[str, list[DetailRow]] = {}
    for row in rows:
        if row.first and row.signed_month in wanted:
            groups.setdefault(key(row), []).append(row)
    found = [_cycle(name, group) for name, group in groups.items()]
    return sorted(found, key=lambda one: (-one.signed, one.name))


def cycles_balance(whole: Cycle, parts: Sequence[Cycle]) -> Iterator[Mismatch]:
    """Yield what does not add up between one cycle and the same signings by key."""
    yield from balance(f"{whole.name} 签约客户数", whole.signed, [one.signed for one in parts])
    days = [(one.days.mean or 0) * one.days.n for one in parts]
    yield from balance(f"{whole.name} 周期合计", (whole.days.mean or 0) * whole.days.n, days)


def _of(row: DetailRow, month: Month) -> bool:
    return row.first and row.signed_month == month


def _cycle(name: str, rows: Sequence[DetailRow]) -> Cycle:
    return Cycle(name, len(rows), spread(row.cycle for row in rows if row.cycle is not None))
