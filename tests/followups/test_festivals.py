"""节日名单, the manager's visit, and what tags advise (U21)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.followups.escorts import unvisited
from crmbook.followups.festivals import next_festival, to_greet
from crmbook.followups.signals import signals
from crmbook.schema.sheets import HOLIDAYS
from tests.analysis.books import register
from tests.followups.desks import desk, lead, talk


def on(day: str, **more: Any) -> Ledger:
    return desk([lead(1)], today=dt.datetime.fromisoformat(day), **more)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2024-05-27", ("端午节", "2024-06-10")),
        ("2024-05-26", None),  # 15 days before
        ("2024-06-10", None),  # it is there
        ("2024-09-20", ("国庆节", "2024-10-01")),
        ("2024-03-25", None),  # 清明 is none to send presents for
        ("2031-09-25", None),  # a year without a calendar
    ],
)
def test_the_next_festival_is_known_two_weeks_before(
    today: str, expected: tuple[str, str] | None
) -> None:
    found = next_festival(on(today))
    assert (None if found is None else (found.name, str(found.day))) == expected


def test_a_festival_of_the_teams_own_counts() -> None:
    days = [{"日期": "2024-05-10", "是否上班": "否", "名称": "司庆"}]
    ledger = on("2024-05-06")
    ledger = replace(
        ledger, registers={**ledger.registers, HOLIDAYS.name: register(HOLIDAYS, days)}
    )
    found = next_festival(ledger)
    assert found is not None
    assert found.name == "司庆"


def test_customers_of_level_a_are_greeted_the_managers_word_before_the_suggested() -> None:
    rows = [
        {"客户编号": "KH2024001", "客户名称(全称)": "甲", "客户等级(认定)": "A级"},
        {"客户编号": "KH2024002", "客户名称(全称)": "乙", "客户等级(认定)": "B级", "建议等级": "A"},
        {"客户编号": "KH2024003", "客户名称(全称)": "丙", "建议等级": "A（待确认：推荐潜力）"},
    ]
    assert to_greet(on("2024-05-27", customers=rows)) == [0, 2]


def test_an_a_lead_that_negotiates_without_a_visit_of_the_manager_is_named() -> None:
    rows = [lead(1), lead(2), lead(3, 意向等级="B类"), lead(4)]
    stage = {"销售阶段": "方案呈现与谈判"}
    log = [
        talk(1, "2024-03-01", **stage), talk(2, "2024-03-01", **stage), talk(3, "2024-03-01", **stage),
        talk(4, "2024-03-01", 销售阶段="初步接触"),
        talk(2, "2024-03-02", 跟进人="马骏", 跟进方式="拜访"),
        talk(1, "2024-03-02", 跟进人="马骏", 跟进方式="电话"),
    ]  # fmt: skip
    ledger = desk(rows, log)
    grades = grades_at(ledger, ledger.today, chains(ledger))
    assert unvisited(ledger, grades, [0, 1, 2, 3], {"张三": "马骏"}) == [0]
    assert unvisited(ledger, grades, [0, 1, 2, 3], {}) == []


def test_a_signal_is_found_with_its_words_and_a_denial_is_none() -> None:
    found = signals(
        on("2024-03-18"),
        ["问付款方式和账期", "不想试用", "对比多家供应商后认可我方方案", "随便聊聊"],
    )
    assert {at: said.value for at, said in found.items()} == {0: "谈细节", 2: "认可方案"}
