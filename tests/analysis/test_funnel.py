"""The funnel and the stage matrix."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from crmbook.analysis.cases import Case, cases
from crmbook.analysis.funnel import Funnel, funnels, funnels_balance, reached
from crmbook.analysis.stages import Passage, matrix, matrix_balance, passages, stages_of
from crmbook.analysis.visits import visits
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import FOLLOWUPS, LEADS
from tests.analysis import plain
from tests.analysis.books import books, ledger

MONTHS = Month(2023, 12).through(Month(2024, 3))
MARCH = MONTHS[-1]
FIRST = dt.datetime(2024, 3, 1)


def _day(number: int) -> dt.datetime:
    return dt.datetime(2024, 3, number)


def _ways(book: Ledger) -> tuple[list[Case], list[Passage], list[int]]:
    found = cases(book)
    log, stages = visits(book, found), stages_of(book)
    ways = passages(found, log, stages)
    return found, ways, reached(found, log, ways, stages)


def _funnels(book: Ledger) -> list[Funnel]:
    found, _passages, steps = _ways(book)
    return funnels(found, steps, MONTHS)


def _lead(at: int, **other: object) -> dict[str, object]:
    return {"线索编号": f"XS2024{at:03d}", "公司名称": f"公司{at}", "获取时间": FIRST, **other}


def _log(at: int, day: int, stage: str | None) -> dict[str, object]:
    return {"线索编号": f"XS2024{at:03d}", "跟进时间": _day(day), "销售阶段": stage}


@pytest.mark.parametrize(
    ("lead", "log", "step"),
    [
        ({}, [], 0),
        ({}, [(2, None)], 1),
        ({}, [(2, "需求深度挖掘")], 2),
        ({}, [(2, "方案呈现与谈判"), (3, "初步接触")], 3),
        ({}, [(2, "成交签约")], 3),
        ({"线索状态": "已签约"}, [], 3),
        ({"签约日期": _day(9)}, [], 4),
        ({"流失日期": _day(9), "流失阶段": "分配阶段"}, [], 0),
        ({"流失日期": _day(9), "流失阶段": "转化阶段"}, [], 3),
        ({"线索状态": "暂停跟进"}, [], 1),
    ],
    ids=["new", "contacted", "need", "went back", "said to be signed", "signed, undated",
         "signed", "lost unassigned", "lost late", "paused"],
)  # fmt: skip
def test_a_lead_has_come_as_far_as_anything_says(
    lead: dict[str, object], log: list[tuple[int, str | None]], step: int
) -> None:
    book = ledger({LEADS: [_lead(1, **lead)], FOLLOWUPS: [_log(1, *one) for one in log]})
    assert _ways(book)[2] == [step]


def test_the_two_rates_stand_side_by_side_with_what_they_are_of() -> None:
    earlier = [_lead(at, 获取时间=dt.datetime(2024, 2, 1), 签约日期=_day(5)) for at in (1, 2)]
    now = [_lead(3, 签约日期=_day(20)), *(_lead(at) for at in range(4, 7))]
    found = _funnels(ledger({LEADS: [*earlier, *now]}))[-1]
    assert (found.period.part, found.period.whole, found.period.value) == (3, 4, 0.75)
    assert (found.cohort.part, found.cohort.whole, found.cohort.value) == (1, 4, 0.25)


def test_a_month_without_leads_has_no_rates_and_no_error() -> None:
    found = _funnels(ledger({LEADS: []}))[-1]
    assert [step.count for step in found.steps] == [0] * 5
    assert (found.period.value, found.cohort.value, found.steps[1].overall) == (
        None, None, found.period
    )  # fmt: skip


def test_the_matrix_tells_days_in_stage_and_where_leads_stay() -> None:
    book = ledger(
        {
            LEADS: [_lead(1, 签约日期=_day(21)), _lead(2, 流失日期=_day(9)), _lead(3)],
            FOLLOWUPS: [
                _log(1, 3, "初步接触"),
                _log(1, 11, "方案呈现与谈判"),
                _log(2, 4, "初步接触"),
            ],
        }
    )
    found, ways, _steps = _ways(book)
    stages = {one.stage: one for one in matrix(found, ways, stages_of(book))}
    first, contact = stages["机会识别"], stages["初步接触"]
    assert (first.reached, first.staying, first.lost, first.days.mean) == (3, 1, 0, 2.5)
    assert (contact.reached, contact.lost, contact.days.n, contact.days.mean) == (2, 1, 1, 8)
    skipped = stages["需求深度挖掘"]
    assert (skipped.reached, skipped.dated, skipped.days.n) == (1, 0, 0)
    assert stages["方案呈现与谈判"].days.mean == 10
    assert stages["成交签约"].reached == 1
    assert stages["售后跟进"].onward is None


def test_a_stage_noted_out_of_order_has_no_days() -> None:
    book = ledger(
        {LEADS: [_lead(1)], FOLLOWUPS: [_log(1, 5, "方案呈现与谈判"), _log(1, 9, "初步接触")]}
    )
    found, ways, _steps = _ways(book)
    assert matrix(found, ways, stages_of(book))[1].days.n == 0


@given(books())
def test_the_funnel_is_the_one_counted_by_hand(book: Ledger) -> None:
    slow, log = plain.lead_rows(book), plain.log_rows(book)
    found = _funnels(book)
    assert list(funnels_balance(found)) == []
    contacted = {row["线索编号"] for row in log if row.get("跟进时间")}
    for one in found:
        mine = [row for row in slow if row["月份"] == one.month and row["计入"]]
        signed = [row for row in mine if row["签约"] and row["签约"] <= book.today]
        assert one.steps[0].count == len(mine)
        assert one.steps[-1].count == len(signed)
        assert one.period.part == len(plain.signed_companies(slow, one.month))
        quiet = [
            row for row in mine
            if row["线索编号"] not in contacted and row not in signed
            and row["状态"] not in ("跟进中", "暂停跟进", "已签约")
            and not (row["流失"] and row.get("流失阶段") in ("跟进阶段", "转化阶段"))
        ]  # fmt: skip
        assert one.steps[1].count == len(mine) - len(quiet)


@given(books())
def test_the_matrix_is_the_one_counted_by_hand(book: Ledger) -> None:
    stages, found = stages_of(book), _ways(book)
    figures = matrix(found[0], found[1], stages)
    mine = [row for row in plain.lead_rows(book) if row["计入"]]
    assert list(matrix_balance(figures, len(mine))) == []
    said = {
        number: [
            stages.index(row["销售阶段"])
            for row in plain.log_rows(book)
            if row["线索编号"] == number and row.get("跟进时间") and row.get("销售阶段")
        ]
        for number in {row["线索编号"] for row in mine}
    }
    for at, one in enumerate(figures):
        far = [max([0, *said[row["线索编号"]], *([4] if row["签约"] else [])]) for row in mine]
        assert one.reached == sum(furthest >= at for furthest in far)


def test_a_step_that_lost_a_lead_on_the_way_is_told() -> None:
    found = _funnels(ledger({LEADS: [_lead(1)]}))[-1]
    wrong = replace(found, steps=(replace(found.steps[0], waiting=0), *found.steps[1:]))
    (told,) = funnels_balance([wrong])
    assert (told.what, told.whole, told.parts) == ("2024年3月 线索总数", 1, 0)
    assert "2024年3月 线索总数" in str(told)
