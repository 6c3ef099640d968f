"""Column checks: what the kinds found while parsing, then what the pandera schema finds.

pandera sees each *distinct* parsed value once (a blank counts as one value), so that 100,000 leads
cost it no more than their 15 sources: validating whole columns took 0.45 s of a second's budget.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray

from crmbook.checks.frames import NOT_NULLABLE, schema_of
from crmbook.checks.registry import by_name
from crmbook.checks.schema import FINDINGS, required
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import ColumnData, Register
from crmbook.model.problems import Problem

Positions = NDArray[np.int64]


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield the problems of single cells, register by register."""
    checks = by_name()
    for register in ledger.registers.values():
        for record, column, issue in register.issues():
            yield register.problem(checks[issue.check], record, column, issue)
        yield from _failures(ledger, register)


def _failures(ledger: Ledger, register: Register) -> Iterator[Problem]:
    declared = {header for sheet, header in ledger.required if sheet == register.sheet.name}
    schema = schema_of(
        register.sheet, ledger.vocabularies, today=ledger.today, required=frozenset(declared)
    )
    for header, column_schema in schema.columns.items():
        data = register.data.get(header)
        if data is not None and (column_schema.checks or not column_schema.nullable):
            for name, failed in _validate(column_schema, data):
                yield from _problems(ledger, register, data, (name, failed))


def _validate(schema: pa.Column, data: ColumnData) -> Iterator[tuple[str, Positions]]:
    """Yield (name of the check, indexes of failing distinct values; the last one is blank)."""
    distinct = pd.DataFrame({data.column.header: pd.Series([*data.parsed.values, None])})
    try:
        schema.validate(distinct, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        for name, rows in cases.groupby("check", sort=False):
            yield str(name), rows["index"].to_numpy(dtype=np.int64)


def _problems(
    ledger: Ledger, register: Register, data: ColumnData, found: tuple[str, Positions]
) -> Iterator[Problem]:
    name, failed = found
    if name == NOT_NULLABLE:
        name = required.CHECK.name
        mask = register.blank(data.column) & ~required.exempt(ledger, register, data.column)
    else:
        known_masked = data.parsed.masked  # a masked value is a state of its own (§2.12)
        mask = data.flags(
            at for at in failed.tolist() if at < len(data.raw) and at not in known_masked
        )
    check, finding = by_name()[name], FINDINGS[name]
    known: dict[int, object] = {}
    for record in np.flatnonzero(mask).tolist():
        code = int(data.codes[record])
        issue = known.get(code)
        if issue is None:
            issue = known[code] = finding(ledger, register, record, data.column)
        yield register.problem(check, record, data.column, issue)
