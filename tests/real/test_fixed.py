"""Seeded books and real lists: after ``--fix`` nothing that can be mended is left, all else is."""

from __future__ import annotations

import csv
import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from crmbook.book import open_books
from crmbook.workflows.check import CheckReport, check
from crmbook.workflows.fixes import Mended, fixes_of, mend
from tests.cli.desk import HEADERS

TODAY = dt.date(2026, 1, 1)
LEADS = "线索登记表"
_KINDS = {"spaces", "text-date"}  # of what make_leads plants, what can be mended


def _cells(path: Path) -> dict[tuple[int, int], Any]:
    """Return every cell of the register, by 0-based row and column, as calamine reads it."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(LEADS).to_python()
    return {(at, column): value for at, row in enumerate(rows) for column, value in enumerate(row)}


def _mended(book: Path) -> tuple[CheckReport, Mended]:
    report = check(open_books([book]), TODAY)
    return report, mend(report, fixes_of(report))


def _left(book: Path) -> int:
    report = check(open_books([book]), TODAY)
    return sum(problem.safe for problem in report.problems)


@pytest.mark.parametrize("hard", [False, True], ids=["easy", "hard"])
@pytest.mark.parametrize("seed", [11, 12])
def test_what_was_planted_and_can_be_mended_is_gone_and_no_other_cell_changed(
    shared: Path, tmp_path: Path, seed: int, *, hard: bool
) -> None:
    book = tmp_path / "leads.xlsx"
    generator = shared / "bench" / "make_leads.py"
    command = [sys.executable, str(generator), "2000", str(book), "--seed", str(seed)]
    subprocess.run([*command, *(["--hard"] if hard else [])], check=True)
    with book.with_suffix(".bad.csv").open(encoding="utf-8", newline="") as lines:
        planted = {row["cell"]: row["kind"] for row in csv.DictReader(lines)}
    before = _cells(book)
    report, made = _mended(book)
    after = _cells(book)
    changed = {place for place in before if before[place] != after[place]}
    listed = {(fix.row - 1, fix.column - 1) for fix in made.made}
    assert changed == listed
    assert made.left == ()
    assert {fix.cell for fix in made.made} >= {
        cell for cell, kind in planted.items() if kind in _KINDS
    }
    spoiled = {cell for cell, kind in planted.items() if kind not in _KINDS}
    assert spoiled.isdisjoint(fix.cell for fix in made.made), "what only people know stays"
    assert report.errors == check(open_books([book]), TODAY).errors
    assert _left(book) == 0


def test_real_companies_are_mended_once_and_only_as_listed(shared: Path, tmp_path: Path) -> None:
    """1,500 listed companies as a stock exchange prints them, brought into a register."""
    book = tmp_path / "台账.xlsx"
    with (shared / "data" / "cn" / "szse_dev_2025.csv").open(encoding="utf-8-sig") as lines:
        real = list(csv.DictReader(lines))[:1500]
    name = next(title for title in real[0] if "全称" in title)
    industry = next(title for title in real[0] if "行业" in title)
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet(LEADS)
        sheet.write_row(0, 0, HEADERS)
        for at, row in enumerate(real, 1):
            sheet.write_row(at, 0, [f"XS2025{at:03d}", row[name], row[industry]])
    before = _cells(book)
    _report, told = _mended(book)
    after = _cells(book)
    changed = {place for place in before if before[place] != after[place]}
    assert changed == {(fix.row - 1, fix.column - 1) for fix in told.made}
    for fix in told.made:
        if fix.header == "公司名称":
            assert "".join(str(fix.new).split()) == "".join(str(fix.old).split())
    assert _left(book) == 0
