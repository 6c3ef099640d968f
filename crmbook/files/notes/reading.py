"""What people noted on the cells of a sheet, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crmbook.files.notes.comments import Comments
from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.patterns import lazy

#: Excel begins a note with its author, and a thread of comments with what an older Excel must know.
_AUTHOR = lazy(r"[^\n:：]{1,30}[:：]\s*\n")
_THREAD = lazy(r"\[[^\]]{2,30}\][\s\S]*?\n\s*(?:Comment|注释|批注|评论)\s*[:：]\s*\n?")


def notes_by_row(path: Path, sheet: str) -> dict[int, list[str]]:
    """Return sheet row → the notes on its cells, left to right, without crmbook's own.

    Raises FileRefused when the workbook or its notes are damaged.
    """
    package = Package.open(path)
    part = read_workbook_part(package).sheet(sheet).part
    found: dict[int, list[tuple[int, str]]] = {}
    for name in related(package, part, "comments") if part else ():
        for (row, column), text in _people_s(Comments(package.read(name))):
            found.setdefault(row, []).append((column, text))
    return {row: [text for _column, text in sorted(texts)] for row, texts in found.items()}


def _people_s(comments: Comments) -> Iterator[tuple[tuple[int, int], str]]:
    for place in comments:
        text = comments.text(place).replace("\r\n", "\n").strip()
        said = _AUTHOR.sub("", _THREAD.sub("", text, count=1), count=1).strip()
        if said and not comments.is_ours(place):
            yield place, said
