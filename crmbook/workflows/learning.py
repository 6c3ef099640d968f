"""The job of ``score --learn``: a scorecard from won and lost leads, written to 规则 as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from crmbook.book import Book
from crmbook.facts.register import Register
from crmbook.facts.scorecard import PREFIX
from crmbook.files.edit import apply
from crmbook.i18n import _
from crmbook.learning.card import Card, fit
from crmbook.learning.examples import examples
from crmbook.learning.proof import Proof, prove
from crmbook.model.cells import Value, a1
from crmbook.model.edits import AppendRows, Edit, EmptyRow, Plan, SetCell
from crmbook.model.errors import UsageError
from crmbook.model.receipt import Receipt
from crmbook.schema.sheets import RULES, settings
from crmbook.workflows.backups import retention

FEWEST = 50


@dataclass(frozen=True)
class LearnReport:
    """What was learnt: the card, how good it is on leads it has not seen, from how many."""

    book: Book
    today: dt.datetime
    card: Card
    proof: Proof
    won: int
    lost: int


def learn(book: Book, today: dt.date | dt.datetime | None = None) -> LearnReport:
    """Learn a card; nothing is written.

    Raises FileRefused when the book has no register of leads; UsageError when fewer than 50 were
    won or lost, no column tells anything, or scikit-learn is missing.
    """
    book.require_leads()
    if find_spec("sklearn") is None:
        raise UsageError(
            _("learning needs scikit-learn, which is not installed"),
            _("run: pip install 'crmbook[ml]'"),
        )
    ledger = book.ledger(today)
    register = ledger.leads
    assert register is not None  # noqa: S101 - required above
    found = examples(ledger, register)
    won = int(found.won.sum())
    lost = len(found.won) - won
    if min(won, lost) < FEWEST:
        raise UsageError(
            _("{won} leads won and {lost} lost are too few to learn from").format(
                won=won, lost=lost
            ),
            _("{count} of each are needed").format(count=FEWEST),
            path=book.path,
        )
    if not found.columns:
        raise UsageError(
            _("no column of the register may be a reason"),
            _("declare the team's own columns in 字段, with a 类型"),
            path=book.path,
        )
    return LearnReport(book, ledger.today, fit(found), prove(found), won, lost)


def write_card(report: LearnReport, *, state: bool = True) -> Receipt:
    """Write the card's rows into 规则; rows of an earlier card that are no more are emptied.

    Raises UsageError where the book has no 规则, and what every write raises.
    """
    book = report.book
    register = book.ledger(report.today)[RULES]
    if register is None or register.places[0].book != book.path.name:
        raise UsageError(
            _("the book has no sheet 规则 to keep the card in"),
            _("copy 规则 from a book that crmbook new makes"),
            path=book.path,
        )
    plan = Plan(tuple(_edits(report, register)))
    return apply(
        book.path, plan, command="score --learn", expected_sha256=book.sha256,
        keep=retention(book.rules) if state else None,
    )  # fmt: skip


def _edits(report: LearnReport, register: Register) -> Iterator[Edit]:
    place, reason = register.places[0], _("scorecard learnt")
    rows = {
        str(code): int(register.rows[record])
        for record, code in enumerate(register.values(settings.RULE_CODE))
        if str(code).startswith(PREFIX)
    }
    column = place.columns[settings.RULE_VALUE.header]
    new: list[dict[int | str, Value]] = []
    for code, title, points in _rows(report.card):
        row = rows.pop(code, None)
        if row is None:
            new.append(_row(place.columns, code, title, points, _basis(report)))
        else:
            yield SetCell(place.sheet, a1(row, column), points, reason)
    for row in rows.values():
        yield EmptyRow(place.sheet, row, reason)
    if new:
        yield AppendRows(place.sheet, tuple(new), reason)


def _rows(card: Card) -> Iterator[tuple[str, str, int]]:
    for header, points in card.points.items():
        for label, some in points.items():
            yield f"{PREFIX}{header}.{label}", f"{header} 是 {label} 时的得分", some


def _row(columns: object, code: str, title: str, points: int, basis: str) -> dict[int | str, Value]:
    numbers: dict[str, int] = dict(columns)  # type: ignore[call-overload]
    values: dict[str, Value] = {
        settings.RULE_CODE.header: code,
        settings.RULE_TITLE.header: title,
        settings.RULE_VALUE.header: points,
        settings.RULE_UNIT.header: "分",
        settings.RULE_BASIS.header: basis,
    }
    return {numbers[header]: value for header, value in values.items() if header in numbers}


def _basis(report: LearnReport) -> str:
    learnt = f"赢 {report.won} 输 {report.lost}，AUC {report.proof.mean:.2f}"
    return f"score --learn {report.today:%Y-%m-%d}：{learnt}"
