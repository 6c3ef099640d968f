"""Rows with cells put into them: the new bytes of what is touched, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.cells.markup import Element, Line, Rows, attribute, opening, with_attribute
from crmbook.files.cells.values import Content
from crmbook.model.cells import a1

_TRUE: Final = frozenset({b"1", b"true"})
_NUMBER = re.compile(rb"[0-9]+")


@dataclass(frozen=True, slots=True)
class Written:
    """What is to stand in a cell: its content (None: what stands there) and its style."""

    content: Content | None
    style: int


def new_row(
    rows: Rows, number: int, cells: Mapping[int, Written], attributes: bytes = b""
) -> bytes:
    """Return a row that was missing."""
    tag = rows.tag(b"row")
    inside = b"".join(_new_cell(rows, number, column, cells[column]) for column in sorted(cells))
    return b'<%s r="%d"%s>%s</%s>' % (tag, number, attributes, inside, tag)


def changed_row(line: Line, cells: Mapping[int, Written]) -> bytes:
    """Return a row with cells put into it, from its start tag to its end."""
    rows, row = line.rows, line.row
    pieces = [_row_tag(rows, row, cells)]
    at = row.head
    for column in sorted(cells):
        cell = line.cell(column)
        start = cell.start if cell else line.place(column)
        pieces.append(rows.data[at:start])
        if cell is None:
            pieces.append(_new_cell(rows, row.number, column, cells[column]))
            at = start
        else:
            pieces.append(_changed_cell(rows, cell, cells[column]))
            at = cell.end
    closing = b"</%s>" % rows.tag(b"row") if row.closed else b""
    return b"".join([*pieces, rows.data[at : row.end], closing])


def inherited_style(before: bytes, prefix: bytes, row: Element | None, column: int) -> int:
    """Return the style that an empty place shows: its row's, else its column's.

    ``before`` is what stands in front of the rows.
    """
    if row is not None and attribute(row.attributes, b"customFormat") in _TRUE:
        return whole_number(attribute(row.attributes, b"s") or b"0")
    for match in opening(prefix + b"col").finditer(before):
        first, last = (whole_number(attribute(match[1], name) or b"0") for name in (b"min", b"max"))
        if first <= column <= last:
            return whole_number(attribute(match[1], b"style") or b"0")
    return 0


def _new_cell(rows: Rows, row: int, column: int, written: Written) -> bytes:
    return _cell(rows, b' r="%s"' % a1(row, column).encode(), written)


def _changed_cell(rows: Rows, cell: Element, written: Written) -> bytes:
    if written.content is not None:
        return _cell(rows, cell.attributes, written)
    attributes = with_attribute(cell.attributes, b"s", b"%d" % written.style)
    if cell.closed:
        return b"<%s%s/>" % (rows.tag(b"c"), attributes)
    return b"<%s%s>%s" % (rows.tag(b"c"), attributes, rows.data[cell.head : cell.end])


def _cell(rows: Rows, attributes: bytes, written: Written) -> bytes:
    content = written.content or Content("", "")
    if written.style or attribute(attributes, b"s") is not None:
        attributes = with_attribute(attributes, b"s", b"%d" % written.style)
    attributes = with_attribute(attributes, b"t", content.type.encode() or None)
    tag = rows.tag(b"c")
    if not content.children:
        return b"<%s%s/>" % (tag, attributes)
    return b"<%s%s>%s</%s>" % (tag, attributes, content.children.encode(), tag)


def _row_tag(rows: Rows, row: Element, cells: Mapping[int, Written]) -> bytes:
    """Return the row's start tag, open; ``spans`` (a hint) grows when it is there."""
    attributes = row.attributes
    spans = [int(number) for number in _NUMBER.findall(attribute(attributes, b"spans") or b"")]
    if spans and not min(spans) <= min(cells) <= max(cells) <= max(spans):
        low, high = min(*spans, *cells), max(*spans, *cells)
        attributes = with_attribute(attributes, b"spans", b"%d:%d" % (low, high))
    elif not row.closed:
        return rows.data[row.start : row.head]
    return b"<%s%s>" % (rows.tag(b"row"), attributes)
