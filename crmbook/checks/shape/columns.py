"""S201, S202: merged values, and columns that claim the same field (U07, U08)."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.facts.ledger import Ledger, MergedCells, SheetLook
from crmbook.facts.register import Register
from crmbook.i18n import N_, _
from crmbook.model.cells import UNCACHED, CellError
from crmbook.model.checks import Check, Fixable, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.headers import Duplicate
from crmbook.schema.kinds.base import Issue

MERGED = Check(
    code="S201",
    name="merged-values",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("One value merged over several records"),
    why=N_("Formulas and filters see only the top cell; the rows below count as blank."),
    remedy=N_("Unmerge the cells and fill the value down."),
    bad=N_("L5:L8 merged into one cell that says 张三"),
    good="L5=张三, L6=张三, L7=张三, L8=张三",
    source="U07",
    fixable=Fixable.SAFE,
)
TWICE = Check(
    code="S202",
    name="column-twice",
    severity=Severity.WARNING,
    impact=None,
    title=N_("Two columns for one field"),
    why=N_("crmbook reads the first; what stands in the second is not counted."),
    remedy=N_("Rename or delete one of the two columns."),
    bad=N_("意向等级 in K1 and 意向 in N1"),
    good=N_("意向等级 in K1 only"),
    source="U08",
)
CHECKS = (MERGED, TWICE)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield merged areas inside the data, then columns that claim what they do not get."""
    for area in ledger.merged:
        yield from _merged(area, ledger.registers[area.register])
    for look in ledger.looks:
        for claim in look.uncertain:
            yield _twice(look, claim)


def _merged(area: MergedCells, register: Register) -> Iterator[Problem]:
    """Yield the one problem of an area, about the first record that it covers."""
    message = _("rows {first}–{last} share one merged cell: formulas count only the first").format(
        first=area.first_row, last=area.last_row
    )
    column = register.sheet[area.header]
    for record in area.records(register)[:1]:
        top = area.alone and int(register.rows[record]) == area.first_row
        top &= column is not register.sheet.key  # a number filled down would stand twice
        value = register.raw(column, record) if top else None
        fix = None if isinstance(value, CellError) or value is UNCACHED else value
        problem = register.problem(MERGED, record, column, Issue(MERGED.name, message, fix=fix))
        yield problem._replace(row=area.first_row)


def _twice(look: SheetLook, claim: Duplicate) -> Problem:
    said = (
        _("“{title}” may mean {header} or not: it is not read")
        if claim.open
        else _("“{title}” is read as {header}, which another column already is")
    )
    return Problem(
        check=TWICE,
        book=look.book,
        sheet=look.sheet,
        row=look.header_row,
        column=claim.number,
        header=claim.column.header,
        value=claim.title,
        message=said.format(title=claim.title, header=claim.column.header),
        remedy=_(TWICE.remedy),
        impact=claim.column.impact,
    )
