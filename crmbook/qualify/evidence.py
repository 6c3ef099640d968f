"""Evidence: what is known of one question about a lead, and where it stands."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Answer(IntEnum):
    """Yes, no, or nobody has said: a blank is no “no”."""

    UNKNOWN = 0
    YES = 1
    NO = 2


class Evidence(NamedTuple):
    """An answer; ``where`` it stands (a column, a log cell), in which ``words``, by which ``rule``.

    ``words`` are quoted as they stand; ``compared``: with what they were (``≥ 50万``). ``rule``: a row
    of 规则, or a 列名 of 字典. ``against``: what says the contrary elsewhere, and where.
    """

    answer: Answer
    where: str = ""
    words: str = ""
    rule: str = ""
    compared: str = ""
    against: tuple[str, str] | None = None


NOTHING: Final = Evidence(Answer.UNKNOWN)
#: One for every lead.
Evidences = NDArray[Any]


def nothing(leads: int) -> Evidences:
    """Return that nothing is known of any lead."""
    return spread([NOTHING], np.zeros(leads, dtype=np.int64))


def spread(found: list[Any], codes: NDArray[np.integer[Any]]) -> Evidences:
    """Return one of the things found for each lead, as an array of objects."""
    table = np.empty(len(found), dtype=object)
    table[:] = found
    spreaded: Evidences = table[codes]
    return spreaded


def answers(evidences: Evidences) -> NDArray[np.int8]:
    """Return the answers alone."""
    return np.fromiter((one.answer for one in evidences), np.int8, len(evidences))


def weighed(first: Evidences, second: Evidences) -> Evidences:
    """Return the first where anything is known by it, else the second; what contradicts is told."""
    result = first.copy()
    for at in np.flatnonzero(answers(second) != Answer.UNKNOWN).tolist():
        held, other = first[at], second[at]
        if held.answer is Answer.UNKNOWN:
            result[at] = other
        elif held.answer is not other.answer:
            result[at] = held._replace(against=(other.words, other.where))
    return result
