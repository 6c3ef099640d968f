"""The claims of a dispute in words: who reported when, seen when, last contact (U18)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crmbook.book import Book
from crmbook.facts.hashing import record_keys, unnumbered_keys
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.files.first_seen import FirstSeen, Sighting
from crmbook.files.snapshots import Snapshots
from crmbook.i18n import _
from crmbook.match.disputes import Dispute, Side
from crmbook.match.members import Member
from crmbook.match.survivors import registered
from crmbook.model.cells import Value
from crmbook.model.proposals import Proposal
from crmbook.schema import decisions as form
from crmbook.schema.sheets import LEADS, customers, followups, leads

#: A row that was not there so many days after the day it claims is said to be late.
_LATE: Final = dt.timedelta(days=3)
_Keys = NDArray[np.uint64]


@dataclass
class Claims:
    """What is known of the records of a ledger; ``first_seen``: what earlier checks tell.

    ``book``: the name that its own records carry.
    """

    ledger: Ledger
    book: str
    first_seen: FirstSeen = field(default_factory=FirstSeen)

    def in_book(self, member: Member) -> bool:
        """Whether a record stands in the book itself, not in a file that is only read."""
        register = member.register
        return register.places[int(register.place[member.record])].book == self.book

    def seen(self, member: Member) -> Sighting | None:
        """Return when crmbook first saw a record, None where no check tells."""
        if not self.first_seen.sheets:
            return None
        name = member.register.sheet.name
        if (name, member.record) not in self._seen:
            numbered, plain = self._keys(member.register)
            keys = (int(numbered[member.record]), int(plain[member.record]))
            self._seen[name, member.record] = self.first_seen.at(name, keys)
        return self._seen[name, member.record]

    def doubt(self, member: Member) -> str:
        """Return in words that a row appeared well after the day it claims, "" where it did not."""
        when, seen = registered(member.register, member.record), self.seen(member)
        if when is None or seen is None or seen.absent is None:
            return ""
        if seen.absent - when.date() <= _LATE:
            return ""
        told = _("{id} claims {day}, but was not in the book yet on {absent}: back-dated?")
        return told.format(id=member.id, day=day(when), absent=day(seen.absent))

    def last_contact(self, member: Member) -> dt.datetime | None:
        """Return the latest contact that the record or the log tells of."""
        lead = member.register.sheet.name == LEADS.name
        column = leads.LAST_CONTACT if lead else customers.LAST_CONTACT
        told = member.register.values(column)[member.record]
        dates = [told, self._logged.get(member.id) if lead else None]
        known = [one for one in dates if isinstance(one, dt.datetime) and one <= self.ledger.today]
        return max(known, default=None)

    def _keys(self, register: Register) -> tuple[_Keys, _Keys]:
        found = self._keyed.get(register.sheet.name)
        if found is None:
            found = record_keys(register), unnumbered_keys(register)
            self._keyed[register.sheet.name] = found
        return found

    @cached_property
    def _seen(self) -> dict[tuple[str, int], Sighting | None]:
        return {}

    @cached_property
    def _keyed(self) -> dict[str, tuple[_Keys, _Keys]]:
        return {}

    @cached_property
    def _logged(self) -> dict[object, dt.datetime]:
        """The latest 跟进时间 by lead."""
        found: dict[object, dt.datetime] = {}
        if (log := self.ledger.log) is not None:
            rows = zip(log.values(followups.LEAD_ID), log.values(followups.WHEN), strict=True)
            for number, when in rows:
                if isinstance(when, dt.datetime) and when <= self.ledger.today:
                    found[number] = max(when, found.get(number, when))
        return found


def claims_of(book: Book, ledger: Ledger, *, state: bool = True) -> Claims:
    """Return what is known of a book's records; ``state`` false: nothing kept is looked at."""
    if not state:
        return Claims(ledger, book.path.name)
    together = Snapshots.of([source.path for source in book.sources], book.rules.book_id)
    known = together.first_seen()
    if not known.sheets and len(book.sources) > 1:  # most checks are of the book alone
        known = Snapshots.of([book.path], book.rules.book_id).first_seen()
    return Claims(ledger, book.path.name, known)


def proposal(key: tuple[str, ...], dispute: Dispute, claims: Claims) -> Proposal:
    """Return a dispute as a line of 撞单; it names the records that it was known by before."""
    first, later = (_shown(side, key) for side in dispute.sides)
    cells: dict[str, Value] = {
        form.SUGGESTED: dispute.first.owner,
        form.COMPANY: dispute.company,
        **_cells(first, claims, _FIRST),
        **_cells(later, claims, _LATER),
        form.GROUNDS: "；".join((*order(dispute), *doubts(dispute, claims), *dispute.reasons)),
    }
    links = {
        header: _place(side.claim)
        for header, side in ((form.FIRST, first), (form.LATER, later))
        if claims.in_book(side.claim)
    }
    return Proposal(key, dispute.confidence, cells, links)


_FIRST: Final = (
    form.FIRST, form.FIRST_OWNER, form.FIRST_DATE, form.FIRST_SEEN, form.FIRST_CONTACT
)  # fmt: skip
_LATER: Final = (
    form.LATER, form.LATER_OWNER, form.LATER_DATE, form.LATER_SEEN, form.LATER_CONTACT
)  # fmt: skip


def _shown(side: Side, key: tuple[str, ...]) -> Side:
    """Return a side with the record first that the key names, if it names one."""
    members = sorted(side.members, key=lambda one: one.id not in key)
    return Side(side.owner, tuple(members))


def _cells(side: Side, claims: Claims, headers: tuple[str, ...]) -> dict[str, Value]:
    claim, seen = side.claim, claims.seen(side.claim)
    contacts = (one for member in side.members if (one := claims.last_contact(member)))
    values = (
        claim.id,
        side.owner,
        day(registered(claim.register, claim.record)),
        day(seen.seen) if seen else None,
        day(max(contacts, default=None)),
    )
    return dict(zip(headers, values, strict=True))


def order(dispute: Dispute) -> Iterator[str]:
    """Yield why the first is suggested, and what the register rules."""
    first, later = (registered(one.claim.register, one.claim.record) for one in dispute.sides)
    number = dispute.first.claim.id
    if first is None:
        told = _("neither says when it was reported; {id} is the smaller number")
    elif later is None:
        told, number = _("{id} does not say when it was reported"), dispute.later.claim.id
    elif first == later:
        told = _("reported at the same time; {id} is the smaller number")
    else:
        told = _("{id} was reported earlier")
    yield told.format(id=number)
    yield from (_("主管裁定 says “{text}”").format(text=one) for one in dispute.rulings)


def doubts(dispute: Dispute, claims: Claims) -> Iterator[str]:
    """Yield which of the two dates the checks before contradict."""
    return (told for side in dispute.sides if (told := claims.doubt(side.claim)))


def day(when: dt.date | None) -> str | None:
    """Return a day as it is written everywhere."""
    return f"{when:%Y-%m-%d}" if when is not None else None


def _place(member: Member) -> str:
    column = member.register.sheet.company
    assert column is not None  # noqa: S101 - leads and customers are of companies
    return member.register.cell(member.record, column)
