"""The highest numbers ever issued, kept in 规则 by the plan that issues them (§2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crmbook.checks.across.numbers import BLANK
from crmbook.facts.ledger import Ledger
from crmbook.facts.numbering import highest
from crmbook.facts.register import Place
from crmbook.i18n import _
from crmbook.model.cells import Value, a1
from crmbook.model.edits import AppendRows, Edit, MendCell
from crmbook.model.fixes import Fix
from crmbook.schema.rules import issued_code
from crmbook.schema.sheets import RULES, settings
from crmbook.workflows.check import CheckReport


def keep_issued(report: CheckReport, fixes: Iterable[Fix], book: str) -> Iterator[Edit]:
    """Yield what keeps the numbers that a plan issues in a file from being issued again.

    A file without 规则 keeps nothing: the highest number that stands in it is all there is to know.
    """
    new = (str(fix.new) for fix in fixes if fix.check is BLANK and fix.book == book)
    yield from keep_counters(report.book.ledger(report.today), highest(new), book)


def keep_counters(ledger: Ledger, counters: Mapping[str, int], book: str) -> Iterator[Edit]:
    """Yield what writes series → highest counter issued into the 规则 of a file, if it has one."""
    register = ledger[RULES]
    if not counters or register is None:
        return
    at = next((at for at, place in enumerate(register.places) if place.book == book), None)
    if at is None:
        return
    reason = _("numbers issued")
    rows = {str(code): int(register.rows[record])
            for record, code in enumerate(register.values(settings.RULE_CODE))
            if int(register.place[record]) == at}  # fmt: skip
    missing = []
    for series, counter in counters.items():
        row = rows.get(issued_code(series))
        if row is None:
            missing.append(_row(register.places[at], series, counter))
        else:
            cell = a1(row, register.places[at].columns[settings.RULE_VALUE.header])
            yield MendCell(register.places[at].sheet, cell, counter, reason)
    if missing:
        yield AppendRows(register.places[at].sheet, tuple(missing), reason)


def _row(place: Place, series: str, counter: int) -> dict[int | str, Value]:
    """Return a row of 规则 by column: not all of them need have a title."""
    values: dict[str, str | int] = {
        settings.RULE_CODE.header: issued_code(series),
        settings.RULE_TITLE.header: f"{series} 已发到第几号（自动维护，勿改）",
        settings.RULE_VALUE.header: counter,
        settings.RULE_BASIS.header: "§2.5",
    }
    return {number: values.get(header) for header, number in place.columns.items()}
