"""Proposals: what crmbook suggests and a person decides, 是, 否 or 待定 (DESIGN 4, U22)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crmbook.model.cells import Raw, Value


class Decision(StrEnum):
    """What a person says to a proposal; a blank is 待定."""

    YES = "是"
    NO = "否"
    OPEN = "待定"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal. ``key`` is what it is known by from one run to the next: ids of records.

    ``cells`` are shown in its line, by header; ``links``: header → address that its cell leads to.
    """

    key: tuple[str, ...]
    confidence: float
    cells: Mapping[str, Value]
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in a line of an earlier decision sheet.

    ``cells`` are its texts by the sheet's headers, ``typed`` what stands under people's own.
    """

    decision: Decision
    cells: Mapping[str, str]
    typed: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """Proposals with their answers: to be carried out, open, and refused for good.

    ``stale`` are answers to what is proposed no more; those that say 否 are remembered.
    """

    agreed: tuple[Proposal, ...]
    open: tuple[Proposal, ...]
    refused: tuple[Proposal, ...]
    stale: tuple[tuple[tuple[str, ...], Answer], ...] = ()


def settle(
    proposals: Iterable[Proposal],
    answers: Mapping[tuple[str, ...], Answer],
    accept: float | None = None,
) -> Settled:
    """Sort proposals by what was answered; ``accept``: 是 to unanswered ones of that confidence."""
    sorted_: dict[Decision, list[Proposal]] = {decision: [] for decision in Decision}
    known = set()
    for proposal in proposals:
        known.add(proposal.key)
        answer = answers.get(proposal.key)
        decision = Decision.OPEN if answer is None else answer.decision
        if decision is Decision.OPEN and accept is not None and proposal.confidence >= accept:
            decision = Decision.YES
        sorted_[decision].append(proposal)
    return Settled(
        tuple(sorted_[Decision.YES]),
        tuple(sorted_[Decision.OPEN]),
        tuple(sorted_[Decision.NO]),
        tuple((key, answer) for key, answer in answers.items() if key not in known),
    )
