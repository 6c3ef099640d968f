"""Words that stand for an empty cell in a column of dates, sizes or amounts."""

from __future__ import annotations

import datetime as dt

import pytest

from crmbook.schema.kinds.base import Context, Kind, Parsed
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.money import Money, MoneyRange
from crmbook.schema.kinds.percent import Percent
from crmbook.schema.kinds.quantity import Count, Number, PeopleRange
from crmbook.schema.kinds.score import Score

CONTEXT = Context(dt.datetime(2026, 1, 1))
MEASURES = (
    Date(past=True), Date(plan=True), Date(month=True), PeopleRange(), MoneyRange(), Money(),
    Count(), Number(), Percent(), Score(),
)  # fmt: skip


@pytest.mark.parametrize("kind", MEASURES, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    "raw",
    [
        "无", "未签", "不详", "待定", "暂无", "-", "—", "未知", "未签约", "尚未签约", "待补", "未定", "（无）", "暂无。",
        " 无 ", "N/A", "n/a", "TBD", "未 签", "无\u200b", "没定", "不清楚",
    ],
    ids=repr,
)  # fmt: skip
def test_a_word_for_nothing_yet_is_a_blank_and_no_error(kind: Kind, raw: str) -> None:
    assert kind.parse(raw, CONTEXT) == Parsed()


@pytest.mark.parametrize(
    ("kind", "raw", "check"),
    [
        (Date(past=True), "已签", "date-unreadable"),
        (Date(past=True), "无法确定哪天", "date-unreadable"),
        (Date(plan=True), "待定3月", "date-unreadable"),
        (PeopleRange(), "很多人", "size-unreadable"),
        (PeopleRange(), "无人", "size-unreadable"),
        (MoneyRange(), "面议", "amount-unreadable"),
        (MoneyRange(), "无上限", "amount-unreadable"),
        (Money(), "已签", "amount-unreadable"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_a_word_that_says_something_else_is_still_an_error(
    kind: Kind, raw: str, check: str
) -> None:
    parsed = kind.parse(raw, CONTEXT)
    assert [issue.check for issue in parsed.issues] == [check]
