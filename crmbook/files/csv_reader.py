"""Reads delimited text as it is: every value a string, nothing guessed but encoding and delimiter.

Encodings are tried in the order byte order mark → UTF-8 → GB18030. Guessers fail on small files
(charset-normalizer read a two-line GBK csv as Korean); the ladder's one miss is Big5, for which
``--encoding big5`` stands ready.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from pathlib import Path

from crmbook.files.columns import grid_from_rows
from crmbook.files.grid import Grid
from crmbook.i18n import _
from crmbook.model.errors import FileRefused, UsageError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LADDER = ("utf-8", "gb18030")
_BIG5 = "big5hkscs"
#: Titles of a list in traditional script; the same bytes are nonsense in GB18030.
_TRADITIONAL = re.compile(
    "公司|電話|姓名|聯絡|聯繫|手機|名稱|客戶|地址|備註|職稱|職務|編號|郵箱|電郵"
)
_SIMPLIFIED = re.compile(
    "公司|电话|姓名|联系|手机|名称|客户|地址|备注|职位|职务|编号|邮箱|日期|时间"
)
_DELIMITERS = ",\t;|"
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own hint; it shows no such row
_SAMPLE = 50
_HEAD = 4096
_END = "\x00\x00"  # no text table holds it: see _CONTROL
_LONGEST = 1 << 24  # characters in one cell; Excel itself stops at 32,767


def decode(data: bytes, path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return (text, encoding) of a text file. Raises FileRefused when it is no text."""
    tried = (encoding,) if encoding else _candidates(data)
    for name in tried:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        except LookupError as error:
            raise UsageError(
                _("there is no encoding called {name}").format(name=name),
                _("write for example --encoding gb18030, big5 or utf-8"),
            ) from error
        if _CONTROL.search(text) is None:
            return _in_big5(data, text) if name == "gb18030" and not encoding else (text, name)
    raise _undecodable(path, encoding)


def _candidates(data: bytes) -> tuple[str, ...]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return (name,)
    return _unmarked_utf16(data) or _LADDER


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """Return UTF-16 for Excel's "Unicode text" that lost its mark: its line breaks tell."""
    for name in ("utf-16-le", "utf-16-be"):
        breaks = ["\n".encode(name), "\t".encode(name), ",".encode(name)]
        units = {data[at : at + 2] for at in range(0, len(data[:_HEAD]), 2)}
        if len(data) % 2 == 0 and breaks[0] in units and units & set(breaks[1:]):
            return (name,)
    return ()


def _in_big5(data: bytes, text: str) -> tuple[str, str]:
    """Return (text, encoding), in Big5 where its titles are words there and none in GB18030."""
    if _SIMPLIFIED.search(text[:_HEAD]) is not None:
        return text, "gb18030"
    try:
        other = data.decode(_BIG5)
    except UnicodeDecodeError:
        return text, "gb18030"
    words = set(_TRADITIONAL.findall(other[:_HEAD]))
    return (other, "big5") if len(words) > 1 else (text, "gb18030")


def _undecodable(path: Path, encoding: str | None) -> FileRefused:
    if encoding:
        return FileRefused(
            _("this is no text in the encoding {name}").format(name=encoding),
            _("leave --encoding out, or name another one (gb18030, big5, utf-8)"),
            path=path,
        )
    return FileRefused(
        _("this is neither a workbook nor a text table"),
        _("open it in Excel or WPS and save it as .xlsx"),
        path=path,
    )


def delimiter_of(text: str) -> str:
    """Return the delimiter that cuts the first records into the most even columns.

    Delimiters within quotes do not count. A text without any is one column (",").
    """
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> float:
    """Return records of the commonest width above 1, so that 17 names with a comma lose."""
    lines = itertools.islice(io.StringIO(text, newline=""), _SAMPLE * 4)
    records = csv.reader(lines, delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        widths.update(len(record) for record in itertools.islice(records, _SAMPLE) if record)
    except csv.Error:
        return 0.0
    total = widths.total()
    return max((n / total + w / 1000 for w, n in widths.items() if w > 1), default=0.0)


def read_csv(data: bytes, path: Path, encoding: str | None = None) -> tuple[Grid, str]:
    """Return (grid, encoding) of delimited text; the grid is called like the file.

    Sheet rows are records, as Excel shows them: a quoted line break does not begin a new one.
    Raises FileRefused when the bytes are no text, or a quote is never closed.
    """
    text, name = decode(data, path, encoding)
    text = text.rstrip("\x1a")
    hint = _SEP_LINE.match(text)
    delimiter = hint[1] if hint else delimiter_of(text)
    stream = io.StringIO(text[hint.end() :] if hint else text, newline="")
    limit = csv.field_size_limit(_LONGEST)
    try:
        rows = _rows(stream, delimiter, path)
    except csv.Error as error:
        raise FileRefused(
            _("this text table cannot be read: {error}").format(error=error),
            _("look for a quotation mark that is never closed"),
            path=path,
        ) from error
    finally:
        csv.field_size_limit(limit)
    return grid_from_rows(path.stem, rows), name


def _rows(stream: io.StringIO, delimiter: str, path: Path) -> list[list[str]]:
    """Return all records. Raises FileRefused when a quote is never closed.

    The csv module says nothing of that: the rest of the file becomes one cell. A last line of our
    own comes out as a record only where no quote is open.
    """
    stream.seek(0, io.SEEK_END)
    stream.write(f"\n{_END}")
    stream.seek(0)
    reader = csv.reader(stream, delimiter=delimiter)
    rows: list[list[str]] = []
    line = 0
    for row in reader:
        if row == [_END]:
            return rows
        begun, line = line + 1, reader.line_num
        rows.append(row)
    raise FileRefused(
        _("a quotation mark that opens in line {line} is never closed").format(line=begun),
        _("close it there, or save the list as .xlsx"),
        path=path,
    )
