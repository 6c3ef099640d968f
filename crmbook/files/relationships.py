"""Relationships: which part of a package points at which, read by meaning, edited as bytes."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from crmbook.files.package import Package
from crmbook.files.spans import Splice, escape, parse
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_NAMESPACE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_NEW: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    f'<Relationships xmlns="{_NAMESPACE}"/>'
).encode()


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship. ``kind`` is the type's last word, which strict and transitional share.

    ``part`` is the package's own name of the part that is meant; None for what is external, or
    missing from the package. ``target`` is as written.
    """

    id: str
    kind: str
    type: str
    target: str
    part: str | None
    external: bool


def relationships_part(source: str) -> str:
    """Return the name that the relationships of a part have; ``source`` "": the package's."""
    folder, name = posixpath.split(source.replace("\\", "/"))
    return posixpath.join(folder, "_rels", f"{name}.rels")


def empty_relationships() -> bytes:
    """Return a relationships part that says nothing yet."""
    return _NEW


def resolve(source: str, target: str) -> str:
    r"""Return the part name that a target means: relative, absolute, with ``\`` or ``..``."""
    folder = posixpath.dirname(source.replace("\\", "/"))
    path = posixpath.join("/", folder, target.replace("\\", "/").partition("#")[0])
    return posixpath.normpath(path).lstrip("/")


def relative_target(source: str, part: str) -> str:
    """Return how a relationship of ``source`` names ``part``, as Excel writes it."""
    return posixpath.relpath("/" + part, "/" + posixpath.dirname(source))


def read_relationships(package: Package, source: str = "") -> dict[str, Relationship]:
    """Return the relationships of a part by id; none when it has no relationships part.

    Raises FileRefused when that part is damaged.
    """
    found = package.find(relationships_part(source))
    if found is None:
        return {}
    items = (item.attributes for item in parse(package.read(found)).all("Relationship"))
    return {item.get("Id", ""): _relationship(package, source, item) for item in items}


def related(package: Package, source: str, kind: str) -> tuple[str, ...]:
    """Return the parts that ``source`` points at by relationships of a kind (``styles``, …)."""
    found = read_relationships(package, source).values()
    return tuple(item.part for item in found if item.kind == kind and item.part is not None)


def add_relationship(
    package: Package, source: str, kind_uri: str, target: str, *, external: bool = False
) -> str:
    """Add a relationship of a part and return its new id (``rId7``)."""
    name = package.find(relationships_part(source))
    if name is None:
        name = relationships_part(source)
        package.add(name, _NEW)
    splice = Splice(package.read(name))
    new = _free_id(item.attributes.get("Id", "") for item in splice.root.all("Relationship"))
    mode = ' TargetMode="External"' if external else ""
    splice.append(
        splice.root,
        f'<{splice.root.prefix}Relationship Id="{new}" Type="{escape(kind_uri)}"'
        f' Target="{escape(target)}"{mode}/>',
    )
    package.replace(name, splice.finish())
    return new


def remove_relationships(package: Package, source: str, ids: Collection[str]) -> None:
    """Remove relationships of a part by id."""
    name = package.find(relationships_part(source))
    if name is None:
        return
    splice = Splice(package.read(name))
    for item in splice.root.all("Relationship"):
        if item.attributes.get("Id") in ids:
            splice.replace(item, "")
    package.replace(name, splice.finish())


def _relationship(package: Package, source: str, item: dict[str, str]) -> Relationship:
    target, type_ = item.get("Target", ""), item.get("Type", "")
    external = item.get("TargetMode") == "External"
    part = None if external else package.find(resolve(source, target))
    if part is None and not external:
        _refuse_climbing(source, target)
    return Relationship(item.get("Id", ""), type_.rpartition("/")[2], type_, target, part, external)


def _refuse_climbing(source: str, target: str) -> None:
    """Raise FileRefused for a target above the package's root: it means a file of this machine."""
    path = unquote(target).replace("\\", "/").partition("#")[0]
    folder = "" if path.startswith("/") else posixpath.dirname(source.replace("\\", "/"))
    depth = len([step for step in folder.split("/") if step])
    for step in path.split("/"):
        depth += -1 if step == ".." else step not in {"", "."}
        if depth < 0:
            raise FileRefused(
                _("one of its parts refers to something outside of it: {target}").format(
                    target=target
                ),
                _("ask where the file comes from; crmbook does not read it"),
            )


def _free_id(taken: Iterable[str]) -> str:
    used = set(taken)
    number = len(used) + 1
    while f"rId{number}" in used:
        number += 1
    return f"rId{number}"
