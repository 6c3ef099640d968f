"""A change of a rate, split into what the mix did and what the rates did."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.analysis.contribution import (
    cohort_signings,
    contribution,
    contribution_balance,
    signings,
)
from crmbook.analysis.detail import detail
from crmbook.analysis.rates import Rate
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import LEADS
from tests.analysis import plain
from tests.analysis.books import books, ledger

_RATES = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Rate(*pair))
_PARTS = st.dictionaries(st.sampled_from("甲乙丙丁"), _RATES)
FEBRUARY, MARCH = Month(2024, 2), Month(2024, 3)


@pytest.mark.parametrize(
    ("before", "after", "mix", "rate"),
    [
        # The rates stand still; the fair, which signs 8 % and not 15 %, brought half of the leads.
        (
            {"官网": (15, 100), "展会": (0, 0)},
            {"官网": (15, 100), "展会": (8, 100)},
            Fraction(-35, 1000),
            Fraction(0),
        ),
        ({"官网": (10, 100)}, {"官网": (20, 100)}, Fraction(0), Fraction(1, 10)),
        (
            {"官网": (20, 100), "展会": (10, 100)},
            {"官网": (20, 100), "展会": (20, 100)},
            Fraction(0),
            Fraction(5, 100),
        ),
        (
            {"官网": (2, 10), "展会": (0, 10)},
            {"官网": (6, 30), "展会": (0, 10)},
            Fraction(5, 100),
            0,
        ),
    ],
    ids=["only the mix", "only the rate", "one part's rate", "more of the good"],
)
def test_a_change_is_the_mix_or_the_rate(
    before: dict[str, tuple[int, int]],
    after: dict[str, tuple[int, int]],
    mix: Fraction,
    rate: Fraction,
) -> None:
    found = contribution(
        {name: Rate(*one) for name, one in before.items()},
        {name: Rate(*one) for name, one in after.items()},
    )
    assert found is not None
    assert sum(one.mix for one in found.effects) == mix
    assert sum(one.rate for one in found.effects) == rate
    assert found.change == mix + rate


@given(_PARTS, _PARTS)
def test_the_effects_add_up_to_the_change_to_the_last_lead(
    before: dict[str, Rate], after: dict[str, Rate]
) -> None:
    found = contribution(before, after)
    wholes = [sum(one.whole for one in parts.values()) for parts in (before, after)]
    assert (found is None) == (0 in wholes)
    if found is not None:
        assert list(contribution_balance(found)) == []
        signed = [sum(one.part for one in parts.values()) for parts in (before, after)]
        moved = signed[1] - signed[0] / wholes[0] * wholes[1]
        assert sum(found.leads(one) for one in found.effects) == pytest.approx(moved)


def test_a_part_without_leads_may_have_signings_that_are_told_apart() -> None:
    found = contribution({"官网": Rate(1, 10)}, {"官网": Rate(1, 10), "展会": Rate(2, 0)})
    assert found is not None
    assert (found.effects[0].name, found.effects[0].late) == ("展会", Fraction(2, 10))
    assert found.change == Fraction(2, 10)


def test_the_part_that_did_most_comes_first() -> None:
    found = contribution(
        {"官网": Rate(5, 50), "展会": Rate(5, 50)}, {"官网": Rate(6, 50), "展会": Rate(0, 50)}
    )
    assert found is not None
    assert [one.name for one in found.effects] == ["展会", "官网"]


@given(books())
def test_the_parts_of_a_month_are_those_counted_by_hand(book: Ledger) -> None:
    rows, slow = detail(book), plain.lead_rows(book)
    for month in (FEBRUARY, MARCH):
        period = signings(rows, month, lambda row: row.owner)
        cohort = cohort_signings(rows, month, lambda row: row.owner)
        signed = plain.signed_companies(slow, month)
        for name in {row.get("负责人") or "" for row in slow}:
            mine = [row for row in slow if (row.get("负责人") or "") == name]
            begun = [row for row in mine if row["月份"] == month and row["计入"]]
            now = [row for row in begun if row["签约"] and row["签约"] <= book.today]
            nothing = Rate(0, 0)
            own = sum((row.get("负责人") or "") == name for row in signed)
            assert period.get(name, nothing) == Rate(own, len(begun))
            assert cohort.get(name, nothing) == Rate(len(now), len(begun))


def test_the_salvirt_opportunities_win_as_pandas_counts_them(shared: Path) -> None:
    sold = pd.read_csv(shared / "data/crm/salvirt_b2b_opportunities.csv", sep=";")
    day = dt.datetime(2024, 3, 6)
    rows = [
        {"线索来源": one["Source"], "负责人": one["Seller"], "公司名称": f"第{at}公司", "获取时间": day,
         "签约日期": day if one["Status"] == "Won" else None}
        for at, one in enumerate(sold.to_dict("records"))
    ]  # fmt: skip
    found = detail(ledger({LEADS: rows}))
    for column, key in (("Source", lambda row: row.source), ("Seller", lambda row: row.owner)):
        won = (sold["Status"] == "Won").groupby(sold[column]).agg(["sum", "count"])
        expected = {
            str(name): Rate(int(one["sum"]), int(one["count"])) for name, one in won.iterrows()
        }
        assert cohort_signings(found, MARCH, key) == expected
        assert signings(found, MARCH, key) == expected


def test_effects_that_leave_something_out_are_told() -> None:
    found = contribution({"官网": Rate(1, 10)}, {"官网": Rate(2, 10)})
    assert found is not None
    (told,) = contribution_balance(replace(found, effects=()))
    assert (round(told.whole, 9), told.parts) == (0.1, 0)
