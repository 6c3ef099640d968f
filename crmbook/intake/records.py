"""The rows of a list as records of a register, and those that cannot be taken, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from crmbook.i18n import N_, _
from crmbook.intake.joining import join
from crmbook.intake.mapping import ColumnMapping
from crmbook.intake.pairing import halves
from crmbook.intake.persons import is_person
from crmbook.intake.roles import Role, column_of
from crmbook.intake.source import SourceColumn, SourceTable
from crmbook.intake.taking import Taken, take_all
from crmbook.model.cells import Raw, Value
from crmbook.model.patterns import lazy
from crmbook.model.words import labelled
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Context, Vocabulary
from crmbook.schema.kinds.date import Date, PartialDate, resolve
from crmbook.schema.sheets import leads

EXAMPLE: Final = N_("an example of how to fill in the list, no record")
_EXAMPLE = lazy(
    r"\s*[(（【\[]?(?:填写)?(?:示例|样例|范例|举例)(?:行|数据)?[】\])）]?(?:\s*[:：]|\s*$)"
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one value: the list's column it came from, the one it goes to, in words."""

    name: str
    column: Column
    message: str


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One row: its values in normal form by column, blank ones left out.

    ``row`` is its sheet row, ``at`` its place among the table's records; ``originals`` holds what
    stood in the cells whose value reads otherwise now.
    """

    row: int
    at: int
    values: Mapping[Column, Value]
    originals: Mapping[Column, Raw] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be taken, and why."""

    row: int
    at: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Intake:
    """A list, taken: every row is in ``records`` or ``rejected``, in its order."""

    table: SourceTable
    mapping: ColumnMapping
    records: tuple[SourceRecord, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How values are read: as of ``today``, with the book's words."""

    today: dt.datetime
    words: Mapping[str, Vocabulary] = field(default_factory=dict)

    def context(self, column: Column) -> Context:
        """Return the context of a column."""
        words = self.words.get(column.vocabulary) if column.vocabulary else None
        return Context(today=self.today, vocabulary=words)


def take(table: SourceTable, mapping: ColumnMapping, reading: Reading) -> Intake:
    """Return every row of a list as a record or a reject."""
    rows = _Rows(mapping, reading)
    records, rejected = list[SourceRecord](), list[Rejected]()
    for at, row in enumerate(table.rows.tolist()):
        found = rows.cells(at)
        reasons = [_(EXAMPLE)] if at == 0 and is_example(table.cells(at)) else rows.reasons(found)
        if reasons:
            rejected.append(Rejected(row, at, tuple(dict.fromkeys(reasons))))
        else:
            records.append(rows.record(at, row, found))
    return Intake(table, mapping, tuple(records), tuple(rejected))


def is_example(cells: Iterable[Raw]) -> bool:
    """Whether the first row of a list only shows how to fill it in: 示例：杭州某某公司."""
    return any(isinstance(cell, str) and _EXAMPLE.match(cell) is not None for cell in cells)


class _Cell(NamedTuple):
    """One distinct value of a source column: its column's name, as it stood, what it becomes."""

    name: str
    raw: Raw
    taken: Taken
    differs: bool


#: Target header → the cells of a row that become it; blank ones left out.
_Cells = Mapping[str, Sequence[_Cell]]


class _Rows:
    """Takes rows one by one; what can be said of a distinct value is said once, beforehand."""

    def __init__(self, mapping: ColumnMapping, reading: Reading) -> None:
        self.today = reading.today
        self.columns = {column.header: column for column in mapping.targets}
        names = {one.source.number: one.name for one in mapping}
        self.parts = [
            (column.header, source.codes.tolist(), _cells_of(column, source, names, reading))
            for column in mapping.targets
            for source in mapping.sources(column)
        ]
        roles = (Role.COMPANY, Role.PERSON, Role.PHONE, Role.SPARE, Role.WECHAT)
        found = (column_of(role, mapping.sheet) for role in roles)
        self.company, self.person, self.phone, self.spare, self.wechat = found
        named = (self.company, self.person, self.phone, self.spare)
        self.named = [column.header for column in named if column is not None]

    def cells(self, at: int) -> _Cells:
        """Return the cells of a row that hold something."""
        found: dict[str, list[_Cell]] = {}
        for header, codes, cells in self.parts:
            code = codes[at]
            if code >= 0:
                found.setdefault(header, []).append(cells[code])
        return found

    def reasons(self, found: _Cells) -> list[str]:
        """Return why a row cannot be taken; nothing for one that can."""
        lost = [one for cells in found.values() for one in cells if one.taken.lost]
        if lost:
            return [labelled(one.name, one.taken.problem) for one in lost]
        held = [one.taken for header in self.named for one in found.get(header, ())]
        if any(one.value is not None and not one.nobody for one in held):
            return []
        told = [one.problem for one in held if one.nobody and one.problem]
        return told or [_("no company, no contact and no phone")]

    def record(self, at: int, row: int, found: _Cells) -> SourceRecord:
        """Return a row as a record."""
        values: dict[Column, Value] = {}
        originals: dict[Column, Raw] = {}
        troubles: list[Trouble] = []
        for header, cells in found.items():
            column = self.columns[header]
            value, raw, differs = self._value(column, cells, found)
            if value is not None:
                values[column] = value
            if differs:
                originals[column] = raw
            troubles += [
                Trouble(one.name, column, one.taken.problem) for one in cells if one.taken.problem
            ]
        self._complete(values, found)
        self._part(values, originals, found)
        return SourceRecord(row, at, values, originals, tuple(troubles))

    def _value(
        self, column: Column, cells: Sequence[_Cell], found: _Cells
    ) -> tuple[Value, Raw, bool]:
        """Return (what a column's cells become, as they stood, whether that reads otherwise)."""
        first = cells[0]
        if len(cells) == 1 and first.taken.partial is None:
            return first.taken.value, first.raw, first.differs
        value = join(column, [self._one(column, one.taken, found) for one in cells])
        raw = first.raw if len(cells) == 1 else " / ".join(str(one.raw) for one in cells)
        return value, raw, value is not None and _differs(raw, value)

    def _one(self, column: Column, one: Taken, found: _Cells) -> Value:
        if one.partial is None:
            return one.value
        day = self._dated(column, one.partial, found)
        return one.value if day is None else day.date() if day.time() == dt.time() else day

    def _dated(self, column: Column, partial: PartialDate, found: _Cells) -> dt.datetime | None:
        """Return a date without a year, seen from the row's other dates, else from today (M17)."""
        others = (leads.ASSIGNED.header, leads.ACQUIRED.header)
        known = (one.taken.value for other in others for one in found.get(other, ()))
        seen = next((_moment(value) for value in known if isinstance(value, dt.date)), self.today)
        day = resolve(partial, seen)
        past = isinstance(column.kind, Date) and column.kind.past
        if past and day is not None and day > self.today:
            return resolve(partial, seen.replace(year=seen.year - 1, day=1))
        return day

    def _complete(self, values: dict[Column, Value], found: _Cells) -> None:
        """Fill 微信号 from 微信同号 beside a phone, and the contact from a name beside it (U09)."""
        numbers = (self.phone, self.spare)
        beside = next(
            (
                one.taken.wechat
                for column in numbers
                for one in (found.get(column.header, ()) if column else ())
                if one.taken.wechat
            ),
            "",
        )
        if self.wechat is not None and beside and self.wechat not in values:
            values[self.wechat] = beside
        if self.person is not None and self.phone and self.person.header not in found:
            name = person_beside(values.get(self.phone))
            if name:
                values[self.person] = name

    def _part(
        self, values: dict[Column, Value], originals: dict[Column, Raw], found: _Cells
    ) -> None:
        """Put company and person, typed into one cell, under a column each."""
        company, person = self.company, self.person
        if company is None or person is None:
            return
        for column, other in ((person, company), (company, person)):
            cells = found.get(column.header, ())
            raw = cells[0].raw if len(cells) == 1 else None
            both = halves(raw) if isinstance(raw, str) else None
            if both is None:
                continue
            mine, theirs = both if column is company else both[::-1]
            if values.get(other, theirs) == theirs:
                values[column], values[other] = mine, theirs
                originals[column] = raw


def _cells_of(
    column: Column, source: SourceColumn, names: Mapping[int, str], reading: Reading
) -> list[_Cell]:
    """Return what each distinct value of a source column becomes."""
    taken = take_all(column, source.values, reading.context(column), source.title)
    name = names[source.number]
    return [
        _Cell(name, raw, one, one.value is not None and _differs(raw, one.value))
        for raw, one in zip(source.values, taken, strict=True)
    ]


def person_beside(phone: Value) -> str:
    """Return the person that a note beside a phone number names: 13800001111（张伟）."""
    if not isinstance(phone, str) or "（" not in phone:
        return ""
    notes = [part.partition("）")[0] for part in phone.split("（")[1:]]
    return next((note for note in notes if is_person(note)), "")


def _moment(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())


def _differs(raw: Raw, value: Value) -> bool:
    if isinstance(raw, dt.datetime) and isinstance(value, dt.date):
        return raw != _moment(value)
    return type(raw) is not type(value) or raw != value
