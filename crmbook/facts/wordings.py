"""The words by which free text is read: 字典's rows of a 列名, else crmbook's own (M30, M101)."""

from __future__ import annotations

from collections import defaultdict

from crmbook.facts.ledger import Ledger
from crmbook.facts.settings import split_aliases
from crmbook.schema.sheets import DICTIONARY, settings
from crmbook.schema.statements import Wording, wording
from crmbook.schema.vocabularies import VOCABULARIES
from crmbook.schema.words.word import Word


def words_of(ledger: Ledger, name: str) -> tuple[Word, ...]:
    """Return the words of a 列名: those that 字典 lists, if it lists any; else the defaults."""
    key = "words of 字典"
    if key not in ledger.derived:
        ledger.derived[key] = _listed(ledger)
    listed: dict[str, tuple[Word, ...]] = ledger.derived[key]
    return listed.get(name) or VOCABULARIES.get(name, ())


def wording_of(ledger: Ledger, name: str) -> Wording:
    """Return a 列名's words as what they say."""
    key = f"wording {name}"
    if key not in ledger.derived:
        rows = ((one.value, one.aliases) for one in words_of(ledger, name))
        ledger.derived[key] = wording(rows)
    found: Wording = ledger.derived[key]
    return found


def _listed(ledger: Ledger) -> dict[str, tuple[Word, ...]]:
    register = ledger[DICTIONARY]
    found: dict[str, list[Word]] = defaultdict(list)
    if register is None:
        return {}
    for record in range(len(register)):
        name, value = (
            register.text(column, record) for column in (settings.WORD_COLUMN, settings.WORD_VALUE)
        )
        if name and value:
            aliases = split_aliases(register.text(settings.WORD_ALIAS, record))
            found[name].append(
                Word(value, tuple(aliases), register.text(settings.WORD_CLASS, record))
            )
    return {name: tuple(words) for name, words in found.items()}
