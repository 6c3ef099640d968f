"""The mapping of a list's columns to a register's: by --map, by memory, by title, by values."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crmbook.intake.claims import Candidate, Look, candidates
from crmbook.intake.content import Words, evidence
from crmbook.intake.hints import is_log, is_region_part
from crmbook.intake.roles import Role, column_of, role_of
from crmbook.intake.source import SourceColumn, SourceTable
from crmbook.intake.wishes import Wishes
from crmbook.intake.words import by_map, by_memory, by_title
from crmbook.model.patterns import lazy
from crmbook.schema.column import Column, Sheet
from crmbook.schema.grouped import Leaves
from crmbook.schema.kinds.text import LongText
from crmbook.schema.spellings import DECLARED, fold_header, spellings
from crmbook.schema.words.places import WIDE

_MOBILE = lazy(r"手机|手機|移动电话|mobile|cell|^mob", 2)
_SURE = 0.9
_LEAST = 0.5  # confidence from which a column is mapped
_MOST = 400  # columns of a very wide sheet whose values are looked at


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of the list and what it becomes.

    ``target`` None: it stays behind; then ``rival`` is the column it would be if another one of the
    list had not the better right. ``asked``: --map or 字段 says so.
    """

    source: SourceColumn
    name: str
    target: Column | None
    confidence: float = 0.0
    why: str = ""
    rival: Column | None = None
    asked: bool = False


@dataclass(frozen=True)
class ColumnMapping:
    """What each column of a list becomes in a register, in the order of the list."""

    sheet: Sheet
    columns: tuple[MappedColumn, ...]

    def __iter__(self) -> Iterator[MappedColumn]:
        return iter(self.columns)

    def sources(self, target: Column) -> tuple[SourceColumn, ...]:
        """Return the columns that become a declared one: mostly one."""
        return tuple(one.source for one in self.columns if one.target is target)

    @property
    def targets(self) -> tuple[Column, ...]:
        """The declared columns that are filled, in the register's order, the book's own behind."""
        found = {one.target.header: one.target for one in self.columns if one.target is not None}
        declared = [column for column in self.sheet.columns if column.header in found]
        return (*declared, *(one for one in found.values() if one not in declared))

    @property
    def logs(self) -> tuple[SourceColumn, ...]:
        """The columns whose titles say that follow-ups were typed into them (U03)."""
        return tuple(one.source for one in self.columns if is_log(one.source.title))

    @property
    def score(self) -> float:
        """How much of the register the list fills; to compare tables of one source."""
        weights = {Role.COMPANY: 3.0, Role.PHONE: 2.0, Role.PERSON: 2.0, Role.EMAIL: 1.5}
        total = 0.0
        for one in self.columns:
            if one.target is not None:
                role = role_of(one.target, self.sheet)
                total += one.confidence * (weights.get(role, 1.0) if role else 1.0)
        return total

    @property
    def identifies(self) -> bool:
        """Whether a company, a contact or a phone is among the columns."""
        roles = (Role.COMPANY, Role.PERSON, Role.PHONE)
        return any(one in self.targets for role in roles if (one := column_of(role, self.sheet)))

    def as_json(self) -> dict[str, str | None]:
        """Return source → target, as the JSON of ``import`` has it (DESIGN 5)."""
        return {one.name: one.target.header if one.target else None for one in self.columns}


@dataclass(frozen=True)
class Known:
    """What is known beside the list.

    ``words``: the book's vocabularies; ``wishes``: what --map says, ``memory`` what 字段 remembers of
    this layout; ``own``: the book's own columns that no declaration knows (M08).
    """

    words: Words = field(default_factory=dict)
    wishes: Wishes = field(default_factory=dict)
    memory: Wishes = field(default_factory=dict)
    own: Sequence[Column] = ()


def map_columns(table: SourceTable, sheet: Sheet, known: Known | None = None) -> ColumnMapping:
    """Return what each column of a list is in a register.

    What was asked for comes first, then the most certain. A second phone column overflows to
    备用电话 (U08); 省, 市 and 区 are one 地区 where no column is that by its own title.
    """
    known = known or Known()
    chosen = _asked(table, known)
    rest = [column for column in table if column.number not in chosen]
    found = [one for column in _offers(table, rest, (sheet, known)) for one in column]
    rivals = _assign(found, chosen, sheet)
    _join_regions(rest, chosen, sheet)
    names = table.names
    return ColumnMapping(
        sheet,
        tuple(
            replace(chosen[column.number], name=names[column.number])
            if column.number in chosen
            else MappedColumn(column, names[column.number], None, rival=rivals.get(column.number))
            for column in table
        ),
    )


def _asked(table: SourceTable, known: Known) -> dict[int, MappedColumn]:
    chosen = {}
    for column in table:
        for wishes, why in ((known.wishes, by_map()), (known.memory, by_memory())):
            if column.number in wishes:
                target = wishes[column.number]
                chosen[column.number] = MappedColumn(column, "", target, 1.0, why, asked=True)
                break
    taken = {one.target.header for one in chosen.values() if one.target and one.why == by_map()}
    return {
        number: one
        for number, one in chosen.items()
        if one.target is None or one.why == by_map() or one.target.header not in taken
    }


def _offers(
    table: SourceTable, columns: Sequence[SourceColumn], against: tuple[Sheet, Known]
) -> Iterator[list[Candidate]]:
    sheet, known = against
    spelled = spellings(sheet)
    leaves = Leaves({one.number: one.title for one in table if one.title}, table.groups)
    own = {fold_header(column.header): column for column in known.own}
    claims = {one.number: leaves.claim(one.number, spelled) for one in columns if one.title}
    ours = any(
        claim is not None and claim.column is sheet.key and claim.rank == DECLARED
        for claim in claims.values()
    )
    looked = set(sorted(claims, key=lambda at: claims[at] is None)[:_MOST])
    for column in columns:
        if column.title and column.number not in looked:
            continue
        if fold_header(column.title) in own:
            yield [Candidate(column, own[fold_header(column.title)], 0.99, by_title())]
            continue
        claim = claims.get(column.number)
        guess = claim is not None and leaves.is_open(column.number, claim, spelled)
        look = Look(column, claim, evidence(column, known.words), guess)
        yield [_mobile_first(one, sheet, ours=ours) for one in candidates(look, sheet)]


def _mobile_first(one: Candidate, sheet: Sheet, *, ours: bool) -> Candidate:
    """Prefer a mobile to what is called 联系电话, where the list is no register of ours (U08)."""
    if one.target is not column_of(Role.PHONE, sheet) or not one.source.filled:
        return one
    bonus = 0.04 if not ours and _MOBILE.search(fold_header(one.source.title)) else 0.0
    return replace(one, confidence=min(1.0, one.confidence + bonus))


def _assign(
    found: Iterable[Candidate], chosen: dict[int, MappedColumn], sheet: Sheet
) -> dict[int, Column]:
    """Give each column the best it may be; return what those left over would have been."""
    taken = {one.target.header for one in chosen.values() if one.target}
    asked = {one.target.header for one in chosen.values() if one.target and one.asked}
    spare, phone = column_of(Role.SPARE, sheet), column_of(Role.PHONE, sheet)
    held = dict.fromkeys(taken)  # what --map sends to a text goes beside the column of its title
    rivals: dict[int, Column] = {}
    order = sorted(found, key=lambda one: (-one.confidence, one.source.number))
    for one in order:
        target = one.target
        if one.source.number in chosen or one.confidence < _LEAST:
            continue
        if target is phone and target.header in taken and spare and spare.header not in asked:
            target = spare  # a list may have three phones: they stand side by side
        elif target.header in taken and target is not spare and not _joins(one, held):
            rivals.setdefault(one.source.number, target)
            continue
        taken.add(target.header)
        chosen[one.source.number] = MappedColumn(one.source, "", target, one.confidence, one.why)
    return {number: column for number, column in rivals.items() if number not in chosen}


def _joins(one: Candidate, asked: Container[str]) -> bool:
    """Whether a text stands beside what was asked into its column: nothing of it is lost."""
    text = isinstance(one.target.kind, LongText)
    return text and one.confidence >= _SURE and one.target.header in asked


def _join_regions(
    rest: Sequence[SourceColumn], chosen: dict[int, MappedColumn], sheet: Sheet
) -> None:
    """Let 省, 市 and 区 together be 地区, and rather than 华东 and 华南."""
    region = column_of(Role.REGION, sheet)
    holder = next((one for one in chosen.values() if region and one.target is region), None)
    if region is None or holder is None:
        return
    parts = [one for one in rest if one.number not in chosen and is_region_part(one.title)]
    if parts and not holder.asked and _is_wide(holder.source):
        del chosen[holder.source.number]
    elif not is_region_part(holder.source.title):
        return
    for column in rest:
        if column.number not in chosen and is_region_part(column.title):
            chosen[column.number] = MappedColumn(column, "", region, holder.confidence, holder.why)


def _is_wide(column: SourceColumn) -> bool:
    """Whether a column names nothing narrower than 华东."""
    values = [value for value in column.sample() if value is not None]
    return bool(values) and all(
        isinstance(value, str) and value.strip() in WIDE for value in values
    )
