"""Styles: a donor's fonts, fills, borders, number formats, cell and differential formats in a host.

Entries the host already has are used again, so regenerating a sheet a hundred times does not make
``styles.xml`` grow. Nothing of the host is moved, renumbered or rewritten.
"""

from __future__ import annotations

from collections.abc import Hashable
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from crmbook.files.attributes import whole_number
from crmbook.files.graft.fragments import elements, meaning, safe_parse, written
from crmbook.files.spans import Splice
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_ORDER: Final = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
)
_FIRST_CUSTOM_FORMAT: Final = 164
_MOST_CELL_FORMATS: Final = 65_490  # Excel's limit; beyond it it offers to repair the book
#: Excel takes fill 0 for none and fill 1 for gray125, whatever stands there.
_RESERVED: Final = {"fonts": 1, "fills": 2, "borders": 1, "cellXfs": 1}
_APPLIED: Final = ("NumberFormat", "Font", "Fill", "Border", "Alignment", "Protection")


@dataclass(frozen=True, slots=True)
class StyleMap:
    """Where the donor's formats now stand: index in the donor → index in the host."""

    cells: tuple[int, ...]
    differential: tuple[int, ...]


class _Pool:
    """One container of the host (``fonts`` …): what stands in it, and what is to be appended."""

    def __init__(self, styles: etree._Element, name: str, donor: etree._Element | None) -> None:
        container = next(elements(styles, name), None)
        self.name = name
        self.entries = list(elements(container))  # an mc:AlternateContent counts as one entry
        self.donor = list(elements(donor))
        self.new: list[etree._Element] = []
        self._known: dict[Hashable, int] = {}
        for index, entry in enumerate(self.entries):
            self._known.setdefault(meaning(entry), index)

    def __len__(self) -> int:
        return len(self.entries) + len(self.new)

    def __contains__(self, entry: etree._Element) -> bool:
        return meaning(entry) in self._known

    def add(self, entry: etree._Element) -> int:
        """Return the index of an entry, appended unless one of the same meaning is there."""
        if entry not in self:
            self._reserve()
        if entry not in self:
            self._append(entry)
        return self._known[meaning(entry)]

    def _reserve(self) -> None:
        """Fill up the places that have a meaning of their own, with the donor's own first entries."""
        while len(self) < _RESERVED.get(self.name, 0):
            self._append(self.donor[len(self)])

    def _append(self, entry: etree._Element) -> None:
        self._known.setdefault(meaning(entry), len(self))
        self.new.append(entry)


class _Merge:
    """One run of the merge: the pools of the host, filled from the donor."""

    def __init__(self, host: etree._Element, donor: etree._Element) -> None:
        self.donor = donor
        self.pools = {name: _Pool(host, name, next(elements(donor, name), None)) for name in _ORDER}
        self.normal = _normal_style(host)
        self._codes = {
            entry.get("formatCode", ""): whole_number(entry.get("numFmtId", "0"))
            for entry in reversed(self.pools["numFmts"].entries)
        }
        numbers = (
            whole_number(e.get("numFmtId", "0")) for e in host.iter("{*}numFmt")
        )  # dxfs' own, too
        self._next_format = max([_FIRST_CUSTOM_FORMAT - 1, *numbers]) + 1

    def run(self) -> StyleMap:
        """Append what is missing; return the map."""
        cells = [self._cell_format(xf) for xf in self.pools["cellXfs"].donor]
        differential = [self._differential(dxf) for dxf in self.pools["dxfs"].donor]
        if len(self.pools["cellXfs"]) > _MOST_CELL_FORMATS:
            raise FileRefused(
                _("it already holds as many cell formats as Excel can take"),
                _("remove unused styles in Excel and retry"),
            )
        return StyleMap(tuple(cells), tuple(differential))

    def number_format(self, number: int, code: str | None = None) -> int:
        """Return the host's number for a donor's number format, declaring it if it is new."""
        if number < _FIRST_CUSTOM_FORMAT:
            return number
        declared = {e.get("numFmtId"): e for e in self.pools["numFmts"].donor}
        if code is None:
            code = declared[str(number)].get("formatCode", "")
        if code not in self._codes:
            self._codes[code] = self._next_format
            self._next_format += 1
            if str(number) in declared:
                entry = deepcopy(declared[str(number)])
                entry.set("numFmtId", str(self._codes[code]))
                self.pools["numFmts"].new.append(entry)
        return self._codes[code]

    def _cell_format(self, xf: etree._Element) -> int:
        entry = deepcopy(xf)
        entry.set("numFmtId", str(self.number_format(int(xf.get("numFmtId", "0")))))
        for attribute, pool in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            original = self.pools[pool].donor[int(xf.get(attribute, "0"))]
            entry.set(attribute, str(self.pools[pool].add(original)))
        if xf.get("xfId", "0") != "0":
            for aspect in _APPLIED:  # what it had from its named style it must now say itself
                entry.set(f"apply{aspect}", "1")
        entry.attrib.pop("xfId", "")
        if self.normal is not None:
            entry.set("xfId", str(self.normal))
        return self.pools["cellXfs"].add(entry)

    def _differential(self, dxf: etree._Element) -> int:
        entry = deepcopy(dxf)
        pool = self.pools["dxfs"]
        for number in elements(entry, "numFmt") if entry not in pool else ():
            fresh = self.number_format(int(number.get("numFmtId", "0")), number.get("formatCode"))
            number.set("numFmtId", str(fresh))
        return pool.add(entry)


def _normal_style(host: etree._Element) -> int | None:
    """Return the index of the style Normal (``builtinId`` 0), None where there are no styles."""
    for style in elements(next(elements(host, "cellStyles"), None), "cellStyle"):
        if style.get("builtinId") == "0":
            return whole_number(style.get("xfId", "0"))
    styles = list(elements(next(elements(host, "cellStyleXfs"), None)))
    return 0 if styles else None


def merge_styles(host: bytes, donor: bytes) -> tuple[bytes, StyleMap]:
    """Return the host's ``styles.xml`` with the donor's formats appended, and where they stand.

    Raises FileRefused when the host's part cannot be spliced, or is full.
    """
    splice = Splice(host)
    merge = _Merge(safe_parse(host), safe_parse(donor))
    mapped = merge.run()
    for pool in merge.pools.values():
        if pool.new:
            _append(splice, pool)
    return splice.finish(), mapped


def _append(splice: Splice, pool: _Pool) -> None:
    prefix = splice.root.prefix
    fragments = "".join(written(entry, prefix) for entry in pool.new)
    container = splice.root.find(pool.name)
    if container is None:
        name = prefix + pool.name
        opened = f'<{name} count="{len(pool)}">{fragments}</{name}>'
        splice.insert_child(splice.root, pool.name, _ORDER, opened)
        return
    if "count" in container.attributes:
        splice.set(container, "count", str(len(pool)))
    splice.append(container, fragments)
