"""The host: somebody's workbook, into which a sheet is grafted."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from crmbook.files.package import Package
from crmbook.files.relationships import relationships_part
from crmbook.files.spans import STRICT, Span, Splice
from crmbook.files.workbook_part import (
    SheetEntry,
    WorkbookPart,
    read_workbook_part,
    refuse_signed_or_tracked,
)
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_TRUE: Final = frozenset({"1", "true", "on"})


class Host:
    """A package seen as a workbook; ``workbook`` collects what is to be spliced into its main part.

    Raises FileRefused where there is no workbook, or one that cannot take a grafted sheet.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.book: WorkbookPart = read_workbook_part(package)
        refuse_signed_or_tracked(package, self.book)
        self.workbook = Splice(package.read(self.book.part))
        if self.workbook.root.tag.startswith(f"{{{STRICT}}}"):
            message = _("it is saved as “Strict Open XML”, into which no sheet can be put")
            raise FileRefused(message, _("save it as an ordinary .xlsx workbook and retry"))

    @property
    def folder(self) -> str:
        """The folder of the workbook part, with ``/``."""
        return posixpath.dirname(self.book.part.replace("\\", "/"))

    @property
    def tabs(self) -> list[Span]:
        """The ``sheet`` elements, in the order of ``book.sheets``."""
        container = self.workbook.root.find("sheets")
        return list(container.all("sheet")) if container else []

    @property
    def names(self) -> list[Span]:
        """The ``definedName`` elements."""
        container = self.workbook.root.find("definedNames")
        return list(container.all("definedName")) if container else []

    def position(self, name: str) -> int | None:
        """Return the index of the sheet of that name, whatever its case."""
        folded = [sheet.name.casefold() for sheet in self.book.sheets]
        return folded.index(name.casefold()) if name.casefold() in folded else None

    def worksheets(self) -> Iterator[SheetEntry]:
        """Yield the sheets whose parts hold cells."""
        return (sheet for sheet in self.book.sheets if sheet.part and "heet" in sheet.kind)

    def refuse_locked_structure(self) -> None:
        """Raise FileRefused where sheets may be neither added nor moved."""
        lock = self.workbook.root.find("workbookProtection")
        if lock is not None and lock.attributes.get("lockStructure", "") in _TRUE:
            message = _("the structure of the workbook is protected; no sheet can be added")
            raise FileRefused(message, _("unprotect it (Review › Protect Workbook) and retry"))

    def rels(self, part: str) -> str | None:
        """Return the name of the part that holds a part's relationships, if there is one."""
        return self.package.find(relationships_part(part))
