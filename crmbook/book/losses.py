"""What 流失分析 says of closed months: their losses by stage, which their own row does not keep."""

from __future__ import annotations

from collections.abc import Mapping

from crmbook.facts.months import Month, parse_month
from crmbook.files.grid import Grid
from crmbook.files.header import locate
from crmbook.model.cells import Raw
from crmbook.schema.headers import fold_header
from crmbook.schema.sheets.conversion import PERIOD
from crmbook.schema.vocabularies import VOCABULARIES

#: The stages of a loss, in the order of the sheet (§2.15).
STAGES = tuple(word.value for word in VOCABULARIES["流失阶段"])


def old_losses(grid: Grid) -> dict[Month, Mapping[str, int]]:
    """Return month → stage → leads lost, of the rows that give a whole number for every stage."""
    block = locate(grid)
    if block is None:
        return {}
    at = {fold_header(title): number for number, title in block.titles.items()}
    if not {PERIOD.header, *STAGES} <= set(at):
        return {}
    found: dict[Month, Mapping[str, int]] = {}
    for row in grid.rows[grid.rows > block.last_row].tolist():
        label = grid.value(row, at[PERIOD.header])
        month = parse_month(label) if isinstance(label, str) else None
        counts = {stage: _whole(grid.value(row, at[stage])) for stage in STAGES}
        known = {stage: count for stage, count in counts.items() if count is not None}
        if month is not None and len(known) == len(STAGES):
            found[month] = known
    return found


def _whole(value: Raw) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == int(value) >= 0 else None
