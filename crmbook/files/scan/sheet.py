"""One sheet's XML, streamed: rows to the tokeniser, all else to the parser.

The parser is fed what stands before the rows, any block of rows that the tokeniser does not know,
and what stands behind them: to it this is one well-formed sheet, so that it may take over anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from crmbook.files.scan.cells import SheetCells
from crmbook.files.scan.parser import SheetParser
from crmbook.files.scan.pieces import UTF8, blocks
from crmbook.files.scan.tokens import Tokeniser

#: XML is taken in blocks of about this size, so that a block's arrays stay in the processor's cache.
BLOCK: Final = 1 << 20

_ROWS = b"<sheetData>"
_ROW_END = b"</row>"
_ROWS_END = b"</sheetData>"
_LONGEST_HEAD: Final = 16 * BLOCK
_LONGEST_ROW: Final = 16 * BLOCK


def read_cells(pieces: Iterable[bytes], *, tokenise: bool = True) -> SheetCells:
    """Return the cells of a worksheet part, given in pieces of any size.

    ``tokenise=False`` lets the parser read all of it (the slower way, which must agree). Raises
    FileRefused for broken XML, a DOCTYPE, absurd references, too many rows.
    """
    cells = SheetCells()
    parser = SheetParser(cells)
    stream = blocks(pieces, BLOCK)
    rest = _head(stream, parser) if tokenise else b""
    if parser.in_rows and parser.encoding in UTF8:
        rest = _rows(rest, stream, parser)
    parser.feed(rest)
    for block in stream:
        parser.feed(block)
    parser.close()
    return cells


def _head(stream: Iterator[bytes], parser: SheetParser) -> bytes:
    """Feed the parser all up to and with ``<sheetData>``; return what was read beyond it."""
    head = b""
    for block in stream:
        head += block
        start = head.find(_ROWS)
        if start >= 0:
            parser.feed(head[: start + len(_ROWS)])
            return head[start + len(_ROWS) :]
        if len(head) > _LONGEST_HEAD:
            break
    return head


def _rows(rest: bytes, stream: Iterator[bytes], parser: SheetParser) -> bytes:
    """Take rows block by block while they can be taken; return the bytes that follow them."""
    tokeniser = Tokeniser(parser.cells)
    while True:
        end = rest.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            whole, rest = rest[:end], rest[end:]
            if not tokeniser.take(whole):
                parser.feed(whole)
                if b"<!" in whole or not parser.in_rows:
                    return rest  # a comment or CDATA section may have begun: only the parser knows
        elif len(rest) > _LONGEST_ROW:
            return rest
        if rest.startswith(_ROWS_END):
            return rest
        block = next(stream, None)
        if block is None:
            return rest
        rest += block
