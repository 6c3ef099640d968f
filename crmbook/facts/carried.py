"""Leads that stand on several sheets: carried over from month to month, they count once (U06)."""

from __future__ import annotations

from collections import defaultdict

from crmbook.facts.register import Register
from crmbook.schema.kinds.company import match_name
from crmbook.schema.text import fold


def same_lead(register: Register, record: int, other: int) -> bool:
    """Whether two records with one number are one lead: of one company, as far as both name it.

    Two reps who number their own sheets both begin with XS2024001: those are two leads.
    """
    return _same(_name(register, record), _name(register, other))


def carried_over(register: Register) -> set[int]:
    """Return the records whose lead stands again on a later sheet, where it counts."""
    key = register.sheet.key
    if len(register.places) < 2 or key is None or key not in register:
        return set()
    found: set[int] = set()
    bearers: dict[object, dict[str, list[int]]] = defaultdict(dict)
    for record, number in enumerate(register.values(key).tolist()):
        if number is None:
            continue
        name = _name(register, record)
        for other, records in bearers[number].items():
            if _same(name, other):
                found.update(
                    one for one in records if register.place[one] != register.place[record]
                )
        bearers[number].setdefault(name, []).append(record)
    return found


def _name(register: Register, record: int) -> str:
    column = register.sheet.company
    if column is None or column not in register:
        return ""
    text = register.text(column, record)
    return match_name(text) or fold(text)


def _same(name: str, other: str) -> bool:
    """Whether two match names may be one company's; short forms count, and so do blanks."""
    return name in other or other in name
