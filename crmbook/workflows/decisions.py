"""Decision sheets as a whole: earlier answers taken into account, the sheet made anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crmbook.book import Book, end_of_day
from crmbook.book.decisions import Answers, answers_in
from crmbook.files.features import generated_sheets, holds_tables
from crmbook.i18n import _
from crmbook.model.cells import Value
from crmbook.model.edits import PutSheet
from crmbook.model.errors import FileRefused
from crmbook.model.proposals import Answer, Decision, Proposal, Settled
from crmbook.report.decision_page import DecisionLine, DecisionPage
from crmbook.schema.decisions import STATE, DecisionForm
from crmbook.schema.kinds.base import Context


@dataclass(frozen=True, slots=True)
class Told:
    """What a decision sheet says above its lines, and what it calls a proposal carried out.

    ``said``: names that stand where 是/否 is answered, by what their lines are known by.
    """

    title: str
    done: str
    refused: str
    notes: Sequence[str] = ()
    blocked: dict[tuple[str, ...], str] = field(default_factory=dict)  # why one agreed to waits
    said: dict[tuple[str, ...], str] = field(default_factory=dict)


def earlier_answers(book: Book, form: DecisionForm) -> Answers:
    """Return what people answered in the book's decision sheet.

    Raises FileRefused when the book has a sheet of that name that crmbook did not make.
    """
    if is_foreign(book, form):
        raise FileRefused(
            _("the book has a sheet “{sheet}” that crmbook did not make").format(sheet=form.name),
            _("rename that sheet, then run this again"),
            path=book.path,
        )
    return answers_in(book.sources[0], form, Context(end_of_day(None)))


def is_foreign(book: Book, form: DecisionForm) -> bool:
    """Whether the book has a sheet of a decision sheet's name that crmbook did not make."""
    if form.name not in book.sheets or book.sources[0].format not in {"xlsx", "xlsm"}:
        return False
    own = generated_sheets(book.path)
    return own is not None and form.name not in own


def decision_edit(
    book: Book, form: DecisionForm, settled: Settled, answers: Answers, told: Told
) -> PutSheet:
    """Return the edit that puts a decision sheet in: open lines first, then what is settled.

    ``settled.agreed`` are carried out by the same plan, but for those that ``told.blocked`` names.
    """
    from crmbook.report.decision_sheet import decision_sheet  # noqa: PLC0415 - loads XlsxWriter

    lines = list(_lines(form, settled, answers, told))
    page = DecisionPage(
        form,
        told.title,
        lines,
        notes=told.notes,
        extra=answers.extra,
        plain=not holds_tables(book.path),
    )
    return PutSheet(form.name, decision_sheet(page), told.title)


def _lines(
    form: DecisionForm, settled: Settled, answers: Answers, told: Told
) -> Iterator[DecisionLine]:
    def line(one: Proposal, decision: Decision, state: str, *, ends: bool) -> DecisionLine:
        typed = answers.by_key[one.key].typed if one.key in answers.by_key else {}
        links = (
            {} if ends else one.links
        )  # as the next run will show it, which knows its texts alone
        said = told.said.get(one.key, "")
        return DecisionLine(one.cells, decision, state, ends, links, typed, said)

    waiting = [one for one in settled.agreed if one.key in told.blocked]
    for one in waiting:
        yield line(one, Decision.YES, told.blocked[one.key], ends=False)
    for one in sorted(settled.open, key=lambda one: (-one.confidence, one.key)):
        yield line(one, Decision.OPEN, "", ends=False)
    for one in settled.refused:
        yield line(one, Decision.NO, told.refused, ends=True)
    for one in settled.agreed:
        if one.key not in told.blocked:
            yield line(one, Decision.YES, told.done, ends=True)
    for _key, answer in settled.stale:
        if answer.decision is not Decision.OPEN:
            yield _kept(form, answer)


def _kept(form: DecisionForm, answer: Answer) -> DecisionLine:
    """Return a line of an earlier sheet as it stood: what was decided is not forgotten."""
    cells: dict[str, Value] = dict(answer.cells)
    for column in form.columns:
        text = answer.cells.get(column.header, "")
        if text.replace(".", "", 1).isdigit() and column.look.name == "PERCENT":
            cells[column.header] = float(text)
    state = answer.cells.get(STATE, "")
    said = answer.cells.get(form.decision, "") if form.names else ""
    return DecisionLine(cells, answer.decision, state, settled=True, typed=answer.typed, said=said)
