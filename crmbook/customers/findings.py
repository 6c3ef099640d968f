"""What a monthly clean-up finds of one lead or customer, and what it proposes (M39, U22)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from crmbook.facts.record import Record
from crmbook.schema.sheets import LEADS


class Topic(StrEnum):
    """Under which heading something is listed; the order is that of the report."""

    SILENT = "silent"
    INVALID = "invalid"
    PROMISING = "promising"
    LOST = "lost_incomplete"
    WIN_BACK = "win_back"
    BACK = "reactivated"


class Action(StrEnum):
    """What is proposed, as 整理 names it; "" : nothing but to look at it."""

    NONE = ""
    ARCHIVE = "归档"
    INVALIDATE = "标为无效"
    TAG = "标记高潜力"
    STAGE = "补流失阶段"
    REOPEN = "重新激活"


@dataclass(frozen=True, slots=True)
class Finding:
    """One lead or customer. ``value``: what the action would write; ``last``: when last heard of."""

    record: Record
    topic: Topic
    action: Action
    reasons: tuple[str, ...]
    last: dt.datetime | None = None
    value: str = ""

    @property
    def is_lead(self) -> bool:
        """Whether it is a lead, no customer."""
        return self.record.register.sheet is LEADS

    @property
    def key(self) -> tuple[str, int]:
        """Which record it is of: the register and where in it."""
        return self.record.register.sheet.name, self.record.at

    @property
    def company(self) -> str:
        """The company it is about."""
        column = self.record.register.sheet.company
        return "" if column is None else self.record.register.text(column, self.record.at)

    @property
    def owner(self) -> str:
        """Whose it is."""
        column = self.record.register.sheet.owner
        return "" if column is None else self.record.register.text(column, self.record.at)
