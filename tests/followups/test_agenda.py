"""The day's list: one line a company, the day's capacity, what was late before the rules."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.facts.calendar import working_calendar
from crmbook.facts.chain import chains, grades_at
from crmbook.followups.agenda import start_day
from crmbook.followups.cadence import Cadence
from crmbook.followups.item import Item, Kind
from crmbook.followups.neglected import neglected
from tests.analysis.books import Row
from tests.followups.desks import MONDAY, day, desk, lead, talk


def test_promises_come_first_then_what_is_late_then_what_is_due_each_best_grade_first() -> None:
    rows = [lead(at) for at in range(1, 6)] + [lead(6, 意向等级="B类")]
    log = [
        talk(1, "2024-03-17"), talk(2, "2024-03-12"), talk(3, "2024-03-15", 预计完成时间="2024-03-18"),
        talk(4, "2024-03-01"), talk(5, "2024-03-12", 意向等级变化="A类→C类"),
        talk(6, "2024-03-10", 预计完成时间="2024-03-16"),
    ]  # fmt: skip
    found = [(one.kind, one.grade) for one in day(desk(rows, log)).items]
    assert found == [
        (Kind.PROMISE, "A类"), (Kind.PROMISE, "B类"), (Kind.OVERDUE, "A类"), (Kind.DUE, "A类"),
        (Kind.STALE, "A类"),
    ]  # fmt: skip


def test_what_does_not_fit_into_a_day_is_listed_for_tomorrow() -> None:
    rows = [lead(at) for at in range(1, 8)]
    log = [talk(at, "2024-03-12") for at in range(1, 8)]
    people = [{"姓名": "张三", "每日跟进上限": "3"}]
    items = day(desk(rows, log, people=people)).items
    assert [one.today for one in items] == [True] * 3 + [False] * 4


def test_who_has_no_limit_is_told_everything() -> None:
    rows = [lead(at) for at in range(1, 8)]
    items = day(desk(rows, [talk(at, "2024-03-12") for at in range(1, 8)])).items
    assert all(one.today for one in items)


def test_one_company_is_on_the_list_of_a_day_once() -> None:
    rows = [lead(1), lead(2, 公司名称="杭州第1科技有限公司", 负责人="李四")]
    log = [talk(1, "2024-03-16"), talk(2, "2024-03-12")]
    items = {one.id: one for one in day(desk(rows, log)).items}
    assert items["XS2024002"].today  # the graver one
    assert not items["XS2024001"].today
    assert items["XS2024001"].with_ == "XS2024002"


def test_a_company_contacted_today_already_rests_whichever_lead_it_was() -> None:
    rows = [lead(1), lead(2, 公司名称="杭州第1科技有限公司", 意向等级="B类")]
    log = [talk(1, "2024-03-18 09:10"), talk(2, "2024-03-10")]
    items = {one.id: one for one in day(desk(rows, log)).items}
    assert items["XS2024001"].kind is Kind.DO_NOT_CONTACT
    assert not items["XS2024002"].today


def test_what_was_late_before_the_rules_goes_to_the_cleanup_and_not_into_the_day() -> None:
    rows = [lead(1), lead(2), lead(3)]
    log = [
        talk(1, "2024-02-01"),
        talk(2, "2024-03-14"),
        talk(3, "2024-01-01", 预计完成时间="2024-01-05"),
    ]
    found = day(desk(rows, log, rules={"跟进规则启用日期": "2024-03-10"}))
    assert {one.id for one in found.cleanup} == {"XS2024001", "XS2024003"}
    assert [one.id for one in found.items] == ["XS2024002"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2024-03-10", dt.date(2024, 3, 10)), ("2024/03/10", dt.date(2024, 3, 10)),
     ("2024-03-10 00:00:00", dt.date(2024, 3, 10)), ("", None), ("三月", None)],
)  # fmt: skip
def test_the_day_the_rules_start_is_read(value: str, expected: dt.date | None) -> None:
    assert start_day(desk([lead(1)], rules={"跟进规则启用日期": value})) == expected


GRADES = st.sampled_from(["A+类", "A类", "B类", "C类", None])
DAYS = st.integers(0, 40).map(lambda back: f"{MONDAY - dt.timedelta(back):%Y-%m-%d}")


@st.composite
def books(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Draw leads of a few companies, and their log."""
    rows: list[Row] = [
        {**lead(at, 意向等级=draw(GRADES), 分配时间=draw(DAYS)),
         "公司名称": f"杭州第{draw(st.integers(1, 6))}科技有限公司",
         "负责人": draw(st.sampled_from(["张三", "李四"])),
         "线索状态": draw(st.sampled_from([None, None, "暂停跟进", "已流失"]))}
        for at in range(1, draw(st.integers(1, 8)) + 1)
    ]  # fmt: skip
    log: list[Row] = [
        {**talk(draw(st.integers(1, len(rows))), draw(DAYS)),
         "预计完成时间": draw(st.none() | DAYS), "是否推送": draw(st.sampled_from([None, "是"]))}
        for _at in range(draw(st.integers(0, 20)))
    ]  # fmt: skip
    return rows, log


@given(books(), st.integers(1, 5))
def test_a_day_keeps_its_promises_whatever_the_book(
    book: tuple[list[Row], list[Row]], cap: int
) -> None:
    rows, log = book
    people = [{"姓名": name, "每日跟进上限": str(cap)} for name in ("张三", "李四")]
    found = day(desk(rows, log, people=people)).items
    contacts = [one for one in found if one.kind is not Kind.DO_NOT_CONTACT]
    assert len({one.id for one in found}) == len(found)  # each lead once
    today = [one for one in contacts if one.today]
    assert len({one.company for one in today}) == len(today)  # each company once
    for name in ("张三", "李四"):
        assert sum(one.owner == name for one in today) <= cap
    for one in contacts:
        _floor_and_cap(one, log)


def _floor_and_cap(one: Item, log: list[Row]) -> None:
    """Nothing before its floor, nothing past its cap, counted anew from the rows."""
    if one.kind in {Kind.DUE, Kind.OVERDUE} and one.earliest is not None and not one.when:
        assert one.earliest <= MONDAY.date()
    own = [row for row in log if row["线索编号"] == one.id]
    today = sum(row["跟进时间"] == f"{MONDAY:%Y-%m-%d}" for row in own)
    if one.grade in {"A类", "A+类"}:
        assert today < 1
    if one.grade == "C类":
        assert today < 2  # a Monday: the week has one day
        pushed = [row for row in own if row["是否推送"] and row["跟进时间"] >= "2024-03-01"]
        assert len(pushed) < 2


@given(books())
def test_the_meeting_and_the_day_call_the_same_leads_neglected(
    book: tuple[list[Row], list[Row]],
) -> None:
    rows, log = book
    ledger = desk(rows, log)
    register = ledger.leads
    assert register is not None
    grades = grades_at(ledger, ledger.today, chains(ledger))
    cadence = Cadence(ledger.rules, working_calendar(ledger))
    found = {one.record for one in neglected(ledger, register, grades, cadence)}
    listed = {one.record for one in day(ledger).items if one.kind is Kind.STALE}
    assert found == listed
