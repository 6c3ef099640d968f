"""LibreOffice as the second calculator: every formula computed anew, values read by openpyxl."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import openpyxl

#: Without this a headless LibreOffice shows the cached values, and a test of them proves nothing.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
Cells = dict[tuple[str, str], Any]


def recalculated(soffice: str, workbook: bytes, folder: Path) -> Cells:
    """Return the value of every formula cell as LibreOffice computes it, by (sheet, address)."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    source, out = folder / "book.xlsx", folder / "out"
    source.write_bytes(workbook)
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return formula_values(source, out / "book.xlsx")


def formula_values(formulas: Path, values: Path) -> Cells:
    """Return the cached values in one file of the cells that are formulas in another."""
    found: Cells = {}
    book, cached = openpyxl.load_workbook(formulas), openpyxl.load_workbook(values, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found[sheet.title, cell.coordinate] = cached[sheet.title][cell.coordinate].value
    return found
