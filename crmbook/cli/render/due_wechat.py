"""``due`` as text for a chat group: at most 20 lines, one a person, no phone numbers (U17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crmbook.cli.printable import printable
from crmbook.cli.render.check_wechat import LINES, without_phones
from crmbook.i18n import _
from crmbook.model.words import series
from crmbook.workflows.day_lines import KINDS, DayWords
from crmbook.workflows.due import Day, DueReport
from crmbook.workflows.verdict import day_words

_SHOWN: Final = 3  # companies a person
_RESTS: Final = 2


def due_wechat(report: DueReport) -> str:
    """Return a line for each person: how many, the first by name, and whom not to contact."""
    words = DayWords(report.ledger, report.heads)
    head = _("[Follow-ups, {day}] ").format(day=day_words(report.today))
    days = [day for day in report.days if day.today]
    if not days:
        return head + _("Nobody has to be contacted today")
    shown = days if len(days) <= LINES else days[: LINES - 1]
    lines = [head + _person(words, day) for day in shown]
    left = days[len(shown) :]
    if left:
        names = series(f"{day.owner or _('nobody')} {len(day.today)}" for day in left[:_SHOWN])
        told = _("{people} more people, {count} to contact: {names} …")
        lines.append(head + told.format(
            people=len(left), count=sum(len(day.today) for day in left), names=names))  # fmt: skip
    return "\n".join(without_phones(printable(line)) for line in lines)


def _person(words: DayWords, day: Day) -> str:
    counts = "、".join(f"{_(KINDS[kind])} {day.counts[kind]}" for kind in KINDS if day.counts[kind])
    told = _("{owner} {count}: {counts}; first {names}").format(
        owner=day.owner or _("nobody"), count=len(day.today), counts=counts,
        names=series(_named(words, day)),
    )  # fmt: skip
    rests = series(words.rest(one) for one in day.rests[:_RESTS])
    return _("{told}; do not contact: {rests}").format(told=told, rests=rests) if rests else told


def _named(words: DayWords, day: Day) -> Iterator[str]:
    for item in day.today[:_SHOWN]:
        yield _("{company} ({why})").format(company=words.company(item), why=item.reason)
