"""Checks of e-mail addresses (M18)."""

from __future__ import annotations

from crmbook.i18n import N_
from crmbook.model.checks import Check, Fixable, Impact, Severity

CHECKS = (
    Check(
        code="V121",
        name="email-format",
        severity=Severity.ERROR,
        impact=Impact.CONTACT,
        title=N_("Not an e-mail address"),
        why=N_("A message to it comes back, or never leaves."),
        remedy=N_("Ask the customer and complete the address."),
        bad="zhangxx",
        good="zhang@example.com",
        source="M18",
    ),
    Check(
        code="V122",
        name="email-typo",
        severity=Severity.WARNING,
        impact=Impact.CONTACT,
        title=N_("The mail domain looks mistyped"),
        why=N_("qq.con does not exist; the customer never gets the mail."),
        remedy=N_("Correct the domain."),
        bad="zhang@qq.con",
        good="zhang@qq.com",
        source="M18",
        fixable=Fixable.GUESS,
    ),
    Check(
        code="V123",
        name="email-style",
        severity=Severity.WARNING,
        impact=Impact.FORM,
        title=N_("The address is not in normal form"),
        why=N_("Full-width letters or mailto: keep the same address from being recognised."),
        remedy=N_("Write it in plain half-width letters."),
        bad="ｚｈａｎｇ@qq.com",
        good="zhang@qq.com",
        source="M18",
        fixable=Fixable.SAFE,
    ),
)
