"""``explain`` as text, from the checks' own declarations."""

from __future__ import annotations

from typing import Final

from crmbook.checks.registry import by_name, find
from crmbook.cli.render.words import impact_word, labelled, severity_word
from crmbook.i18n import N_, _
from crmbook.model.checks import Check, Fixable
from crmbook.model.errors import UsageError

_FIXABLE: Final = {
    Fixable.NO: N_("by hand: only people know what is right"),
    Fixable.SAFE: N_("`crmbook check BOOK --fix` mends it, where it is sure"),
    Fixable.GUESS: N_("a guess, which `crmbook check BOOK --fix --unsafe-fixes` makes"),
}


def explanation(code: str) -> str:
    """Return one check in words. Raises UsageError when there is none of that code or name."""
    check = find(code)
    if check is None:
        raise UsageError(
            _("no check is called {name}").format(name=code),
            _("`crmbook explain` lists them all"),
        )
    impact = impact_word(check.impact) if check.impact else _("depends on the column")
    rows = (
        (_("Why"), _(check.why)),
        (_("Bad"), _(check.bad) if check.bad else _("(blank)")),
        (_("Good"), _(check.good)),
        (_("Mend"), _(check.remedy)),
        (_("Fix"), _(_FIXABLE[check.fixable])),
        (_("Impact"), impact),
        (_("Source"), check.source),
    )
    body = "\n".join(f"  {labelled(name, text)}" for name, text in rows)
    return f"{_heading(check)}\n{body}"


def overview() -> str:
    """Return all checks, one a line."""
    return "\n".join(_heading(check) for check in by_name().values())


def _heading(check: Check) -> str:
    return f"{check.code}  {severity_word(check.severity)}  {_(check.title)}  ({check.name})"
