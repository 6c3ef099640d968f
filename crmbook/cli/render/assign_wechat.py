"""``assign`` as messages to paste: to each rep their new leads, without phone numbers (M43, U17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from crmbook.cli.printable import printable
from crmbook.i18n import _, ngettext
from crmbook.qualify.assignment import Proposal
from crmbook.schema.sheets import leads
from crmbook.workflows.assigning import AssignReport

_NEED = 40


def assign_wechat(report: AssignReport) -> Iterator[str]:
    """Yield a block for each rep: company, contact, need, source of each new lead."""
    by_owner: dict[str, list[Proposal]] = defaultdict(list)
    for one in report.given:
        by_owner[one.owner].append(one)
    if not by_owner:
        yield _("No new leads to hand out") + "\n"
    for at, (owner, some) in enumerate(sorted(by_owner.items())):
        told = ngettext("@{owner} {count} new lead", "@{owner} {count} new leads", len(some))
        yield ("\n" if at else "") + printable(told.format(owner=owner, count=len(some))) + "\n"
        for number, one in enumerate(some, 1):
            yield printable(f"{number}. {_lead(report, one)}") + "\n"
        yield _("Please confirm within an hour; say at once if you cannot follow one up.") + "\n"


def _lead(report: AssignReport, one: Proposal) -> str:
    register, record = report.register, one.request.record
    need = register.text(leads.NEED, record).replace("\n", " ")
    return _("{company}, {contact}; need: {need}; source: {source}").format(
        company=register.text(leads.COMPANY, record) or "—",
        contact=register.text(leads.CONTACT, record) or "—",
        need=need if len(need) <= _NEED else need[: _NEED - 1] + "…" if need else "—",
        source=register.text(leads.SOURCE, record) or "—",
    )
