"""How long backups are kept: what 规则 says of it, for whoever writes (U20)."""

from __future__ import annotations

from pathlib import Path

from crmbook.book import Book
from crmbook.files.scan.book import scan_book
from crmbook.files.state import Retention
from crmbook.model.errors import CrmbookError
from crmbook.schema.rules import BACKUP_COUNT, BACKUP_DAYS, RuleBook
from crmbook.schema.sheets import RULES


def retention(rules: RuleBook) -> Retention:
    """Return how many days and how many writes the rules give a backup."""
    return Retention(rules.count(BACKUP_DAYS), rules.count(BACKUP_COUNT))


def retention_in(path: Path) -> Retention:
    """Return what the book's own 规则 sheet gives it, the defaults where there is none."""
    try:
        book = Book([scan_book(path, sheets={RULES.name})])
        return retention(book.ledger().rules)
    except CrmbookError:
        return Retention()
