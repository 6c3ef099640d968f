"""The inventory of a whole workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crmbook.files.inventory.archive import archive_dialect
from crmbook.files.inventory.elements import look_through
from crmbook.files.inventory.parts import part_features
from crmbook.files.inventory.program import Program, read_program
from crmbook.files.package import Package
from crmbook.files.spans import Span, parse
from crmbook.files.workbook_part import SheetEntry, WorkbookPart, read_workbook_part

_TRUE: Final = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One tab: its ``kind`` and ``state`` as in :class:`SheetEntry`, and what its XML holds."""

    name: str
    kind: str
    state: str
    features: dict[str, int]


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a workbook is and carries; features and dialect by our English names of them."""

    program: Program
    sheets: tuple[SheetFacts, ...]
    features: dict[str, int]
    dialect: tuple[str, ...]
    date1904: bool


def take_inventory(package: Package) -> Inventory:
    """Look through a whole package. Raises FileRefused for what cannot be read."""
    workbook = read_workbook_part(package)
    dialect = set(archive_dialect(package, workbook.part))
    features = part_features(package)
    features.update(_of_workbook(parse(package.read(workbook.part)), workbook))
    sheets = []
    for sheet in workbook.sheets:
        counts, peculiar = _look(package, sheet)
        dialect |= peculiar
        features.update(counts)
        sheets.append(SheetFacts(sheet.name, sheet.kind, sheet.state, dict(counts)))
    return Inventory(
        read_program(package),
        tuple(sheets),
        dict(sorted(features.items())),
        tuple(sorted(dialect)),
        workbook.date1904,
    )


def _look(package: Package, sheet: SheetEntry) -> tuple[Counter[str], frozenset[str]]:
    if sheet.part is None or sheet.kind != "worksheet":
        return Counter(), frozenset()
    return look_through(package.chunks(sheet.part))


def _of_workbook(root: Span, workbook: WorkbookPart) -> Iterator[str]:
    """Yield the features that the workbook part itself tells, one by one."""
    if root.find("workbookProtection") is not None:
        yield "workbook protection"
    sharing = root.find("fileSharing")
    if sharing is not None and sharing.attributes.get("readOnlyRecommended") in _TRUE:
        yield "read-only recommended"
    if sharing is not None and {"reservationPassword", "hashValue"} & sharing.attributes.keys():
        yield "password to modify"
    calculation = root.find("calcPr")
    if calculation is not None and calculation.attributes.get("calcMode") == "manual":
        yield "manual calculation"
    for name in workbook.defined_names:
        if not name.name.startswith("_xlnm"):
            yield "names"
