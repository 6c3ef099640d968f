"""Readers: whether formulas elsewhere in the host may read the grafted sheet."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from html import unescape
from itertools import chain
from typing import Final

from crmbook.files.calculation import formulas
from crmbook.files.graft.host import Host
from crmbook.files.package import Package

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_INDIRECT: Final = "indirect("
_ACROSS = re.compile(r"'[^'!]*:[^'!]*'!|:[^!:()+*/,;<>=&^\s'-]+!")  # Jan:Dec!A1, 'Jan 1:Dec 1'!A1


def may_be_read(host: Host, sheet: str, part: str, tables: Iterable[str]) -> bool:
    """Whether a formula on another sheet may read ``sheet`` (its part: ``part``) or its tables.

    By name, by a table, through a defined name, by INDIRECT, or across a run of tabs. Rather once
    too often: all it costs is a calculation when the book is opened.
    """
    words = {_doubled(sheet), _INDIRECT, *(table.casefold() for table in tables)}
    words |= _names_that_mention(host, words)
    others = (entry.part for entry in host.worksheets() if entry.part and entry.part != part)
    return any(_mentions(host.package, other, words) for other in others)


def _doubled(sheet: str) -> str:
    """Return a sheet's name as it stands in formulas, where ``'`` is doubled."""
    return sheet.replace("'", "''").casefold()


def _names_that_mention(host: Host, words: set[str]) -> set[str]:
    """Return the defined names that speak of ``words``, be it through other names."""
    names = {s.attributes.get("name", "").casefold(): s.text.casefold() for s in host.names}
    found: set[str] = set()
    while True:
        fresh = {n for n, text in names.items() if n not in found and _speaks(text, words | found)}
        if not fresh:
            return found
        found |= fresh


def _mentions(package: Package, part: str, words: set[str]) -> bool:
    chunks = package.chunks(part)
    first = next(chunks, b"")
    if first.startswith(_UTF16):
        return True  # its formulas are not looked for as bytes
    found = formulas(chain([first], chunks))
    return any(
        _speaks(unescape(text.decode("utf-8", "replace")).casefold(), words) for text in found
    )


def _speaks(formula: str, words: set[str]) -> bool:
    return any(word in formula for word in words) or _ACROSS.search(formula) is not None
