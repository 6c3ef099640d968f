"""Tables: names and ids that are unique in the whole book, for the tables of a donor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.content_types import content_types_part
from crmbook.files.graft.host import Host
from crmbook.files.package import Package
from crmbook.files.spans import parse

_TABLE_TYPE: Final = "spreadsheetml.table+xml"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a table is known by: ``id`` to slicers, ``name`` to formulas and pivot caches."""

    id: int
    name: str


def identity(package: Package, part: str) -> Identity:
    """Return what the table in a part is known by."""
    said = parse(package.read(part)).attributes
    return Identity(
        whole_number(said.get("id", "0")), said.get("displayName") or said.get("name", "")
    )


def identify(host: Host, donors: Iterable[str], private: set[str]) -> dict[str, Identity]:
    """Return an identity for each table name of the donor.

    A table that stood on the replaced sheet (its part is among ``private``) keeps id and name; a
    name that another table or a defined name has already gets ``_2`` … behind it.
    """
    known = {part: identity(host.package, part) for part in _table_parts(host.package)}
    old = {table.name.casefold(): table.id for part, table in known.items() if part in private}
    others = [table for part, table in known.items() if part not in private]
    ids = {table.id for table in others}
    names = {table.name.casefold() for table in others}
    names |= {span.attributes.get("name", "").casefold() for span in host.names}
    found: dict[str, Identity] = {}
    for name in donors:
        fresh = _fresh(name, names)
        before = old.get(fresh.casefold(), 0)
        number = before if before and before not in ids else max([0, *ids, *old.values()]) + 1
        found[name] = Identity(number, fresh)
        ids.add(number)
        names.add(fresh.casefold())
    return found


def _table_parts(package: Package) -> list[str]:
    """Return all parts that are tables: ids are unique in the package, whoever leads to them."""
    overrides = parse(package.read(content_types_part(package))).all("Override")
    said = (span.attributes for span in overrides)
    names = (a.get("PartName", "") for a in said if a.get("ContentType", "").endswith(_TABLE_TYPE))
    return [part for part in map(package.find, names) if part is not None]


def _fresh(name: str, taken: set[str]) -> str:
    fresh, number = name, 1
    while fresh.casefold() in taken:
        number += 1
        fresh = f"{name}_{number}"
    return fresh
