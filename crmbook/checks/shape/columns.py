"""S201, S202: merged values, and columns that claim the same field (U07, U08)."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.facts.ledger import Ledger, MergedCells, SheetLook
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem

MERGED = Check(
    code="S201",
    name="merged-values",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("One value merged over several records"),
    why=N_("Formulas and filters see only the top cell; the rows below count as blank."),
    remedy=N_("Unmerge the cells and fill the value down."),
    bad="L5:L8 (张三)",
    good="L5=张三, L6=张三, L7=张三, L8=张三",
    source="U07",
)
TWICE = Check(
    code="S202",
    name="column-twice",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("Two columns for one field"),
    why=N_("crmbook reads the first; what stands in the second is not counted."),
    remedy=N_("Rename or delete one of the two columns."),
    bad="意向等级 (K1) and 意向 (N1)",
    good="意向等级 (K1)",
    source="U08",
)
CHECKS = (MERGED, TWICE)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield merged areas inside the data, then doubled columns."""
    for area in ledger.merged:
        yield _merged(area)
    for look in ledger.looks:
        for column, title, header in look.uncertain:
            yield _twice(look, column, title, header)


def _merged(area: MergedCells) -> Problem:
    message = _("rows {first}–{last} share one merged cell: formulas count only the first").format(
        first=area.first_row, last=area.last_row
    )
    return Problem(
        check=MERGED, book=area.book, sheet=area.sheet, row=area.first_row, column=area.column,
        header=area.header, value=None, message=message, remedy=_(MERGED.remedy),
        impact=Impact.REPORT,
    )  # fmt: skip


def _twice(look: SheetLook, column: int, title: str, header: str) -> Problem:
    message = _("“{title}” is read as {header}, which another column already is").format(
        title=title, header=header
    )
    return Problem(
        check=TWICE, book=look.book, sheet=look.sheet, row=look.header_row, column=column,
        header=header, value=title, message=message, remedy=_(TWICE.remedy), impact=Impact.REPORT,
    )  # fmt: skip
