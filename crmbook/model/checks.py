"""Checks as data: the facts of a rule that ``check`` applies, ``explain`` prints, docs list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """``error`` must be mended; ``warning`` deserves a look."""

    ERROR = "error"
    WARNING = "warning"


class Impact(StrEnum):
    """What a problem does to the team (REQUIREMENTS §2.19)."""

    REPORT = "report"  # 月报: falsifies a figure
    CONTACT = "contact"  # 联系: someone cannot be reached
    FORM = "form"  # 规范: a matter of form


class Fixable(StrEnum):
    """Whether crmbook can mend what a check finds, and how sure it is (ruff's safe and unsafe)."""

    NO = "no"  # only a person knows
    SAFE = "safe"  # the value stays what it was, only its spelling changes: ``check --fix``
    GUESS = "guess"  # probably right, to be looked over: ``check --fix --unsafe-fixes``


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of ``check``.

    ``code`` is for machines, ``name`` for people and kinds; ``title``, ``why``, ``remedy`` are
    msgids (marked with ``N_``), translated when shown. ``bad`` and ``good`` are example values,
    msgids where they are told in words.
    ``impact`` None: what the column says. ``source`` names the requirement (``M18``, ``U09``).
    ``fixable``: what its fixes are, where it has one; a single one may still be a guess.
    """

    code: str
    name: str
    severity: Severity
    impact: Impact | None
    title: str
    why: str
    remedy: str
    bad: str
    good: str
    source: str
    fixable: Fixable = Fixable.NO
