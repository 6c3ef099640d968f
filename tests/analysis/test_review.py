"""复盘: the month's won and lost leads, their facts counted again the slow way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given

from crmbook.analysis.cases import cases
from crmbook.analysis.review import month_rows, reviewed
from crmbook.analysis.visits import visits
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.model.kept import KeptRow
from crmbook.schema.sheets import FOLLOWUPS, LEADS
from tests.analysis import plain
from tests.analysis.books import books, ledger

MARCH = Month(2024, 3)


def _day(moment: dt.datetime) -> dt.datetime:
    return dt.datetime(moment.year, moment.month, moment.day)


def _slow(book: Ledger) -> list[dict[str, Any]]:
    log = [one for one in plain.log_rows(book) if one.get("跟进时间")]
    order = sorted(range(len(log)), key=lambda at: (log[at]["跟进时间"], at))
    won, lost = [], []
    for row in plain.lead_rows(book):
        end = row["签约"] or row["流失"]
        if end is None or plain.month_of(end) != MARCH:
            continue
        mine = [log[at] for at in order if log[at].get("线索编号") == row["线索编号"]]
        said = [one["跟进时间"].date() for one in mine if one["跟进时间"].date() <= end.date()]
        begun = row["开始"]
        edges = sorted([*([begun.date()] if begun else []), *said, end.date()])
        gaps = [(edges[at + 1] - edges[at]).days for at in range(len(edges) - 1)]
        days = (end.date() - begun.date()).days if begun else -1
        facts: dict[str, Any] = {
            "月份": "2024年3月", "线索编号": row["线索编号"], "获取日期": begun and _day(begun), "签约/流失日期": _day(end),
            "历时(天)": days if days >= 0 else None,
        }  # fmt: skip
        if log:
            waited = (said[0] - begun.date()).days if said and begun else None
            facts |= {"跟进次数": len(said), "首次跟进(天)": waited,
                      "最长间隔(天)": max(gaps) if gaps else None}  # fmt: skip
        if row["签约"]:
            stages = [one["销售阶段"] for one in mine if one.get("销售阶段")]
            stage = str(stages[-1]) if stages else None
            won.append(
                {**facts, "结果": "签约", "阶段": stage, "签约金额(万元)": row["签约金额(万元)"]}
            )
        else:
            lost.append({**facts, "结果": "流失", "阶段": row["流失阶段"],
                         "流失原因": row["流失原因"] or "未填原因"})  # fmt: skip
    return [*won, *lost]


@given(books())
def test_the_facts_are_those_counted_by_hand(book: Ledger) -> None:
    found = cases(book)
    made = month_rows(found, visits(book, found), MARCH)
    slow = _slow(book)
    assert [
        {name: one.cells.get(name) for name in row} for one, row in zip(made, slow, strict=True)
    ] == slow


@given(books())
def test_a_second_time_changes_nothing_and_lessons_stay(book: Ledger) -> None:
    found = cases(book)
    log = visits(book, found)
    once = reviewed([], found, log, MARCH)
    assert reviewed(once, found, log, MARCH) == [
        KeptRow({**one.cells, "教训": None}) for one in once
    ]
    written = [KeptRow({**one.cells, "教训": "先见决策人"}, {"主管": "是"}) for one in once]
    assert reviewed(written, found, log, MARCH) == written
    assert reviewed(written, [], [], MARCH) == written
    assert reviewed(once, [], [], MARCH) == []
    assert reviewed(once, [], [], MARCH.next()) == once


def test_without_a_log_nothing_is_said_of_contacts() -> None:
    day = dt.datetime(2024, 3, 9)
    book = ledger({LEADS: [{"线索编号": "XS2024001", "公司名称": "甲公司", "签约日期": day}]})
    (row,) = month_rows(cases(book), [], MARCH)
    assert (row.cells["签约/流失日期"], row.cells.get("跟进次数"), row.cells["历时(天)"]) == (
        day,
        None,
        None,
    )


def test_rows_of_people_s_own_stay_where_they_are() -> None:
    own = [
        KeptRow({"月份": "2024年3月", "公司名称": "老客户", "教训": "多走动"}),
        KeptRow({}, {"备注": "见纪要"}),
    ]
    book = ledger({LEADS: [], FOLLOWUPS: []})
    assert reviewed(own, cases(book), [], MARCH) == own
