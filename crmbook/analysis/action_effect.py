"""What became of an action: its figure when it was raised and now, late or closed (M87, §2.9)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from crmbook.analysis.cases import Case, number
from crmbook.analysis.diagnosis_words import is_rate
from crmbook.analysis.targets import Actuals, is_lower_better, metric_of
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, parse_month
from crmbook.i18n import _
from crmbook.model.cells import Raw
from crmbook.model.kept import KeptRow
from crmbook.schema.kept import (
    AFTER,
    AIM,
    BEFORE,
    CHANGE,
    CLOSED_IN,
    DUE,
    EFFECT,
    LATEST,
    METRIC,
    REMINDER,
    STATUS,
    SUBJECT,
    is_closed,
)
from crmbook.schema.rules import SMALL_SAMPLE

_DAY = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")


class Effect(StrEnum):
    """How a figure stands to what it was when the action was raised; nothing is said of few leads."""

    WAITING = "待观察"
    REACHED = "已达标"
    BETTER = "好转"
    SAME = "未变"
    WORSE = "变差"
    FEW = "线索太少"
    UNKNOWN = "无法计算"


@dataclass(frozen=True, slots=True)
class Scene:
    """What actions are measured in: the ``month`` is the last one that is over."""

    ledger: Ledger
    actuals: Actuals
    month: Month

    @classmethod
    def of(cls, ledger: Ledger, found: list[Case], month: Month) -> Scene:
        """Return the scene of a ledger's cases."""
        return cls(ledger, Actuals(ledger, found), month)


def month_in(row: KeptRow, header: str) -> Month | None:
    """Return the month that a cell names; Excel makes a date of 2024年3月 typed into a plain cell."""
    value = row.cells.get(header)
    if isinstance(value, dt.datetime):
        return Month(value.year, value.month)
    return parse_month(value) if isinstance(value, str) else None


def measured(row: KeptRow, raised: Month | None, scene: Scene) -> KeptRow:
    """Return a row with its figure of the month; one whose 月份 or 指标 means nothing as it is.

    A closed row is measured until the month after it was closed: then it is history.
    """
    if raised is None or raised > scene.month or not metric_of(row.text(METRIC)):
        return row
    closed = closed_in(row, scene.month)
    if closed is not None and scene.month > closed.next():
        return KeptRow({**row.cells, CLOSED_IN: closed.label}, row.extra)
    told = {**_figures(row, raised, scene), **_state(row, raised, scene)}
    told[CLOSED_IN] = None if closed is None else closed.label
    return KeptRow({**row.cells, **told}, row.extra)


def closed_in(row: KeptRow, month: Month) -> Month | None:
    """Return the month that a row was closed in: the last one it told of; None for an open one."""
    if not is_closed(row.text(STATUS)):
        return None
    return month_in(row, CLOSED_IN) or month_in(row, LATEST) or month


def _figures(row: KeptRow, raised: Month, scene: Scene) -> Mapping[str, Raw]:
    what = row.text(SUBJECT), row.text(METRIC)
    before = number(row.cells.get(BEFORE))
    if before is None:  # somebody's own row
        before = scene.actuals.value(*what, raised)
    after = scene.actuals.value(*what, scene.month)
    change = None if before is None or after is None else round(after - before, 9)
    if raised == scene.month:
        change = None  # there is nothing to compare yet
    found: dict[str, Raw] = {
        BEFORE: before,
        LATEST: scene.month.label,
        AFTER: after,
        CHANGE: change,
    }
    found[EFFECT] = _effect(row, (raised, before, after), scene).value
    return found


def _effect(row: KeptRow, known: tuple[Month, float | None, float | None], scene: Scene) -> Effect:
    raised, before, after = known
    if raised == scene.month:
        return Effect.WAITING
    if before is None or after is None:
        return Effect.UNKNOWN
    metric = metric_of(row.text(METRIC))
    if is_rate(metric) and _few(row, raised, scene):
        return Effect.FEW
    sign, aim = -1 if is_lower_better(metric) else 1, number(row.cells.get(AIM))
    if aim is not None and round(sign * (after - aim), 9) >= 0:
        return Effect.REACHED
    change = round(sign * (after - before), 9)
    return Effect.BETTER if change > 0 else Effect.WORSE if change < 0 else Effect.SAME


def _few(row: KeptRow, raised: Month, scene: Scene) -> bool:
    least, subject = scene.ledger.rules.number(SMALL_SAMPLE), row.text(SUBJECT)
    counts = (scene.actuals.leads(subject, one) for one in (raised, scene.month))
    return min(counts) < least


def _day(value: Raw) -> dt.date | None:
    """Return the day that a cell names, a date or a text such as 2024-4-30."""
    if isinstance(value, dt.datetime):
        return value.date()
    found = _DAY.match(value) if isinstance(value, str) else None
    try:
        return None if found is None else dt.date(*map(int, found.groups()))
    except ValueError:
        return None


def days_late(row: KeptRow, today: dt.datetime) -> int:
    """Return for how many days an open row has been late, 0 for one that is not or is closed."""
    due = _day(row.cells.get(DUE))
    if due is None or is_closed(row.text(STATUS)):
        return 0
    return max((today.date() - due).days, 0)


def _state(row: KeptRow, raised: Month, scene: Scene) -> Mapping[str, Raw]:
    """Return what an open row is reminded of: late, or for how many months it has stood there."""
    if is_closed(row.text(STATUS)):
        return {REMINDER: None}
    days = days_late(row, scene.ledger.today)
    if days > 0:
        return {REMINDER: _("{days} days late").format(days=days)}
    carried = scene.month.months_since(raised)
    return {REMINDER: _("carried {count} months").format(count=carried) if carried else None}
