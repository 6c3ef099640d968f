"""``check`` finds in the sample and in the messy book what the scripts planned, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

from crmbook.analysis.detail import detail
from crmbook.analysis.monthly import figures
from crmbook.book import open_book
from crmbook.facts.months import Month
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


PRINTED = [
    ("2024年1月", 150, 40, 78, 30, 18, 0.12, 52, "跟进阶段(流失10%)"),
    ("2024年2月", 120, 31, 62, 27, 12, 0.10, 49, "转化阶段(流失10%)"),
    ("2024年3月", 200, 60, 100, 40, 30, 0.15, 45, "跟进阶段(流失8%)"),
]


def test_crmbook_counts_in_the_sample_what_the_form_prints() -> None:
    ledger = open_book(make_sample_files.BOOK).ledger(END_OF_MARCH)
    months = [Month(2024, number) for number in (1, 2, 3)]
    assert [
        (
            one.month.label, one.total, *(one.grades[grade] for grade in "ABC"), one.signed,
            one.rate, one.cycle, one.loss_text,
        )
        for one in figures(detail(ledger), months)
    ] == PRINTED  # fmt: skip


def test_the_sample_workbook_is_up_to_date() -> None:
    assert _parts(make_sample_files.BOOK.read_bytes()) == _parts(make_sample_files.build())


def _parts(book: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        return [(name, package.read(name)) for name in package.namelist()]
