"""What people answered in a decision sheet: 是, 否, or nothing yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from crmbook.book.problem_list import old_list
from crmbook.files.grid import SourceBook
from crmbook.model.proposals import Answer, Decision
from crmbook.schema.decisions import DecisionForm
from crmbook.schema.kinds.base import Context
from crmbook.schema.kinds.decision import Boolean


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one sheet by what their lines are known by; ``extra`` are people's headers.

    ``unclear``: words under 决定 (a form's ``decision``) that are no answer, each with its cell.
    """

    by_key: dict[tuple[str, ...], Answer] = field(default_factory=dict)
    extra: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def answers_in(source: SourceBook, form: DecisionForm, context: Context) -> Answers:
    """Return what was answered in a book's decision sheet; nothing where there is none."""
    grid = next((grid for grid in source.grids if grid.name == form.name), None)
    if grid is None:
        return Answers()
    old = old_list(grid, form.headers, form.key[-1])
    found: dict[tuple[str, ...], Answer] = {}
    unclear = []
    for line in old.lines:
        said = line.cells.get(form.decision, "")
        decision = _decision(said, context)
        if decision is None:
            unclear.append(said)
        key = form.key_of(tuple(line.cells.get(header, "") for header in form.key))
        found[key] = Answer(decision or Decision.OPEN, line.cells, line.typed)
    return Answers(found, old.extra, old.strays, tuple(unclear))


def _decision(text: str, context: Context) -> Decision | None:
    """Return what a word under 决定 means, None for none that is known."""
    if text.strip() in {"", str(Decision.OPEN)}:
        return Decision.OPEN
    said = Boolean().parse_text(text, context).value
    return None if said is None else Decision.YES if said else Decision.NO
