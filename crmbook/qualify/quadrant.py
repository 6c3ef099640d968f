"""紧急性×重要性: four lists to act by, 中 handled by rules 四象限.中等紧急 and 中等重要 (M34)."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.schema.rules import MEDIUM_IMPORTANT, MEDIUM_URGENT
from crmbook.schema.sheets import leads
from crmbook.schema.words.qualifying import YES

_HIGH, _MEDIUM = "高", "中"


class Quadrant(Enum):
    """In the order in which to act."""

    BOTH = "紧急重要"
    URGENT = "紧急不重要"
    IMPORTANT = "重要不紧急"
    NEITHER = "不紧急不重要"
    UNKNOWN = "待补"


_QUADRANTS = {
    (True, True): Quadrant.BOTH, (True, False): Quadrant.URGENT,
    (False, True): Quadrant.IMPORTANT, (False, False): Quadrant.NEITHER,
}  # fmt: skip


def quadrants(ledger: Ledger, register: Register, urgency: NDArray[Any]) -> NDArray[Any]:
    """Return each lead's Quadrant. ``urgency``: its Points (None unknown), where 紧急性 is blank.

    A time that reaches the threshold of the score is urgent.
    """
    urgent = _leveled(register, ledger, leads.URGENCY, MEDIUM_URGENT)
    needed = ledger.rules.number("评分.紧急.达标")
    important = _leveled(register, ledger, leads.IMPORTANCE, MEDIUM_IMPORTANT)
    found = np.full(len(register), Quadrant.UNKNOWN, dtype=object)
    for record in np.flatnonzero(important != None).tolist():  # noqa: E711 - elementwise
        soon = urgent[record]
        if soon is None and urgency[record] is not None:
            soon = urgency[record].points >= needed
        if soon is not None:
            found[record] = _QUADRANTS[soon, important[record]]
    return found


def _leveled(register: Register, ledger: Ledger, column: Any, medium: Any) -> NDArray[Any]:
    """Return whether a level counts as high (None where blank)."""
    values = register.values(column)
    counts = {_HIGH: True, _MEDIUM: ledger.rules[medium] == YES}
    table = {value: counts.get(value, False) for value in set(values.tolist()) - {None}}
    found: NDArray[Any] = np.full(len(values), None, dtype=object)
    found[:] = [table.get(value) for value in values]
    return found
