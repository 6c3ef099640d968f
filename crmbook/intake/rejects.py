"""Rejects: the rows that could not be taken, in the list's own columns, with the reason behind them.

After mending, the file imports again: its titles are the list's, and 原因 is nobody's column.
"""

from __future__ import annotations

from dataclasses import dataclass

from crmbook.intake.memory import REASON
from crmbook.intake.records import Intake
from crmbook.model.cells import Raw
from crmbook.schema.spellings import claim_of, fold_header, spellings


@dataclass(frozen=True)
class RejectTable:
    """Titles and rows of a file of rejects; the last column is 原因."""

    titles: tuple[str, ...]
    rows: tuple[tuple[Raw, ...], ...]


def reject_table(intake: Intake) -> RejectTable:
    """Return the rejected rows as they stood, each with its reasons."""
    kept = [one for one in intake.mapping if fold_header(one.source.title) != fold_header(REASON)]
    known = spellings(intake.mapping.sheet)
    titles = []
    for one in kept:
        claim = claim_of(one.source.title, known)
        # 日期 below 签约信息 would mean nothing by itself: it goes by the name of what it became.
        grouped = bool(intake.table.groups.get(one.source.number)) and one.target is not None
        alone = claim is not None and claim.column is one.target
        titles.append(one.target.header if grouped and one.target and not alone else one.name)
    rows = [
        (*(one.source.at(reject.at) for one in kept), "；".join(reject.reasons))
        for reject in intake.rejected
    ]
    return RejectTable((*titles, REASON), tuple(rows))
