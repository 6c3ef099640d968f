"""What each rep did in a span."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given

from crmbook.analysis.cases import Span, cases
from crmbook.analysis.owners import Activity, OwnerFigures, owners, owners_balance, written_late
from crmbook.analysis.rates import Rate
from crmbook.analysis.visits import Visit, visits
from crmbook.facts.ledger import Ledger
from crmbook.schema.kinds.grade import rank
from crmbook.schema.sheets import FOLLOWUPS, LEADS
from tests.analysis import plain
from tests.analysis.books import TODAY, books, ledger

MARCH = Span(dt.datetime(2024, 3, 1), dt.datetime(2024, 4, 1))


def _day(number: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2024, 3, number, hour)


def _activity(book: Ledger) -> Activity:
    found = cases(book)
    return Activity(book, found, visits(book, found), MARCH)


def _figures(book: Ledger) -> dict[str, OwnerFigures]:
    return {one.owner: one for one in owners(_activity(book))}


def _log(day: int, due: int | None = None, **other: object) -> dict[str, object]:
    promised = None if due is None else _day(due)
    return {"线索编号": "XS2024001", "跟进时间": _day(day, 10), "预计完成时间": promised,
            "跟进人": "张三", **other}  # fmt: skip


LEAD = {"线索编号": "XS2024001", "负责人": "张三", "获取时间": _day(1), "公司名称": "甲公司"}


@pytest.mark.parametrize(
    ("log", "due", "overdue"),
    [
        ([_log(2, 5), _log(5)], Rate(1, 1), 0),
        ([_log(2, 5), _log(6)], Rate(0, 1), 0),
        ([_log(2, 5)], Rate(0, 1), 1),
        ([_log(2, 30)], Rate(0, 1), 1),
        ([_log(2, 31)], Rate(0, 1), 1),
        ([_log(2)], Rate(0, 0), 0),
        ([_log(2, 5, 线索编号="XS2024999")], Rate(0, 0), 0),
    ],
    ids=["in time", "a day late", "never", "yesterday", "today has ended", "none", "of no lead"],
)
def test_a_promise_is_kept_by_a_row_until_the_end_of_its_day(
    log: list[dict[str, object]], due: Rate, overdue: int
) -> None:
    found = _figures(ledger({LEADS: [LEAD], FOLLOWUPS: log}))["张三"]
    assert (found.due, found.overdue) == (due, overdue)


def test_a_promise_whose_day_has_not_ended_is_not_due() -> None:
    book = ledger({LEADS: [LEAD], FOLLOWUPS: [_log(2, 15)]}, _day(15, 11))
    assert _figures(book)["张三"].due == Rate(0, 0)


@pytest.mark.parametrize(
    ("when", "recorded", "late"),
    [
        (_day(5, 9), _day(6, 9), False), (_day(5, 9), _day(6, 10), True), (_day(5), _day(6, 23), False),
        (_day(5, 9), _day(6), False), (_day(5, 9), _day(7), True), (_day(5, 9), None, None),
    ],
    ids=["24 hours", "25 hours", "judged to the day", "recorded on a day", "two days", "unsaid"],
)  # fmt: skip
def test_a_row_is_late_after_24_hours(
    when: dt.datetime, recorded: dt.datetime | None, *, late: bool | None
) -> None:
    visit = Visit(when, 0, None, "张三", recorded, None, "")
    assert written_late(visit, 24) is late


def test_a_row_without_a_writer_is_its_leads_owners() -> None:
    found = _figures(
        ledger({LEADS: [LEAD], FOLLOWUPS: [_log(2, 跟进人=None), _log(3, 跟进人="李四")]})
    )
    assert {name: (one.visits, one.contacted) for name, one in found.items()} == {
        "张三": (1, 1), "李四": (1, 1)
    }  # fmt: skip


def test_an_empty_book_has_no_reps_and_no_error() -> None:
    assert owners(_activity(ledger({}))) == []
    assert owners(_activity(ledger({LEADS: [LEAD]})))[0].due.value is None


@given(books())
def test_a_rep_did_what_is_counted_by_hand(book: Ledger) -> None:
    what = _activity(book)
    figures = owners(what)
    assert list(owners_balance(figures, what)) == []
    slow = plain.lead_rows(book)
    owner_of = {row["线索编号"]: row.get("负责人") or "" for row in slow}
    log = [row for row in plain.log_rows(book) if row.get("跟进时间")]
    for row in log:
        row["谁"] = row.get("跟进人") or owner_of.get(row["线索编号"], "")
    for one in figures:
        own = [row for row in slow if (row.get("负责人") or "") == one.owner]
        mine = [row for row in log if row["谁"] == one.owner]
        inside = [row for row in mine if row["跟进时间"] in MARCH]
        assert one.new == sum(row["开始"] in MARCH and row["计入"] for row in own)
        assert one.lost == sum(row["流失"] in MARCH for row in own)
        assert one.amount == sum(
            row.get("签约金额(万元)") or 0 for row in own if row["签约"] in MARCH
        )
        assert one.visits == len(inside)
        assert one.contacted == len({row["线索编号"] for row in inside} & owner_of.keys())
        changes = [row["意向等级变化"] for row in inside if row.get("意向等级变化")]
        assert one.upgraded == sum(rank(c.after) < rank(c.before) for c in changes)
        assert one.downgraded == sum(rank(c.after) > rank(c.before) for c in changes)
        _check_due(one, mine, (log, owner_of))


def _check_due(
    one: OwnerFigures, mine: list[plain.Plain], known: tuple[list[plain.Plain], dict[str, str]]
) -> None:
    log, owner_of = known
    in_time = came_due = still_open = 0
    for row in mine:
        due = row.get("预计完成时间")
        if not isinstance(due, dt.datetime) or due not in MARCH or row["线索编号"] not in owner_of:
            continue
        later = [
            other["跟进时间"] for other in log
            if other["线索编号"] == row["线索编号"] and other["跟进时间"] > row["跟进时间"]
        ]  # fmt: skip
        hit = any(when.date() <= due.date() for when in later)
        came_due += hit or due.date() <= TODAY.date()
        in_time += hit
        still_open += not later
    assert (one.due, one.overdue) == (Rate(in_time, came_due), still_open)
