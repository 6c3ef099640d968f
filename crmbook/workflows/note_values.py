"""What a spoken follow-up puts into the columns of 跟进记录表."""

from __future__ import annotations

import datetime as dt
from typing import Final

from crmbook.facts.ledger import Ledger
from crmbook.intake.spoken import Spoken
from crmbook.match.members import Member
from crmbook.model.cells import Value
from crmbook.model.patterns import lazy
from crmbook.schema.column import Column
from crmbook.schema.sheets import followups

_THEIRS: Final = lazy(r"来电|打来|客户主动|主动联系我|来访|主动咨询")
_PUSHED: Final = lazy(r"推送|群发|白皮书|行业资讯")


def note_values(ledger: Ledger, one: Spoken, member: Member, way: str = "") -> dict[Column, Value]:
    """Return the values by column; ``way`` holds where the words name none. Blank stays blank."""
    now = ledger.today.replace(microsecond=0)
    said = f"{one.content} {one.feedback}"
    return {
        followups.LEAD_ID: member.id,
        followups.WHEN: _day(one.when),
        followups.WAY: one.way or way or None,
        followups.CONTENT: one.content or one.next_step,
        followups.FEEDBACK: one.feedback or None,
        followups.NEXT_STEP: one.next_step or None,
        followups.DUE: None if one.due is None else _day(one.due),
        followups.RECORDED: now.date() if now.time() == dt.time(23, 59, 59) else now,
        followups.INITIATOR: "客户" if _THEIRS.search(said) else None,
        followups.PUSHED: "是" if _PUSHED.search(one.content) else None,
    }


def _day(moment: dt.datetime) -> Value:
    return moment.date() if moment.time() == dt.time() else moment
