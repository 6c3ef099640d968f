"""Checks of phone numbers (M18, M20, U09). What is wrong is found by the kind itself."""

from __future__ import annotations

from crmbook.i18n import N_
from crmbook.model.checks import Check, Fixable, Impact, Severity

CHECKS = (
    Check(
        code="V111",
        name="phone-format",
        severity=Severity.ERROR,
        impact=Impact.CONTACT,
        title=N_("Not a phone number"),
        why=N_("Nobody can be reached at a number with a digit too few or a letter in it."),
        remedy=N_("Ask the customer and complete the number."),
        bad="1380000111",
        good="13800001234",
        source="M18",
    ),
    Check(
        code="V112",
        name="phone-digits-lost",
        severity=Severity.ERROR,
        impact=Impact.CONTACT,
        title=N_("Digits of the number are lost"),
        why=N_("The number was stored in scientific notation as text; its last digits are gone."),
        remedy=N_("Look the number up again and type it into a cell formatted as text."),
        bad="1.38E+10",
        good="13800001234",
        source="U09",
    ),
    Check(
        code="V113",
        name="phone-fake",
        severity=Severity.WARNING,
        impact=Impact.CONTACT,
        title=N_("The number looks made up"),
        why=N_("Web forms are filled with 13800000000 or 12345678; nobody answers there."),
        remedy=N_("Verify the number; mark the lead 无效 if it is false."),
        bad="13800000000",
        good="13867412358",
        source="M20",
    ),
    Check(
        code="V114",
        name="phone-style",
        severity=Severity.WARNING,
        impact=Impact.FORM,
        title=N_("The number is not in normal form"),
        why=N_(
            "The same number in two spellings is not found as a duplicate by people or formulas."
        ),
        remedy=N_("Write mobiles as 11 digits and landlines as 0571-88888888."),
        bad="+86 138-0000-1234",
        good="13800001234",
        source="U09",
        fixable=Fixable.SAFE,
    ),
    Check(
        code="V115",
        name="phone-no-area",
        severity=Severity.WARNING,
        impact=Impact.CONTACT,
        title=N_("Landline without an area code"),
        why=N_("From another city the number cannot be dialled."),
        remedy=N_("Put the area code in front: 0571-88888888."),
        bad="88886666",
        good="0571-88886666",
        source="M18",
    ),
    Check(
        code="V116",
        name="phone-messenger",
        severity=Severity.WARNING,
        impact=Impact.CONTACT,
        title=N_("A WeChat or QQ id in the phone column"),
        why=N_("It cannot be dialled, and nobody looks for it here."),
        remedy=N_("Move it to the column 微信号, a QQ number to 备注."),
        bad="wx: zhang_wei88",
        good="13867412358",
        source="U09",
    ),
)
