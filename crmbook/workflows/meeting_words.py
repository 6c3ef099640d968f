"""The meeting in words: cards, sections and lines, from the figures that were gathered."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from crmbook.analysis.cases import Case
from crmbook.analysis.funnel import Step
from crmbook.i18n import _
from crmbook.model.printable import printable
from crmbook.model.words import series
from crmbook.report.meeting_page import Card, Cell, Page, Section
from crmbook.report.svg_charts import Series, bars, columns
from crmbook.schema.rules import BY_CODE
from crmbook.workflows.meeting import Meeting
from crmbook.workflows.meeting_cells import date_cell, number_cell, text_cell
from crmbook.workflows.meeting_day_words import day_sections
from crmbook.workflows.verdict import day_words, since_lines, summary_lines, verdict_line

_SHOWN: Final = 20
_WEEK_HEADERS: Final = ("结果", "公司名称", "负责人", "日期", "金额(万元)", "流失原因")
_ACT_HEADERS: Final = ("负责人", "要改的格", "过期未办", "逾期应收(万元)", "本月新增", "本月签约")
_LATE_HEADERS: Final = ("负责人", "公司名称", "线索编号", "约定日期", "过期天数")
_MONTH_HEADERS: Final = (
    "统计周期", "线索总数", "A类", "B类", "C类", "签约客户数", "转化率", "平均销售周期(天)", "主要流失阶段",
)  # fmt: skip
_FORECAST_HEADERS: Final = ("销售阶段", "在跟", "前几月同日", "当月签约", "签约率", "预计签约")
_PAYMENT_HEADERS: Final = (
    "负责人", "订单", "合同金额", "已回款", "应收", "逾期", "最久逾期(天)", "未约日期",
)  # fmt: skip


def meeting_words(made: Meeting) -> Page:
    """Return the page of a meeting."""
    report = made.report
    first, then = (_week, _act, _overdue), (_trend, _funnel, _forecast, _payments)
    day = f"{report.today.year}年{report.today.month}月{report.today.day}日"
    told = [f"{one}" for one in made.tables.mismatches]
    return Page(
        book=printable("、".join(source.path.name for source in report.book.sources)),
        title=_("Sales meeting {day}").format(day=day),
        verdict=printable(verdict_line(report)),
        ready=not report.errors,
        said=[printable(line) for line in (*since_lines(report), *summary_lines(report))],
        cards=list(cards(made)),
        sections=[
            *(found for section in first if (found := section(made)) is not None),
            *day_sections(made.day),
            *(found for section in then if (found := section(made)) is not None),
        ],
        unknown=[printable(line) for line in made.unknown],
        remarks=[printable(line) for line in (*told, *made.remarks)],
    )


def cards(made: Meeting) -> Iterator[Card]:
    """Yield the figures that everybody asks for first."""
    week = made.week
    yield Card(
        _("new this week"),
        str(len(week.begun)),
        _("signed {signed} · lost {lost}").format(signed=len(week.signed), lost=len(week.lost)),
    )
    if made.months:
        now, before = made.months[-1], made.months[-2] if len(made.months) > 1 else None
        past = "" if before is None else before.month.label
        told: list[tuple[str, str, str]] = [
            (_("leads of the month"), f"{now.total}", "" if before is None else f"{before.total}"),
            (
                _("signed in the month"),
                _whole(now.signed),
                "" if before is None else _whole(before.signed),
            ),
            (_("conversion"), _share(now.rate), "" if before is None else _share(before.rate)),
        ]
        for label, value, old in told:
            yield Card(label, value, f"{past} {old}".strip() if old else "")
    if made.forecast is not None:
        low, high = made.forecast.interval
        note = _("95 %: {low} to {high}").format(low=low, high=high)
        yield Card(_("forecast of signings"), f"{made.forecast.expected:.1f}", note)
    if made.overdue is not None:
        yield Card(_("promises not kept"), str(len(made.overdue)), _("of the last 90 days"))
        stale = made.day.ledger.rules.count(BY_CODE["时限.僵尸线索"])
        note = _("{days} days without contact or plan").format(days=stale)
        yield Card(_("left lying"), f"{len(made.day.neglected):,}", note)
    if made.tables.sales is not None:
        owed = made.tables.sales.payments
        outstanding = sum(one.outstanding for one in owed)
        note = _("of {amount} outstanding").format(amount=f"{outstanding:,.1f}")
        yield Card(_("overdue, 万元"), f"{sum(one.overdue for one in owed):,.1f}", note)


def _week(made: Meeting) -> Section:
    week = made.week
    ended: list[tuple[str, Case, dt.datetime | None]] = [
        *(("✓ 签约", case, case.signed) for case in week.signed),
        *(("✗ 流失", case, case.lost) for case in week.lost),
    ]
    rows = [
        (text_cell(what), text_cell(case.company), text_cell(case.row.owner), date_cell(when),
         number_cell(case.amount, "{:,.1f}"), text_cell(case.reason))
        for what, case, when in ended
    ]  # fmt: skip
    said = _("{first} to {last}: {begun} new, {signed} signed, {lost} lost").format(
        first=day_words(week.span.start),
        last=day_words(week.span.end - dt.timedelta(1)),
        begun=len(week.begun),
        signed=len(week.signed),
        lost=len(week.lost),
    )
    return _cut(Section(_("This week"), (said,), None, _WEEK_HEADERS, rows))


def _act(made: Meeting) -> Section | None:
    """Say of each person what waits for them; those with most to do first."""
    mend = Counter(dict(made.report.owners))
    late = Counter(one.owner for one in made.overdue or ())
    sales = made.tables.sales
    owed = {one.owner: one.overdue for one in (() if sales is None else sales.payments)}
    reps = {one.owner: one for one in made.tables.owners}
    names = sorted(
        {*mend, *late, *(name for name, amount in owed.items() if amount)},
        key=lambda name: (-mend[name] - late[name], name),
    )
    rows = [
        (
            text_cell(name or _("nobody")),
            number_cell(mend[name], "{:d}"),
            number_cell(None if made.overdue is None else late[name], "{:d}"),
            number_cell(owed.get(name, 0.0) if owed else None, "{:,.1f}"),
            number_cell(reps[name].new if name in reps else 0, "{:d}"),
            number_cell(reps[name].signed if name in reps else 0, "{:d}"),
        )
        for name in names
    ]
    return _cut(Section(_("Who must act"), (), None, _ACT_HEADERS, rows)) if rows else None


def _overdue(made: Meeting) -> Section | None:
    if not made.overdue:
        return None
    rows = [
        (text_cell(one.owner), text_cell(one.case.company), text_cell(one.case.row.number),
         date_cell(one.promise.due), number_cell(one.days, "{:d}"))
        for one in made.overdue[:_SHOWN]
    ]  # fmt: skip
    said = _("the log promised a next step by a day, and no row about the lead came after")
    section = Section(_("Promised, not done"), (said,), None, _LATE_HEADERS, rows)
    return _cut(section, len(made.overdue))


def _trend(made: Meeting) -> Section | None:
    if not made.months:
        return None
    chart = columns(
        _("leads and signings by month"),
        [one.month.label.removeprefix("20") if at == 0 else f"{one.month.number}月"
         for at, one in enumerate(made.months)],
        [
            Series("线索", [one.total for one in made.months], "total"),
            Series("签约", [one.signed for one in made.months], "signed"),
        ],
    )  # fmt: skip
    rows = [
        (
            Cell(one.month.label, one.month.year * 12 + one.month.number, figure=False),
            number_cell(one.total, "{:d}"),
            *(number_cell(one.grades.get(grade), "{:d}") for grade in "ABC"),
            number_cell(one.signed, "{:d}"),
            number_cell(one.rate, "{:.1%}"),
            number_cell(one.cycle, "{:.1f}"),
            text_cell(one.loss_text),
        )
        for one in reversed(made.months)
    ]
    return _cut(Section(_("Months"), (), chart, _MONTH_HEADERS, rows))


def _funnel(made: Meeting) -> Section | None:
    found = made.tables.funnels.get(made.tables.month)
    if found is None or not found.cohort.whole:
        return None
    rows = [(step.name, float(step.count), _step(step)) for step in found.steps]
    title = _("How far the leads of {month} came").format(month=made.tables.month.label)
    return Section(title, chart=bars(title, rows))


def _step(step: Step) -> str:
    """Return how many came so far, and the share of those in the step before."""
    rate = None if step.onward is None else step.onward.value
    return f"{step.count}" if rate is None else f"{step.count}（{rate:.0%}）"


def _forecast(made: Meeting) -> Section | None:
    found = made.forecast
    if found is None:
        return None
    low, high = found.interval
    said = _(
        "{month}: {signed} signed so far, {expected} expected by its end (95 %: {low} to {high})"
    ).format(
        month=found.month.label, signed=found.signed, expected=f"{found.expected:.1f}", low=low, high=high
    )  # fmt: skip
    rows = [
        (text_cell(one.stage or "—"), number_cell(one.waiting, "{:d}"), number_cell(one.rate.whole, "{:d}"),
         number_cell(one.rate.part, "{:d}"), number_cell(one.rate.value, "{:.1%}"),
         number_cell(one.expected, "{:.1f}"))
        for one in found.stages
    ]  # fmt: skip
    note = _(
        "The rate: of the leads that stood in the stage on the same day of the six months before, "
        "how many were signed by the end of their month."
    )
    return _cut(Section(_("Forecast"), (said,), None, _FORECAST_HEADERS, rows, note))


def _payments(made: Meeting) -> Section | None:
    sales = made.tables.sales
    if sales is None or not sales.payments:
        return None
    rows = [
        (text_cell(one.owner or _("nobody")), number_cell(one.orders, "{:d}"),
         *(number_cell(amount, "{:,.1f}")
           for amount in (one.amount, one.received, one.outstanding, one.overdue)),
         number_cell(one.days, "{:d}"), number_cell(one.undated, "{:,.1f}"))
        for one in sales.payments
    ]  # fmt: skip
    sums = [
        (name, sum(getattr(one, attribute) for one in sales.payments))
        for name, attribute in (
            ("已回款", "received"),
            ("应收", "outstanding"),
            ("逾期", "overdue"),
        )
    ]
    chart = bars(_("payments"), [(name, amount, f"{amount:,.1f}") for name, amount in sums])
    return _cut(Section(_("Payments, 万元"), (), chart, _PAYMENT_HEADERS, rows))


def _cut(section: Section, count: int | None = None) -> Section:
    """Return a section with its first twenty rows; how many more there are is said, not hidden.

    ``count``: how many there are, where ``section`` holds the first of them alone.
    """
    left = (len(section.rows) if count is None else count) - _SHOWN
    if left <= 0:
        return section
    more = _("{count} more rows").format(count=left)
    note = "　".join(filter(None, (section.note, more)))
    return replace(section, rows=section.rows[:_SHOWN], note=note)


def wechat_lines(made: Meeting) -> Iterator[str]:
    """Yield the meeting as a few lines for the group: no phone numbers, one line a matter (U17)."""
    report = made.report
    yield _("[Sales meeting {day}] ").format(day=day_words(report.today)) + verdict_line(report)
    yield from (line for line in since_lines(report))
    for card in cards(made):
        yield f"{card.label} {card.value}" + (f"（{card.note}）" if card.note else "")
    late = Counter(one.owner for one in made.overdue or ())
    yield from _people(_("promises not kept: {names}"), late.most_common(), "{:d}")
    lying = made.day.owners().most_common()
    yield from _people(_("left lying: {names}"), lying, "{:d}")
    sales = made.tables.sales
    owed = [(one.owner, one.overdue) for one in (() if sales is None else sales.payments)]
    yield from _people(_("overdue, 万元: {names}"), [one for one in owed if one[1]], "{:,.1f}")
    yield from (_("cannot tell: {what}").format(what=line) for line in made.unknown[:3])


def _people(told: str, people: Sequence[tuple[str, float]], form: str) -> Iterator[str]:
    if people:
        names = [f"{name or _('nobody')} {form.format(number)}" for name, number in people[:8]]
        yield told.format(names=series(names) + ("…" if len(people) > len(names) else ""))


def _whole(value: int | None) -> str:
    return "—" if value is None else str(value)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"
