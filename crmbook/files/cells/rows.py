"""Rows with cells put into them: the new bytes of what is touched, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.cells.markup import Element, SheetMarkup, attribute, opening, with_attribute
from crmbook.files.cells.values import Content
from crmbook.model.cells import a1

_TRUE: Final = frozenset({b"1", b"true"})
_NUMBER = re.compile(rb"[0-9]+")

#: What is to stand in a cell: its content and its style.
Written = tuple[Content, int]


def new_row(markup: SheetMarkup, number: int, cells: Mapping[int, Written]) -> bytes:
    """Return a row that was missing."""
    tag = markup.tag(b"row")
    inside = b"".join(new_cell(markup, number, column, cells[column]) for column in sorted(cells))
    return b'<%s r="%d">%s</%s>' % (tag, number, inside, tag)


def new_cell(markup: SheetMarkup, row: int, column: int, written: Written) -> bytes:
    """Return a cell that was missing."""
    return _cell(markup, b' r="%s"' % a1(row, column).encode(), written)


def changed_row(
    markup: SheetMarkup, row: Element, present: list[Element], cells: Mapping[int, Written]
) -> bytes:
    """Return a row with cells put into it, from its start tag to its end."""
    pieces = [_row_tag(markup, row, cells)]
    at = row.head
    old = {cell.number: cell for cell in present}
    for column in sorted(cells):
        cell = old.get(column)
        start = cell.start if cell else _place(row, present, column)
        pieces.append(markup.data[at:start])
        if cell is None:
            pieces.append(new_cell(markup, row.number, column, cells[column]))
            at = start
        else:
            pieces.append(_cell(markup, cell.attributes, cells[column]))
            at = cell.end
    closing = b"</%s>" % markup.tag(b"row") if row.closed else b""
    return b"".join([*pieces, markup.data[at : row.end], closing])


def inherited_style(markup: SheetMarkup, row: Element | None, column: int) -> int:
    """Return the style that an empty place shows: its row's, else its column's."""
    if row is not None and attribute(row.attributes, b"customFormat") in _TRUE:
        return whole_number(attribute(row.attributes, b"s") or b"0")
    for match in opening(markup.tag(b"col")).finditer(markup.before):
        first, last = (whole_number(attribute(match[1], name) or b"0") for name in (b"min", b"max"))
        if first <= column <= last:
            return whole_number(attribute(match[1], b"style") or b"0")
    return 0


def _cell(markup: SheetMarkup, attributes: bytes, written: Written) -> bytes:
    content, style = written
    if style or attribute(attributes, b"s") is not None:
        attributes = with_attribute(attributes, b"s", b"%d" % style)
    attributes = with_attribute(attributes, b"t", content.type.encode() or None)
    tag = markup.tag(b"c")
    if not content.children:
        return b"<%s%s/>" % (tag, attributes)
    return b"<%s%s>%s</%s>" % (tag, attributes, content.children.encode(), tag)


def _row_tag(markup: SheetMarkup, row: Element, cells: Mapping[int, Written]) -> bytes:
    """Return the row's start tag, open; ``spans`` (a hint) grows when it is there."""
    attributes = row.attributes
    spans = [int(number) for number in _NUMBER.findall(attribute(attributes, b"spans") or b"")]
    if spans and not min(spans) <= min(cells) <= max(cells) <= max(spans):
        low, high = min(*spans, *cells), max(*spans, *cells)
        attributes = with_attribute(attributes, b"spans", b"%d:%d" % (low, high))
    elif not row.closed:
        return markup.data[row.start : row.head]
    return b"<%s%s>" % (markup.tag(b"row"), attributes)


def _place(row: Element, present: list[Element], column: int) -> int:
    return next((cell.start for cell in present if cell.number > column), row.tail)
