"""Log entries out of a list's cells: what ``--log-from`` proposes for 跟进记录表 (U03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crmbook.i18n import N_, _
from crmbook.intake.diary import Piece, dated, starts_with_date
from crmbook.intake.records import Intake, SourceRecord
from crmbook.intake.source import SourceColumn, SourceTable
from crmbook.intake.voices import Speakers, ways_of
from crmbook.intake.wishes import find_column
from crmbook.model.cells import Raw
from crmbook.model.errors import UsageError
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.kinds.text import shown
from crmbook.schema.sheets import followups, leads
from crmbook.schema.spellings import fold_header
from crmbook.schema.text import fold

_WHY: Mapping[str, str] = {
    "undated": N_("no date"),
    "no such day": N_("there is no such day"),
    "future": N_("the date lies in the future"),
}
_ORDINAL = lazy(r"[\d一二三四五六七八九十]+$")
_TAIL = lazy(r"(?:内容|情况|记录|结果|摘要|进展|详情)$")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row for 跟进记录表 out of a cell: ``way`` and ``by`` "" where the text does not say.

    ``at``: the record of the list it belongs to, ``row`` its sheet row; ``raw`` the piece as it
    stands. ``sure`` false: the year was inferred from nothing but today.
    """

    at: int
    row: int
    source: str
    when: dt.datetime
    way: str
    content: str
    by: str
    raw: str
    sure: bool = True

    @property
    def key(self) -> tuple[dt.date, str]:
        """What makes it the same entry when the list comes again: its day and its words."""
        return key_of(self.when, self.content)


def key_of(when: dt.date, content: str) -> tuple[dt.date, str]:
    """Return a log row's day and folded words, to see whether it is there already."""
    return (when.date() if isinstance(when, dt.datetime) else when), fold(content).strip(
        "。.;；,，"
    )


@dataclass(frozen=True, slots=True)
class Undated:
    """A piece that no day can be given to, for a person to look at; ``why`` in words."""

    at: int
    row: int
    source: str
    text: str
    why: str


@dataclass(frozen=True)
class Diary:
    """Everything that stood in the log columns of a list, entry by entry; nothing is lost."""

    entries: tuple[LogEntry, ...] = ()
    review: tuple[Undated, ...] = ()


def log_columns(names: Iterable[str], table: SourceTable) -> list[SourceColumn]:
    """Return the columns that ``--log-from`` names: 跟进情况; 跟进 for 跟进1, 跟进2, 跟进3.

    Raises UsageError for a name that no column has.
    """
    found: dict[int, SourceColumn] = {}
    for name in names:
        wanted = fold_header(name)
        numbered = [one for one in table if _ORDINAL.sub("", fold_header(one.title)) == wanted]
        exact = [one for one in table if fold_header(one.title) == wanted]
        for column in (*exact, *numbered) or (find_column(name, table),):
            found[column.number] = column
    if not found:
        raise UsageError(_("--log-from names no column"), _("name one: --log-from 跟进情况"))
    return sorted(found.values(), key=lambda one: one.number)


def read_log(
    intake: Intake, columns: Sequence[SourceColumn], today: dt.datetime, words: Words
) -> Diary:
    """Return the log rows that the records of a list tell of, in their order."""
    reader = _Reader(intake.table, columns, today, words)
    entries, review = list[LogEntry](), list[Undated]()
    for record in intake.records:
        for one in reader.read(record):
            (entries if isinstance(one, LogEntry) else review).append(one)  # type: ignore[arg-type]
    return Diary(tuple(entries), tuple(review))


Words = Mapping[str, Vocabulary]


class _Reader:
    def __init__(
        self, table: SourceTable, columns: Sequence[SourceColumn], today: dt.datetime, words: Words
    ) -> None:
        self.columns = [(one, _date_beside(one, table)) for one in columns]
        self.today = today
        self.speakers = Speakers(words.get(followups.BY.vocabulary))
        self.ways = ways_of(words)

    def read(self, record: SourceRecord) -> Iterator[LogEntry | Undated]:
        since = _since(record)
        for column, beside in self.columns:
            text = _text(column.at(record.at))
            if not text:
                continue
            for piece in self._pieces(text, beside, record, since):
                one = self._entry(piece, column, record)
                if isinstance(one, LogEntry):
                    since = one.when if since is None else max(since, one.when)
                yield one

    def _pieces(
        self,
        text: str,
        beside: SourceColumn | str,
        record: SourceRecord,
        since: dt.datetime | None,
    ) -> list[Piece]:
        """Return a cell's pieces; one that begins without a date takes that of its title or row."""
        if beside and not starts_with_date(text):
            date = beside if isinstance(beside, str) else _day(beside.at(record.at))
            if date:
                text = f"{date} {text}"
        return dated(text, since, self.today)

    def _entry(
        self, piece: Piece, column: SourceColumn, record: SourceRecord
    ) -> LogEntry | Undated:
        where = (record.at, record.row, column.name)
        if piece.when is None:
            return Undated(*where, piece.raw, _(_WHY[piece.why]))
        by, content = self.speakers.find(piece.text)
        if not content:
            return Undated(*where, piece.raw, _("nothing but a date"))
        return LogEntry(
            *where, piece.when, self.ways.find(content), content, by, piece.raw, piece.sure
        )


def _since(record: SourceRecord) -> dt.datetime | None:
    """Return the day from which a record's follow-ups may date: 分配时间, else 获取时间."""
    for column in (leads.ASSIGNED, leads.ACQUIRED):
        value = record.values.get(column)
        if isinstance(value, dt.datetime):
            return value.replace(hour=0, minute=0, second=0)
        if isinstance(value, dt.date):
            return dt.datetime.combine(value, dt.time())
    return None


def _text(raw: Raw) -> str:
    if raw is None or isinstance(raw, dt.datetime | dt.timedelta | bool):
        return ""
    return raw if isinstance(raw, str) else shown(raw)


def _day(raw: Raw) -> str:
    """Return the date of a cell beside, as a diary would have it."""
    if isinstance(raw, dt.datetime):
        return f"{raw:%Y-%m-%d}" if raw.time() == dt.time() else f"{raw:%Y-%m-%d %H:%M}"
    return raw.strip() if isinstance(raw, str) and starts_with_date(raw) else ""


def _date_beside(column: SourceColumn, table: SourceTable) -> SourceColumn | str:
    """Return the date that a column's title gives (3月12日跟进), or the column that holds it."""
    if starts_with_date(column.title):
        return starts_with_date(column.title)
    folded = fold_header(column.title)
    ordinal = match[0] if (match := _ORDINAL.search(folded)) else ""
    base = _TAIL.sub("", folded.removesuffix(ordinal))
    if not base:
        return ""
    bare = _TAIL.sub("", folded)
    wanted = {f"{stem}{word}{end}" for word in ("时间", "日期")
              for stem, end in ((base, ordinal), (bare, ""), (base + ordinal, ""))}  # fmt: skip
    return next((one for one in table if fold_header(one.title) in wanted), "")
