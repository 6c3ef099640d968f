"""Receipts: what a write did, for people, for the history and for tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crmbook.model.cells import CellRef, Raw, Value


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell, before and after."""

    ref: CellRef
    old: Raw | Value
    new: Raw | Value
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one write did. ``changed`` is false when the plan was empty and the file left alone."""

    path: Path
    changed: bool
    cells: tuple[CellChange, ...] = ()
    sheets: tuple[str, ...] = ()
    parts_changed: tuple[str, ...] = ()
    parts_added: tuple[str, ...] = ()
    parts_removed: tuple[str, ...] = ()
    backup: Path | None = None
    sha256_before: str = ""
    sha256_after: str = ""
    notes: tuple[str, ...] = ()
