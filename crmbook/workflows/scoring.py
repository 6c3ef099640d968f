"""The job of ``score``: 线索评分 and 销售机会, quadrants, what is worth most, what may be needed next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from numpy.typing import NDArray

from crmbook.book import Book
from crmbook.facts.scorecard import Scorecard, scorecard
from crmbook.model.receipt import Receipt
from crmbook.qualify.forecast import forecasts
from crmbook.qualify.inputs import Inputs, inputs_of
from crmbook.qualify.quadrant import quadrants
from crmbook.qualify.scoring import Dimension, Scoring, score
from crmbook.qualify.screening import Screening, screening
from crmbook.qualify.worth import Reason, worth, worthy
from crmbook.schema.sheets import leads
from crmbook.workflows.suggesting import suggest


@dataclass(frozen=True)
class ScoreReport:
    """The score of every open lead; quadrants and forecasts by record."""

    book: Book
    today: dt.datetime
    scoring: Scoring
    inputs: Inputs
    screening: Screening
    quadrants: NDArray[Any]
    forecasts: NDArray[Any]
    card: Scorecard

    def worth(self, record: int) -> tuple[Reason, ...]:
        """Return the three reasons for which a lead may be worth most (M35)."""
        return worth(record, self.inputs, self.screening)

    @cached_property
    def worthy(self) -> NDArray[Any]:
        """Which leads are 高价值商机."""
        return worthy(self.inputs, self.screening)


def score_book(book: Book, today: dt.date | dt.datetime | None = None) -> ScoreReport:
    """Return the scores of a book; nothing is written.

    Raises FileRefused when the book has no register of leads.
    """
    book.require_leads()
    ledger = book.ledger(today)
    found = score(ledger)
    assert found is not None  # noqa: S101 - required above
    register, inputs = found.register, inputs_of(ledger, found.register)
    return ScoreReport(
        book,
        ledger.today,
        found,
        inputs,
        screening(ledger, register, inputs),
        quadrants(ledger, register, found.points[Dimension.URGENCY]),
        forecasts(ledger, register),
        scorecard(ledger.rules, register),
    )


def write_scores(report: ScoreReport, *, state: bool = True) -> Receipt:
    """Write 线索评分 and 销售机会 of the open leads. Raises what every write raises."""
    found = report.scoring
    shown = {one.record: one.shown for one in found}
    outcomes = {one.record: one.outcome.cell for one in found}
    columns = {leads.SCORE: shown, leads.OPPORTUNITY: outcomes}
    return suggest(report.book, found.register, columns, "score", state=state)
