"""G604: a word of 字典 that says what nobody can go by: 需求明确 = 也许 (M30, M32)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from crmbook.facts.ledger import Ledger
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.model.patterns import lazy
from crmbook.model.problems import Problem
from crmbook.schema.kinds.base import Issue
from crmbook.schema.sheets import DICTIONARY, settings
from crmbook.schema.words import qualifying as words

CHECK = Check(
    code="G604",
    name="word-meaning",
    severity=Severity.WARNING,
    impact=Impact.FORM,
    title=N_("A word that nothing goes by"),
    why=N_("Its words are passed over when leads are graded and scored."),
    remedy=N_("Choose one of the values that stand in the message."),
    bad="需求明确=也许",
    good="需求明确=是",
    source="002 M30, §2.4",
)
_ANSWERS: Final = (words.YES, words.NO)
_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    words.NEED: _ANSWERS,
    words.BUDGET: _ANSWERS,
    words.CHAIN: _ANSWERS,
    words.WILLING: _ANSWERS,
    words.SOON: (words.MONTH, words.QUARTER, words.LATER),
    words.TITLES: (words.DECIDES, words.INFLUENCES, words.USES),
}
_MONTHS = lazy(r"\d+(?:\.\d+)?个月内")


def run(ledger: Ledger) -> Iterator[Problem]:
    """Yield rows of 字典 under a 列名 of the grading whose 值 is none that it knows."""
    register = ledger[DICTIONARY]
    if register is None:
        return
    for record in range(len(register)):
        name = register.text(settings.WORD_COLUMN, record)
        value = register.text(settings.WORD_VALUE, record)
        known = _VALUES.get(name)
        if not known or not value or value in known:
            continue
        if name == words.SOON and _MONTHS.fullmatch(value):
            continue
        message = _("{name} cannot be {value}; it is {values}").format(
            name=name, value=value, values="、".join(known)
        )
        yield register.problem(CHECK, record, settings.WORD_VALUE, Issue(CHECK.name, message))
