"""R310: a row of 转化分析表 that does not add up (M03, M79)."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import conversion as sheet

CHECK = Check(
    code="R310",
    name="month-adds-up",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("A month of 转化分析表 does not add up"),
    why=N_("A figure typed by hand was changed, and the ones that follow from it were not."),
    remedy=N_("Run `crmbook monthly`, or correct the figure."),
    bad="线索总数=200, 签约客户数=30, 转化率=12%",
    good="线索总数=200, 签约客户数=30, 转化率=15%",
    source="M03, M79",
)
_HALF_POINT = 0.005  # a rate shown as 12% may be 11.5–12.5%
_GRADES = (sheet.GRADE_A, sheet.GRADE_B, sheet.GRADE_C)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield months whose grades exceed the total, or whose rate is another than signed / total."""
    register = ledger[sheet.CONVERSION]
    if register is None:
        return
    for record in range(len(register)):
        total = _number(register, sheet.TOTAL, record)
        if total is None:
            continue
        grades = [_number(register, column, record) or 0 for column in _GRADES]
        if sum(grades) > total:
            message = _("A+B+C = {sum}, more than {total}").format(sum=sum(grades), total=total)
            yield register.problem(CHECK, record, sheet.TOTAL, Issue(CHECK.name, message))
        signed, rate = (_number(register, one, record) for one in (sheet.SIGNED, sheet.RATE))
        if total and signed is not None and rate is not None and _apart(signed / total, rate):
            message = _("{signed}/{total} is {rate:.1%}, another rate than here").format(
                signed=signed, total=total, rate=signed / total
            )
            yield register.problem(CHECK, record, sheet.RATE, Issue(CHECK.name, message))


def _apart(computed: float, shown: float) -> bool:
    return abs(computed - shown) > _HALF_POINT + 1e-9


def _number(register: Register, column: Column, record: int) -> float | None:
    value = register.values(column)[record]
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
