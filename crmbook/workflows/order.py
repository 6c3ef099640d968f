"""The order in which problems are told (FORMS.md): by owner as in the verdict, impact, tab, row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crmbook.book import Book
from crmbook.model.checks import Impact, Severity
from crmbook.model.problems import Problem

_IMPACTS = {Impact.REPORT: 0, Impact.CONTACT: 1, Impact.FORM: 2}
_SEVERITIES = {Severity.ERROR: 0, Severity.WARNING: 1}


def in_order(problems: Iterable[Problem], book: Book) -> list[Problem]:
    """Return problems in order; those of one cell by code.

    Each distinct owner, tab and code is ranked once and ranks are sorted: a sort key made for each
    of the 40,000 problems of 100,000 leads took twice as long.
    """
    found = list(problems)
    owners = {owner: at for at, (owner, _count) in enumerate(owners_of(found))}
    sheets = [(source.name, grid.name) for source in book.sources for grid in source.grids]
    tabs = {sheet: at for at, sheet in enumerate(sheets)}

    def place(owner: str) -> tuple[int, str]:
        return owners.get(owner, len(owners) + (not owner)), owner

    keys = (
        _ranks(found, "owner", place),
        _ranks(found, "impact", _IMPACTS.__getitem__),
        _ranks(found, "check.severity", _SEVERITIES.__getitem__),
        _ranks(found, ("book", "sheet"), lambda sheet: tabs.get(sheet, len(tabs))),
        np.fromiter(map(attrgetter("row"), found), np.int64, len(found)),
        np.fromiter(map(attrgetter("column"), found), np.int64, len(found)),
        _ranks(found, "check.code", str),
    )
    return [found[at] for at in np.lexsort(keys[::-1]).tolist()]


def _ranks(
    found: Sequence[Problem], names: str | tuple[str, ...], key: Callable[[Any], Any]
) -> NDArray[np.int64]:
    """Return where each problem's attribute (attributes) comes among those found, by ``key``."""
    get = attrgetter(*names) if isinstance(names, tuple) else attrgetter(names)
    values = list(map(get, found))
    ranks = {value: key(value) for value in set(values)}
    order = {rank: at for at, rank in enumerate(sorted(set(ranks.values())))}
    places = {value: order[rank] for value, rank in ranks.items()}
    return np.fromiter(map(places.__getitem__, values), np.int64, len(values))


def owners_of(problems: Sequence[Problem]) -> list[tuple[str, int]]:
    """Return (owner, errors) with most errors first; nobody last."""
    counted = Counter(one.owner for one in problems if one.check.severity is Severity.ERROR)
    return sorted(counted.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))
