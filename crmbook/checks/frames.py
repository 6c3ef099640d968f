"""The pandera schemas, built from the column declarations.

The same schema is public (``crmbook.schemas.Lead`` …) and what ``check`` runs over the parsed
values. A pandera check carries the name of the crmbook check it stands for, so that a failure case finds
its code, its words and its cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pandera.pandas as pa

from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.grade import Grade
from crmbook.schema.kinds.person import Owner
from crmbook.schema.kinds.score import Score


def schema_of(
    sheet: Sheet,
    vocabularies: Mapping[str, Vocabulary],
    *,
    today: dt.datetime | None = None,
    required: frozenset[str] = frozenset(),
) -> pa.DataFrameSchema:
    """Return the schema of a sheet's parsed frame; its columns may be absent, never wrong.

    ``vocabularies`` by the name under which 字典 lists them; ``required`` are headers that 字段
    declares required beside the built-in ones; ``today`` bounds what has already happened.
    """
    columns = {
        column.header: pa.Column(
            checks=_checks(column, vocabularies.get(column.vocabulary), today),
            nullable=not (column.required or column.header in required),
            required=False,
            description=column.source or None,
        )
        for column in sheet.columns
        if not column.computed
    }
    return pa.DataFrameSchema(columns, name=sheet.name, strict=False, coerce=False)


def _checks(
    column: Column, vocabulary: Vocabulary | None, today: dt.datetime | None
) -> list[pa.Check]:
    kind = column.kind
    found: list[pa.Check] = []
    if vocabulary is not None and vocabulary.complete and isinstance(kind, Choice | Owner):
        name = "owner-unknown" if isinstance(kind, Owner) else "choice-unknown"
        found.append(_allowed(vocabulary.values, name))
    if isinstance(kind, Grade):
        found.append(_allowed(column.choices, "grade-unknown"))
    if isinstance(kind, Score):
        found.append(_allowed((1, 2, 3, 4, 5), "score-range"))
    if isinstance(kind, Date) and kind.past and today is not None:
        found.append(_not_after(today))
    return found


def _allowed(values: tuple[Any, ...], name: str) -> pa.Check:
    allowed = frozenset(values)

    def check(series: pd.Series[Any]) -> pd.Series[Any]:
        return series.isin(allowed)

    return pa.Check(check, name=name, ignore_na=True)


def _not_after(today: dt.datetime) -> pa.Check:
    def check(series: pd.Series[Any]) -> pd.Series[Any]:
        return pd.to_datetime(series, errors="coerce").le(pd.Timestamp(today))

    return pa.Check(check, name="date-future", ignore_na=True)
