"""Whom ``--owner`` means; a name mistyped must not come out as “nothing to mend”."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.facts.ledger import Ledger
from crmbook.facts.settings import PEOPLE_VOCABULARY
from crmbook.i18n import _
from crmbook.model.errors import UsageError
from crmbook.schema.text import fold


def owner_called(name: str, ledger: Ledger) -> str:
    """Return the owner that a name or an alias of 人员 means, "" for nobody (U11).

    Raises UsageError when the book knows nobody of that name.
    """
    wanted = name.strip()
    if wanted in {"", _("nobody")}:
        return ""
    owners = dict.fromkeys(_owners(ledger))
    people = ledger.vocabularies[PEOPLE_VOCABULARY]
    known = people.aliases.get(fold(wanted), wanted)
    for candidate in (wanted, known):
        if candidate in owners:
            return candidate
    if known in people.values:
        return known
    named = list(dict.fromkeys([*owners, *people.values]))
    raise UsageError(
        _("nobody in this book is called {name}").format(name=wanted),
        _("it has {names}").format(names="、".join(named[:8]) or _("nobody")),
    )


def _owners(ledger: Ledger) -> Iterator[str]:
    for register in ledger.registers.values():
        column = register.sheet.owner
        if column is not None and column in register:
            yield from (str(value) for value in register.values(column) if value is not None)
