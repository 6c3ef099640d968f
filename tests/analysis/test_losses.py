"""Losses by stage and reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given

from crmbook.analysis.cases import cases
from crmbook.analysis.losses import losses, losses_balance
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import LEADS
from tests.analysis import plain
from tests.analysis.books import books, ledger

MONTHS = Month(2023, 12).through(Month(2024, 3))
DAY = dt.datetime(2024, 3, 5)


def _lost(stage: str | None, reason: str | None, day: dt.datetime = DAY) -> dict[str, object]:
    return {"获取时间": DAY, "流失日期": day, "流失阶段": stage, "流失原因": reason}


def test_a_stage_tells_its_share_of_the_months_leads_and_why() -> None:
    rows = [_lost("跟进阶段", "价格高"), _lost("跟进阶段", "价格高"), _lost("跟进阶段", None)]
    rows += [_lost(None, "联系不上"), *[dict[str, object]({"获取时间": DAY})] * 6]
    (march,) = losses(cases(ledger({LEADS: rows})), [MONTHS[-1]])
    assert (march.total, march.lost, march.rate.value) == (10, 4, 0.4)
    shown = {one.stage: (one.rate.part, dict(one.reasons)) for one in march.stages}
    assert shown == {
        "分配阶段": (0, {}),
        "跟进阶段": (3, {"价格高": 2, "未填原因": 1}),
        "转化阶段": (0, {}),
        "未填阶段": (1, {"联系不上": 1}),
    }


def test_a_month_that_only_loses_has_no_rate() -> None:
    rows = [{**_lost("跟进阶段", "价格高"), "获取时间": dt.datetime(2024, 2, 1)}]
    (march,) = losses(cases(ledger({LEADS: rows})), [MONTHS[-1]])
    assert (march.lost, march.rate.value, march.stages[1].rate.value) == (1, None, None)


@given(books())
def test_losses_are_those_counted_by_hand(book: Ledger) -> None:
    slow = plain.lead_rows(book)
    found = losses(cases(book), MONTHS)
    assert list(losses_balance(found)) == []
    for one in found:
        lost = [row for row in slow if plain.month_of(row["流失"]) == one.month]
        assert one.lost == len(lost)
        for stage in one.stages:
            mine = [row for row in lost if (row.get("流失阶段") or "未填阶段") == stage.stage]
            reasons = [row.get("流失原因") or "未填原因" for row in mine]
            assert dict(stage.reasons) == {name: reasons.count(name) for name in reasons}


def test_a_stage_that_was_left_out_is_told() -> None:
    (march,) = losses(cases(ledger({LEADS: [_lost("跟进阶段", "价格高")]})), [MONTHS[-1]])
    (told,) = losses_balance([replace(march, stages=march.stages[:1])])
    assert (told.what, told.whole, told.parts) == ("2024年3月 流失合计", 1, 0)
