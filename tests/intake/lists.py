"""Lists as tables of a source, without a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crmbook.book.sources import tables_of
from crmbook.files.columns import grid_from_rows
from crmbook.files.grid import SourceBook
from crmbook.intake.mapping import ColumnMapping, Known, map_columns
from crmbook.intake.records import Intake, Reading, take
from crmbook.intake.source import SourceTable
from crmbook.intake.wishes import Targets, wishes_of
from crmbook.model.cells import Value
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.sheets import LEADS
from crmbook.schema.vocabularies import VOCABULARIES, default_vocabulary

TODAY = dt.datetime(2024, 6, 30, 23, 59, 59)
PEOPLE = Vocabulary(
    ("张三", "李四"), {"张三": "张三", "李四": "李四", "小张": "张三"}, source="人员"
)
WORDS = {name: default_vocabulary(name) for name in VOCABULARIES} | {"人员": PEOPLE}


def tables(rows: Sequence[Sequence[Any]], name: str = "名单.csv") -> list[SourceTable]:
    grid = grid_from_rows("名单", rows)
    return list(tables_of(SourceBook(Path(name), "csv", [grid], ""), grid))


def table(rows: Sequence[Sequence[Any]], name: str = "名单.csv") -> SourceTable:
    return tables(rows, name)[0]


def mapped(rows: Sequence[Sequence[Any]], *maps: str) -> ColumnMapping:
    source = table(rows)
    wishes = wishes_of(maps, source, Targets(LEADS))
    return map_columns(source, LEADS, Known(words=WORDS, wishes=wishes))


def taken(rows: Sequence[Sequence[Any]], *maps: str) -> Intake:
    source = table(rows)
    wishes = wishes_of(maps, source, Targets(LEADS))
    mapping = map_columns(source, LEADS, Known(words=WORDS, wishes=wishes))
    return take(source, mapping, Reading(TODAY, WORDS))


def values(intake: Intake, record: int = 0) -> dict[str, Value]:
    return {column.header: value for column, value in intake.records[record].values.items()}
