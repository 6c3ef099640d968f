"""The records of a list as a register, so that they can be compared with those of the book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from crmbook.facts.register import ColumnData, Place, Register
from crmbook.intake.records import Intake, Reading, SourceRecord
from crmbook.model.cells import Raw, Value
from crmbook.schema.column import Column


def as_register(intake: Intake, reading: Reading) -> Register:
    """Return the records that can be taken, in their order."""
    records = intake.records
    columns = intake.mapping.targets
    place = Place(intake.table.path.name, intake.table.sheet, {})
    return Register(
        intake.mapping.sheet,
        (place,),
        np.zeros(len(records), dtype=np.int16),
        np.array([record.row for record in records], dtype=np.int32),
        {column.header: _data(records, column, reading) for column in columns},
    )


def _data(records: Sequence[SourceRecord], column: Column, reading: Reading) -> ColumnData:
    known: dict[tuple[type, Raw], int] = {}
    codes = np.full(len(records), -1, dtype=np.int32)
    for at, record in enumerate(records):
        raw = _raw(record.values.get(column))
        if raw is not None:
            codes[at] = known.setdefault((type(raw), raw), len(known))
    values = [raw for _type, raw in known]
    return ColumnData(column, codes, values, column.kind.parse_all(values, reading.context(column)))


def _raw(value: Value) -> Raw:
    """Return a value as a reader would hand it out."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value
