"""A workbook as the proof sees it: zipfile and lxml only, nothing of what is being proven."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

_RELATION = "{*}Relationship"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def plain(name: str) -> str:
    """Return a part name as names are compared."""
    return unquote(name.replace("\\", "/")).lstrip("/").casefold()


def local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def parsed(xml: bytes) -> etree._Element:
    """Return the root. Raises etree.XMLSyntaxError; nothing is fetched, no entity resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(xml, parser)


@dataclass(frozen=True)
class Sheet:
    """One tab: the plain name of its part, and of what kind it is."""

    name: str
    part: str
    kind: str
    state: str


@dataclass(frozen=True)
class Cell:
    """A cell of a sheet's part; ``holds``: it has a value, and no formula makes it."""

    row: int
    column: int
    holds: bool
    has_formula: bool

    @property
    def address(self) -> str:
        letters, column = "", self.column
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.row}"


class Foreign:
    """The parts of a package by plain name, and what the relationships say they are."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.names: dict[str, str] = {}
        for name in self._archive.namelist():
            if not name.endswith(("/", "\\")):  # of two that differ by case, the first is plain
                self.names[name if plain(name) in self.names else plain(name)] = name

    @property
    def comment(self) -> bytes:
        """The comment of the archive."""
        return self._archive.comment

    def read(self, part: str) -> bytes:
        return self._archive.read(self.names[part])

    def relations(self, source: str = "") -> Iterator[tuple[str, str, str]]:
        """Yield (id, kind, plain name of the part) of the relationships of a part."""
        folder, name = posixpath.split(source)
        rels = plain(posixpath.join(folder, "_rels", f"{name}.rels"))
        if rels not in self.names:
            return
        for item in parsed(self.read(rels)).iter(_RELATION):
            if item.get("TargetMode") == "External":
                continue
            target = item.get("Target", "").replace("\\", "/").partition("#")[0]
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            part = path if path in self.names else plain(path)
            if part in self.names:
                yield item.get("Id", ""), item.get("Type", "").rpartition("/")[2], part

    @cached_property
    def workbook(self) -> str:
        found = [part for _id, kind, part in self.relations() if kind == "officeDocument"]
        return found[0] if found else "xl/workbook.xml"

    @cached_property
    def sheets(self) -> list[Sheet]:
        related = {key: (kind, part) for key, kind, part in self.relations(self.workbook)}
        found = []
        for item in parsed(self.read(self.workbook)).iter("{*}sheet"):
            ids = [value for name, value in item.attrib.items() if str(name).endswith("}id")]
            kind, part = related.get(str(ids[0]) if ids else "", ("", ""))
            state = item.get("state", "visible")
            found.append(Sheet(item.get("name", ""), part, kind, state))
        return found

    @cached_property
    def kinds(self) -> dict[str, tuple[str, str]]:
        """What each part is to the part that points at it: part → (kind, that part)."""
        found: dict[str, tuple[str, str]] = {"[content_types].xml": ("content types", "")}
        waiting = [""]
        while waiting:
            source = waiting.pop()
            for _id, kind, part in self.relations(source):
                if part not in found:
                    found[part] = (kind, source)
                    waiting.append(part)
        return found

    def dangling(self) -> set[tuple[str, str]]:
        """Return the relationships that lead nowhere: (the part, the target as written)."""
        found = set()
        for source in ["", *self.names]:
            folder, name = posixpath.split(source)
            rels = plain(posixpath.join(folder, "_rels", f"{name}.rels"))
            if rels in self.names:
                led = {key for key, _kind, _part in self.relations(source)}
                found |= {
                    (source, item.get("Target", ""))
                    for item in parsed(self.read(rels)).iter(_RELATION)
                    if item.get("TargetMode") != "External" and item.get("Id") not in led
                }
        return found

    def below(self, part: str) -> set[str]:
        """Return a part and all that it leads to, with their relationships parts."""
        found: set[str] = set()
        waiting = [part]
        while waiting:
            one = waiting.pop()
            if one in found or one not in self.names:
                continue
            folder, name = posixpath.split(one)
            found |= {one, plain(posixpath.join(folder, "_rels", f"{name}.rels"))}
            waiting += [target for _id, _kind, target in self.relations(one)]
        return found

    def role(self, part: str, target: str) -> str:
        """Return what a part is, as a budget names it; ``target`` is the sheet that is edited."""
        if part.endswith(".rels"):
            folder, name = posixpath.split(part)
            owner = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
            return f"relationships of {self.role(owner, target)}"
        if part == target:
            return "sheet"
        kind, source = self.kinds.get(part, ("unknown", ""))
        if kind == "officeDocument":
            return "workbook"
        if kind == "worksheet":
            return "another sheet"
        belongs = source in {target, self.workbook, ""}
        return kind if belongs else f"{kind} of {self.role(source, target)}"

    def worksheet(self) -> Sheet | None:
        """Return the first tab with cells."""
        alone = [one for one in self.sheets if one.kind == "worksheet"]
        return alone[0] if alone else None

    def cells(self, sheet: Sheet) -> Iterator[Cell]:
        """Yield the cells of a worksheet, numbered as ECMA-376 does where ``r`` is missing."""
        row = 0
        for line in parsed(self.read(sheet.part)).iter("{*}row"):
            row = int(line.get("r", row + 1))
            column = 0
            for cell in line.iterfind("{*}c"):
                match = _ADDRESS.fullmatch(cell.get("r", ""))
                column = column_number(match[1]) if match else column + 1
                children = {local(child) for child in cell if isinstance(child.tag, str)}
                yield Cell(row, column, bool(children & {"v", "is"}), "f" in children)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
