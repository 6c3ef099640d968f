"""Features and dialects of workbooks, in words."""

from __future__ import annotations

from typing import Final

from crmbook.i18n import N_, _

FEATURES: Final = {
    "tables": N_("tables"),
    "charts": N_("charts"),
    "pictures": N_("pictures"),
    "cell pictures": N_("pictures in cells (WPS)"),
    "notes": N_("sheets with notes"),
    "threaded comments": N_("sheets with threaded comments"),
    "pivot tables": N_("pivot tables"),
    "slicers": N_("slicers"),
    "timelines": N_("timelines"),
    "external links": N_("links to other workbooks"),
    "connections": N_("data connections"),
    "queries": N_("queries"),
    "macros": N_("macros (VBA)"),
    "macro sheets": N_("macro sheets (XLM)"),
    "form controls": N_("form controls"),
    "ActiveX controls": N_("ActiveX controls"),
    "embedded objects": N_("embedded objects"),
    "diagrams": N_("diagrams (SmartArt)"),
    "custom XML": N_("custom XML"),
    "XML maps": N_("XML maps"),
    "data model": N_("data model (Power Pivot)"),
    "add-ins": N_("add-ins"),
    "dynamic arrays": N_("dynamic arrays"),
    "rich values": N_("linked data types, or pictures in cells"),
    "tracked changes": N_("shared the old way, with tracked changes"),
    "signature": N_("digital signature"),
    "macro signature": N_("signature of its macros"),
    "chart sheets": N_("chart sheets"),
    "dialog sheets": N_("dialog sheets"),
    "formulas": N_("formulas"),
    "formulas over several cells": N_("formulas over several cells"),
    "merged cells": N_("merged cells"),
    "drop-downs and input rules": N_("drop-downs and input rules"),
    "conditional formats": N_("conditional formats"),
    "sparklines": N_("sparklines"),
    "sheet protection": N_("protected sheets"),
    "filters": N_("filters"),
    "links": N_("links"),
    "names": N_("names"),
    "workbook protection": N_("protected structure"),
    "read-only recommended": N_("read-only recommended"),
    "password to modify": N_("password to modify"),
    "manual calculation": N_("calculated by hand only"),
}
DIALECTS: Final = {
    "stored parts": N_("parts that are not compressed"),
    "data descriptors": N_("an archive written in one go (data descriptors)"),
    "backslashes in part names": N_("backslashes in part names"),
    "workbook elsewhere": N_("the workbook part in an unusual place"),
    "absolute targets": N_("absolute targets"),
    "backslash targets": N_("targets with backslashes"),
    "percent-encoded targets": N_("percent-encoded targets"),
    "prefixed XML": N_("XML with prefixes"),
    "strict OOXML": N_("strict OOXML"),
    "UTF-16 parts": N_("parts in UTF-16"),
    "byte order mark": N_("byte order marks"),
    "inline strings": N_("text in the cells themselves (inline strings)"),
    "rows or cells without numbers": N_("rows or cells without numbers"),
    "no dimension": N_("sheets without a dimension"),
}
#: What can be written into the whole book; into some sheets of it; into all of its sheets.
_IN_BOOK: Final = {"generated sheet": N_("generated sheets")}
_IN_SOME: Final = {
    "cells": N_("cells of {sheets}"),
    "rows": N_("new rows in {sheets}"),
    "marks": N_("marks and notes in {sheets}"),
}
_IN_ALL: Final = {
    "cells": N_("cells of all sheets"),
    "rows": N_("new rows in all sheets"),
    "marks": N_("marks and notes in all sheets"),
}
_STATES: Final = {"hidden": N_("hidden"), "veryHidden": N_("hidden for good (veryHidden)")}


def feature_text(name: str, count: int) -> str:
    """Return ``表格 3``."""
    return f"{_(FEATURES[name])} {count}"


def dialect_text(name: str) -> str:
    """Return the words for a peculiarity."""
    return _(DIALECTS[name])


def ability_text(what: str, sheets: str) -> str:
    """Return the words for what can or cannot be written; no ``sheets``: into all there are."""
    if what in _IN_BOOK:
        return _(_IN_BOOK[what])
    return _(_IN_SOME[what]).format(sheets=sheets) if sheets else _(_IN_ALL[what])


def state_text(state: str) -> str:
    """Return the words for how a sheet is hidden, nothing for one that is shown."""
    return _(_STATES[state]) if state in _STATES else ""
