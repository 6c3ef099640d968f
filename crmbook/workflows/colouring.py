"""Colours become words: 红 = 已流失 proposed for every record painted red, the colours stay (U05)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crmbook.book import Book
from crmbook.book.painted import Paint
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import _
from crmbook.model.errors import FileRefused, UsageError
from crmbook.schema.colour_words import COLOURS, colour_called
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.grade import GRADES, Grade, grade_of
from crmbook.schema.sheets import leads
from crmbook.schema.text import tidy
from crmbook.workflows.record_edits import RecordEdits

#: Where a word is looked for first; then among the other columns that have words.
_FIRST: Final = (leads.STATUS, leads.GRADE)
_Words = Mapping[str, Vocabulary]


@dataclass(frozen=True, slots=True)
class ColourWord:
    """What a colour stands for: a value of a column."""

    colour: str
    column: Column
    value: str


@dataclass(frozen=True, slots=True)
class Coloured:
    """What a colour comes to: the cells that get its word, those that say so, those that differ.

    ``kept``: cell and what stands there, which is not overruled (U22).
    """

    word: ColourWord
    written: tuple[str, ...]
    agreeing: int
    kept: tuple[tuple[str, str], ...]

    def __len__(self) -> int:
        return len(self.written) + self.agreeing + len(self.kept)


def colour_words(texts: Iterable[str], words: _Words) -> tuple[ColourWord, ...]:
    """Return what ``红=已流失`` and the like mean. Raises UsageError, which tells what there is."""
    found: dict[str, ColourWord] = {}
    for text in texts:
        name, _equals, said = text.replace("＝", "=").partition("=")
        colour = colour_called(name)
        if not colour:
            raise UsageError(
                _("“{text}” names no colour").format(text=text),
                _("write 红=已流失; colours are {colours}").format(colours=" ".join(COLOURS)),
            )
        known = next(_meant(tidy(said), words), None)
        if known is None:
            raise UsageError(
                _("“{text}” is a word of no list").format(text=said.strip()), _offered(words)
            )
        if colour in found:
            raise UsageError(
                _("{colour} is given twice").format(colour=colour), _("give each colour one word")
            )
        found[colour] = ColourWord(colour, *known)
    return tuple(found.values())


def _meant(text: str, words: _Words) -> Iterator[tuple[Column, str]]:
    """Yield the columns that know a word, each with the value it means."""
    rest = (column for column in leads.LEADS.columns if column not in _FIRST)
    for column in (*_FIRST, *rest):
        kind, value = column.kind, None
        if isinstance(kind, Grade):
            value = grade_of(text) if text else None
        elif type(kind) is Choice and column.vocabulary in words:
            value = kind.value_of(text, words[column.vocabulary])
        if value is not None:
            yield column, value


def _offered(words: _Words) -> str:
    status = leads.STATUS
    lists = ((status.header, words[status.vocabulary].values), (leads.GRADE.header, GRADES))
    told = "；".join(f"{header}：{'、'.join(map(str, values))}" for header, values in lists)
    return _("there are {words}").format(words=told)


def coloured(
    book: Book, ledger: Ledger, wanted: Sequence[ColourWord], edits: RecordEdits
) -> tuple[Coloured, ...]:
    """Write what colours stand for into blank cells of the leads; return what came of each.

    Raises FileRefused for a book without leads, and for a format whose colours are not read.
    """
    register = ledger.leads
    if not wanted:
        return ()
    if register is None:
        raise FileRefused(
            _("no leads were recognised, whose colours could be read"),
            _("crmbook adopt without --colour shows what each sheet is taken for"),
            path=book.path,
        )
    paint = Paint(book.sources[0], register)
    if not paint.readable:
        raise FileRefused(
            _("the colours of a {format} are not read").format(format=book.sources[0].format),
            _("save it as .xlsx first"),
            path=book.path,
        )
    return tuple(_coloured(register, one, paint, edits) for one in wanted)


def colours_there(book: Book, ledger: Ledger) -> dict[str, int]:
    """Return how many leads have which colour, for whoever asked for one that is not there."""
    if ledger.leads is None:
        return {}
    found = Counter(Paint(book.sources[0], ledger.leads).of(leads.STATUS))
    return {colour: found[colour] for colour in COLOURS if found[colour]}


def _coloured(register: Register, word: ColourWord, paint: Paint, edits: RecordEdits) -> Coloured:
    reason = _("painted {colour}").format(colour=word.colour)
    column, data = word.column, register.data.get(word.column.header)
    fixed = (data.formulas | data.filled) if data is not None else frozenset[int]()
    written, kept, agreeing = list[str](), list[tuple[str, str]](), 0
    for record, colour in enumerate(paint.of(column)):
        if colour != word.colour:
            continue
        raw = register.raw(column, record)
        text = "" if raw is None else tidy(str(raw))
        where = register.cell(record, column)
        if register.values(column)[record] == word.value:
            agreeing += 1
        elif text or record in fixed:
            kept.append((where, text or _("a formula")))
        else:
            edits.put(register, record, column, word.value, reason)
            written.append(where)
    return Coloured(word, tuple(written), agreeing, tuple(kept))
