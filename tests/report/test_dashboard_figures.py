"""看板's figures, over books made at random, are those that a slow count over the rows gives."""

from __future__ import annotations

from collections import Counter
from statistics import fmean
from typing import Any

from hypothesis import given

from crmbook.analysis.cases import cases
from crmbook.analysis.channel import channels
from crmbook.analysis.detail import detail
from crmbook.analysis.monthly import figures
from crmbook.analysis.tables import Tables, tables
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.report.dashboard_cards import cards
from crmbook.report.dashboard_tables import chart_tables
from crmbook.report.monthly_report import MonthlyReport
from tests.analysis import plain
from tests.analysis.books import TODAY, books

MONTHS = [Month(2024, 1), Month(2024, 2), Month(2024, 3)]
MARCH = MONTHS[-1]


def _made(book: Ledger) -> tuple[MonthlyReport, Tables]:
    rows = detail(book)
    report = MonthlyReport(
        months=figures(rows, MONTHS), detail=rows, month=MARCH, channels=channels(rows, MARCH),
        remarks=(), missing=(), basis=(), as_of=TODAY,
    )  # fmt: skip
    return report, tables(book, rows, MONTHS, MARCH)


def _slow(book: Ledger, month: Month) -> dict[str, Any]:
    rows, grades = plain.lead_rows(book), _month_end_grades(book)
    begun = [at for at, row in enumerate(rows) if row["月份"] == month and row["计入"]]
    signed = plain.signed_companies(rows, month)
    days = [(row["签约"].date() - row["开始"].date()).days for row in signed if row["开始"]]
    known = [one for one in days if one >= 0]
    total = len(begun)
    return {
        "线索总数": total,
        "A类占比": sum(grades[at] == "A" for at in begun) / total if total else "—",
        "签约客户数": len(signed),
        "转化率": len(signed) / total if total else "—",
        "平均销售周期(天)": fmean(known) if known else "—",
    }


def _month_end_grades(book: Ledger) -> list[str]:
    """The letter of each lead's grade at the end of the month that it was acquired in."""
    found = []
    for at, row in enumerate(plain.lead_rows(book)):
        after = row["月份"].next() if row["月份"] else MARCH.next()
        found.append(plain.grades_at(book, plain.first_of(after))[at])
    return found


@given(books())
def test_cards_show_what_is_counted_by_hand(book: Ledger) -> None:
    report, known = _made(book)
    now, before = _slow(book, MARCH), _slow(book, MONTHS[1])
    found = {card.label: card for card in cards(report, known)}
    assert {name: found[name].figure.value for name in now} == now
    for name, value in now.items():
        both = "—" not in (value, before[name])
        sign = (value > before[name]) - (value < before[name]) if both else 0
        shown = {1: "▲", -1: "▼", 0: "＝="}[sign]
        if both:
            assert found[name].change[0] in shown
        better = -sign if name == "平均销售周期(天)" else sign
        assert found[name].mood == better


@given(books())
def test_charts_draw_what_is_counted_by_hand(book: Ledger) -> None:
    report, known = _made(book)
    rows = plain.lead_rows(book)
    funnel, trend, sources, reps = (
        {line[0].value: [one.value for one in line[1:]] for line in table.rows}
        for table in chart_tables(report, known, 4)
    )
    begun = [row for row in rows if row["月份"] == MARCH and row["计入"]]
    assert funnel["线索总数"] == [len(begun)]
    assert funnel["已签约"] == [sum(bool(row["签约"]) and row["签约"] <= TODAY for row in begun)]
    for month in MONTHS:
        slow = _slow(book, month)
        wanted = [slow[name] for name in ("线索总数", "签约客户数", "转化率")]
        assert trend[month.label] == wanted
    signed = plain.signed_companies(rows, MARCH)
    for made, header, unknown in (
        (sources, "线索来源", "未填来源"),
        (reps, "负责人", "未填负责人"),
    ):
        new = Counter(row.get(header) or unknown for row in begun)
        won = Counter(row.get(header) or unknown for row in signed)
        wanted_rows = {name: [new[name], won[name]] for name in {**new, **won}}
        assert {name: pair for name, pair in made.items() if any(pair)} == wanted_rows


@given(books())
def test_every_figure_of_an_open_month_is_a_formula(book: Ledger) -> None:
    report, known = _made(book)
    for card in cards(report, known)[:5]:
        assert bool(card.figure.formula) == (card.figure.value != "—")
    for table in chart_tables(report, known, 4)[1:]:
        assert all(one.formula for line in table.rows for one in line[1:])
    assert len(cases(book)) == len(report.detail)
