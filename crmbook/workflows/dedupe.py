"""The job of ``dedupe``: which leads and customers are one, which are colleagues (M21, M104)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from crmbook.book import Book
from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.match.disputes import Dispute, Settled, disputes
from crmbook.match.duplicates import Apart, Cluster, Duplicates, Group, Pair, find
from crmbook.schema.sheets import CUSTOMERS, LEADS


@dataclass(frozen=True)
class DedupeReport:
    """What ``dedupe`` found in one book; iterating yields the clusters, most confident first.

    ``disputes``: companies that two people hold (U18), in the order of recording.
    """

    book: Book
    today: dt.datetime
    found: Duplicates
    disputes: tuple[Dispute, ...] = ()

    def __iter__(self) -> Iterator[Cluster]:
        return iter(self.found.clusters)

    def __len__(self) -> int:
        return len(self.found.clusters)

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """Records that are one; the survivor of each first."""
        return self.found.clusters

    @property
    def roles(self) -> tuple[Group, ...]:
        """Different contacts of one company."""
        return self.found.roles

    @property
    def related(self) -> tuple[Pair, ...]:
        """Branches, with their head offices or each other."""
        return self.found.related

    @property
    def moved(self) -> tuple[Pair, ...]:
        """One person in two records, at two companies."""
        return self.found.moved


def dedupe(
    book: Book,
    today: dt.date | dt.datetime | None = None,
    apart: Apart = (),
    settled: Settled = frozenset(),
) -> DedupeReport:
    """Find the duplicates within leads, within customers and across both; nothing is written.

    ``apart``: pairs of ids (frozensets of two) that somebody decided are not the same; ``settled``:
    of which each owner keeps theirs. Raises FileRefused when the book holds no register.
    """
    book.require_register()
    ledger = book.ledger(today)
    found = find(matched_registers(ledger), apart)
    return DedupeReport(book, ledger.today, found, disputes(found, ledger, settled))


def matched_registers(ledger: Ledger) -> list[Register]:
    """Return the registers whose records are companies and persons: leads, then customers."""
    found = (ledger[LEADS], ledger[CUSTOMERS])
    return [one for one in found if one is not None]
