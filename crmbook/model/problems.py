"""Problems: what is wrong in a user's rows, as data addressed by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crmbook.model.cells import Raw, a1, quote_sheet
from crmbook.model.checks import Check, Fixable, Impact, Severity


class Problem(NamedTuple):
    """One thing that is wrong, where, and how to mend it.

    ``row`` and ``column`` are 1-based sheet coordinates; ``column`` 0 means the whole row, ``row``
    0 the whole sheet. ``fix`` is the value that would mend the cell, None when only a person knows;
    ``guess``: this one is less sure than its check usually is.
    ``value`` is what stands there now. ``message`` and ``remedy`` are in the reader's language.
    (A tuple, because a bad book has 40,000 of them: a frozen dataclass takes three times as long.)
    """

    check: Check
    book: str
    sheet: str
    row: int
    column: int
    header: str
    value: Raw
    message: str
    remedy: str
    impact: Impact
    fix: Raw = None
    id: str = ""
    owner: str = ""
    company: str = ""
    guess: bool = False

    @property
    def safe(self) -> bool:
        """Whether it has a fix that changes no meaning, so that ``check --fix`` makes it."""
        return self.fix is not None and not self.guess and self.check.fixable is Fixable.SAFE

    @property
    def code(self) -> str:
        """The code of the check."""
        return self.check.code

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.check.severity

    @property
    def cell(self) -> str | None:
        """The A1 address, None for a whole row or sheet."""
        return a1(self.row, self.column) if self.row and self.column else None

    @property
    def where(self) -> str:
        """The address as people write it: ``线索登记表!G7``, ``线索登记表!7:7``, ``线索登记表``."""
        if not self.row:
            return self.sheet
        place = self.cell or f"{self.row}:{self.row}"
        return f"{quote_sheet(self.sheet)}!{place}"


@dataclass(frozen=True, slots=True)
class NotChecked:
    """What could not be checked, and why; never silently skipped."""

    what: str
    why: str
