"""Edits carried out in memory, and what they did compared with what they may do."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from lxml import etree

from crmbook.files.cells import edit_cells
from crmbook.files.package import Package
from crmbook.files.sheets import edit_sheet
from crmbook.model.cells import parse_a1
from crmbook.model.edits import (
    CellLevel,
    Edit,
    EmptyRow,
    MarkCell,
    PutSheet,
    RenameSheet,
    SetCell,
    SheetLevel,
)
from crmbook.model.errors import CrmbookError, FileRefused
from crmbook.model.receipt import CellChange
from tests.files.parts import raw_members
from tests.proof.census import census
from tests.proof.edits import Kind
from tests.proof.foreign import Foreign, Sheet
from tests.proof.rows import cut

__all__ = ["Done", "attempt", "carried_out", "check"]


@dataclass(frozen=True)
class Done:
    """One edit of one book: ``after`` is None when it was refused (``why``, in words).

    ``nothing``: the book holds nothing that such an edit could be made of.
    """

    kind: Kind
    before: bytes
    edits: tuple[Edit, ...] = ()
    after: bytes | None = None
    changes: tuple[CellChange, ...] = ()
    roles: tuple[str, ...] = ()
    why: str = ""
    nothing: bool = False


def carried_out(
    data: bytes, path: Path, edits: tuple[Edit, ...]
) -> tuple[bytes, tuple[CellChange, ...]]:
    """Return the bytes that a write would put on disk. Raises CrmbookError."""
    package = Package(data, path)
    changes: list[CellChange] = []
    for in_cells, some in groupby(edits, key=lambda edit: isinstance(edit, CellLevel)):
        if in_cells:
            changes += edit_cells(package, [one for one in some if isinstance(one, CellLevel)])
        else:
            for one in some:
                assert isinstance(one, SheetLevel)
                edit_sheet(package, one)
    out = io.BytesIO()
    package.write(out)
    return out.getvalue(), tuple(changes)


def attempt(kind: Kind, path: Path) -> Done:
    """Carry out the first of the edits of a kind that is not refused, and check what it did."""
    data = path.read_bytes()
    try:
        data = carried_out(data, path, kind.prepare)[0]
        asked = _asked(kind, data, path)
    except CrmbookError as error:
        return Done(kind, data, why=named(error))
    why = ""
    for edits in asked:
        try:
            after, changes = carried_out(data, path, edits)
        except CrmbookError as error:
            why = named(error)
            continue
        if after == data:  # it was so already: nothing is proven by that
            continue
        return check(Done(kind, data, edits, after, changes), Foreign(data))
    return Done(kind, data, why=why, nothing=not why)


def _asked(kind: Kind, data: bytes, path: Path) -> Iterator[tuple[Edit, ...]]:
    """Return what to try; a book that lxml cannot read is one that crmbook must refuse."""
    try:
        book = Foreign(data)
        sheet = book.worksheet()
        asked = list(kind.ask(book, sheet)) if sheet is not None else []
    except (etree.XMLSyntaxError, KeyError):
        carried_out(data, path, (SetCell("Sheet1", "A1", "x"),))
        raise
    return iter(asked)


def named(error: CrmbookError) -> str:
    """Return why something was refused; a refusal of a book says what to do about it."""
    assert error.exit_code in {2, 3}, error
    assert error.what, error
    assert error.remedy or not isinstance(error, FileRefused), error.what
    return error.what


def check(done: Done, book: Foreign) -> Done:
    """Assert that an edit kept its budget; return it with the roles of the parts it changed."""
    assert done.after is not None
    after = Foreign(done.after)
    target = _target(done, book, after)
    changed, added, removed = _differences(done.before, done.after)
    own = book.below(target) | after.below(target) if done.kind.rewrites else set()
    for part in changed:
        lost = census(book.read(part)) - census(after.read(part))
        assert not lost or done.kind.removes or part in own | {target}, (part, lost)
    roles = {part: after.role(part, target) for part in (changed | added) - own}
    may = done.kind.changes | {_mention(done, book, part, roles[part]) for part in roles}
    assert set(roles.values()) <= may, roles
    gone = {book.role(part, target) for part in removed - own}
    assert gone <= done.kind.removes, gone
    assert after.dangling() <= book.dangling(), after.dangling() - book.dangling()
    if not done.kind.rewrites:
        _check_rows(done, book, after, target)
    told = {roles.get(part, "the generated sheet") for part in changed}
    return replace(done, roles=tuple(sorted(told)))


def _mention(done: Done, book: Foreign, part: str, role: str) -> str:
    """Return the role of a part that mentions a sheet whose name changes, so may follow it."""
    edit = done.edits[0]
    if not isinstance(edit, RenameSheet) or part not in book.names:
        return ""
    text = book.read(part).decode("utf-8", "replace")
    return role if html.unescape(text).find(edit.sheet.replace("'", "''")) >= 0 else ""


def _target(done: Done, book: Foreign, after: Foreign) -> str:
    edit = done.edits[0]
    name = edit.name if isinstance(edit, PutSheet) else edit.sheet
    tabs: list[Sheet] = after.sheets if isinstance(edit, PutSheet) else book.sheets
    return next(tab.part for tab in tabs if tab.name == name)


def _differences(before: bytes, after: bytes) -> tuple[set[str], set[str], set[str]]:
    """Return the parts changed, added and removed; all others are identical, and in their order."""
    old, new = raw_members(before), raw_members(after)
    kept = [name for name in old if name in new]
    assert list(new) == [*kept, *(name for name in new if name not in old)]
    assert Foreign(before).comment == Foreign(after).comment
    changed = {name for name in kept if old[name] != new[name]}
    was, is_ = ({name: key for key, name in Foreign(d).names.items()} for d in (before, after))
    return (
        {was[name] for name in changed},
        {is_[name] for name in set(new) - set(old) if name in is_},
        {was[name] for name in set(old) - set(new) if name in was},
    )


def _check_rows(done: Done, book: Foreign, after: Foreign, target: str) -> None:
    """Assert that all rows but the named ones, and all around them but what may follow, stay."""
    old, new = cut(book.read(target)), cut(after.read(target))
    named_rows = {change.ref.row for change in done.changes} | _named_rows(done.edits)
    assert {n: row for n, row in old.rows.items() if n not in named_rows} == {
        n: row for n, row in new.rows.items() if n not in named_rows
    }, done.kind.name
    assert set(old.rows) <= set(new.rows)
    for mine, theirs, may in (
        (old.before, new.before, done.kind.before),
        (old.behind, new.behind, done.kind.behind),
    ):
        others = {n for n in {*mine, *theirs} if mine.get(n) != theirs.get(n)}
        assert {name.decode() for name in others} <= may, (done.kind.name, others)
    lost = census(book.read(target)) - census(after.read(target))
    assert not lost, (done.kind.name, lost)


def _named_rows(edits: tuple[Edit, ...]) -> set[int]:
    found: set[int] = set()
    for edit in edits:
        if isinstance(edit, SetCell | MarkCell):
            found.add(parse_a1(edit.cell)[0])
        elif isinstance(edit, EmptyRow):
            found.add(edit.row)
    return found
