"""Seeded books with known bad cells: `check` finds exactly the planted errors."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crmbook.book import open_books
from crmbook.workflows.check import check

TODAY = dt.date(2026, 1, 1)
PROVE = bool(os.environ.get("CRMBOOK_PROVE"))
ROWS = 20_000 if PROVE else 3_000
SEEDS = (1, 2, 3, 4, 5) if PROVE else (1, 2)


@pytest.mark.parametrize("hard", [False, True], ids=["easy", "hard"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_cells_with_an_error_are_the_planted_errors(
    shared: Path, tmp_path: Path, seed: int, *, hard: bool
) -> None:
    book = tmp_path / "leads.xlsx"
    generator = shared / "bench" / "make_leads.py"
    command = [sys.executable, str(generator), str(ROWS), str(book), "--seed", str(seed)]
    subprocess.run([*command, *(["--hard", "--sibling", "0.05"] if hard else [])], check=True)
    with book.with_suffix(".bad.csv").open(encoding="utf-8", newline="") as lines:
        planted = {(row["cell"], row["severity"]) for row in csv.DictReader(lines)}
    report = check(open_books([book]), TODAY)
    found = {
        (problem.cell, str(problem.severity))
        for problem in report.problems
        if problem.sheet == "线索登记表" and problem.cell
    }
    errors = {cell for cell, severity in planted if severity == "error"}
    assert {cell for cell, severity in found if severity == "error"} == errors
    warnings = {cell for cell, severity in planted if severity == "warning"}
    assert warnings <= {cell for cell, severity in found if severity == "warning"}
