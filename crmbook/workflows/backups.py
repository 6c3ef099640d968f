"""What is kept of a book: how long, as 规则 says (U20), and what crmbook wrote into it."""

from __future__ import annotations

from pathlib import Path

from crmbook.book import Book
from crmbook.files.history import history_of
from crmbook.files.scan.book import scan_book
from crmbook.files.state import Retention
from crmbook.model.errors import CrmbookError
from crmbook.model.history import HistoryEntry
from crmbook.schema.rules import BACKUP_COUNT, BACKUP_DAYS, RuleBook
from crmbook.schema.sheets import RULES


def retention(rules: RuleBook) -> Retention:
    """Return how many days and how many writes the rules give a backup."""
    return Retention(rules.count(BACKUP_DAYS), rules.count(BACKUP_COUNT), rules.book_id)


def retention_in(path: Path) -> Retention:
    """Return what the book's own 规则 sheet gives it, the defaults where there is none."""
    try:
        book = Book([scan_book(path, sheets={RULES.name})])
        return retention(book.ledger().rules)
    except CrmbookError:
        return Retention()


def writes_of(path: Path) -> list[HistoryEntry]:
    """Return what crmbook wrote into a book, oldest first, be it moved, renamed or saved since."""
    return history_of(path) or history_of(path, retention_in(path).book_id)
