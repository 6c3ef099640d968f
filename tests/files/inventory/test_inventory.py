"""What a workbook carries, compared with what others found in the foreign books."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crmbook.files.inventory import take_inventory
from crmbook.files.inventory.elements import look_through
from crmbook.files.package import Package
from crmbook.model.errors import CrmbookError

#: A word of the corpus' MANIFEST → ours.
FEATURES = {
    "table": "tables", "chart-classic": "charts", "image-media": "pictures",
    "threaded-comments": "threaded comments", "pivot-table": "pivot tables",
    "external-link": "external links", "connections": "connections", "query-table": "queries",
    "vbaproject": "macros", "macrosheet-xlm": "macro sheets", "customxml": "custom XML",
    "xmlmaps": "XML maps", "data-model-power-pivot": "data model",
    "web-extension-taskpane": "add-ins", "metadata-dynamic-arrays": "dynamic arrays",
    "rich-data-types": "rich values", "revisions-shared-workbook": "tracked changes",
    "vba-signature-data": "macro signature", "chartsheet": "chart sheets",
    "dialogsheet": "dialog sheets", "plain-formula": "formulas", "merged-cells": "merged cells",
    "sparkline-group-extlst": "sparklines", "sheet-protection": "sheet protection",
    "conditional-formatting-classic": "conditional formats", "autofilter-sheet": "filters",
    "hyperlink": "links", "array-formula": "formulas over several cells",
    "workbook-protection": "workbook protection", "activex": "ActiveX controls",
    "file-sharing-read-only-recommended": "read-only recommended", "smartart-part": "diagrams",
    "form-control-props-ctrlprops": "form controls", "comments-legacy": "notes",
    "data-validation-classic": "drop-downs and input rules",
}  # fmt: skip
DIALECTS = {
    "pkg:stored-uncompressed-parts": "stored parts",
    "pkg:data-descriptor-flag-bit-3": "data descriptors",
    "pkg:backslash-in-part-name": "backslashes in part names",
    "pkg:workbook-not-at-xl-workbook-xml": "workbook elsewhere",
    "pkg:inline-strings": "inline strings",
    "pkg:rows-without-r-attribute": "rows or cells without numbers",
    "pkg:sheet-without-dimension": "no dimension",
    "pkg:prefixed-main-namespace-x-worksheet": "prefixed XML",
    "pkg:strict-ooxml": "strict OOXML",
    "pkg:utf-8-bom-in-sheet-xml": "byte order mark",
}
#: Where we differ from the MANIFEST, and why.
DIFFERENCES = {
    ("poi__duplicate-filename-case-insensitive.xlsx", "pkg:inline-strings"),  # in the twin
    ("calamine__issue_530.xlsx", "comments-legacy"),  # notes to which no relationship leads
    ("calamine__issue_530.xlsx", "data-validation-classic"),  # one of Excel 2010's (x14)
    ("closedxml__one-variable.xlsx", "array-formula"),  # a data table of several cells
}


def test_the_inventory_of_foreign_books_is_what_others_found(shared: Path) -> None:
    corpus = shared / "corpus"
    differences, looked_at = set(), 0
    with (corpus / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t"):
            try:
                found = take_inventory(Package.open(corpus / row["file"]))
            except CrmbookError:
                continue
            looked_at += 1
            said = set(row["features"].split(","))
            name = Path(row["file"]).name
            for theirs, ours in FEATURES.items():
                if (theirs in said) != (ours in found.features):
                    differences.add((name, theirs))
            for theirs, ours in DIALECTS.items():
                if (theirs in said) != (ours in found.dialect):
                    differences.add((name, theirs))
    assert looked_at >= 56
    assert differences == DIFFERENCES


ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1"><f>A1</f></c></row>'


@pytest.mark.parametrize("size", [1, 7, 4096], ids=["byte by byte", "in small pieces", "whole"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_part_may_come_in_any_pieces_and_encoding(codec: str, size: int) -> None:
    xml = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        + ROW.replace("<", "<x:").replace("<x:/", "</x:")
        + '<x:row/></x:sheetData><x:sheetProtection objects="1"/><x:mergeCells count="1">'
        '<x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>'
    )
    data = xml.encode(codec)
    first = max(size, 8)  # what a zip stream hands out first is never shorter
    pieces = [data[:first], *(data[at : at + size] for at in range(first, len(data), size))]
    counts, dialect = look_through(pieces)
    assert counts == {"formulas": 1, "merged cells": 1}  # the protection is off
    own = {"utf-8-sig": {"byte order mark"}, "utf-16": {"UTF-16 parts"}}.get(codec, set())
    assert dialect == own | {
        "prefixed XML", "strict OOXML", "no dimension", "inline strings",
        "rows or cells without numbers",
    }  # fmt: skip


def test_wps_is_known_by_its_build_number(shared: Path) -> None:
    book = shared / "corpus" / "books" / "phpspreadsheet__issue.3613.xlsx"
    program = take_inventory(Package.open(book)).program
    assert program.name == "WPS 11.1.0.14309"
    assert program.saved_by == "FFCZ"
