"""A quarter, day by day: twelve people work off their lists, and the list is reckoned twice.

3,000 leads, seeded; everybody contacts whom the list names, and writes down a plan now and then. The
second reckoning is plain Python over rows, and knows nothing of how crmbook does it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import chinese_calendar
import pytest

from crmbook.facts.ledger import Ledger
from crmbook.followups.item import Item, Kind
from crmbook.schema.sheets import FOLLOWUPS, LEADS, PEOPLE
from tests.analysis.books import ledger, register
from tests.followups.desks import day

FIRST, LAST = dt.date(2024, 1, 2), dt.date(2024, 3, 29)
REPS = [f"销售{at}" for at in range(1, 13)]
CAP = 36
HIGH = {"A类": 2, "B类": 5, "C类": 10}
LOW = {"A类": 1, "B类": 3, "C类": 7}
CONTACTED = {Kind.PROMISE, Kind.OVERDUE, Kind.DUE, Kind.STALE}


def lead_rows(chance: random.Random) -> list[dict[str, Any]]:
    span = (LAST - FIRST).days
    return [
        {
            "线索编号": f"XS2024{at:04d}" if at > 999 else f"XS2024{at:03d}",
            "公司名称": f"杭州第{at}科技有限公司", "联系人": "张伟", "联系电话": "13800001111",
            "意向等级": chance.choices(["A类", "B类", "C类"], [2, 4, 4])[0],
            "负责人": chance.choice(REPS),
            "分配时间": str(FIRST + dt.timedelta(int(span * chance.random() ** 2))),
            "线索状态": chance.choices([None, "暂停跟进", "已流失"], [90, 5, 5])[0],
        }
        for at in range(1, 3001)
    ]  # fmt: skip


@dataclass
class Quarter:
    """The book as it grows."""

    leads: list[dict[str, Any]]
    log: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        people = [{"姓名": name, "每日跟进上限": str(CAP)} for name in REPS]
        self._fixed = ledger({LEADS: self.leads, PEOPLE: people})

    def on(self, today: dt.date) -> Ledger:
        """Return the ledger of an evening."""
        end = dt.datetime.combine(today, dt.time(23, 59, 59))
        registers = dict(self._fixed.registers)
        if self.log:
            registers[FOLLOWUPS.name] = register(FOLLOWUPS, self.log)
        return replace(self._fixed, today=end, registers=registers, derived={})

    def contact(self, item: Item, today: dt.date, chance: random.Random) -> None:
        """Write down what became of an item; sometimes with a plan."""
        plan = None
        if chance.random() < 0.4:
            plan = str(today + dt.timedelta(chance.randrange(1, 12)))
        self.log.append({
            "线索编号": item.id, "跟进时间": str(today), "跟进人": item.owner, "跟进方式": "电话",
            "跟进内容摘要": "问进展", "预计完成时间": plan,
            "是否推送": "是" if chance.random() < 0.1 else None,
        })  # fmt: skip


def worked(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        if chinese_calendar.is_workday(first):
            yield first
        first += dt.timedelta(1)


def next_worked(day: dt.date) -> dt.date:
    while not chinese_calendar.is_workday(day):
        day += dt.timedelta(1)
    return day


@pytest.fixture(scope="module")
def simulated() -> list[tuple[dt.date, list[Item], list[dict[str, Any]], list[Item]]]:
    """Work off a quarter; by day: the list, the log it was made from, the list of the same evening."""
    chance = random.Random(2024)  # noqa: S311 - sample data
    quarter, found = Quarter(lead_rows(chance)), []
    for today in worked(FIRST, LAST):
        items = list(day(quarter.on(today)).items)
        before = list(quarter.log)
        for item in items:
            if item.today and item.kind in CONTACTED:
                quarter.contact(item, today, chance)
        found.append((today, items, before, list(day(quarter.on(today)).items)))
    assert len(quarter.log) >= 20_000
    return found


@pytest.fixture(scope="module")
def leads() -> dict[str, dict[str, Any]]:
    rows = lead_rows(random.Random(2024))  # noqa: S311
    return {row["线索编号"]: row for row in rows}


def test_nothing_is_listed_before_its_floor(simulated: Any) -> None:
    for today, items, _log, _after in simulated:
        for item in items:
            if item.kind in {Kind.DUE, Kind.OVERDUE} and item.rule.startswith("周期."):
                assert item.earliest is not None
                assert item.earliest <= today


def test_nobody_is_contacted_past_a_cap(simulated: Any, leads: Any) -> None:
    contacts: dict[tuple[str, dt.date], int] = defaultdict(int)
    for row in simulated[-1][2]:
        contacts[row["线索编号"], dt.date.fromisoformat(row["跟进时间"])] += 1
    weeks: dict[tuple[str, dt.date], int] = defaultdict(int)
    for (number, when), count in contacts.items():
        assert count <= 1, (number, when)  # once a day, whatever its grade
        weeks[number, when - dt.timedelta(when.weekday())] += count
    for (number, week), count in weeks.items():
        if leads[number]["意向等级"] == "C类":
            assert count <= 2, (number, week)


def test_nobody_gets_more_in_a_day_than_fits(simulated: Any) -> None:
    for _today, items, _log, _after in simulated:
        for name in REPS:
            own = [
                one for one in items if one.owner == name and one.kind is not Kind.DO_NOT_CONTACT
            ]
            today = sum(one.today for one in own)
            assert today <= CAP
            assert today == min(CAP, len(own))


def test_every_overdue_lead_is_listed_exactly_once(simulated: Any, leads: Any) -> None:
    for today, items, log, _after in simulated[::5]:
        listed: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            listed[item.id].append(item)
        for number in overdue(today, leads, log):
            assert len(listed[number]) == 1, (today, number)
            assert listed[number][0].kind in {Kind.OVERDUE, Kind.STALE, Kind.PROMISE}
        assert all(len(some) == 1 for some in listed.values())


def overdue(
    today: dt.date, leads: dict[str, dict[str, Any]], log: list[dict[str, Any]]
) -> Iterator[str]:
    """Yield the numbers of leads that are late on a day: row by row, from the rules' own words."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in log:
        rows[row["线索编号"]].append(row)
    for number, lead in leads.items():
        if lead["线索状态"] is not None or dt.date.fromisoformat(lead["分配时间"]) > today:
            continue
        own = rows[number]
        last = dt.date.fromisoformat(own[-1]["跟进时间"] if own else lead["分配时间"])
        plan = own[-1]["预计完成时间"] if own else None
        pushes = sum(
            row["是否推送"] == "是" and row["跟进时间"][:7] == f"{today:%Y-%m}" for row in own
        )
        if lead["意向等级"] == "C类" and pushes >= 2:
            continue
        latest = next_worked(last + dt.timedelta(HIGH[lead["意向等级"]]))
        if plan is not None:
            latest = dt.date.fromisoformat(plan)
        if today > latest:
            yield number


def test_who_was_contacted_is_not_listed_again_on_the_same_day(simulated: Any) -> None:
    for _today, items, _log, after in simulated:
        done = {one.id for one in items if one.today and one.kind in CONTACTED}
        again = {one.id for one in after if one.kind is not Kind.DO_NOT_CONTACT}
        assert not done & again


def test_the_windows_are_those_of_the_rules(simulated: Any, leads: Any) -> None:
    for _today, items, log, _after in simulated[::10]:
        last = {row["线索编号"]: row["跟进时间"] for row in log}
        for item in items:
            if item.kind in {Kind.DUE, Kind.OVERDUE} and item.rule.startswith("周期."):
                own = leads[item.id]
                base = dt.date.fromisoformat(last.get(item.id, own["分配时间"]))
                assert item.earliest == base + dt.timedelta(LOW[own["意向等级"]])
                assert item.latest == next_worked(base + dt.timedelta(HIGH[own["意向等级"]]))
