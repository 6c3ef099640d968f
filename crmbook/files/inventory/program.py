"""Which program saved a workbook, and who: from its document properties."""

from __future__ import annotations

from dataclasses import dataclass

from crmbook.files.package import Package
from crmbook.files.relationships import read_relationships
from crmbook.files.spans import Span, parse


@dataclass(frozen=True, slots=True)
class Program:
    """The program (``WPS 12.1``, ``Microsoft Excel 16.0300``), who saved last and when (ISO, UTC).

    Each is empty where the file does not say. WPS calls itself Microsoft Excel, but leaves its
    build number (``KSOProductBuildVer``).
    """

    name: str = ""
    saved_by: str = ""
    saved_at: str = ""


def read_program(package: Package) -> Program:
    """Return what the properties say. Raises FileRefused when they are damaged."""
    found = {item.kind: item.part for item in read_relationships(package).values()}
    extended = _texts(package, found.get("extended-properties"))
    core = _texts(package, found.get("core-properties"))
    name = " ".join(
        part for part in (extended.get("Application"), extended.get("AppVersion")) if part
    )
    build = _wps_build(package, found.get("custom-properties"))
    return Program(
        f"WPS {build}" if build else name, core.get("lastModifiedBy", ""), core.get("modified", "")
    )


def _texts(package: Package, part: str | None) -> dict[str, str]:
    if part is None:
        return {}
    return {child.local: child.text.strip() for child in parse(package.read(part)).children}


def _wps_build(package: Package, part: str | None) -> str:
    if part is None:
        return ""
    for item in parse(package.read(part)).children:
        if item.attributes.get("name") == "KSOProductBuildVer":
            return _first_text(item).rpartition("-")[2]
    return ""


def _first_text(item: Span) -> str:
    return next((child.text.strip() for child in item.children), "")
