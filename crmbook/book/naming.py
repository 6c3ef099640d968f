"""What files read together are called: records are known by it, so no two share a name.

A colleague's copy of 台账.xlsx beside our own was once taken for it, and what was wrong there was
mended here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from crmbook.files.grid import SourceBook


def told_apart(sources: Sequence[SourceBook]) -> tuple[SourceBook, ...]:
    """Return the files under names of their own: the first keeps its own, others get their folder."""
    taken: set[str] = set()
    found = []
    for source in sources:
        name = next(name for name in _names(source.path) if name not in taken)
        taken.add(name)
        found.append(source if name == source.name else replace(source, alias=name))
    return tuple(found)


def _names(path: Path) -> Iterator[str]:
    """Yield 台账.xlsx, 三月/台账.xlsx, 备份/三月/台账.xlsx …; a file given twice is numbered."""
    yield path.name
    parts = path.absolute().parts[1:]
    for most in range(2, len(parts) + 1):
        yield "/".join(parts[-most:])
    for number in count(2):
        yield f"{path.stem} ({number}){path.suffix}"
