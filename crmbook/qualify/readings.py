"""What a lead's texts say: 需求描述, then 备注, then its log; the latest has the last word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_numbers
from crmbook.facts.register import ColumnData, Register
from crmbook.schema.column import Column
from crmbook.schema.sheets import followups, leads
from crmbook.schema.statements import Statement, Wording

#: In the order in which people write them.
_COLUMNS = (leads.NEED, leads.TAGS, leads.REMARK)
_LOGGED = (followups.CONTENT, followups.FEEDBACK)


class Reading(NamedTuple):
    """What a text says, in which words, and where it stands."""

    value: str
    words: str
    where: str


def readings(ledger: Ledger, register: Register, wording: Wording) -> NDArray[Any]:
    """Return for each lead what its texts say last (a Reading, None where they say nothing)."""
    found: NDArray[Any] = np.full(len(register), None, dtype=object)
    for column in _COLUMNS:
        data = register.data.get(column.header)
        if data is not None:
            _take(found, _of_column(data, wording, column.header))
    for record, reading in _logged(ledger, register, wording):
        found[record] = reading
    return found


def _take(found: NDArray[Any], newer: NDArray[Any]) -> None:
    there = newer != None  # noqa: E711 - elementwise
    found[there] = newer[there]


def _of_column(data: ColumnData, wording: Wording, where: str) -> NDArray[Any]:
    said = _statements(data, wording)
    distinct = [
        Reading(said[at].value, said[at].words, where) if at in said else None
        for at in range(len(data.raw))
    ]
    return data.spread(distinct)


def _statements(data: ColumnData, wording: Wording) -> dict[int, Statement]:
    return wording.find([raw if isinstance(raw, str) else "" for raw in data.raw])


def _logged(ledger: Ledger, register: Register, wording: Wording) -> Iterator[tuple[int, Reading]]:
    """Yield (lead, what a log row says), in order of time."""
    log = ledger.log
    if log is None:
        return
    rows: dict[int, tuple[Statement, Column]] = {}
    for column in _LOGGED:
        data = log.data.get(column.header)
        said = {} if data is None else _statements(data, wording)
        if data is not None and said:
            for row in np.flatnonzero(data.flags(said)).tolist():
                rows[row] = said[int(data.codes[row])], column
    if not rows:
        return
    at = {number: record for record, number in enumerate(register.values(leads.ID)) if number}
    numbers, whens = lead_numbers(ledger, log), log.values(followups.WHEN)
    for row in sorted(rows, key=lambda row: (_moment(whens[row]), row)):
        record = at.get(numbers[row])
        if record is not None:
            statement, column = rows[row]
            yield record, Reading(statement.value, statement.words, log.cell(row, column))


def _moment(when: object) -> dt.datetime:
    return when if isinstance(when, dt.datetime) else dt.datetime.min
