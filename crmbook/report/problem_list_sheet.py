"""问题清单: what is to be mended, by owner, with links to the cells (FORMS.md, U15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from crmbook.i18n import _, ngettext
from crmbook.model.checks import Severity
from crmbook.model.words import impact_word
from crmbook.report.findings import BOX, HEADERS, PLACE, SIGNS, Finding, Findings, Solved
from crmbook.report.headings import add_table, write_headers, write_title
from crmbook.report.memory_book import MemoryBook
from crmbook.report.palette import BAD, FAINT, INPUT, LINE, NEUTRAL, TAB_GENERATED
from crmbook.report.paper import set_paper
from crmbook.report.values import date_format, lines_of, write_value
from crmbook.schema.sheets import PROBLEM_LIST

_WIDTHS: Final = (6, 9, 24, 13, 17, 13, 17, 33, 33, 7, 6)
_OWN_WIDTH: Final = 18
_LINE_HEIGHT: Final = 15.5
_TALLEST: Final = 409.0
_LINK_LIMIT: Final = 65_530  # what Excel takes on one sheet
_BREAK_LIMIT: Final = 1_023  # page breaks, likewise
_PLACE: Final = HEADERS.index(PLACE)
_COLOURS: Final = {Severity.ERROR: BAD, Severity.WARNING: NEUTRAL}


@dataclass(frozen=True, slots=True)
class ListLook:
    """How the list is made: ``plain`` without a ListObject (U16), ``banner`` above the verdict.

    ``link`` gives the target of an address: a cell of this file, or of the book beside it.
    """

    plain: bool = False
    banner: str = ""
    link: Callable[[str], str] = "internal:{}".format


def problem_list_sheet(found: Findings, look: ListLook) -> bytes:
    """Return a workbook with 问题清单 alone, ready to be grafted."""
    book = MemoryBook()
    worksheet = book.sheet(PROBLEM_LIST, TAB_GENERATED)
    widths = [*_WIDTHS, *(_OWN_WIDTH for _header in found.extra)]
    for at, width in enumerate(widths):
        worksheet.set_column(at, at, width)
    header = _write_head(book, worksheet, found, look.banner)
    titles = [*HEADERS, *found.extra]
    last = header + max(len(found.lines), 1)
    area = (header, 0, last, len(titles) - 1)
    add_table(worksheet, area, "问题表", titles, plain=look.plain)
    write_headers(book, worksheet, header, titles)
    _Lines(book, worksheet, found, look).write(header + 1)
    _write_below(book, worksheet, found, last + 2)
    worksheet.freeze_panes(header + 1, 0)
    worksheet.ignore_errors({"number_stored_as_text": f"A{header + 2}:Z{last + 1}"})
    _set_paper(worksheet, found, header)
    book.mark_generated(PROBLEM_LIST)
    return book.finish()


def _write_head(book: MemoryBook, worksheet: Worksheet, found: Findings, banner: str) -> int:
    """Write what stands above the list; return its header row (0-based)."""
    row = 0
    if banner:
        style = book.format(bold=True, font_size=13, bg_color=BAD[0], font_color=BAD[1])
        worksheet.merge_range(0, 0, 0, len(HEADERS) - 1, banner, style)
        worksheet.set_row(0, 26)
        row = 1
    if not banner:
        write_title(book, worksheet, found.verdict)
    else:
        worksheet.write_string(row, 0, found.verdict, book.format(bold=True, font_size=14))
        worksheet.set_row(row, 27)
    for line in (*found.since, *found.summary, _legend(found)):
        row += 1
        worksheet.write_string(row, 0, line, book.format(font_color=FAINT))
    return row + 1


def _legend(found: Findings) -> str:
    return _(
        "As of {date}. ✗ must be mended, ! at leisure; click 位置 to get there, tick 已改."
        " Columns of your own to the right stay."
    ).format(date=f"{found.as_of:%Y-%m-%d}")


@dataclass(frozen=True, slots=True)
class _Styles:
    """The formats of one kind of row, made once: asking for them cell by cell took half the time."""

    text: Format
    link: Format
    done: Format
    again: Format
    signs: Mapping[Severity, Format]
    rule: Mapping[str, Any]

    @classmethod
    def of(cls, book: MemoryBook, *, ends: bool) -> _Styles:
        """Return those of a row, the last one of its owner where it ``ends``.

        The sign before the number is part of its format: the cell itself stays a number. 已改 is
        marked where it was ticked and the problem is still there.
        """
        rule = {"bottom": 2 if ends else 1, "bottom_color": LINE, "valign": "top"}
        tick = {"align": "center", "num_format": "@", **rule}
        return cls(
            text=book.format(num_format="@", text_wrap=True, **rule),
            link=book.format(font_color="#0563C1", underline=1, text_wrap=True, **rule),
            done=book.format(bg_color=INPUT, **tick),
            again=book.format(bg_color=NEUTRAL[0], bold=True, **tick),
            signs={
                severity: book.format(
                    num_format=f'"{SIGNS[severity]} "0', bg_color=fill, font_color=ink, **rule
                )
                for severity, (fill, ink) in _COLOURS.items()
            },
            rule=rule,
        )


class _Lines:
    """The rows of the list."""

    def __init__(
        self, book: MemoryBook, worksheet: Worksheet, found: Findings, look: ListLook
    ) -> None:
        self._book = book
        self._worksheet = worksheet
        self._found = found
        self._look = look
        self._styles = {ends: _Styles.of(book, ends=ends) for ends in (False, True)}

    def write(self, first: int) -> None:
        """Write them from a 0-based row on; a blank one where there is nothing to mend."""
        lines = self._found.lines
        if not lines:
            self._worksheet.write_blank(first, 0, None, self._book.format())
        for at, line in enumerate(lines, 1):
            ends = at == len(lines) or lines[at].owner != line.owner
            self._write(first + at - 1, at, line, self._styles[ends])

    def _write(self, row: int, number: int, line: Finding, styles: _Styles) -> None:
        cells = _cells(line)
        self._worksheet.set_row(row, _height(cells))
        self._worksheet.write_number(row, 0, number, styles.signs[line.severity])
        for at, value in enumerate(cells[1:-1], 1):
            if at == _PLACE and line.target and number <= _LINK_LIMIT:
                target = self._look.link(line.target)
                self._worksheet.write_url(row, at, target, styles.link, value)
            else:
                write_value(self._worksheet, row, at, value, styles.text)
        done = styles.again if line.done else styles.done
        write_value(self._worksheet, row, len(HEADERS) - 1, cells[-1], done)
        for at, header in enumerate(self._found.extra, len(HEADERS)):
            self._own(row, at, line.typed.get(header), styles)

    def _own(self, row: int, column: int, value: object, styles: _Styles) -> None:
        shown = _shown(value)
        style = self._book.format(num_format=shown, bg_color=INPUT, text_wrap=True, **styles.rule)
        write_value(self._worksheet, row, column, value, style)


def _shown(value: object) -> str:
    """Return the number format of what somebody typed."""
    dated = hasattr(value, "days") or hasattr(value, "year")
    return date_format(value) if dated else "General"


def _cells(line: Finding) -> tuple[str, ...]:
    return (
        "", line.owner or _("nobody"), line.company, line.id, line.place, line.column, line.value,
        line.problem, line.remedy, impact_word(line.impact), line.done or BOX,
    )  # fmt: skip


def _height(cells: Sequence[str]) -> float:
    tall = max(lines_of(text, width) for text, width in zip(cells, _WIDTHS, strict=True))
    return min(_LINE_HEIGHT * tall + 3, _TALLEST)


def _write_below(book: MemoryBook, worksheet: Worksheet, found: Findings, row: int) -> None:
    """Write, under the list, what is no problem any more, what is not listed, and the notes."""
    style = book.format(font_color=FAINT, font_size=9)
    for line in _notes(found):
        worksheet.write_string(row, 0, line, style)
        row += 1
    if found.solved:
        worksheet.write_string(row + 1, 0, _("No longer found; kept for what was typed here"),
                               book.format(bold=True))  # fmt: skip
        for at, one in enumerate(found.solved, row + 2):
            _write_solved(book, worksheet, (at, one), found.extra)


def _notes(found: Findings) -> Iterator[str]:
    again = sum(bool(line.done) for line in found.lines)
    if again:
        yield ngettext(
            "{count} line that was ticked is still found (marked under 已改)",
            "{count} lines that were ticked are still found (marked under 已改)",
            again,
        ).format(count=again)
    yield from found.more
    yield from (_("Not checked: {what}").format(what=what) for what in found.not_checked)
    yield from found.notes


def _write_solved(
    book: MemoryBook, worksheet: Worksheet, what: tuple[int, Solved], extra: Sequence[str]
) -> None:
    row, one = what
    faint = book.format(font_color=FAINT, num_format="@")
    for at, header in enumerate(HEADERS[1:], 1):
        write_value(worksheet, row, at, one.cells.get(header), faint)
    for at, header in enumerate(extra, len(HEADERS)):
        value = one.typed.get(header)
        write_value(worksheet, row, at, value, book.format(num_format=_shown(value)))


def _set_paper(worksheet: Worksheet, found: Findings, header: int) -> None:
    """Set up A4, one page wide, with a new page for each owner.

    As many pages long as it takes: where the length is fitted too, page breaks are ignored.
    """
    set_paper(worksheet, PROBLEM_LIST, (header, header))
    breaks, row = [], header + 1
    for _owner, lines in groupby(found.lines, key=lambda line: line.owner):
        row += sum(1 for _line in lines)
        breaks.append(row)
    worksheet.set_h_pagebreaks(breaks[:-1][:_BREAK_LIMIT])
