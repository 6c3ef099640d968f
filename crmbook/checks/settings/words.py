"""G603: one spelling that 字典 or 人员 gives to two values."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.settings import split_aliases
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.problems import Problem
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import DICTIONARY, PEOPLE, settings
from crmbook.schema.text import fold

CHECK = Check(
    code="G603",
    name="alias-twice",
    severity=Severity.WARNING,
    impact=Impact.REPORT,
    title=N_("One alias, two meanings"),
    why=N_("What people typed under this name is counted for the first of the two."),
    remedy=N_("Leave the alias with one of them."),
    bad=N_("the alias 小王 with both 王磊 and 王敏"),
    good=N_("the alias 小王 with 王磊 only"),
    source="U11, §2.14",
)


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield aliases that are claimed twice, in 人员 and per 列名 in 字典."""
    people, words = ledger[PEOPLE], ledger[DICTIONARY]
    if people is not None:
        yield from _claims(people, settings.PERSON_NAME, settings.PERSON_ALIAS, None)
    if words is not None:
        yield from _claims(words, settings.WORD_VALUE, settings.WORD_ALIAS, settings.WORD_COLUMN)


def _claims(
    register: Register, value: Column, alias: Column, group: Column | None
) -> Iterator[Problem]:
    claimed: dict[tuple[str, str], str] = {}
    for record in range(len(register)):
        name = register.text(value, record)
        scope = "" if group is None else register.text(group, record)
        for word in split_aliases(register.text(alias, record)):
            first = claimed.setdefault((scope, fold(word)), name)
            if first != name:
                message = _("“{alias}” already means {value}").format(alias=word, value=first)
                yield register.problem(CHECK, record, alias, Issue(CHECK.name, message))
