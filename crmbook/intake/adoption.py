"""Adoption: a team's own workbook, mapped once (M08, U06): sheets, columns, their own columns, words.

The same recognition as of a list that is imported, asked of every sheet and every register; what
comes out are rows for 字段 and 字典, nothing in the book itself changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crmbook.intake.content import Words, evidence
from crmbook.intake.mapping import ColumnMapping, Known, MappedColumn, map_columns
from crmbook.intake.roles import Role
from crmbook.intake.source import SourceColumn, SourceTable
from crmbook.model.cells import CellError, Raw, Value
from crmbook.schema.column import Column, Sheet
from crmbook.schema.headers import recognise
from crmbook.schema.kinds.base import Context, Vocabulary
from crmbook.schema.kinds.choice import Choice, canonical
from crmbook.schema.kinds.grade import GRADES, Grade, grade_of
from crmbook.schema.sheets import CUSTOMERS, LEADS, REGISTERS, settings
from crmbook.schema.spellings import claim_of, spellings
from crmbook.schema.text import fold, is_nothing, tidy

_LEAST: Final = 4.5  # the score from which a sheet that no titles tell is a list of leads
_FEW: Final = 12  # different values that a drop-down would offer
_OFTEN: Final = 4  # times each of them stands there, on average
_LONG: Final = 30  # characters of a text that people read
_BOOLEANS: Final = frozenset(
    map(fold, ("是", "否", "有", "无", "y", "n", "yes", "no", "√", "×", "✓", "对", "错"))
)
_GRADE_WORDS: Final = (("高", "A类"), ("中", "B类"), ("低", "C类"))


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column that no declaration knows, as 字段 would declare it: ``kind`` is a 类型."""

    title: str
    kind: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordProposal:
    """A value that the vocabulary of its column lacks: ``meaning`` "" where nothing is like it."""

    vocabulary: str
    value: str
    meaning: str
    count: int

    def values(self) -> Mapping[Column, Value]:
        """Return the row of 字典: an alias of what it means, else a value of its own."""
        alias = self.value if self.meaning else None
        return {
            settings.WORD_COLUMN: self.vocabulary,
            settings.WORD_VALUE: self.meaning or self.value,
            settings.WORD_ALIAS: alias,
        }


@dataclass(frozen=True)
class AdoptedSheet:
    """One sheet of the book: the register it is (None: it is left alone), column by column."""

    table: SourceTable
    register: Sheet | None
    mapping: ColumnMapping | None = None
    own: tuple[OwnColumn, ...] = ()
    words: tuple[WordProposal, ...] = ()

    def fields(self) -> Iterator[Mapping[Column, Value]]:
        """Yield its rows of 字段: mapped columns under another title, then its own columns."""
        sheet = self.table.sheet
        for one in self.mapping or ():
            if one.target is not None and one.source.title != one.target.header:
                yield _row(sheet, one.name, target=one.target.header)
        for column in self.own:
            yield _row(sheet, column.title, kind=column.kind, options="、".join(column.options))


def _row(
    sheet: str, title: str, *, target: str = "", kind: str = "", options: str = ""
) -> Mapping[Column, Value]:
    return {
        settings.FIELD_SHEET: sheet,
        settings.FIELD_HEADER: title,
        settings.FIELD_TARGET: target or None,
        settings.FIELD_KIND: kind or None,
        settings.FIELD_OPTIONS: options or None,
    }


def adopt(tables: Sequence[SourceTable], context: Context, words: Words) -> list[AdoptedSheet]:
    """Return what each table of a book is."""
    return [_adopted(table, context, words) for table in tables]


def _adopted(table: SourceTable, context: Context, words: Words) -> AdoptedSheet:
    register = register_of(table, words)
    if register is None:
        return AdoptedSheet(table, None)
    mapping = map_columns(table, register, Known(words=words))
    own = tuple(own_column(one, words) for one in mapping if _is_own(one, register))
    proposals = [word for one in mapping for word in unknown_words(one, words, context)]
    return AdoptedSheet(table, register, mapping, own, tuple(proposals))


def register_of(table: SourceTable, words: Words) -> Sheet | None:
    """Return the register that a table is, by its titles, else by what its columns hold."""
    titles = {one.number: one.title for one in table if one.title}
    found = recognise(titles, REGISTERS, table.sheet, None, table.groups)
    if found is not None:
        return found.sheet
    known = Known(words=words)
    mapped = [map_columns(table, sheet, known) for sheet in (LEADS, CUSTOMERS)]
    best = max(mapped, key=lambda one: one.score)
    return best.sheet if best.identifies and best.score >= _LEAST else None


def _is_own(one: MappedColumn, register: Sheet) -> bool:
    """Whether a column with values is one that no declaration knows, computed ones included."""
    if one.target is not None or not one.source.title or not one.source.filled:
        return False
    return claim_of(one.source.title, spellings(register)) is None


def own_column(one: MappedColumn, words: Words) -> OwnColumn:
    """Return what 字段 would say of a column that nobody declared."""
    column = one.source
    kind = _kind(column, words)
    options = _options(column) if kind == "选项" else ()
    return OwnColumn(one.name, kind, options)


def _kind(column: SourceColumn, words: Words) -> str:  # noqa: PLR0911 - one return a 类型
    found = evidence(column, words)
    values = [value for value in column.sample() if value is not None]
    texts = [tidy(str(value)) for value in values]
    if found.dates >= 0.8:
        return "日期"
    if found.share(Role.PHONE) >= 0.8:
        return "电话"
    if found.share(Role.EMAIL) >= 0.8:
        return "邮箱"
    if found.share(Role.OWNER) >= 0.8:
        return "人员"
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return "数字"
    if all(text.endswith(("%", "％")) for text in texts):
        return "百分比"
    if {fold(text) for text in texts} <= _BOOLEANS:
        return "是否"
    if _options(column):
        return "选项"
    usual = sorted(map(len, texts))[len(texts) // 2]
    return "长文本" if usual > _LONG else "文本"


def _options(column: SourceColumn) -> tuple[str, ...]:
    """Return the values of a column that repeats few short ones, the most frequent first."""
    counts = Counter(
        tidy(value) for code in column.codes[column.codes >= 0].tolist()
        if isinstance(value := column.values[code], str) and not is_nothing(value)
    )  # fmt: skip
    short = all(len(text) <= 12 for text in counts)
    if not counts or len(counts) > _FEW or not short or counts.total() < _OFTEN * len(counts):
        return ()
    return tuple(text for text, _count in counts.most_common())


def unknown_words(one: MappedColumn, words: Words, context: Context) -> Iterator[WordProposal]:
    """Yield the values of a column of words that its vocabulary does not know, with a guess."""
    del context
    target = one.target
    if target is None or not isinstance(target.kind, Choice | Grade):
        return
    vocabulary = words.get(target.vocabulary) if target.vocabulary else None
    for text, count in _counted(one.source).items():
        if isinstance(target.kind, Grade):
            if grade_of(text) is None:
                yield WordProposal(target.header, text, _grade(text), count)
        elif vocabulary is not None and not _known(target, text, vocabulary):
            meaning = likeliest(text, vocabulary)
            yield WordProposal(target.vocabulary, text, meaning, count)


def _known(target: Column, text: str, vocabulary: Vocabulary) -> bool:
    kind = target.kind
    assert isinstance(kind, Choice)  # noqa: S101 - the caller has seen to it
    return kind.value_of(text, vocabulary) is not None


def _counted(column: SourceColumn) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for code in column.codes[column.codes >= 0].tolist():
        value: Raw = column.values[code]
        text = "" if isinstance(value, CellError) else tidy(str(value))
        if not is_nothing(text):
            counts[text] += 1
    return dict(counts.most_common())


def _grade(text: str) -> str:
    found = [grade for word, grade in _GRADE_WORDS if word in text]
    return found[0] if len(found) == 1 and found[0] in GRADES else ""


def likeliest(text: str, vocabulary: Vocabulary) -> str:
    """Return the one value whose spellings a text contains, or that contain it; "" for none."""
    folded = fold(text)
    if len(folded) < 2 or canonical(text, vocabulary) is not None:
        return ""
    found: dict[str, int] = {}
    for spelling, value in vocabulary.aliases.items():
        if len(spelling) >= 2 and (spelling in folded or folded in spelling):
            found[value] = max(found.get(value, 0), min(len(spelling), len(folded)))
    best = sorted(found, key=lambda value: -found[value])
    clear = len(best) == 1 or (len(best) > 1 and found[best[0]] > found[best[1]])
    return best[0] if clear else ""
