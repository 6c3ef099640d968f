"""Registers: the records of one declared sheet, parsed, with the way back to every cell.

A register may stand on several sheets (twelve month sheets are one register, U06); each record
keeps the sheet and the row it was read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from crmbook.model.cells import CellRef, Raw
from crmbook.model.checks import Check, Impact
from crmbook.model.problems import Problem
from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.base import Issue, ParsedColumn

if TYPE_CHECKING:
    import pandas as pd

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Place:
    """One sheet of one file that records were read from. ``columns``: header → 1-based column.

    ``yuan``: the headers of amounts (ours are in 万元) whose title in the sheet says 元.
    """

    book: str
    sheet: str
    columns: dict[str, int]
    visible: bool = True
    yuan: frozenset[str] = frozenset()


@dataclass(slots=True)
class ColumnData:
    """One column of a register.

    ``codes`` (int32, one a record, -1 empty) index ``raw`` and ``parsed``; ``formulas`` and
    ``filled`` (a merged cell read as filled down, U07) are the records of such cells.
    """

    column: Column
    codes: NDArray[np.int32]
    raw: list[Raw]
    parsed: ParsedColumn
    formulas: frozenset[int] = frozenset()
    filled: frozenset[int] = frozenset()

    def spread(self, distinct: Iterable[Any], blank: Any = None) -> NDArray[Any]:
        """Return values given for each distinct value as an object array over the records."""
        values = [*distinct, blank]  # code -1 takes the last
        table = np.empty(len(values), dtype=object)
        table[:] = values
        return table[self.codes]

    def flags(self, distinct: Iterable[int]) -> Mask:
        """Return which records hold one of the given distinct values (by index)."""
        table = np.zeros(len(self.raw) + 1, dtype=bool)
        table[list(distinct)] = True
        return table[self.codes]

    def blank(self) -> Mask:
        """Return which records have nothing here: no cell, or nothing but white space."""
        return self.flags(self.parsed.blanks) | (self.codes < 0)


@dataclass(slots=True)
class _Cache:
    """Arrays that several checks ask for, made once."""

    values: dict[str, NDArray[Any]] = field(default_factory=dict)
    blank: dict[str, Mask] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)


@dataclass
class Register:
    """All records of one declared sheet.

    ``place`` (int16) and ``rows`` (int32) say for each record from which of ``places`` and which
    1-based sheet row it comes; ``data`` holds the columns that were found, by declared header.
    """

    sheet: Sheet
    places: tuple[Place, ...]
    place: NDArray[np.int16]
    rows: NDArray[np.int32]
    data: dict[str, ColumnData]
    _cache: _Cache = field(default_factory=_Cache, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, column: Column) -> bool:
        return column.header in self.data

    def values(self, column: Column) -> NDArray[Any]:
        """Return a column's parsed values: objects, None where blank, unreadable or absent."""
        cached = self._cache.values.get(column.header)
        if cached is None:
            data = self.data.get(column.header)
            cached = (
                np.full(len(self), None, dtype=object)
                if data is None
                else data.spread(data.parsed.values)
            )
            self._cache.values[column.header] = cached
        return cached

    def blank(self, column: Column) -> Mask:
        """Return which records have nothing in a column; all of them when it is absent."""
        cached = self._cache.blank.get(column.header)
        if cached is None:
            data = self.data.get(column.header)
            cached = np.ones(len(self), dtype=bool) if data is None else data.blank()
            self._cache.blank[column.header] = cached
        return cached

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """Return what ``make`` makes of a column, made once; ``key``: the column's header."""
        if key not in self._cache.made:
            self._cache.made[key] = make()
        return self._cache.made[key]

    def put(self, data: ColumnData) -> None:
        """Replace a column's data, or add the column, before anything has been asked of it."""
        header = data.column.header
        self.data[header] = data
        known: dict[str, Any]
        for known in (self._cache.values, self._cache.blank, self._cache.labels, self._cache.made):
            known.pop(header, None)

    def raw(self, column: Column, record: int) -> Raw:
        """Return what stands in one record's cell."""
        data = self.data.get(column.header)
        code = -1 if data is None else int(data.codes[record])
        return None if data is None or code < 0 else data.raw[code]

    def issues(self) -> Iterator[tuple[Column, list[tuple[int, Issue]]]]:
        """Yield (column, its (record, issue) pairs) for everything the kinds found wrong."""
        for data in self.data.values():
            issues = data.parsed.issues
            if issues:
                records = np.flatnonzero(data.flags(issues))
                pairs = zip(records.tolist(), data.codes[records].tolist(), strict=True)
                found = [(record, issue) for record, code in pairs for issue in issues[code]]
                yield data.column, found

    def id(self, record: int) -> str:
        """Return a record's id: its number where it is the first to bear it, else its address."""
        return self._ids[record] or self.address(record)

    def repeated(self) -> Iterator[tuple[int, str, int]]:
        """Yield (record, number, first record that bears it) for numbers that stand twice."""
        numbers, first = self._numbers
        for record in self._later:
            yield record, numbers[record], first[numbers[record]]

    @cached_property
    def _later(self) -> list[int]:
        """The records whose number stands earlier too."""
        numbers, first = self._numbers
        bears_first = np.fromiter(map(first.__getitem__, numbers), np.int64, len(numbers))
        later = np.flatnonzero(bears_first != np.arange(len(numbers))).tolist()
        return [record for record in later if numbers[record] is not None]

    @cached_property
    def _numbers(self) -> tuple[list[Any], dict[Any, int]]:
        """Each record's number, and the first record that bears each."""
        key = self.sheet.key
        numbers = [None] * len(self) if key is None else self.values(key).tolist()
        first = dict(zip(reversed(numbers), range(len(numbers) - 1, -1, -1), strict=True))
        return numbers, first

    @cached_property
    def _ids(self) -> list[str]:
        """Each record's number, "" where it has none or is not the first to bear it."""
        numbers, _first = self._numbers
        ids = [number if isinstance(number, str) else "" for number in numbers]
        for record in self._later:
            ids[record] = ""
        return ids

    @cached_property
    def _rows(self) -> list[int]:
        rows: list[int] = self.rows.tolist()
        return rows

    @cached_property
    def _places(self) -> list[int]:
        places: list[int] = self.place.tolist()
        return places

    def address(self, record: int) -> str:
        """Return where a record stands: ``线索登记表!12``."""
        return f"{self.places[self._places[record]].sheet}!{self._rows[record]}"

    def cell(self, record: int, column: Column) -> str:
        """Return the address of one record's cell, ``线索登记表!G12``; of its row where it has none."""
        place = self.places[self._places[record]]
        number = place.columns.get(column.header)
        return (
            str(CellRef(place.sheet, self._rows[record], number))
            if number
            else self.address(record)
        )

    def text(self, column: Column, record: int) -> str:
        """Return a parsed value as text, "" where there is none."""
        value = self.values(column)[record]
        return "" if value is None else str(value)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The parsed values by header, indexed by sheet row (several sheets: by sheet and row)."""
        import pandas as pd  # noqa: PLC0415 - what needs no frame does not pay for pandas

        return pd.DataFrame(
            {header: self.values(data.column) for header, data in self.data.items()},
            index=self._index(),
            copy=False,
        )

    def _index(self) -> pd.Index[Any]:
        import pandas as pd  # noqa: PLC0415

        if len(self.places) == 1:
            return pd.Index(self.rows, name="row")
        names = [self.places[at].sheet for at in self.place]
        return pd.MultiIndex.from_arrays([names, self.rows], names=["sheet", "row"])

    def within(self, place: tuple[str, str], first: int, last: int) -> list[int]:
        """Return the records in some rows of a sheet (of a file): none where they are none."""
        rows = (self.rows >= first) & (self.rows <= last)
        here = [at for at, one in enumerate(self.places) if (one.book, one.sheet) == place]
        found: list[int] = np.flatnonzero(rows & np.isin(self.place, here)).tolist()
        return found

    def problem(self, check: Check, record: int, column: Column | None, finding: Issue) -> Problem:
        """Return a finding about one record's cell (column None: about its row) as a Problem."""
        return self.citing(check, column)(record, finding)

    def citing(self, check: Check, column: Column | None) -> Callable[[int, Issue], Problem]:
        """Return what makes Problems of one check in one column out of (record, finding).

        Everything that does not depend on the record is looked up once: a bad book has 40,000.
        """
        header = "" if column is None else column.header
        data = self.data.get(header)
        impact = check.impact or (column.impact if column else Impact.FORM)
        places, place_of, rows, ids = self.places, self._places, self._rows, self._ids
        foreign = self._foreign(data)
        owners, companies = self._labels(self.sheet.owner), self._labels(self.sheet.company)

        def cite(record: int, finding: Issue) -> Problem:
            place = places[place_of[record]]
            code = -1 if data is None else int(data.codes[record])
            return Problem(
                check,
                place.book,
                place.sheet,
                rows[record],
                place.columns.get(header, 0),
                header,
                None if data is None or code < 0 else data.raw[code],
                finding.message,
                finding.remedy,
                impact,
                None if record in foreign else finding.fix,
                ids[record] or f"{place.sheet}!{rows[record]}",
                owners[record],
                companies[record],
                finding.guess,
            )

        return cite

    def _foreign(self, data: ColumnData | None) -> frozenset[int]:
        """Return the records whose cell in a column is not to be mended.

        It holds a formula, or lies under a merged one (it has no value of its own, U07), or is an
        amount in a column whose title says 元, while all our amounts are in 万元.
        """
        if data is None:
            return frozenset()
        header, found = data.column.header, data.formulas | data.filled
        yuan = [at for at, place in enumerate(self.places) if header in place.yuan]
        if not yuan:
            return found
        return found | frozenset(np.flatnonzero(np.isin(self.place, yuan)).tolist())

    def _labels(self, column: Column | None) -> list[str]:
        """Return who or whom each record is about, "" where nobody is named."""
        key = "" if column is None else column.header
        labels = self._cache.labels.get(key)
        if labels is None:
            values = [None] * len(self) if column is None else self.values(column).tolist()
            labels = ["" if value is None else str(value) for value in values]
            self._cache.labels[key] = labels
        return labels
