"""预算 of a lead: the column, else an amount that a text names (预算约 30 万)."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.model.patterns import lazy
from crmbook.schema.numerals import plain
from crmbook.schema.ranges import Range
from crmbook.schema.sheets import leads

_TOLD = lazy(
    r"预算[^，。；,;\d不没未无]{0,6}?(\d+(?:\.\d+)?)(?:\s*[-—~～至到]\s*\d+(?:\.\d+)?)?\s*(万|亿|[wW]|千|[kK]|元)"
)
_UNITS: Final = {"万": 1.0, "w": 1.0, "亿": 1e4, "千": 0.1, "k": 0.1, "元": 1e-4}


class Amount(NamedTuple):
    """An amount's lower bound in 万元, as it stands, and where."""

    low: float
    said: str
    where: str


def budgets(register: Register) -> NDArray[Any]:
    """Return each lead's budget (Amount, None where nobody has named one).

    A range counts by its lower bound; 以内 has none, so it counts as more than nothing.
    """
    found = _told(register)
    data = register.data.get(leads.BUDGET.header)
    if data is None:
        return found
    typed = data.spread([_amount(value) for value in data.parsed.values])
    there = typed != None  # noqa: E711 - elementwise
    found[there] = typed[there]
    return found


def _amount(value: object) -> Amount | None:
    if not isinstance(value, Range):
        return None
    low = value.low if value.low is not None else min(value.high or 0.0, 0.01)
    return Amount(low, str(value), leads.BUDGET.header)


def _told(register: Register) -> NDArray[Any]:
    found: NDArray[Any] = np.full(len(register), None, dtype=object)
    for column in (leads.NEED, leads.REMARK):
        data = register.data.get(column.header)
        if data is None:
            continue
        texts = enumerate(data.raw)
        amounts = {
            at: _named(match, column.header)
            for at, text in texts
            if isinstance(text, str) and "预算" in text and (match := _TOLD.search(text))
        }
        if amounts:
            here = data.spread([amounts.get(at) for at in range(len(data.raw))])
            there = here != None  # noqa: E711 - elementwise
            found[there] = here[there]
    return found


def _named(match: Any, where: str) -> Amount:
    amount = float(match[1]) * _UNITS[match[2].lower()]
    return Amount(amount, f"{match[0]}", where)


def in_words(amount: float) -> str:
    """Return an amount as people write it: 80万."""
    return f"{plain(round(amount, 2))}万"
