"""Parts: everything a donor's sheet leads to, under names that are free in the host."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from crmbook.files.content_types import content_type
from crmbook.files.graft.charts import say_defaults
from crmbook.files.graft.comments import signed, titled
from crmbook.files.graft.drawings import marked
from crmbook.files.graft.fragments import local_name, safe_parse
from crmbook.files.graft.references import Renaming
from crmbook.files.graft.styles import StyleMap
from crmbook.files.graft.tables import Identity
from crmbook.files.package import Package, plain_name
from crmbook.files.relationships import (
    Relationship,
    read_relationships,
    relationships_part,
    relative_target,
)
from crmbook.files.spans import escape

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_NUMBERED = re.compile(r"(.*?)\d*(\.\w+)")
_FORMULAS: Final = frozenset(
    {"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"}
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes different for a sheet on its way from donor to host."""

    styles: StyleMap
    names: Renaming
    tables: Mapping[str, Identity]


def carried(donor: Package, sheet: str) -> list[str]:
    """Return the parts that a sheet leads to, each once, in the order in which they are met."""
    found: list[str] = []
    waiting = [sheet]
    while waiting:
        below = read_relationships(donor, waiting.pop(0)).values()
        fresh = [rel.part for rel in below if rel.part and rel.part not in {sheet, *found}]
        found += fresh
        waiting += fresh
    return found


def free_names(host: Package, folder: str, parts: list[str], private: set[str]) -> dict[str, str]:
    """Return a free name in the host for each part of the donor: ``xl/charts/chart7.xml``.

    Names of ``private`` parts are free, for those parts go. Compared as packages do: without case.
    """
    taken = {plain_name(name) for name in host.names if name not in private}
    found = {}
    for part in parts:
        below = part.partition("/")[2]  # donors keep everything under xl/
        stem, extension = _NUMBERED.fullmatch(posixpath.join(folder, below)).groups()  # type: ignore[union-attr]
        number = 1
        while _is_taken(f"{stem}{number}{extension}", taken):
            number += 1
        found[part] = f"{stem}{number}{extension}"
        taken.add(plain_name(found[part]))
    return found


def _is_taken(name: str, taken: set[str]) -> bool:
    return plain_name(name) in taken or plain_name(relationships_part(name)) in taken


def rewritten(donor: Package, part: str, changes: Changes) -> bytes:
    """Return a part of the donor as it must stand in the host, told from what people put there."""
    data = donor.read(part)
    kind = content_type(donor, part)
    if kind.endswith(".table+xml"):
        return serialised(_table(safe_parse(data), changes))
    if kind.endswith(".drawing+xml"):
        return marked(data)
    if kind.endswith(".comments+xml"):
        return signed(data)
    if kind.endswith(".vmlDrawing"):
        return titled(data)
    if kind.endswith(".chart+xml"):
        root = safe_parse(data)
        say_defaults(root)
        rename_formulas(root, changes.names)
        return serialised(root)
    return data


def serialised(root: etree._Element) -> bytes:
    """Return one of our own parts as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _table(root: etree._Element, changes: Changes) -> etree._Element:
    identity = changes.tables[root.get("displayName", "")]
    root.set("id", str(identity.id))
    root.set("name", identity.name)
    root.set("displayName", identity.name)
    renumber_differential(root, changes.styles)
    rename_formulas(root, changes.names)
    return root


def renumber_differential(root: etree._Element, styles: StyleMap) -> None:
    """Give every ``dxfId``, ``dataDxfId`` … the number that its format has in the host."""
    for element in root.iter("*"):
        for name, value in element.attrib.items():
            if str(name).lower().endswith("dxfid"):
                element.set(name, str(styles.differential[int(value)]))


def rename_formulas(root: etree._Element, names: Renaming) -> None:
    """Make every formula speak of the sheet and the tables by their names in the host."""
    for element in root.iter("*") if names else ():
        if local_name(element) in _FORMULAS and element.text:
            element.text = names.formula(element.text)


def relationships(
    source: str, found: Iterable[Relationship], moved: Mapping[str, str], names: Renaming
) -> bytes:
    """Return the ``.rels`` of a grafted part: same ids, targets where their parts now are.

    A part that is not among ``moved`` belongs to the host and stays where it is.
    """
    items = "".join(_item(source, rel, moved, names) for rel in found)
    return f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}">{items}</Relationships>'.encode()


def _item(source: str, rel: Relationship, moved: Mapping[str, str], names: Renaming) -> str:
    target = rel.target
    if rel.part is not None:
        target = relative_target(source.replace("\\", "/"), moved.get(rel.part, rel.part))
    elif target.startswith("#"):
        target = "#" + names.formula(target[1:])
    mode = ' TargetMode="External"' if rel.external else ""
    return (
        f'<Relationship Id="{escape(rel.id)}" Type="{escape(rel.type)}"'
        f' Target="{escape(target)}"{mode}/>'
    )
