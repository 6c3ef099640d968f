"""What every JSON result has: crmbook, command, book, with, today (DESIGN 5)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import crmbook
from crmbook.book import Book
from crmbook.model.cells import UNCACHED


def envelope(command: str, book: Book, today: dt.datetime) -> dict[str, Any]:
    """Return the keys that open every result."""
    return envelope_of(command, book.path, today, book.with_)


def envelope_of(
    command: str, path: Path, today: dt.date, with_: Iterable[Path] = ()
) -> dict[str, Any]:
    """Return the same keys for a book that was not opened as one."""
    return {
        "crmbook": crmbook.__version__,
        "command": command,
        "book": str(path),
        "with": [str(one) for one in with_],
        "today": today.strftime("%Y-%m-%d"),
    }


def dumps(result: dict[str, Any]) -> str:
    """Return a result as JSON text: Chinese as it is, indented for readers of diffs."""
    return json.dumps(result, ensure_ascii=False, indent=1)


def streamed(result: dict[str, Any]) -> Iterator[str]:
    """Yield a result as JSON text; what an iterator hands out becomes a list, one item a line.

    The problems of a million leads are 160 MB of JSON, and three gigabytes as one text.
    """
    opening = "{"
    for key, value in result.items():
        yield f"{opening}\n {_json(key)}: "
        opening = ","
        if isinstance(value, Iterator):
            yield from _list(value)
        else:
            yield _json(value)
    yield "\n}"


def _list(items: Iterator[Any]) -> Iterator[str]:
    opening = "["
    for item in items:
        yield f"{opening}\n  {_json(item)}"
        opening = ","
    yield "[]" if opening == "[" else "\n ]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> Any:
    """Return a cell's value as JSON can hold it; dates are ISO, without a time at midnight."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    if value is UNCACHED:
        return None
    return value if value is None or isinstance(value, bool | int | float) else str(value)
