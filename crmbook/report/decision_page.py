"""What a decision sheet says, apart from its drawing: reading it asks for no XlsxWriter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crmbook.model.cells import Value
from crmbook.model.proposals import Decision
from crmbook.schema.decisions import DecisionForm


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One line: its ``cells`` by header, the answer, what people typed beside it.

    ``settled`` lines (carried out, refused) are shown pale; ``links``: header → address; ``said``:
    the name that was typed instead of 是/否.
    """

    cells: Mapping[str, Value]
    decision: Decision = Decision.OPEN
    state: str = ""
    settled: bool = False
    links: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, object] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision sheet as it is to be: the lines under a title and notes; ``extra`` headers."""

    form: DecisionForm
    title: str
    lines: Sequence[DecisionLine]
    notes: Sequence[str] = ()
    extra: Sequence[str] = ()
    plain: bool = False
