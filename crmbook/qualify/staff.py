"""Who may be given leads: 人员 as assignment sees it (M42)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from crmbook.facts.ledger import Ledger
from crmbook.facts.record import Record
from crmbook.facts.register import Register
from crmbook.facts.settings import split_aliases
from crmbook.i18n import _
from crmbook.qualify.regions import Territory, territory
from crmbook.schema.kinds.base import Vocabulary
from crmbook.schema.kinds.choice import canonical
from crmbook.schema.sheets import PEOPLE, settings
from crmbook.schema.text import fold

SENIOR, JUNIOR = "资深", "新人"


@dataclass(frozen=True, slots=True)
class Rep:
    """One person of 人员. ``capacity`` None: no limit; ``away``: why nothing new goes there."""

    name: str
    head: str = ""
    territory: Territory = field(default_factory=Territory)
    industries: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    seniority: str = ""
    capacity: int | None = None
    away: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody in 人员, by name; ``notes`` say what was unclear there."""

    reps: tuple[Rep, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def on_duty(self) -> tuple[Rep, ...]:
        """Those who can be given leads."""
        return tuple(rep for rep in self.reps if not rep.away)

    @property
    def regional(self) -> bool:
        """Whether anybody looks after a region."""
        return any(not rep.territory.everywhere for rep in self.reps)

    def get(self, name: str) -> Rep | None:
        """Return somebody by name, None for who is not in 人员."""
        return next((rep for rep in self.reps if rep.name == name), None)


def staff(ledger: Ledger) -> Staff:
    """Return who is in 人员; of a name that stands twice, the first row counts."""
    register = ledger[PEOPLE]
    if register is None:
        return Staff()
    found: dict[str, Rep] = {}
    notes = list[str]()
    for record in range(len(register)):
        row = Record(register, record)
        name = register.text(settings.PERSON_NAME, record)
        if not name:
            continue
        if name in found:
            notes.append(_("{name} stands twice in 人员: the first row counts").format(name=name))
            continue
        found[name] = _rep(row, name, ledger)
        notes += _odd(row, name, ledger)
    reps = tuple(found[name] for name in sorted(found))
    return Staff(reps, (*notes, *_general(register, reps)))


def _rep(row: Record, name: str, ledger: Ledger) -> Rep:
    capacity = row.value(settings.CAPACITY)
    words = ledger.vocabularies.get("行业类型")
    return Rep(
        name,
        row.text(settings.HEAD),
        territory(row.text(settings.PERSON_REGION)),
        tuple(_industry(one, words) for one in split_aliases(row.text(settings.PERSON_INDUSTRY))),
        tuple(map(fold, split_aliases(row.text(settings.PERSON_PRODUCT)))),
        row.register.text(settings.SENIORITY, row.at),
        int(capacity) if isinstance(capacity, int | float) else None,
        _away(row, ledger.today),
    )


def _industry(text: str, words: Vocabulary | None) -> str:
    if words is None or text in words.values:
        return text
    return canonical(text, words) or text


def _away(row: Record, today: dt.datetime) -> str:
    left = row.value(settings.LEFT)
    if isinstance(left, dt.datetime) and left <= today:
        return _("left on {day}").format(day=f"{left:%Y-%m-%d}")
    if row.value(settings.ON_DUTY) is False:
        return _("not on duty")
    if row.value(settings.CAPACITY) is None and not row.blank(settings.CAPACITY):
        return _("容量 “{value}” is no number").format(value=row.text(settings.CAPACITY))
    return ""


def _odd(row: Record, name: str, ledger: Ledger) -> Iterator[str]:
    """Yield what contradicts itself, or cannot be read, in one row."""
    left = row.value(settings.LEFT)
    if isinstance(left, dt.datetime) and left <= ledger.today and row.value(settings.ON_DUTY):
        told = _("{name}: 在岗 says 是, but 离职日期 {day} is past: nothing new goes there")
        yield told.format(name=name, day=f"{left:%Y-%m-%d}")
    if row.value(settings.CAPACITY) is None and not row.blank(settings.CAPACITY):
        told = _("{name}: 容量 “{value}” is no number: nothing new goes there until it is one")
        yield told.format(name=name, value=row.text(settings.CAPACITY))
    if row.value(settings.ON_DUTY) is None and not row.blank(settings.ON_DUTY):
        told = _("{name}: 在岗 “{value}” says neither 是 nor 否: taken for 是")
        yield told.format(name=name, value=row.text(settings.ON_DUTY))
    words = territory(row.text(settings.PERSON_REGION)).words
    if words:
        told = _("{name}: 区域 “{value}” is no place known: it fits leads whose 地区 says the same")
        yield told.format(name=name, value="、".join(words))


def _general(register: Register, reps: tuple[Rep, ...]) -> Iterator[str]:
    limitless = [rep.name for rep in reps if rep.capacity is None and not rep.away]
    if limitless:
        told = _("no 容量, so no limit: {names}")
        yield told.format(names="、".join(limitless))
    if reps and bool(register.blank(settings.ON_DUTY).all()):
        yield _("在岗 is blank for everybody: all who have not left are taken to be on duty")
