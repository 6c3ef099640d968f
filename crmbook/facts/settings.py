"""What the configuration sheets say: 规则, 字典, 人员, 字段 as rules, words, required columns.

A missing sheet means the defaults; an empty 人员 or 字典 checks nothing (REQUIREMENTS §2.19).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crmbook.facts.register import Register
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.rules import BOOK_ID, RuleBook, RuleValue, read_value, rule_of
from crmbook.schema.sheets import (
    DICTIONARY,
    FIELDS,
    PEOPLE,
    RULES,
    SHEETS,
    settings,
)
from crmbook.schema.text import fold
from crmbook.schema.vocabularies import OPEN, default_vocabulary

PEOPLE_VOCABULARY = PEOPLE.name
_SEPARATORS = lazy(r"[、，,;；/|\n]+")

Registers = Mapping[str, Register]


def split_aliases(text: str) -> list[str]:
    """Return the aliases that a cell lists: ``小王、王工`` → [小王, 王工]."""
    return [word for part in _SEPARATORS.split(text) if (word := part.strip())]


def rule_book(registers: Registers) -> RuleBook:
    """Return the rules in force; a value that cannot be read leaves the default (G601 says so)."""
    register = registers.get(RULES.name)
    values: dict[str, RuleValue] = {}
    book_id = ""
    if register is not None:
        for record, code in enumerate(register.values(settings.RULE_CODE)):
            rule = rule_of(str(code))
            value = None
            if rule is not None:
                value = read_value(rule, register.raw(settings.RULE_VALUE, record))
            if rule is not None and value is not None:
                values[str(code)] = value
            if code == BOOK_ID:
                book_id = str(register.raw(settings.RULE_VALUE, record) or "")
    return RuleBook(values, book_id)


def vocabularies(registers: Registers) -> dict[str, Vocabulary]:
    """Return every vocabulary that a column refers to, by its name."""
    words = _dictionary(registers.get(DICTIONARY.name))
    names = {column.vocabulary for sheet in SHEETS for column in sheet.columns} - {""}
    found = {
        name: _vocabulary(name, words.get(name, {})) for name in sorted(names - {PEOPLE_VOCABULARY})
    }
    found[PEOPLE_VOCABULARY] = _people(registers.get(PEOPLE.name))
    return found


def required_columns(registers: Registers) -> frozenset[tuple[str, str]]:
    """Return (sheet, header) of the columns that 字段 declares as 必填."""
    register = registers.get(FIELDS.name)
    if register is None:
        return frozenset()
    needed = register.values(settings.FIELD_REQUIRED)
    return frozenset(
        (
            register.text(settings.FIELD_SHEET, record),
            register.text(settings.FIELD_TARGET, record)
            or register.text(settings.FIELD_HEADER, record),
        )
        for record in range(len(register))
        if needed[record] is True
    )


def _vocabulary(name: str, listed: Mapping[str, list[str]]) -> Vocabulary:
    default = default_vocabulary(name)
    if not listed:
        complete = name not in OPEN and default.complete
        return Vocabulary(default.values, default.aliases, complete, source="")
    own = tuple(listed)
    values = own if name in OPEN else tuple(dict.fromkeys((*own, *default.values)))
    aliases = {
        **{alias: value for alias, value in default.aliases.items() if value in values},
        **{fold(alias): value for value, spellings in listed.items() for alias in spellings},
        **{fold(value): value for value in values},
    }
    return Vocabulary(values, aliases, complete=True, source=DICTIONARY.name)


def _dictionary(register: Register | None) -> dict[str, dict[str, list[str]]]:
    """Return 列名 → 值 → aliases."""
    words: dict[str, dict[str, list[str]]] = {}
    if register is None:
        return words
    for record in range(len(register)):
        name = register.text(settings.WORD_COLUMN, record)
        value = register.text(settings.WORD_VALUE, record)
        if name and value:
            spellings = words.setdefault(name, {}).setdefault(value, [])
            spellings += split_aliases(register.text(settings.WORD_ALIAS, record))
    return words


def _people(register: Register | None) -> Vocabulary:
    pairs = [] if register is None else list(_names(register))
    names = tuple(name for name, _aliases in pairs)
    aliases: dict[str, str] = {}
    for name, spellings in pairs:
        for spelling in spellings:
            aliases.setdefault(fold(spelling), name)
    aliases.update({fold(name): name for name in names})
    return Vocabulary(names, aliases, complete=bool(names), source=PEOPLE.name)


def _names(register: Register) -> Iterator[tuple[str, list[str]]]:
    for record in range(len(register)):
        name = register.text(settings.PERSON_NAME, record)
        if name:
            yield name, split_aliases(register.text(settings.PERSON_ALIAS, record))
