"""X409: the register as a whole is too incomplete (M19, §2.18)."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.facts.completeness import completeness
from crmbook.facts.ledger import Ledger
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.rules import COMPLETENESS

CHECK = Check(
    code="X409",
    name="incomplete",
    severity=Severity.ERROR,
    impact=Impact.FORM,
    title=N_("Completeness below the threshold"),
    why=N_("Every analysis over a register with holes is an estimate."),
    remedy=N_("Fill in the blank cells listed here (规则 完整度.阈值)."),
    bad="82%",
    good="≥90%",
    source="M19, §2.18",
)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield one problem of the whole sheet when its completeness is below the rule's threshold."""
    register = ledger.leads
    if register is None or not len(register):
        return
    found, threshold = completeness(ledger, register), ledger.rules.number(COMPLETENESS)
    if found.share >= threshold:
        return
    message = _("completeness {share:.1%}, below {threshold:.0%}").format(
        share=found.share, threshold=threshold
    )
    place = register.places[0]
    yield Problem(
        check=CHECK, book=place.book, sheet=place.sheet, row=0, column=0, header="", value=None,
        message=message, remedy=_(CHECK.remedy), impact=Impact.FORM,
    )  # fmt: skip
