"""Values outside of what is allowed: grades, choices, people, scores (M14, M16, M23, M29, M33)."""

from __future__ import annotations

import difflib

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Impact, Severity
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Issue

GRADE = Check(
    code="V171",
    name="grade-unknown",
    severity=Severity.ERROR,
    impact=Impact.REPORT,
    title=N_("Unknown 意向等级"),
    why=N_("The lead is counted under none of A, B and C."),
    remedy=N_("Choose one of A+类, A类, B类, C类."),
    bad="很高",
    good="A类",
    source="M29",
)

CHOICE = Check(
    code="V181",
    name="choice-unknown",
    severity=Severity.ERROR,
    impact=None,
    title=N_("Value not in 字典"),
    why=N_("A value of its own makes a group of its own in every analysis."),
    remedy=N_("Choose one from the list, or add it to 字典."),
    bad="路过看到",
    good="展会留资",
    source="M14, M16, M23",
)

PERSON = Check(
    code="V136",
    name="owner-unknown",
    severity=Severity.ERROR,
    impact=None,
    title=N_("Person not in 人员"),
    why=N_(
        "A lead of somebody who is not on the list is followed up by nobody and counted for nobody."
    ),
    remedy=N_("Correct the name, or add the person (or an alias) to 人员."),
    bad="诸葛明",
    good="张三",
    source="U11",
)

SCORE = Check(
    code="V168",
    name="score-range",
    severity=Severity.ERROR,
    impact=None,
    title=N_("Score outside 1–5"),
    why=N_("Scores are whole numbers from 1 to 5; 5 is best."),
    remedy=N_("Type 1, 2, 3, 4 or 5."),
    bad="6",
    good="5",
    source="M33",
)

CHECKS = (GRADE, CHOICE, PERSON, SCORE)


def _grade(ledger: Ledger, register: Register, record: int, column: Column) -> Issue:
    del ledger
    text = register.text(column, record)
    return Issue(GRADE.name, _("“{value}” is no grade").format(value=text))


def _choice(ledger: Ledger, register: Register, record: int, column: Column) -> Issue:
    text = register.text(column, record)
    remedy = _near(text, ledger.vocabularies[column.vocabulary].values)
    message = _("“{value}” is not in 字典 ({column})").format(value=text, column=column.vocabulary)
    return Issue(CHOICE.name, message, remedy=remedy)


def _person(ledger: Ledger, register: Register, record: int, column: Column) -> Issue:
    text = register.text(column, record)
    remedy = _near(text, ledger.vocabularies[column.vocabulary].values)
    message = _("“{value}” is not in 人员").format(value=text)
    return Issue(PERSON.name, message, remedy=remedy)


def _score(ledger: Ledger, register: Register, record: int, column: Column) -> Issue:
    del ledger
    text = register.text(column, record)
    return Issue(SCORE.name, _("{value} is not a whole number from 1 to 5").format(value=text))


def _near(text: str, values: tuple[str, ...]) -> str:
    """Return a remedy that names the values most like what was typed; never a fix by guess."""
    near = difflib.get_close_matches(text, values, n=3, cutoff=0.5)
    if not near:
        return ""
    return _("Did you mean {values}?").format(values="、".join(near))


FINDINGS = {GRADE.name: _grade, CHOICE.name: _choice, PERSON.name: _person, SCORE.name: _score}
