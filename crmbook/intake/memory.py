"""Memory: how the columns of a layout were mapped, as rows of 字段, and read back from there.

A layout is the set of titles; their order, the file's name and its date do not matter. Only what a
person decided (--map), and what the values alone told, is worth remembering; a declared title means
the same next time anyway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crmbook.intake.mapping import ColumnMapping
from crmbook.intake.source import SourceTable
from crmbook.intake.wishes import Targets
from crmbook.model.cells import Value
from crmbook.model.errors import UsageError
from crmbook.model.patterns import lazy
from crmbook.schema.column import Column
from crmbook.schema.sheets import settings
from crmbook.schema.spellings import fold_header

#: How 工作表 of 字段 names a layout that is imported: ``导入 展会名单 #3fa21c``.
PREFIX = "导入 "
LEFT_OUT = "不导入"
#: The column that a file of rejects has besides the list's own; it is no part of a layout.
REASON = "原因"
_NOISE = lazy(r"[\d\s\-_.()（）年月日号#]+")
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Remembered:
    """One row of 字段: 工作表, 列名, 对应列."""

    layout: str
    title: str
    target: str

    def values(self) -> Mapping[Column, Value]:
        """Return the row by the declared columns of 字段."""
        return {
            settings.FIELD_SHEET: self.layout,
            settings.FIELD_HEADER: self.title,
            settings.FIELD_TARGET: self.target,
        }


def layout_of(table: SourceTable) -> str:
    """Return the name of a list's layout, the same for every list with these titles."""
    titles = sorted({fold_header(one.title) for one in table if one.title} - {fold_header(REASON)})
    tag = hashlib.sha256("\n".join(titles).encode()).hexdigest()[:6]
    name = _NOISE.sub("", table.path.stem)[:_LONGEST]
    return f"{PREFIX}{name} #{tag}" if name else f"{PREFIX}#{tag}"


def to_remember(
    table: SourceTable, mapping: ColumnMapping, known: Iterable[Remembered] = ()
) -> list[Remembered]:
    """Return the rows that 字段 lacks so that this layout is mapped alike next time."""
    layout = layout_of(table)
    held = {(_tag(one.layout), one.title, one.target) for one in known}
    rows = [
        Remembered(layout, one.name, one.target.header if one.target else LEFT_OUT)
        for one in mapping
        if one.asked
    ]
    return [one for one in rows if (_tag(one.layout), one.title, one.target) not in held]


def recall(
    table: SourceTable, rows: Iterable[Remembered], targets: Targets
) -> dict[int, Column | None]:
    """Return what 字段 says of this layout, by source column; the last row of a title counts.

    A target that is there no more is forgotten.
    """
    tag = _tag(layout_of(table))
    wanted = {fold_header(one.title): one.target for one in rows if _tag(one.layout) == tag}
    if not wanted:
        return {}
    return dict(_found(table, wanted, targets))


def _found(
    table: SourceTable, wanted: Mapping[str, str], targets: Targets
) -> Iterator[tuple[int, Column | None]]:
    for number, name in table.names.items():
        target = wanted.get(fold_header(name))
        if target is None:
            continue
        try:
            yield number, None if target == LEFT_OUT else targets.find(target)
        except UsageError:
            continue


def _tag(layout: str) -> str:
    name, hash_, tag = layout.rpartition("#")
    return tag.strip() if hash_ and name.startswith(PREFIX.strip()) else layout
