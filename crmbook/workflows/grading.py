"""The job of ``grade``: 建议等级 beside the typed one, with the facts that say so (M24, M30, M31)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from crmbook.book import Book
from crmbook.checks.across import grades
from crmbook.model.problems import Problem
from crmbook.model.receipt import Receipt
from crmbook.qualify.grading import Grading, grade
from crmbook.qualify.screening import Screening, screening
from crmbook.schema.sheets import leads
from crmbook.workflows.suggesting import suggest


@dataclass(frozen=True)
class GradeReport:
    """What the facts say of every open lead; ``chain``: where the log contradicts itself or the book."""

    book: Book
    today: dt.datetime
    grading: Grading
    screening: Screening
    chain: tuple[Problem, ...]


def grade_book(book: Book, today: dt.date | dt.datetime | None = None) -> GradeReport:
    """Return the suggestions of a book; nothing is written.

    Raises FileRefused when the book has no register of leads.
    """
    book.require_leads()
    ledger = book.ledger(today)
    found = grade(ledger)
    assert found is not None  # noqa: S101 - required above
    chain = tuple(grades.run(ledger))
    return GradeReport(
        book, ledger.today, found, screening(ledger, found.register, found.inputs), chain
    )


def write_grades(report: GradeReport, *, state: bool = True) -> Receipt:
    """Write 建议等级 of the open leads. Raises what every write raises."""
    found = report.grading
    values = {record: found.suggested[record] or None for record in found.open.tolist()}
    columns = {leads.SUGGESTED_GRADE: values}
    return suggest(report.book, found.register, columns, "grade", state=state)
