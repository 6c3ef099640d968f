"""The ladder that something late climbs: the rep, the manager, high risk (§3.8)."""

from __future__ import annotations

from crmbook.followups.item import Step
from crmbook.schema.rules import RuleBook

#: By the row of 规则 that says from how many days on, the highest first.
LADDER = (
    (Step.HIGH_RISK, "时限.升级.高风险"),
    (Step.MANAGER, "时限.升级.主管"),
    (Step.REP, "时限.升级.业务员"),
)


def step_of(days: int, rules: RuleBook) -> Step | None:
    """Return how far something so many days late has climbed, None while it is not late enough."""
    if days <= 0:
        return None
    return next((step for step, code in LADDER if days >= rules.number(code)), None)
