"""The donor: a workbook of one sheet, made by XlsxWriter, whose sheet is to be grafted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from crmbook.files.graft.fragments import elements, safe_parse
from crmbook.files.package import Package
from crmbook.files.scan.formats import Shows, shows
from crmbook.files.spans import MAIN, Span, parse
from crmbook.files.workbook_part import SheetEntry, WorkbookPart, read_workbook_part
from crmbook.i18n import _
from crmbook.model.errors import FileRefused, UsageError

_ITEM = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_CARRIED: Final = frozenset({"worksheet", "theme", "styles", "sharedStrings", "calcChain"})


class Donor:
    """A donor's parts. We made it, so it is well-behaved and fits in memory.

    Raises UsageError for what is no workbook of one worksheet, or holds what cannot be carried.
    """

    def __init__(self, workbook: bytes) -> None:
        try:
            self.package = Package(workbook, Path("donor.xlsx"))
            self.book: WorkbookPart = read_workbook_part(self.package)
        except FileRefused as error:
            message = _("the sheet to put in is no workbook: {error}")
            raise UsageError(message.format(error=error.what)) from error
        self._refuse_what_is_not_carried()
        self.sheet: SheetEntry = self.book.sheets[0]
        self.part: str = self.sheet.part or ""

    def _refuse_what_is_not_carried(self) -> None:
        kinds = {relationship.kind for relationship in self.book.relationships.values()}
        if kinds - _CARRIED:
            message = _("the sheet to put in needs parts that cannot be carried over: {parts}")
            raise UsageError(message.format(parts=", ".join(sorted(kinds - _CARRIED))))
        sheets = self.book.sheets
        if len(sheets) != 1 or sheets[0].kind != "worksheet" or sheets[0].part is None:
            message = _(
                "the workbook to put in must have exactly one worksheet; it has {count} sheets"
            )
            raise UsageError(message.format(count=len(sheets)))
        if parse(self.package.read(self.book.part)).tag != f"{{{MAIN}}}workbook":
            raise UsageError(_("the sheet to put in is no ordinary .xlsx workbook"))

    @property
    def styles(self) -> bytes:
        """The styles part, which XlsxWriter always writes."""
        return self.package.read(self.book.related("styles") or "")

    @property
    def shows_dates(self) -> bool:
        """Whether any of its cell formats shows a number as a date."""
        codes = {e.get("numFmtId", "0"): e.get("formatCode") for e in self._styled("numFmts")}
        numbers = {e.get("numFmtId", "0") for e in self._styled("cellXfs")}
        return any(shows(int(n), codes.get(n)) is Shows.DATE for n in numbers)

    def _styled(self, container: str) -> Iterator[etree._Element]:
        return elements(next(elements(safe_parse(self.styles), container), None))

    def strings(self) -> list[bytes]:
        """Return the inner XML of each shared string, rich text runs included."""
        part = self.book.related("sharedStrings")
        return [] if part is None else _ITEM.findall(self.package.read(part))

    def names(self) -> list[Span]:
        """Return the ``definedName`` elements."""
        container = parse(self.package.read(self.book.part)).find("definedNames")
        return container.children if container else []
