"""What people typed by hand into 转化分析表: figures that are counted now, columns of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmbook.analysis.closed import drifts, figures_of_row
from crmbook.analysis.monthly import MonthFigures
from crmbook.book.conversion import OldRow
from crmbook.facts.months import Month
from crmbook.i18n import _
from crmbook.schema.sheets import CONVERSION
from crmbook.workflows.old_sheets import OldSheets


def overwritten(
    sheets: OldSheets,
    pairs: Sequence[tuple[MonthFigures, MonthFigures]],
    old: Mapping[Month, OldRow],
) -> list[str]:
    """Return which figures that people had typed by hand now come out otherwise."""
    sheet = sheets.grid(CONVERSION)
    if sheet is None or sheets.is_ours(sheet):
        return []
    found = [
        str(drift)
        for shown, fresh in pairs
        if not shown.typed and shown.month in old
        for drift in drifts(figures_of_row(shown.month, old[shown.month].values), fresh)
    ]
    told = _("typed by hand before, now counted: {figures}")
    return [told.format(figures="、".join(found))] if found else []


def own_columns(old: Mapping[Month, OldRow]) -> dict[str, dict[Month, object]]:
    """Return the columns that people added to 转化分析表, by header and month."""
    columns: dict[str, dict[Month, object]] = {}
    for month, row in old.items():
        for header, value in row.extra.items():
            columns.setdefault(header, {})[month] = value
    return columns
