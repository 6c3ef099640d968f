"""Notes of a sheet whose rows move: each stays with its row, none is lost with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crmbook.files.moved_rows.rows import Rows
from crmbook.files.package import Package
from crmbook.files.relationships import related
from crmbook.files.spans import Span, Splice
from crmbook.model.cells import a1, parse_a1

_Place = tuple[int, int]  # row, column; 1-based
_ANCHOR_ROWS = (2, 6)  # of left column, offset, top row, offset, right column, offset, bottom row …


def move_notes(package: Package, sheet: str, rows: Rows) -> None:
    """Move notes, threaded comments and their boxes with the rows of ``sheet``."""
    parts = [*related(package, sheet, "comments"), *related(package, sheet, "threadedComment")]
    spliced = {part: Splice(package.read(part)) for part in parts}
    spans = [span for splice in spliced.values() for span in _commented(splice.root)]
    moved = _places({parse_a1(span.attributes["ref"]) for span in spans}, rows)
    for part, splice in spliced.items():
        for span in _commented(splice.root):
            splice.set(span, "ref", a1(*moved[parse_a1(span.attributes["ref"])]))
        package.replace(part, splice.finish())
    for part in related(package, sheet, "vmlDrawing") if moved else ():
        package.replace(part, _boxes(package.read(part), moved))


def _commented(span: Span) -> Iterator[Span]:
    if span.local in {"comment", "threadedComment"} and "ref" in span.attributes:
        yield span
    for child in span.children:
        yield from _commented(child)


def _places(old: Iterable[_Place], rows: Rows) -> dict[_Place, _Place]:
    """Return where each note goes; of a row that is gone, to the next cell below without a note."""
    found: dict[_Place, _Place] = {}
    for row, column in sorted(old, key=lambda place: rows.known.get(place[0], 1) is None):
        at = rows.place(row)
        while (at, column) in found.values():
            at += 1
        found[row, column] = at, column
    return found


def _boxes(vml: bytes, moved: dict[_Place, _Place]) -> bytes:
    splice = Splice(vml)
    for shape in splice.root.all("shape"):
        data = shape.find("ClientData")
        row, column = (data.find(name) if data else None for name in ("Row", "Column"))
        if data is not None and row is not None and column is not None:
            old = int(row.text), int(column.text)
            new = moved.get((old[0] + 1, old[1] + 1), (old[0] + 1, 0))[0] - 1
            if new != old[0]:
                _set_text(splice, row, str(new))
                _shift(splice, data.find("Anchor"), new - old[0])
    return splice.finish()


def _shift(splice: Splice, anchor: Span | None, by: int) -> None:
    numbers = [] if anchor is None else anchor.text.split(",")
    if anchor is not None and len(numbers) > _ANCHOR_ROWS[-1]:
        for at in _ANCHOR_ROWS:
            numbers[at] = f" {max(int(numbers[at]) + by, 0)}"
        _set_text(splice, anchor, ",".join(numbers))


def _set_text(splice: Splice, span: Span, text: str) -> None:
    splice.replace(span, f"<{span.name}>{text}</{span.name}>")
