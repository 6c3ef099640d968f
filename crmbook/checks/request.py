"""What a validation is asked and answers: plain data, so that it can go to another process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Vocabulary

#: Distinct parsed values; a trailing None stands for the blank cells of the column.
Distinct = Sequence[Any] | NDArray[np.datetime64]
#: By header: (name of the check, positions of the distinct values that fail it).
Failures = dict[str, list[tuple[str, list[int]]]]


@dataclass(frozen=True, slots=True)
class Request:
    """One register's distinct values, and what its schema is built from."""

    sheet: str
    today: dt.datetime
    vocabularies: Mapping[str, Vocabulary]
    required: frozenset[str] = frozenset()
    columns: Mapping[str, Distinct] = field(default_factory=dict)
    own: tuple[Column, ...] = ()  # a team's own columns, as 字段 declares them
