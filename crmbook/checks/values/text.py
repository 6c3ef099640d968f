"""Checks of any cell: white space, error values, formulas without a result."""

from __future__ import annotations

from crmbook.i18n import N_
from crmbook.model.checks import Check, Fixable, Impact, Severity

CHECKS = (
    Check(
        code="V101",
        name="spaces",
        severity=Severity.WARNING,
        impact=Impact.FORM,
        title=N_("White space or invisible characters"),
        why=N_("Filters, drop-downs and formulas take `A类 ` and `A类` for two different values."),
        remedy=N_("Delete what is not text: the spaces and invisible characters."),
        bad=N_("“A类 ” with a space at the end"),
        good="A类",
        source="U09, §2.16",
        fixable=Fixable.SAFE,
    ),
    Check(
        code="V102",
        name="error-cell",
        severity=Severity.ERROR,
        impact=None,
        title=N_("Error value in a cell"),
        why=N_("An error value is neither blank nor text; every figure over the column breaks."),
        remedy=N_("Mend the formula, or type the value."),
        bad="#REF!",
        good="A类",
        source="DESIGN 2",
    ),
    Check(
        code="V103",
        name="uncached-formula",
        severity=Severity.WARNING,
        impact=None,
        title=N_("Formula without a stored result"),
        why=N_(
            "The file was saved by a program that does not calculate: nobody can read the value."
        ),
        remedy=N_("Open the book in Excel or WPS, save it, and run the check again."),
        bad=N_("=A1, never calculated"),
        good=N_("=A1, showing XS2024001"),
        source="DESIGN 2",
    ),
)
