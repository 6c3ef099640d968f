"""Leads by industry, region, state, source and tag."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given

from crmbook.analysis.cases import cases
from crmbook.analysis.distribution import Dimension, distribution, distribution_balance
from crmbook.analysis.rates import Rate
from crmbook.facts.ledger import Ledger
from crmbook.schema.sheets import LEADS
from tests.analysis import plain
from tests.analysis.books import books, ledger

DAY = dt.datetime(2024, 3, 6)


def _row(grade: str, **other: object) -> dict[str, object]:
    return {"获取时间": DAY, "意向等级": grade, **other}


@pytest.mark.parametrize(
    ("by", "cell", "names"),
    [
        (Dimension.INDUSTRY, {"行业类型": "制造业-专用设备生产"}, ["制造业"]),
        (Dimension.INDUSTRY, {"行业类型": "零售/电商"}, ["零售/电商"]),
        (Dimension.INDUSTRY, {"行业类型": None}, ["未填行业"]),
        (Dimension.REGION, {"地区": "浙江绍兴"}, ["浙江"]),
        (Dimension.REGION, {}, ["未填地区"]),
        (Dimension.STATE, {"负责人": "张三"}, ["待联系"]),
        (Dimension.SOURCE, {}, ["未填来源"]),
        (Dimension.TAG, {"需求标签": "急需采购；行业:制造业"}, ["急需采购", "行业:制造业"]),
        (Dimension.TAG, {"需求标签": "急需采购;急需采购"}, ["急需采购"]),
        (Dimension.TAG, {}, ["无标签"]),
    ],
)
def test_a_lead_stands_under_its_value(
    by: Dimension, cell: dict[str, object], names: list[str]
) -> None:
    book = ledger({LEADS: [_row("A类", **cell)]})
    assert [one.name for one in distribution(book, cases(book), by)] == names


def test_a_tag_tells_its_grades_and_how_many_signed() -> None:
    rows = [
        _row("A类", 需求标签="价格敏感", 签约日期=DAY), _row("A+类", 需求标签="价格敏感;急需采购"),
        _row("C类", 需求标签="价格敏感"), _row("A类", 需求标签="价格敏感", 线索状态="无效"),
    ]  # fmt: skip
    book = ledger({LEADS: rows})
    first, second = distribution(book, cases(book), Dimension.TAG)
    assert (first.name, first.total, first.signed) == ("价格敏感", 3, Rate(1, 3))
    assert dict(first.grades) == {"A": 2, "B": 0, "C": 1, "未评级": 0}
    assert (second.name, second.total) == ("急需采购", 1)


@pytest.mark.parametrize("by", list(Dimension))
def test_no_leads_are_no_groups(by: Dimension) -> None:
    for book in (ledger({}), ledger({LEADS: []})):
        assert distribution(book, cases(book), by) == []


@given(books())
def test_groups_are_those_counted_by_hand(book: Ledger) -> None:
    found = cases(book)
    slow = [row for row in plain.lead_rows(book) if row["计入"]]
    for by, blank in ((Dimension.SOURCE, "未填来源"), (Dimension.INDUSTRY, "未填行业")):
        groups = distribution(book, found, by)
        assert list(distribution_balance(groups, found, by)) == []
        names = [row.get(by.value) or blank for row in slow]
        assert {one.name: one.total for one in groups} == {
            name: names.count(name) for name in names
        }
    tags = distribution(book, found, Dimension.TAG)
    assert list(distribution_balance(tags, found, Dimension.TAG)) == []
    said = [str(row.get("需求标签") or "") for row in slow]
    sensitive = sum(one.total for one in tags if one.name == "价格敏感")
    assert sensitive == sum("价格敏感" in text for text in said)


def test_a_group_that_was_left_out_is_told() -> None:
    book = ledger({LEADS: [_row("A类"), _row("B类")]})
    found = cases(book)
    (group,) = distribution(book, found, Dimension.SOURCE)
    wrong = [replace(group, total=1)]
    told = [one.what for one in distribution_balance(wrong, found, Dimension.SOURCE)]
    assert told == ["线索来源 未填来源", "线索来源 = 线索总数"]
