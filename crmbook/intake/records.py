"""The rows of a list as records of a register, and those that cannot be taken, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crmbook.i18n import _
from crmbook.intake.content import is_person
from crmbook.intake.joining import join
from crmbook.intake.mapping import ColumnMapping
from crmbook.intake.roles import Role, column_of
from crmbook.intake.source import SourceColumn, SourceTable
from crmbook.intake.taking import Taken, take_all
from crmbook.model.cells import Raw, Value
from crmbook.model.words import labelled
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Context, Vocabulary
from crmbook.schema.kinds.date import Date, PartialDate, resolve
from crmbook.schema.sheets import leads

_NOTHING = Taken(None)


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
    columns = {target: _parts(mapping, target, reading) for target in mapping.targets}
    rows = _Rows(mapping, reading, columns)
    records, rejected = list[SourceRecord](), list[Rejected]()
    for at, row in enumerate(table.rows.tolist()):
        one = rows.take(at, row)
        (records if isinstance(one, SourceRecord) else rejected).append(one)  # type: ignore[arg-type]
    return Intake(table, mapping, tuple(records), tuple(rejected))


@dataclass(frozen=True, slots=True)
class _Part:
    """One source column of a target, with what each of its distinct values becomes."""

    source: SourceColumn
    taken: list[Taken]

    def at(self, record: int) -> Taken:
        code = int(self.source.codes[record])
        return _NOTHING if code < 0 else self.taken[code]


def _parts(mapping: ColumnMapping, target: Column, reading: Reading) -> list[_Part]:
    context = reading.context(target)
    return [
        _Part(one, take_all(target, one.values, context, one.title))
        for one in mapping.sources(target)
    ]


class _Rows:
    """Takes rows one by one."""

    def __init__(
        self, mapping: ColumnMapping, reading: Reading, columns: Mapping[Column, list[_Part]]
    ) -> None:
        self.columns = columns
        self.today = reading.today
        self.names = {one.source.number: one.name for one in mapping}
        sheet = mapping.sheet
        roles = (Role.COMPANY, Role.PERSON, Role.PHONE, Role.SPARE, Role.WECHAT)
        self.company, self.person, self.phone, self.spare, self.wechat = (
            column_of(role, sheet) for role in roles
        )

    def take(self, at: int, row: int) -> SourceRecord | Rejected:
        """Return one row as a record, or why it is none."""
        found = {
            column: [(part, part.at(at)) for part in parts]
            for column, parts in self.columns.items()
        }
        reasons = list(self._reasons(found))
        if reasons:
            return Rejected(row, at, tuple(dict.fromkeys(reasons)))
        values: dict[Column, Value] = {}
        originals: dict[Column, Raw] = {}
        for column, cells in found.items():
            value = join(column, [self._value(column, one, found) for _part, one in cells])
            if value is None:
                continue
            values[column] = value
            raw = _raw(cells, at)
            if raw is not None and _differs(raw, value):
                originals[column] = raw
        self._complete(values, found)
        return SourceRecord(row, at, values, originals, tuple(self._troubles(found)))

    def _reasons(self, found: _Cells) -> Iterator[str]:
        lost = [pair for column in found for pair in found[column] if pair[1].lost]
        for part, one in lost:
            yield labelled(self.names[part.source.number], one.problem)
        named = (self.company, self.person, self.phone, self.spare)
        held = [one for column in named if column for _part, one in found.get(column, ())]
        if lost or any(one.value is not None and not one.nobody for one in held):
            return
        told = [one.problem for one in held if one.nobody and one.problem]
        yield from told or (_("no company, no contact and no phone"),)

    def _value(self, column: Column, one: Taken, found: _Cells) -> Value:
        if one.partial is None:
            return one.value
        day = self._dated(column, one.partial, found)
        return one.value if day is None else day.date() if day.time() == dt.time() else day

    def _dated(self, column: Column, partial: PartialDate, found: _Cells) -> dt.datetime | None:
        """Return a date without a year, seen from the row's other dates, else from today (M17)."""
        others = (leads.ASSIGNED, leads.ACQUIRED)
        known = (one.value for other in others if other in found for _part, one in found[other])
        seen = next((_moment(value) for value in known if isinstance(value, dt.date)), self.today)
        day = resolve(partial, seen)
        past = isinstance(column.kind, Date) and column.kind.past
        if past and day is not None and day > self.today:
            return resolve(partial, seen.replace(year=seen.year - 1, day=1))
        return day

    def _complete(self, values: dict[Column, Value], found: _Cells) -> None:
        """Fill 微信号 from 微信同号 beside a phone, and the contact from a name beside it (U09)."""
        numbers = (self.phone, self.spare)
        phones = [one for column in numbers if column for _part, one in found.get(column, ())]
        beside = next((one.wechat for one in phones if one.wechat), "")
        if self.wechat is not None and beside and self.wechat not in values:
            values[self.wechat] = beside
        if self.person is not None and self.phone is not None and self.person not in found:
            name = person_beside(values.get(self.phone))
            if name:
                values[self.person] = name

    def _troubles(self, found: _Cells) -> Iterator[Trouble]:
        for column, cells in found.items():
            for part, one in cells:
                if one.problem:
                    yield Trouble(self.names[part.source.number], column, one.problem)


_Cells = Mapping[Column, Sequence[tuple[_Part, Taken]]]


def person_beside(phone: Value) -> str:
    """Return the person that a note beside a phone number names: 13800001111（张伟）."""
    if not isinstance(phone, str) or "（" not in phone:
        return ""
    notes = [part.partition("）")[0] for part in phone.split("（")[1:]]
    return next((note for note in notes if is_person(note)), "")


def _moment(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())


def _raw(cells: Sequence[tuple[_Part, Taken]], at: int) -> Raw:
    raws = [raw for part, _one in cells if (raw := part.source.at(at)) is not None]
    return raws[0] if len(raws) == 1 else " / ".join(map(str, raws)) if raws else None


def _differs(raw: Raw, value: Value) -> bool:
    if isinstance(raw, dt.datetime) and isinstance(value, dt.date):
        return raw != _moment(value)
    return type(raw) is not type(value) or raw != value
