"""Each lead under its gravest reason: the rules of M49–M61 and §2.2, case by case."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crmbook.followups.item import Item, Kind, Step
from tests.followups.desks import MONDAY, day, desk, lead, only, talk


def on(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(hour=23, minute=59)


def windows(item: Item | None) -> tuple[str, str]:
    assert item is not None
    return str(item.earliest), str(item.latest)


@pytest.mark.parametrize(
    ("grade", "contact", "today", "expected"),
    [
        ("A类", "2024-03-02", "2024-03-04", ("2024-03-03", "2024-03-04")),
        ("A+类", "2024-03-02", "2024-03-04", ("2024-03-03", "2024-03-04")),
        ("B类", "2024-03-02", "2024-03-06", ("2024-03-05", "2024-03-07")),
        ("C类", "2024-03-04", "2024-03-12", ("2024-03-11", "2024-03-14")),
        (None, "2024-03-02", "2024-03-06", ("2024-03-05", "2024-03-07")),
    ],
    ids=["A", "A+ counts as A", "B", "C", "ungraded as B"],
)
def test_a_window_follows_the_grade(
    grade: str | None, contact: str, today: str, expected: tuple[str, str]
) -> None:
    item = only(desk([lead(1, 意向等级=grade)], [talk(1, contact)], on(today)))
    assert windows(item) == expected
    assert item is not None
    assert item.kind is Kind.DUE


def test_the_documents_two_leads_have_the_windows_and_the_promises_of_the_documents() -> None:
    rows = [lead(1), lead(2, 意向等级="B类", 分配时间="2024-03-02")]
    log = [
        talk(1, "2024-03-02", 下一步计划="3月3日发送案例,约定3月4日演示", 预计完成时间="2024-03-04",
             意向等级变化="A类→A+类"),
        talk(2, "2024-03-02", 跟进方式="邮件", 下一步计划="3月5日电话跟进讨论结果",
             预计完成时间="2024-03-05", 意向等级变化="B类→B类"),
    ]  # fmt: skip
    third = {one.id: one for one in day(desk(rows, log, on("2024-03-03"))).items}
    assert set(third) == {"XS2024001"}  # its first step is for this day
    assert third["XS2024001"].kind is Kind.DUE
    fourth = {one.id: one for one in day(desk(rows, log, on("2024-03-04"))).items}
    assert fourth["XS2024001"].kind is Kind.PROMISE
    assert windows(fourth["XS2024001"]) == ("2024-03-03", "2024-03-04")
    fifth = {one.id: one for one in day(desk(rows, log, on("2024-03-05"))).items}
    assert fifth["XS2024002"].kind is Kind.PROMISE
    assert windows(fifth["XS2024002"]) == ("2024-03-05", "2024-03-07")


@pytest.mark.parametrize(
    ("name", "rows", "log", "kind", "rule"),
    [
        ("due by its window", lead(1), [talk(1, "2024-03-17")], Kind.DUE, "周期.线索.A类"),
        ("not before its floor", lead(1, 意向等级="B类"), [talk(1, "2024-03-16")], None, ""),
        ("late", lead(1), [talk(1, "2024-03-12")], Kind.OVERDUE, "周期.线索.A类"),
        ("8 days without contact or plan", lead(1), [talk(1, "2024-03-10")], Kind.STALE, "时限.僵尸线索"),
        ("7 days are not yet too long", lead(1), [talk(1, "2024-03-11")], Kind.OVERDUE, "周期.线索.A类"),
        ("C inside its window is no zombie", lead(1, 意向等级="C类"), [talk(1, "2024-03-09")], Kind.DUE,
         "周期.线索.C类"),
        ("a plan ahead keeps it quiet", lead(1), [talk(1, "2024-03-01", 预计完成时间="2024-03-25")], None, ""),
        ("a plan in the register too", lead(1, 下次跟进时间="2024-03-25"), [talk(1, "2024-03-01")], None, ""),
        ("a promise of today", lead(1), [talk(1, "2024-03-15", 预计完成时间="2024-03-18")], Kind.PROMISE,
         "预计完成时间"),
        ("a plan of today in the register", lead(1, 下次跟进时间="2024-03-18"), [talk(1, "2024-03-15")],
         Kind.PROMISE, "下次跟进时间"),
        ("a promise closed by a later row", lead(1),
         [talk(1, "2024-03-10", 预计完成时间="2024-03-12"), talk(1, "2024-03-17")], Kind.DUE, "周期.线索.A类"),
        ("a plan kept by a contact on its day", lead(1, 下次跟进时间="2024-03-17"),
         [talk(1, "2024-03-17 15:00")], Kind.DUE, "周期.线索.A类"),
        ("a promise long forgotten", lead(1), [talk(1, "2024-03-01", 预计完成时间="2024-03-04")], Kind.STALE,
         "时限.僵尸线索"),
        ("a promise made days ago, late since yesterday", lead(1),
         [talk(1, "2024-03-05", 预计完成时间="2024-03-17")], Kind.PROMISE, "预计完成时间"),
        ("contacted today, A", lead(1), [talk(1, "2024-03-18 09:10")], Kind.DO_NOT_CONTACT, "上限.A类.每日"),
        ("contacted today by the customer", lead(1), [talk(1, "2024-03-18 09:10", 发起方="客户")], None, ""),
        ("contacted today, B has no such cap", lead(1, 意向等级="B类"), [talk(1, "2024-03-18 09:10")], None, ""),
        ("C twice this week", lead(1, 意向等级="C类"),
         [talk(1, "2024-03-18 09:00"), talk(1, "2024-03-18 10:00")], Kind.DO_NOT_CONTACT, "上限.C类.每周"),
        ("C twice, but last week", lead(1, 意向等级="C类"),
         [talk(1, "2024-03-16"), talk(1, "2024-03-17")], None, ""),
        ("two pushes this month", lead(1, 意向等级="C类"),
         [talk(1, "2024-03-01", 是否推送="是"), talk(1, "2024-03-05", 是否推送="是")], Kind.DO_NOT_CONTACT,
         "上限.推送.每月"),
        ("pushes of last month do not count", lead(1, 意向等级="C类"),
         [talk(1, "2024-02-28", 是否推送="是"), talk(1, "2024-02-29", 是否推送="是"),
          talk(1, "2024-03-08")], Kind.DUE, "周期.线索.C类"),
        ("paused", lead(1, 线索状态="暂停跟进"), [talk(1, "2024-03-10")], Kind.DO_NOT_CONTACT, "线索状态"),
        ("paused for a month", lead(1, 线索状态="暂停跟进"), [talk(1, "2024-02-10")], Kind.LIGHT_TOUCH,
         "上限.暂停.轻触达"),
        ("paused, but the date that was agreed has come",
         lead(1, 线索状态="暂停跟进", 下次跟进时间="2024-03-18"), [talk(1, "2024-03-10")], Kind.PROMISE,
         "下次跟进时间"),
        ("the customer wants no contact", lead(1), [talk(1, "2024-03-05", **{"客户反馈/异议": "暂时不需要"})],
         Kind.DO_NOT_CONTACT, "线索状态"),
        ("given, never contacted", lead(1, 分配时间="2024-03-16"), [], Kind.DUE, "周期.线索.A类"),
        ("given this morning, not confirmed", lead(1, 分配时间="2024-03-18 09:00", 确认时间=None), [],
         Kind.UNCONFIRMED, "时限.确认接收"),
        ("no date at all", lead(1, 分配时间=None), [], Kind.DUE, "周期.线索.A类"),
        ("given in another age", lead(1, 分配时间="1900-01-05"), [], Kind.DUE, "周期.线索.A类"),
        ("given only tomorrow", lead(1, 分配时间="2024-03-19"), [], None, ""),
        ("won", lead(1, 线索状态="已签约"), [talk(1, "2024-03-01")], None, ""),
        ("lost", lead(1, 流失日期="2024-03-10"), [talk(1, "2024-03-01")], None, ""),
        ("merged away", lead(1, 合并至="XS2024009"), [talk(1, "2024-03-01")], None, ""),
        ("a row in the future is no contact", lead(1), [talk(1, "2024-03-12"), talk(1, "2024-03-25")],
         Kind.OVERDUE, "周期.线索.A类"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_lead_stands_under_its_gravest_reason(
    name: str, rows: Any, log: Any, kind: Kind | None, rule: str
) -> None:
    item = only(desk([rows], log))
    assert (item.kind if item else None) is kind, name
    assert (item.rule if item else "") == rule


def test_an_unconfirmed_lead_is_listed_once_its_hour_is_over() -> None:
    rows = [
        lead(1, 分配时间="2024-03-18 09:00", 确认时间=None),
        lead(2, 分配时间="2024-03-15 09:00", 确认时间="2024-03-15 09:20"),
    ]
    items = {one.id: one for one in day(desk(rows, today=dt.datetime(2024, 3, 18, 11))).items}
    assert items["XS2024001"].kind is Kind.UNCONFIRMED
    assert items["XS2024001"].rule == "时限.确认接收"
    assert items["XS2024002"].kind is not Kind.UNCONFIRMED


def test_a_latest_day_that_nobody_works_moves_to_the_next_working_day() -> None:
    item = only(desk([lead(1)], [talk(1, "2024-03-14")], on("2024-03-18")))  # 16th is a Saturday
    assert windows(item) == ("2024-03-15", "2024-03-18")
    assert item is not None
    assert item.kind is Kind.DUE


def test_the_working_saturday_of_a_holiday_is_a_working_day() -> None:
    # 2024-10-12 is a Saturday that is worked (调休), so the window ends on it.
    item = only(desk([lead(1)], [talk(1, "2024-10-10")], on("2024-10-12")))
    assert windows(item) == ("2024-10-11", "2024-10-12")


def test_a_leap_day_is_a_day() -> None:
    item = only(desk([lead(1)], [talk(1, "2024-02-28")], on("2024-02-29")))
    assert windows(item) == ("2024-02-29", "2024-03-01")


@pytest.mark.parametrize(
    ("late", "step"),
    [(1, None), (3, Step.REP), (4, Step.REP), (5, Step.MANAGER), (6, Step.MANAGER)],
)
def test_what_is_late_climbs_the_ladder(late: int, step: Step | None) -> None:
    due = MONDAY.date() - dt.timedelta(late)
    item = only(desk([lead(1)], [talk(1, "2024-03-11", 预计完成时间=str(due))]))
    assert item is not None
    assert (item.days_late, item.step) == (late, step)


def test_days_late_say_how_many_of_them_were_worked() -> None:
    item = only(desk([lead(1)], [talk(1, "2024-03-12")]))
    assert item is not None
    assert (str(item.latest), item.days_late, item.working_late) == ("2024-03-14", 4, 2)


def test_an_appointment_that_the_customer_asked_for_is_not_hidden_by_a_cap() -> None:
    said = {"客户反馈/异议": "客户要求今天下午再打来", "预计完成时间": "2024-03-18"}
    item = only(desk([lead(1)], [talk(1, "2024-03-18 09:10", **said)]))
    assert item is not None
    assert item.kind is Kind.PROMISE
    assert item.appointment
    ours = only(desk([lead(1)], [talk(1, "2024-03-18 09:10", 预计完成时间="2024-03-18")]))
    assert ours is not None
    assert ours.kind is Kind.DO_NOT_CONTACT


def test_the_rows_of_a_merged_lead_are_those_of_its_survivor() -> None:
    rows = [lead(1, 意向等级="B类"), lead(2, 合并至="XS2024001", 线索状态="重复")]
    item = only(desk(rows, [talk(1, "2024-03-01"), talk(2, "2024-03-14")]))
    assert windows(item) == ("2024-03-17", "2024-03-19")


def test_leads_that_are_merged_into_each_other_end() -> None:
    rows = [lead(1, 合并至="XS2024002"), lead(2, 合并至="XS2024001")]
    assert day(desk(rows, [talk(1, "2024-03-01")])).items == ()


def test_ten_thousand_rows_of_one_lead_count_as_one_last_contact() -> None:
    start = dt.datetime(2024, 1, 1)
    log = [
        talk(1, f"{start + dt.timedelta(minutes=10 * at):%Y-%m-%d %H:%M}") for at in range(10_000)
    ]
    item = only(desk([lead(1)], log))
    assert item is not None
    assert item.last == start + dt.timedelta(minutes=10 * 9_999)


def test_the_grade_is_the_one_of_the_log() -> None:
    item = only(desk([lead(1, 意向等级="C类")], [talk(1, "2024-03-16", 意向等级变化="C类→A类")]))
    assert item is not None
    assert (item.grade, item.rule) == ("A类", "周期.线索.A类")


def test_a_cadence_of_the_teams_own_is_followed() -> None:
    book = desk([lead(1)], [talk(1, "2024-03-14")], rules={"周期.线索.A类": "4-6"})
    assert windows(only(book)) == ("2024-03-18", "2024-03-20")
