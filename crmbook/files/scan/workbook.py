"""The parts of a workbook that a scan needs, found through its relationships and never by name."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from crmbook.files.package import Package
from crmbook.files.scan.styles import parse
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_TRUE: Final = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name, its part, ``visible``/``hidden``/``veryHidden``."""

    name: str
    part: str
    visibility: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the workbook part says. Part names are as the package has them, None where absent."""

    format: str
    sheets: tuple[SheetPart, ...]
    date1904: bool
    strings: str | None
    styles: str | None
    theme: str | None


@dataclass(frozen=True, slots=True)
class _Relationship:
    """``kind``: the last word of the type, which transitional and strict files share."""

    kind: str
    part: str
    external: bool


def read_workbook(package: Package) -> Workbook:
    """Return the workbook's sheets and shared parts.

    Raises FileRefused when the package holds no workbook, or a sheet's part is not in it.
    """
    name = _workbook_part(package)
    root = parse(package.read(name))
    related = _relationships(package, name)
    properties = root.find("{*}workbookPr")
    return Workbook(
        format=_format(package),
        sheets=_sheets(package, root, related),
        date1904=properties is not None and properties.get("date1904") in _TRUE,
        strings=_shared(package, related, "sharedStrings"),
        styles=_shared(package, related, "styles"),
        theme=_shared(package, related, "theme"),
    )


def _workbook_part(package: Package) -> str:
    for relationship in _relationships(package, "").values():
        if relationship.kind == "officeDocument":
            found = package.find(relationship.part)
            if found is not None:
                return found
    found = package.find("xl/workbook.xml")
    if found is None:
        raise FileRefused(
            _("there is no workbook in this file"),
            _("copy or download it again, or let Excel or WPS repair it"),
        )
    return found


def _format(package: Package) -> str:
    types = package.find("[Content_Types].xml")
    return "xlsm" if types and b"macroEnabled" in package.read(types) else "xlsx"


def _relationships(package: Package, source: str) -> dict[str, _Relationship]:
    """Return a part's relationships by id; ``source`` "": those of the package."""
    folder, name = posixpath.split(source.replace("\\", "/"))
    found = package.find(posixpath.join(folder, "_rels", f"{name}.rels"))
    if found is None:
        return {}
    return {
        item.get("Id", ""): _relationship(item, folder)
        for item in parse(package.read(found)).iterchildren("{*}Relationship")
    }


def _relationship(item: etree._Element, folder: str) -> _Relationship:
    target = unquote(item.get("Target", "")).replace("\\", "/")
    path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    kind = item.get("Type", "").rpartition("/")[2]
    return _Relationship(kind, path, item.get("TargetMode") == "External")


def _shared(package: Package, related: dict[str, _Relationship], kind: str) -> str | None:
    for relationship in related.values():
        if relationship.kind == kind and not relationship.external:
            return package.find(relationship.part)
    return None


def _sheets(
    package: Package, root: etree._Element, related: dict[str, _Relationship]
) -> tuple[SheetPart, ...]:
    found: list[SheetPart] = []
    for item in root.iterfind("{*}sheets/{*}sheet"):
        name = item.get("name", "")
        target = related.get(_relationship_id(item))
        part = None if target is None or target.external else package.find(target.part)
        if target is None or part is None:
            raise FileRefused(
                _("the sheet {name} is listed, but not in the file").format(name=name),
                _("open it in Excel or WPS, let it repair the file, and save it again"),
            )
        if target.kind == "worksheet":
            found.append(SheetPart(name, part, item.get("state", "visible")))
    return tuple(found)


def _relationship_id(item: etree._Element) -> str:
    for name, value in item.items():
        if etree.QName(str(name)).localname == "id":
            return str(value)
    return ""
