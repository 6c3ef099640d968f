"""建议等级: A, B or C from need, budget and who decides, beside the grade that people typed (M30).

A: all three are known to hold. B: there is a need, and budget or decision chain are not clear. C: the
need is not clear. Where nobody has said anything of the need, nothing is suggested: 待补.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.status import open_leads
from crmbook.qualify.evidence import Answer, Evidence, answers
from crmbook.qualify.inputs import Inputs, inputs_of
from crmbook.schema.words.qualifying import BUDGET, CHAIN, NEED

A, B, C = "A类", "B类", "C类"
NONE: Final = ""
#: By the answers to need, budget and chain (0 unknown, 1 yes, 2 no).
_GRADES: Final[NDArray[np.object_]] = np.full((3, 3, 3), NONE, dtype=object)
_GRADES[Answer.YES, :, :] = B
_GRADES[Answer.YES, Answer.YES, Answer.YES] = A
_GRADES[Answer.NO, :, :] = C
#: A+类 counts as A (§2.3).
_SAME: Final = {"A+类": A}


class Question(NamedTuple):
    """One of the three, and what is known of it."""

    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One open lead: the grade it has (by the log, else as typed), and the one that the facts say."""

    record: int
    current: str
    suggested: str
    questions: tuple[Question, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions nobody has answered."""
        return tuple(one.name for one in self.questions if one.evidence.answer is Answer.UNKNOWN)

    @property
    def differs(self) -> bool:
        """Whether people and facts disagree; a blank on either side is no disagreement."""
        current = _SAME.get(self.current, self.current)
        return bool(current and self.suggested and current != self.suggested)


@dataclass(frozen=True)
class Grading:
    """Every open lead of a register, as arrays; ``closed``: how many leads nobody works on any more."""

    register: Register
    open: NDArray[np.int64]
    current: list[str | None]
    suggested: NDArray[np.object_]
    inputs: Inputs

    @property
    def closed(self) -> int:
        """How many leads were left out: signed, lost, invalid, merged."""
        return len(self.register) - len(self.open)

    def __iter__(self) -> Iterator[Suggestion]:
        return map(self.of, self.open.tolist())

    def __len__(self) -> int:
        return len(self.open)

    def of(self, record: int) -> Suggestion:
        """Return the suggestion for one lead."""
        asked = (NEED, self.inputs.need), (BUDGET, self.inputs.budget), (CHAIN, self.inputs.chain)
        questions = tuple(Question(name, evidences[record]) for name, evidences in asked)
        return Suggestion(record, self.current[record] or "", self.suggested[record], questions)

    @cached_property
    def differing(self) -> list[Suggestion]:
        """Those that people graded otherwise."""
        return [one for one in self if one.differs]

    @cached_property
    def ungraded(self) -> list[Suggestion]:
        """Those that people have not graded, though the facts say something."""
        return [one for one in self if one.suggested and not one.current]

    @cached_property
    def unknown(self) -> list[Suggestion]:
        """Those of which too little is known."""
        return [one for one in self if not one.suggested]


def grade(ledger: Ledger) -> Grading | None:
    """Return what the facts say of every open lead; None where the book has no leads."""
    register = ledger.leads
    if register is None:
        return None
    inputs = inputs_of(ledger, register)
    suggested = _GRADES[answers(inputs.need), answers(inputs.budget), answers(inputs.chain)]
    current = grades_at(ledger, ledger.today, chains(ledger))
    return Grading(register, open_leads(ledger, register), current, suggested, inputs)
