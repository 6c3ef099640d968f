"""The day's list: one line a company, what a person can do in a day, and what is put off (§2.2, §2.19)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crmbook.facts.ledger import Ledger
from crmbook.followups.item import Item, Kind
from crmbook.i18n import _
from crmbook.schema.kinds.grade import rank
from crmbook.schema.rules import FOLLOWUP_START
from crmbook.schema.sheets import LEADS, PEOPLE, settings
from crmbook.schema.text import fold

#: What somebody did not do before the rules came into force is cleaned up once, not every day.
_BACKLOG: Final = frozenset({Kind.PROMISE, Kind.OVERDUE, Kind.STALE})
_FAR: Final = dt.date.max


@dataclass(frozen=True)
class Agenda:
    """Who is to be contacted, in the order of the day; ``cleanup``: what was late before the rules."""

    items: tuple[Item, ...]
    cleanup: tuple[Item, ...] = ()


def agenda(ledger: Ledger, found: Iterable[Item]) -> Agenda:
    """Return the day's list out of everything found."""
    start = start_day(ledger)
    now, before = list[Item](), list[Item]()
    for item in found:
        (before if _old(item, start) else now).append(item)
    ordered = sorted(_one_a_company(now), key=order)
    return Agenda(tuple(_cut(ordered, daily_caps(ledger))), tuple(sorted(before, key=order)))


def start_day(ledger: Ledger) -> dt.date | None:
    """Return 跟进规则启用日期; None where 规则 gives none."""
    text = str(ledger.rules[FOLLOWUP_START]).strip()[:10].replace("/", "-").replace(".", "-")
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None


def daily_caps(ledger: Ledger) -> dict[str, int]:
    """Return how many each person can contact in a day (人员.每日跟进上限); who has none is left out."""
    register = ledger[PEOPLE]
    if register is None:
        return {}
    names = register.values(settings.PERSON_NAME).tolist()
    caps = register.values(settings.DAILY_CAP).tolist()
    return {
        str(name): int(cap)
        for name, cap in zip(names, caps, strict=True)
        if name is not None and isinstance(cap, int | float)
    }


def order(item: Item) -> tuple[object, ...]:
    """Return where an item stands in the day: by person, reason, grade, then the latest first."""
    return (
        not item.owner,
        item.owner,
        item.kind.rank,
        rank(item.grade or None),
        -item.days_late,
        item.latest or _FAR,
        item.register.sheet is not LEADS,
        item.record,
    )


def _old(item: Item, start: dt.date | None) -> bool:
    late = item.kind in _BACKLOG and item.day is not None and item.days_late > 0
    return late and start is not None and item.day is not None and item.day < start


def _one_a_company(items: Sequence[Item]) -> Iterable[Item]:
    """Yield every item; of several of a company, one alone is for today.

    An open lead comes before a customer's routine. A company contacted today already rests.
    """
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[fold(item.company) or f"{item.register.sheet.name}!{item.record}"].append(item)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
        else:
            yield from _first(group)


def _first(group: Sequence[Item]) -> Iterable[Item]:
    rests = [one for one in group if one.kind is Kind.DO_NOT_CONTACT]
    yield from rests
    active = sorted((one for one in group if one.kind is not Kind.DO_NOT_CONTACT), key=_gravity)
    talked = next((one for one in rests if one.rule.startswith("上限.A类")), None)
    best = talked or (active[0] if active else None)
    for item in active:
        if item is best or best is None or item.appointment:
            yield item
        else:
            told = _put_aside(talked=best is talked).format(id=best.id)
            yield replace(item, today=False, reason=f"{item.reason}；{told}", with_=best.id)


def _put_aside(*, talked: bool) -> str:
    if talked:
        return _("the company was contacted today ({id})")
    return _("the same company is on today's list ({id})")


def _gravity(item: Item) -> tuple[object, ...]:
    return (
        item.register.sheet is not LEADS,
        item.kind.rank,
        rank(item.grade or None),
        -item.days_late,
        item.record,
    )


def _cut(items: Iterable[Item], caps: Mapping[str, int]) -> Iterable[Item]:
    """Yield the items; those beyond what their owner can do in a day are not for today."""
    used: dict[str, int] = defaultdict(int)
    for item in items:
        cap = caps.get(item.owner)
        if item.kind is Kind.DO_NOT_CONTACT or not item.today:
            yield item
        elif cap is not None and used[item.owner] >= cap:
            yield replace(item, today=False)
        else:
            used[item.owner] += 1
            yield item
