"""预算 of a lead: the column, else an amount that a text names (预算约 30 万)."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.register import Register
from crmbook.model.patterns import lazy
from crmbook.schema.numerals import plain
from crmbook.schema.ranges import Range
from crmbook.schema.sheets import leads
from crmbook.schema.words.qualifying import UNSURE

_NUMBER: Final = r"(\d+(?:\.\d+)?)(?:\s*[-—~～至到]\s*\d+(?:\.\d+)?)?\s*(万|亿|[wW]|千|[kK]|元)"
_TOLD = lazy(rf"预算[^，。；,;\d不没未无]{{0,6}}?{_NUMBER}")
_BREAK = lazy("[，。；,;！!\n]")
_CLAUSE = lazy(r"[^，。；,;！!\n]*")
#: Right before 预算: it is not the one of now, or nobody has said so.
_NOT_NOW = lazy(rf"(?:原|原来|原定|去年|上年|前年|往年|没有?|无)的?$|{UNSURE}")
#: Behind the amount in its clause: it is another now, it is gone or asked for, it has no lower bound.
_CHANGED = lazy(rf"[降减砍缩压调整加增涨提高升改变][到至为成]\s*{_NUMBER}")
_GONE = lazy(r"取消|被砍|砍掉|冻结|收回|作废|没批|未批|没定|未定|还没|没下|没了|[？?吗]")
_WITHIN = lazy(r"^元?\s*(?:以内|之内|内(?!部)|以下|封顶)")
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
            at: amount
            for at, text in texts
            if isinstance(text, str)
            and "预算" in text
            and (amount := named(text, column.header)) is not None
        }
        if amounts:
            here = data.spread([amounts.get(at) for at in range(len(data.raw))])
            there = here != None  # noqa: E711 - elementwise
            found[there] = here[there]
    return found


def named(text: str, where: str) -> Amount | None:
    """Return the last budget that a text names and does not take back."""
    found = None
    for match in _TOLD.finditer(text):
        before = text[max(match.start() - 8, 0) : match.start()]
        behind = _CLAUSE.match(text, match.end())
        after = behind[0] if behind else ""
        if _NOT_NOW.search(_BREAK.split(before)[-1]):
            continue
        found = None if _GONE.search(after) else _amended(match, after, where)
    return found


def _amended(match: re.Match[str], after: str, where: str) -> Amount:
    """Return an amount by what stands behind it: 降到30万, or 以内, which leaves no lower bound."""
    changed, within = _CHANGED.search(after), _WITHIN.search(after)
    if changed is not None:
        return Amount(_low(changed), match[0] + after[: changed.end()], where)
    if within is not None and match.end(1) == match.start(2):
        return Amount(min(_low(match), 0.01), match[0] + within[0], where)
    return Amount(_low(match), match[0], where)


def _low(match: re.Match[str]) -> float:
    return float(match[1]) * _UNITS[match[2].lower()]


def in_words(amount: float) -> str:
    """Return an amount as people write it: 80万."""
    return f"{plain(round(amount, 2))}万"
