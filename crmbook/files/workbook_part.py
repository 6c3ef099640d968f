"""The workbook part: its sheets, epoch and names, found through relationships and not by path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.package import Package
from crmbook.files.relationships import Relationship, read_relationships
from crmbook.files.spans import Span, parse
from crmbook.i18n import _
from crmbook.model.errors import FileRefused, UsageError

_TRUE: Final = frozenset({"1", "true", "on"})
_SIGNATURES: Final = "_xmlsignatures/"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One tab. ``part`` is None where the package lacks it; ``kind`` is ``worksheet``,
    ``chartsheet``, ``dialogsheet`` …; ``state`` ``visible``, ``hidden`` or ``veryHidden``.
    """  # noqa: D205 - one sentence over two lines

    name: str
    sheet_id: int
    relation_id: str
    part: str | None
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class DefinedName:
    """One defined name; ``local_sheet`` is the position of the tab it belongs to, if to one."""

    name: str
    text: str
    local_sheet: int | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class WorkbookPart:
    """What the workbook part says; ``part`` is its name in the package."""

    part: str
    sheets: tuple[SheetEntry, ...]
    date1904: bool
    defined_names: tuple[DefinedName, ...]
    relationships: dict[str, Relationship]

    def sheet(self, name: str) -> SheetEntry:
        """Return the tab of a name, whatever its case. Raises UsageError when there is none."""
        exact = [entry for entry in self.sheets if entry.name == name]
        folded = [entry for entry in self.sheets if entry.name.casefold() == name.casefold()]
        for entry in exact or folded:
            return entry
        raise UsageError(
            _("there is no sheet “{name}”").format(name=name),
            _("it has {names}").format(names="、".join(entry.name for entry in self.sheets)),
        )

    def related(self, kind: str) -> str | None:
        """Return the part of a kind (``styles``, ``sharedStrings``, ``calcChain`` …), if any."""
        found = (item.part for item in self.relationships.values() if item.kind == kind)
        return next((part for part in found if part is not None), None)


def read_workbook_part(package: Package) -> WorkbookPart:
    """Return what the workbook part says.

    Raises FileRefused when there is no workbook in the package, or it is damaged, or a .xlsb.
    """
    part = _find(package)
    root = parse(package.read(part))
    if root.local != "workbook":
        raise _no_workbook(package)
    relationships = read_relationships(package, part)
    properties, sheets, names = (root.find(n) for n in ("workbookPr", "sheets", "definedNames"))
    return WorkbookPart(
        part,
        tuple(_entry(item, relationships) for item in (sheets.all("sheet") if sheets else ())),
        properties is not None and properties.attributes.get("date1904") in _TRUE,
        tuple(_name(item) for item in (names.all("definedName") if names else ())),
        relationships,
    )


def refuse_signed_or_tracked(package: Package, workbook: WorkbookPart) -> None:
    """Raise FileRefused for a book that any edit would spoil: signed, or with tracked changes."""
    signed = any(item.kind == "origin" for item in read_relationships(package).values())
    if signed or any(name.casefold().startswith(_SIGNATURES) for name in package.names):
        raise FileRefused(
            _("the workbook carries a digital signature, which any change would break"),
            _("remove the signature in Excel, or save an unsigned copy"),
            path=package.path,
        )
    if workbook.related("revisionHeaders") is not None:
        raise FileRefused(
            _("the workbook is shared the old way and tracks changes"),
            _("stop sharing it (审阅 → 共享工作簿), then run this again"),
            path=package.path,
        )


def _find(package: Package) -> str:
    for item in read_relationships(package).values():
        if item.kind == "officeDocument" and item.part is not None:
            if item.part.casefold().endswith(".bin"):
                raise FileRefused(
                    _("this is an .xlsb workbook, which crmbook reads but does not write"),
                    _("open it in Excel or WPS and save it as .xlsx"),
                    path=package.path,
                )
            return item.part
    found = package.find("xl/workbook.xml")
    if found is None:
        raise _no_workbook(package)
    return found


def _no_workbook(package: Package) -> FileRefused:
    return FileRefused(
        _("there is no workbook in this file"),
        _("copy or download it again, or let Excel or WPS repair it"),
        path=package.path,
    )


def _entry(item: Span, relationships: dict[str, Relationship]) -> SheetEntry:
    found = relationships.get(item.relation_id())
    return SheetEntry(
        item.attributes.get("name", ""),
        whole_number(item.attributes.get("sheetId", "0")),
        item.relation_id(),
        None if found is None else found.part,
        "" if found is None else found.kind,
        item.attributes.get("state", "visible"),
    )


def _name(item: Span) -> DefinedName:
    local = item.attributes.get("localSheetId")
    return DefinedName(
        item.attributes.get("name", ""),
        item.text,
        None if local is None else whole_number(local),
        item.attributes.get("hidden") in _TRUE,
    )
