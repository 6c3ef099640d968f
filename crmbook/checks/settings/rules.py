"""G601, G602: rows of 规则 that crmbook cannot follow (M89)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from crmbook.facts.ledger import Ledger
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Fixable, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.rules import BY_CODE, is_known, read_value, rule_of
from crmbook.schema.sheets import RULES, settings

BAD_VALUE = Check(
    code="G601",
    name="rule-bad-value",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("Bad value of a rule"),
    why=N_(
        "crmbook falls back on the default, while the team believes that its own value applies."
    ),
    remedy=N_("Correct the value."),
    bad="完整度.阈值=很高",
    good="完整度.阈值=0.9",
    source="DESIGN 3",
    fixable=Fixable.GUESS,
)
UNKNOWN = Check(
    code="G602",
    name="rule-unknown",
    severity=Severity.WARNING,
    impact=Impact.FORM,
    title=N_("Unknown rule"),
    why=N_("Nothing goes by this row; its 编号 may be mistyped."),
    remedy=N_("Correct 编号, or delete the row."),
    bad="完整率.阈值",
    good="完整度.阈值",
    source="DESIGN 3",
)
CHECKS = (BAD_VALUE, UNKNOWN)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield values that cannot be read as what their rule needs, and rules that do not exist."""
    register = ledger[RULES]
    if register is None:
        return
    for record, code in enumerate(register.values(settings.RULE_CODE)):
        if code is None:
            continue
        rule = rule_of(str(code))
        raw = register.raw(settings.RULE_VALUE, record)
        if rule is None:
            if not is_known(str(code)):
                yield register.problem(UNKNOWN, record, settings.RULE_CODE, _unknown(str(code)))
        elif raw is not None and read_value(rule, raw) is None:
            message = _("{code} cannot be {value}; the default {default} is used").format(
                code=code, value=raw, default=rule.default
            )
            finding = Issue(BAD_VALUE.name, message, fix=rule.default)
            yield register.problem(BAD_VALUE, record, settings.RULE_VALUE, finding)


def _unknown(code: str) -> Issue:
    near = difflib.get_close_matches(code, BY_CODE, n=1)
    remedy = _("Did you mean {values}?").format(values=near[0]) if near else ""
    return Issue(UNKNOWN.name, _("there is no rule {code}").format(code=code), remedy=remedy)
