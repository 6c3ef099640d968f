"""The meeting's day in words: who was left lying, the best chances, measures still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from crmbook.facts.moments import moments
from crmbook.facts.register import Register
from crmbook.i18n import _
from crmbook.report.meeting_page import Cell, Section
from crmbook.schema.kept import DUE, MEASURE, OWNER, PROBLEM, RAISED, STATUS
from crmbook.schema.rules import BY_CODE
from crmbook.schema.sheets import followups, leads
from crmbook.workflows.meeting_cells import date_cell, text_cell
from crmbook.workflows.meeting_day import MeetingDay, due_day

_SHOWN: Final = 20
_LONG: Final = 30
_NEGLECTED: Final = ("负责人", "公司名称", "编号", "等级", "几天没跟进", "下一步计划")
_CHANCES: Final = ("公司名称", "编号", "负责人", "等级", "预算(万元)", "上次跟进", "下一步计划")
_ACTIONS: Final = ("提出月份", "问题", "措施", "责任人", "完成时限", "状态")
_STALE: Final = BY_CODE["时限.僵尸线索"]


def day_sections(day: MeetingDay) -> Iterator[Section]:
    """Yield the parts of which there is something to say."""
    if day.neglected:
        yield _left_lying(day)
    if day.chances:
        yield _best(day)
    if day.actions:
        yield _open_actions(day)


def _left_lying(day: MeetingDay) -> Section:
    register = _register(day)
    rows = [
        (
            text_cell(register.text(leads.OWNER, one.record) or _("nobody")),
            text_cell(register.text(leads.COMPANY, one.record)), text_cell(register.id(one.record)),
            text_cell(day.grades[one.record] or ""), Cell(str(one.days), one.days),
            text_cell(_next_step(day, one.row)),
        )
        for one in day.neglected[:_SHOWN]
    ]  # fmt: skip
    count, left = len(day.neglected), len(day.neglected) - len(rows)
    said = _(
        "{count} leads: no contact for more than {days} days and no plan (规则 {rule}); for 主管 to"
        " decide: give out again, clean up, or keep"
    ).format(count=f"{count:,}", days=day.ledger.rules.count(_STALE), rule=_STALE.code)
    note = _("{count} more rows").format(count=left) if left > 0 else ""
    return Section(_("Left lying"), (said,), None, _NEGLECTED, rows, note)


def _best(day: MeetingDay) -> Section:
    register, log = _register(day), day.ledger.log
    rows_of = {} if log is None else _last_rows(day)
    rows = []
    for one in day.chances:
        row = rows_of.get(register.values(leads.ID)[one.record], -1)
        when = None if log is None or row < 0 else log.values(followups.WHEN)[row]
        rows.append((
            text_cell(register.text(leads.COMPANY, one.record)), text_cell(register.id(one.record)),
            text_cell(register.text(leads.OWNER, one.record) or _("nobody")), text_cell(one.grade),
            Cell("—", -1.0) if one.budget is None else Cell(f"{one.budget:,.0f}", one.budget),
            date_cell(when if isinstance(when, dt.datetime) else None), text_cell(_next_step(day, row)),
        ))  # fmt: skip
    said = _("open leads of class A, the largest budget first")
    return Section(_("Best chances"), (said,), None, _CHANCES, rows)


def _last_rows(day: MeetingDay) -> dict[object, int]:
    """Return the last log row of each chance, by number."""
    register, log = _register(day), day.ledger.log
    assert log is not None  # noqa: S101 - asked before
    wanted = {register.values(leads.ID)[one.record] for one in day.chances} - {None}
    whens, numbers = moments(log, followups.WHEN), log.values(followups.LEAD_ID).tolist()
    found: dict[object, int] = {}
    for at, number in enumerate(numbers):
        if number in wanted and (number not in found or whens[at] >= whens[found[number]]):
            found[number] = at
    return found


def _open_actions(day: MeetingDay) -> Section:
    rows = [
        (
            text_cell(one.text(RAISED)), text_cell(one.text(PROBLEM)), text_cell(one.text(MEASURE)),
            text_cell(one.text(OWNER)), text_cell(due_day(one, DUE)), text_cell(one.text(STATUS)),
        )
        for one in day.actions or ()
    ]  # fmt: skip
    said = _("{count} measures are open").format(count=len(rows))
    return Section(_("Measures still open"), (said,), None, _ACTIONS, rows[:_SHOWN])


def _register(day: MeetingDay) -> Register:
    register = day.ledger.leads
    assert register is not None  # noqa: S101 - a meeting has leads
    return register


def _next_step(day: MeetingDay, row: int) -> str:
    log = day.ledger.log
    text = "" if log is None or row < 0 else log.text(followups.NEXT_STEP, row)
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
