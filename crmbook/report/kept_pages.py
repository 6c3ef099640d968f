"""What 行动项 and 复盘 say above their rows, and how their figures are written."""

from __future__ import annotations

from collections.abc import Sequence

from crmbook.analysis.diagnosis_words import is_rate
from crmbook.i18n import _
from crmbook.model.kept import KeptRow
from crmbook.report.kept_sheet import KeptPage
from crmbook.report.values import is_whole
from crmbook.schema.kept import (
    ACTIONS,
    COMPLETE,
    METRIC,
    REVIEW,
    SPOT_CHECK,
    STATUS,
    WEEK,
    is_closed,
)


def action_page(rows: Sequence[KeptRow], extra: Sequence[str]) -> KeptPage:
    """Return 行动项: closed rows are history, in grey."""
    note = _(
        "Yellow cells are yours: what you write there stays, as do rows and columns of your own. A"
        " row is carried on until 状态 says 已完成 or 已取消, and measured until the month after; 变化"
        " is that of the figure, not proof that the measure did it."
    )
    return KeptPage(
        ACTIONS, _("Actions"), note, rows, extra,
        faint=lambda row: is_closed(row.text(STATUS)), number=_metric_format,
    )  # fmt: skip


def _metric_format(row: KeptRow, header: str) -> str:
    return "0.0%" if is_rate(row.text(METRIC)) else _shown(row, header)


def _shown(row: KeptRow, header: str) -> str:
    value = row.cells.get(header)
    whole = not isinstance(value, float) or is_whole(value)
    return "#,##0" if whole else "#,##0.0#"


def review_page(rows: Sequence[KeptRow], extra: Sequence[str]) -> KeptPage:
    """Return 复盘."""
    note = _(
        "The leads that each month won and lost; write into 教训 what to do again, or differently."
        " 最长间隔 = the longest silence between acquisition, contacts and end."
    )
    return KeptPage(
        REVIEW, _("Won and lost: lessons"), note, rows, extra,
        faint=lambda _row: False, number=_shown,
    )  # fmt: skip


def spot_check_page(
    rows: Sequence[KeptRow], extra: Sequence[str], week: str, *, plain: bool
) -> KeptPage:
    """Return 抽查: the week's lot first, earlier weeks in grey below."""
    note = _("Drawn by lot, seeded by the week. Write into the yellow cells; it stays.")
    return KeptPage(
        SPOT_CHECK, _("Weekly spot check"), note, rows, extra,
        faint=lambda row: row.text(WEEK) != week, number=_share, plain=plain,
    )  # fmt: skip


def _share(row: KeptRow, header: str) -> str:
    del row
    return "0%" if header == COMPLETE else "0"
