"""``check`` finds in the sample and in the messy book what the scripts planned, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from crmbook.book import open_book
from crmbook.workflows.check import check
from sample_data import make_messy, make_sample, make_sample_files

END_OF_MARCH = dt.date(2024, 3, 31)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_the_messy_book_has_exactly_the_planned_problems() -> None:
    report = check(open_book(make_messy.BOOK), dt.date.fromisoformat(make_messy.TODAY))
    found = {(p.sheet, p.cell or "", p.code, str(p.severity)) for p in report.problems}
    planned = {
        (row["sheet"], row["cell"], row["code"], row["severity"])
        for row in _rows(make_messy.EXPECTED)
    }
    assert found == planned


def test_the_sample_has_exactly_the_intended_problems(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    book.write_bytes(make_sample_files.build())
    report = check(open_book(book), END_OF_MARCH)
    found = {(p.sheet, p.id, p.header, p.code, str(p.severity)) for p in report.problems}
    intended = {
        (row["sheet"], row["id"], row["column"], row["code"], row["severity"])
        for row in _rows(make_sample.EXPECTED)
    }
    assert found == intended
    assert report.verdict == "errors"


def test_the_sample_workbook_is_up_to_date() -> None:
    assert make_sample_files.BOOK.read_bytes() == make_sample_files.build()
