"""Dates that put a lead in a month of its own: to come, or years away from all others (§2.11)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np

from crmbook.facts.carried import carried
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule
from crmbook.facts.register import ColumnData, Mask, Register
from crmbook.schema.column import Column
from crmbook.schema.sheets import leads

#: A date before this is a slip of the keyboard (V157), not the team's first month.
FIRST = Month(1990, 1)
#: As many empty months are a gap between two times of the team; nobody wants a row for each.
GAP = 24
#: So few dates on the far side of a gap are slips (2014 for 2024), or one in a hundred of all.
_FEW, _SHARE = 3, 0.01
_COLUMNS = (leads.ACQUIRED, leads.ASSIGNED, leads.SIGNED, leads.LOST)

Cell = tuple[int, Column]  # (record, column)


def far_months(ledger: Ledger) -> frozenset[Month]:
    """Return the months whose dates are too few and too far from the others to be given rows.

    More than :data:`GAP` empty months split the time in runs. A run of at most 3 dates (or 1 % of
    all), and fewer than the greatest run has, lies far; every other run is shown.
    """
    if "far months" not in ledger.derived:
        ledger.derived["far months"] = _far(ledger)
    found: frozenset[Month] = ledger.derived["far months"]
    return found


def _far(ledger: Ledger) -> frozenset[Month]:
    if not _skips_a_year(ledger):
        return frozenset()
    now = MonthRule.of(ledger.rules).month(ledger.today)
    counts: Counter[Month] = Counter()
    for data, mask, months in _dated(ledger, lambda month: FIRST <= month <= now):
        standing = np.bincount(data.codes[mask], minlength=len(data.raw)).tolist()
        for code, month in months.items():
            counts[month] += standing[code]
    runs = month_runs(+counts)
    sizes = [sum(counts[month] for month in run) for run in runs]
    few = max(_FEW, int(sum(sizes) * _SHARE))
    return frozenset(
        month
        for run, size in zip(runs, sizes, strict=True)
        if size <= few and size < max(sizes)
        for month in run
    )


def _skips_a_year(ledger: Ledger) -> bool:
    """Whether a calendar year without a date lies between others, as it does in every gap.

    Most books have none, and 100,000 dates need no closer look.
    """
    register = ledger.leads
    columns = [] if register is None else [register.data.get(one.header) for one in _COLUMNS]
    years = {
        value.year
        for data in columns
        if data is not None
        for value in data.parsed.values
        if isinstance(value, dt.datetime)
    }
    return bool(years) and max(years) - min(years) >= len(years)


def month_runs(months: Iterable[Month]) -> list[list[Month]]:
    """Return months in order, in runs that more than :data:`GAP` empty months separate."""
    ordered = sorted(months)
    runs = [ordered[:1]] if ordered else []
    for before, month in pairwise(ordered):
        if month.months_since(before) - 1 > GAP:
            runs.append([])
        runs[-1].append(month)
    return runs


def far_cells(ledger: Ledger) -> list[Cell]:
    """Return the cells whose dates lie in far months."""
    far = far_months(ledger)
    return _cells(ledger, far.__contains__) if far else []


def future_cells(ledger: Ledger) -> list[Cell]:
    """Return the cells whose dates lie in months that have not begun by today."""
    now = MonthRule.of(ledger.rules).month(ledger.today)
    return _cells(ledger, lambda month: month > now)


def _cells(ledger: Ledger, wanted: Callable[[Month], bool]) -> list[Cell]:
    return [
        (record, data.column)
        for data, mask, _months in _dated(ledger, wanted)
        for record in np.flatnonzero(mask).tolist()
    ]


def _dated(
    ledger: Ledger, wanted: Callable[[Month], bool]
) -> Iterator[tuple[ColumnData, Mask, dict[int, Month]]]:
    """Yield each column that puts a lead in a month, and the records that it puts in wanted ones.

    Distinct dates are looked at once. 分配时间 counts where there is no 获取时间; a row whose lead
    was carried over counts where it stands last.
    """
    register, rule = ledger.leads, MonthRule.of(ledger.rules)
    for column in _COLUMNS if register is not None else ():
        assert register is not None  # noqa: S101 - for the type checker
        data = register.data.get(column.header)
        if data is None:
            continue
        dates = {at: value for at, value in enumerate(data.parsed.values)
                 if isinstance(value, dt.datetime)}  # fmt: skip
        months = {at: month for at, date in dates.items() if wanted(month := rule.month(date))}
        if months:
            mask = data.flags(months)
            if column is leads.ASSIGNED:
                mask &= ~_is_dated(register, leads.ACQUIRED)
            mask[list(carried(ledger))] = False
            yield data, mask, months


def _is_dated(register: Register, column: Column) -> Mask:
    data = register.data.get(column.header)
    if data is None:
        return np.zeros(len(register), dtype=bool)
    return data.flags(
        at for at, value in enumerate(data.parsed.values) if isinstance(value, dt.datetime)
    )
