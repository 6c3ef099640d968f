"""How a workbook's archive is written: what deviates from what Excel writes, by name."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.files.archive import DESCRIPTOR, STORED
from crmbook.files.inventory.parts import relationships
from crmbook.files.package import Package


def archive_dialect(package: Package, workbook_part: str) -> Iterator[str]:
    """Yield the peculiarities of an archive and of how its parts refer to each other."""
    members = package.members
    if any(member.method == STORED and member.size for member in members):
        yield "stored parts"
    if any(member.flags & DESCRIPTOR for member in members):
        yield "data descriptors"
    if any("\\" in member.name for member in members):
        yield "backslashes in part names"
    if workbook_part.replace("\\", "/").casefold() != "xl/workbook.xml":
        yield "workbook elsewhere"
    inner = [one for one in relationships(package) if not one.external]
    if any(one.target.startswith("/") for one in inner):
        yield "absolute targets"
    if any("\\" in one.target for one in inner):
        yield "backslash targets"
    if any("%" in one.target and one.part is not None for one in inner):
        yield "percent-encoded targets"
