"""Grafting: one sheet of a workbook made by XlsxWriter becomes a sheet of somebody's workbook."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.calculation import ask_for_calculation, calculates_on_load, drop_chain
from crmbook.files.cells.stylesheet import refuse_lost_styles
from crmbook.files.content_types import content_type, drop_content_type, set_content_type
from crmbook.files.graft.carrying import Carrying
from crmbook.files.graft.donor import Donor
from crmbook.files.graft.host import Host
from crmbook.files.graft.names import define_names
from crmbook.files.graft.parts import Changes, carried, free_names, relationships, rewritten
from crmbook.files.graft.readers import may_be_read
from crmbook.files.graft.references import Renaming
from crmbook.files.graft.replaced import Kept, kept, refuse_loss
from crmbook.files.graft.sheet import sheet_part
from crmbook.files.graft.styles import merge_styles
from crmbook.files.graft.tables import Identity, identify, identity
from crmbook.files.graft.tabs import insert_position, insert_tab
from crmbook.files.owned import private_parts
from crmbook.files.package import Package, plain_name
from crmbook.files.relationships import (
    add_relationship,
    read_relationships,
    relationships_part,
    relative_target,
)
from crmbook.files.tabs.sheet_names import refuse_name
from crmbook.i18n import _
from crmbook.model.errors import CrmbookError, FileRefused

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def graft_sheet(package: Package, name: str, workbook: bytes, after: str | None = None) -> None:
    """Put the one sheet of ``workbook`` into ``package`` as ``name``.

    A sheet of that name (whatever its case) is replaced in place: same tab, same ``sheetId``, same
    part. A new one goes behind the sheet ``after``, or last. Styles, tables, drawings, charts,
    notes, links and defined names come along; no id, name or part name collides. Grafting the same
    workbook again changes nothing.

    Raises UsageError for a bad name or donor, FileRefused for a host that would be harmed. The
    package is not to be written after either.
    """
    try:
        refuse_name(name)
        _Graft(package, name, Donor(workbook), after).run()
    except CrmbookError as error:
        error.path = error.path or str(package.path)
        raise


@dataclass(frozen=True, slots=True)
class _Tab:
    """Where the sheet goes: its index, its part, and what was there before."""

    index: int
    name: str
    part: str
    sheet_id: int | None
    kept: Kept
    private: frozenset[str]


class _Graft:
    """One graft: everything that can refuse is asked before anything is changed."""

    def __init__(self, package: Package, name: str, donor: Donor, after: str | None) -> None:
        self.package = package
        self.donor = donor
        self.host = Host(package)
        if self.host.book.date1904 != donor.book.date1904 and donor.shows_dates:
            message = _("it counts its dates from {year}, the sheet to put in does not")
            year = 1904 if self.host.book.date1904 else 1900
            remedy = _("switch the 1904 date system in Excel's options, check its dates, and retry")
            raise FileRefused(message.format(year=year), remedy)
        self.theirs = Carrying(package, None, donor)
        position = self.host.position(name)
        self.tab = self._new_tab(name, after) if position is None else self._old_tab(position)

    def _new_tab(self, name: str, after: str | None) -> _Tab:
        self.host.refuse_locked_structure()
        moved = free_names(self.package, self.host.folder, [self.donor.part], set())
        index = insert_position(self.host, after)
        return _Tab(index, name, moved[self.donor.part], None, Kept(), frozenset())

    def _old_tab(self, position: int) -> _Tab:
        sheet = self.host.book.sheets[position]
        refuse_loss(self.package, sheet)
        part = sheet.part or ""
        self.theirs = Carrying(self.package, sheet, self.donor)
        private = frozenset(private_parts(self.package, part)) - self.theirs.parts
        return _Tab(position, sheet.name, part, sheet.sheet_id, kept(self.package, part), private)

    def run(self) -> None:
        """Make the new parts, then put them in the place of the old."""
        source, private = self.donor.package, set(self.tab.private)
        below = carried(source, self.donor.part)
        moved = free_names(self.package, self.host.folder, below, private)
        moved[self.donor.part] = self.tab.part
        moved |= self.theirs.place()
        old_tables = [i.name for i in self._tables(self.package, self.tab.private)]
        donated = [i.name for i in self._tables(source, below)]
        tables = identify(self.host, donated, private)
        changes = self._changes(tables)
        parts = {moved[part]: rewritten(source, part, changes) for part in below}
        parts |= dict(self._relationship_parts(moved, changes.names))
        parts |= self.theirs.merge(parts)
        sheet = sheet_part(self.donor, changes, self.theirs.furnish(self.tab.kept))
        self._remove(parts)
        self._put(self.tab.part, sheet, content_type(source, self.donor.part))
        for part in below:
            self._put(moved[part], parts.pop(moved[part]), content_type(source, part))
        rels = content_type(source, relationships_part(self.donor.part))
        for part, data in parts.items():
            self._put(part, data, content_type(self.package, part) or rels)
        self._register(changes.names)
        new_tables = [i.name for i in tables.values()]
        self._recalculate([*old_tables, *new_tables])
        self.package.replace(self.host.book.part, self.host.workbook.finish())

    def _tables(self, package: Package, parts: list[str] | frozenset[str]) -> Iterator[Identity]:
        for part in sorted(parts):
            if content_type(package, part).endswith("spreadsheetml.table+xml"):
                yield identity(package, part)

    def _changes(self, tables: dict[str, Identity]) -> Changes:
        """Merge the styles; return what becomes different for the sheet."""
        part = self.host.book.related("styles")
        host = None if part is None else self.package.read(part)
        data, styles = merge_styles(host or self.donor.styles, self.donor.styles)
        if part is None:
            refuse_lost_styles(self.package, self.host.book)
            part = self.package.free_name(posixpath.join(self.host.folder, "styles.xml"))
            self.package.add(part, data)
            set_content_type(self.package, part, _MAIN_TYPE + "styles+xml")
            self._relate("styles", part)
        else:
            self.package.replace(part, data)
        renamed = {name: identity.name for name, identity in tables.items()}
        names = Renaming(self.donor.sheet.name, self.tab.name, renamed)
        return Changes(styles, names, tables)

    def _relationship_parts(
        self, moved: dict[str, str], names: Renaming
    ) -> Iterator[tuple[str, bytes]]:
        for part, name in moved.items():
            found = list(read_relationships(self.donor.package, part).values())
            if part == self.donor.part:
                found += [relation for _element, relation in self.theirs.relations()]
            if found:
                yield relationships_part(name), relationships(name, found, moved, names)

    def _remove(self, wanted: dict[str, bytes]) -> None:
        """Take out what only the old sheet led to; what comes back keeps its place in the file."""
        staying = {plain_name(part) for part in wanted}
        for part in sorted(self.tab.private):
            self.package.remove(part)
            if plain_name(part) not in staying:
                drop_content_type(self.package, part)

    def _put(self, part: str, data: bytes, type_: str) -> None:
        if part in self.package:
            self.package.replace(part, data)
        else:
            self.package.add(part, data)
        set_content_type(self.package, part, type_)

    def _relate(self, kind: str, part: str) -> str:
        book = self.host.book.part
        target = relative_target(book.replace("\\", "/"), part)
        return add_relationship(self.package, book, _OFFICE + kind, target)

    def _register(self, names: Renaming) -> None:
        """Make the sheet known to the workbook."""
        replaces = self.tab.sheet_id is not None
        if not replaces:
            relation = self._relate("worksheet", self.tab.part)
            insert_tab(self.host, self.tab.name, relation, self.tab.index)
        define_names(self.host, self.donor.names(), self.tab.index, names, replaces=replaces)

    def _recalculate(self, tables: list[str]) -> None:
        """Drop a chain that lists cells of the old sheet; ask for a calculation if one is due."""
        if self.tab.part not in {*self.package.changed, *self.package.added}:
            return
        if self.tab.sheet_id is not None:
            drop_chain(self.package, self.host.book, self.tab.sheet_id)
        workbook = self.host.workbook
        if calculates_on_load(workbook):
            return
        if may_be_read(self.host, self.tab.name, self.tab.part, tables):
            ask_for_calculation(workbook)
