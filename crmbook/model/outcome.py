"""Outcomes: what a domain function hands out, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crmbook.model.edits import Plan
from crmbook.model.problems import NotChecked, Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """Problems found, edits proposed, tables and a summary to show."""

    problems: tuple[Problem, ...] = ()
    plan: Plan = field(default_factory=Plan)
    tables: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    not_checked: tuple[NotChecked, ...] = ()
    notes: tuple[str, ...] = ()
