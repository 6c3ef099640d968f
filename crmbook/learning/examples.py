"""The examples: leads that were won or lost, and the columns that may tell them apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.scorecard import value_of
from crmbook.facts.status import LOST, WON, statuses
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.decision import Boolean
from crmbook.schema.kinds.percent import Percent
from crmbook.schema.kinds.person import Owner
from crmbook.schema.kinds.quantity import Count, Money, MoneyRange, Number, PeopleRange
from crmbook.schema.kinds.text import LongText, Text
from crmbook.schema.sheets import LEADS, leads

#: What was typed because the lead was won or lost, or by crmbook, tells nothing beforehand.
_HINDSIGHT: Final = frozenset(
    column.header
    for column in (
        leads.STATUS, leads.SIGNED, leads.AMOUNT, leads.LOST, leads.LOST_STAGE, leads.LOST_REASON,
        leads.GRADE, leads.SUGGESTED_GRADE, leads.SCORE, leads.OPPORTUNITY, leads.RULING,
        leads.COMPANY, leads.NEED, leads.REMARK, leads.WECHAT, leads.ADDRESS, leads.WEBSITE,
    )
)  # fmt: skip
_NUMBERS: Final = (Count, Money, MoneyRange, Number, PeopleRange, Percent)
_WORDS: Final = (Boolean, Choice, Owner, Text)
_MOST_WORDS: Final = 40


@dataclass(frozen=True)
class Examples:
    """``won``: one truth value a lead; ``columns``: header → its values, aligned; numbers or words."""

    won: NDArray[np.bool_]
    columns: dict[str, NDArray[Any]]
    numeric: frozenset[str]

    def only(self, at: NDArray[np.int64]) -> Examples:
        """Return some of the examples."""
        columns = {header: values[at] for header, values in self.columns.items()}
        return Examples(self.won[at], columns, self.numeric)


def examples(ledger: Ledger, register: Register) -> Examples:
    """Return the leads that were won or lost, with every column that may be a reason."""
    state = statuses(ledger, register)
    records = np.flatnonzero((state == WON) | (state == LOST))
    columns, numeric = {}, set()
    for header, data in register.data.items():
        kind = data.column.kind
        if header in _HINDSIGHT or isinstance(kind, LongText):
            continue
        if isinstance(kind, _NUMBERS):
            numeric.add(header)
        elif not isinstance(kind, _WORDS) or not _tells(register, header, records):
            continue
        values = np.full(len(records), None, dtype=object)
        values[:] = [value_of(register, header, at) for at in records.tolist()]
        columns[header] = values
    return Examples((state[records] == WON).astype(bool), columns, frozenset(numeric))


def _tells(register: Register, header: str, records: NDArray[np.int64]) -> bool:
    """Whether a column of words has few enough of them; a text that is ours is no such column."""
    column = register.data[header].column
    if type(column.kind) is Text and header in LEADS.by_header and header != leads.REGION.header:
        return False
    counts = Counter(value_of(register, header, at) for at in records.tolist())
    return len(counts) <= _MOST_WORDS
