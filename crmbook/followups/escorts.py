"""A类 leads in 商务洽谈 whom the 主管 has not visited yet (U21, 002)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.followups.strength import MET, strengths
from crmbook.schema.kinds.grade import base_grade
from crmbook.schema.sheets import followups, leads

_NEGOTIATING: Final = "方案呈现与谈判"


def unvisited(
    ledger: Ledger, grades: list[str | None], open_: list[int], heads: Mapping[str, str]
) -> list[int]:
    """Return the open A类 leads that negotiate, and whose owner's 主管 has met nobody there.

    ``heads``: 主管 by name. Without 主管, or without 销售阶段, nobody can tell.
    """
    log, register = ledger.log, ledger.leads
    if log is None or register is None or followups.STAGE not in log or not heads:
        return []
    owners = register.values(leads.OWNER)
    wanted = {
        at: heads[str(owners[at])]
        for at in open_
        if base_grade(grades[at]) == "A" and str(owners[at]) in heads
    }
    stages, people = log.values(followups.STAGE).tolist(), log.values(followups.BY).tolist()
    strong = strengths(log).tolist()
    negotiating, visited = set[int](), set[int]()
    for row, lead in enumerate(lead_records(ledger, log).tolist()):
        if lead not in wanted:
            continue
        if stages[row] == _NEGOTIATING:
            negotiating.add(lead)
        if strong[row] >= MET and people[row] == wanted[lead]:
            visited.add(lead)
    return sorted(negotiating - visited)
