"""What two rows must share to be compared at all: the same rules for every peer."""

from __future__ import annotations

Rule = tuple[str, ...]

_ALWAYS: tuple[Rule, ...] = (
    ("phone",),
    ("email",),
    ("mailbox",),
    ("web",),
    ("short",),
    ("english",),
    ("number",),
)
#: Rows are people at companies: the company alone would bring all its people together.
_PEOPLE: tuple[Rule, ...] = (
    ("core", "surname"),
    ("core4", "surname"),
    ("core3", "person"),
    ("phone8", "surname"),
    ("domain", "surname"),
    ("address9", "surname"),
)
#: Private persons; EM needs pairs that are not the same, too.
_PERSONS: tuple[Rule, ...] = (("surname",), ("birth",), ("person",), ("address9",))
_COMPANIES: tuple[Rule, ...] = (("core4",), ("core3", "city"), ("phone8",), ("address9",))


def rules(filled: set[str]) -> list[Rule]:
    """Return the rules for rows that hold these columns."""
    people = _PEOPLE if "core" in filled else _PERSONS
    more = people if "person" in filled else _COMPANIES
    return [rule for rule in (*_ALWAYS, *more) if set(rule) <= filled]
