"""``due --format ics``: every next date as an event with a reminder the evening before (M59, §2.2).

Its UID is made of the book and the lead: importing the file again moves events and doubles none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from crmbook.followups.item import Item, Kind
from crmbook.followups.reminder import reminder
from crmbook.i18n import _
from crmbook.model.errors import UsageError
from crmbook.workflows.day_lines import DayWords
from crmbook.workflows.due import DueReport

if TYPE_CHECKING:
    from icalendar import Event

_ZONE: Final = "Asia/Shanghai"
_EPOCH: Final = dt.datetime(2020, 1, 1)
_HALF_AN_HOUR: Final = dt.timedelta(minutes=30)
_LONG: Final = 60


def due_calendar(report: DueReport) -> bytes:
    """Return the calendar (RFC 5545). Raises UsageError where icalendar is not installed."""
    if find_spec("icalendar") is None:
        raise UsageError(
            _("calendar files need icalendar, which is not installed"),
            _("install it: pip install 'crmbook[calendar]'"),
        )
    from icalendar import Calendar  # noqa: PLC0415 - of the extra ``calendar``

    found = Calendar()
    found.add("prodid", "-//crmbook//due//ZH")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Follow-ups {book}").format(book=report.book.path.stem))
    found.add("x-wr-timezone", _ZONE)
    words = DayWords(report.ledger, report.heads)
    for item in _dated(report):
        found.add_component(_event(report, words, item))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def _dated(report: DueReport) -> Iterator[Item]:
    """Yield what is to be done on a day, and on later ones; nobody is late twice."""
    for item in (*report.agenda.items, *report.upcoming):
        if item.kind is not Kind.DO_NOT_CONTACT and not item.with_:
            yield item


def _event(report: DueReport, words: DayWords, item: Item) -> Event:
    from icalendar import Alarm, Event  # noqa: PLC0415

    day, start, event = _day(report, item), _start(report, item), Event()
    event.add("uid", _uid(report, item))
    event.add("dtstamp", _zoned(report.today).astimezone(dt.UTC))
    event.add("sequence", int((report.today - _EPOCH).total_seconds() // 60))
    task = words.task(item, _LONG)
    event.add("summary", f"{words.company(item)}：{task}")
    event.add("description", "\n".join(_description(words, item)))
    event.add("categories", [item.kind.value])
    if start is None:
        event.add("dtstart", day)
        event.add("dtend", day + dt.timedelta(1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", _zoned(start))
        event.add("dtend", _zoned(start + _HALF_AN_HOUR))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{words.company(item)}：{task}")
    begins = start or dt.datetime.combine(day, dt.time())
    alarm.add("trigger", reminder(day, report.calendar, report.ledger.rules) - begins)
    event.add_component(alarm)
    return event


def _day(report: DueReport, item: Item) -> dt.date:
    """Return the day of an item: what is late already is for today, what is put off for tomorrow."""
    today = report.today.date()
    if not item.today:
        return report.calendar.after(today, 1)
    return max(item.day or today, today)


def _start(report: DueReport, item: Item) -> dt.datetime | None:
    """Return the moment of an event, None for one that lasts all day."""
    late = item.when is not None and item.when.date() < report.today.date()
    return None if late or not item.today else item.when


def _description(words: DayWords, item: Item) -> Iterator[str]:
    yield words.why(item)
    yield "  ".join(filter(None, (words.contact(item), words.phone(item))))
    last = words.last(item, _LONG)
    if last:
        yield _("last: {last}").format(last=last)
    yield words.way(item)
    yield f"{item.id}  {item.company}"


def _uid(report: DueReport, item: Item) -> str:
    book = report.ledger.rules.book_id or report.book.path.name
    return hashlib.sha256(f"{book}|{item.id}".encode()).hexdigest()[:24] + "@crmbook"


def _zoned(moment: dt.datetime) -> dt.datetime:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return moment.replace(tzinfo=ZoneInfo(_ZONE), microsecond=0)
