"""Owners: the documents' rules, messy 人员, and a quarter day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.qualify.assignment import Desk, Proposal
from crmbook.qualify.regions import Spot, territory
from crmbook.qualify.requests import Request
from crmbook.qualify.staff import Rep, Staff, staff
from crmbook.schema.rules import RuleBook
from tests.qualify.desks import ledger

ZHEJIANG = Spot(frozenset({"浙江"}), "杭州", "地区 浙江杭州", "浙江杭州")
EAST = territory("浙江、江苏")
SENIOR = Rep("李四", territory=EAST, seniority="资深", capacity=10)
JUNIOR = Rep("王五", territory=EAST, seniority="新人", capacity=10)
AWAY = Rep("赵六", territory=EAST, seniority="资深", capacity=10, away="不在岗")
MAKER = Rep("钱七", territory=EAST, industries=("制造业",), capacity=10)
SELLER = Rep("孙八", territory=EAST, products=("erp",), capacity=10)
SOUTH = Rep("周九", territory=territory("广东"), capacity=10)
FULL = Rep("吴十", territory=EAST, capacity=0)


def one(*reps: Rep, loads: dict[str, int] | None = None, **asked: Any) -> Proposal:
    asked = {"record": 0, "home": ZHEJIANG, "grade": "B类", **asked}
    return Desk(Staff(reps), loads or {}, RuleBook()).propose(Request(**asked))


CASES: dict[str, tuple[tuple[Rep, ...], dict[str, Any], str, str]] = {
    "A goes to a senior": ((JUNIOR, SENIOR), {"grade": "A类"}, "李四", "A类给资深"),
    "A+ counts as A": ((JUNIOR, SENIOR), {"grade": "A+类"}, "李四", "A类给资深"),
    "A goes to a junior where no senior has room": (
        (JUNIOR, AWAY), {"grade": "A类"}, "王五", "A类，但资深没有空位"),
    "B goes to a junior": ((JUNIOR, SENIOR), {}, "王五", "B类给新人"),
    "a junior with far more gives way": (
        (JUNIOR, SENIOR), {"loads": {"王五": 5, "李四": 2}}, "李四", "负荷 2/10"),
    "who does the industry": ((SENIOR, MAKER), {"industry": "制造业-机械"}, "钱七", "行业 制造业-机械"),
    "who sells the product": ((SENIOR, SELLER), {"need": "需采购erp系统"}, "孙八", "产品 erp"),
    "the region decides": ((SOUTH, SENIOR), {}, "李四", "地区 浙江杭州，在区域“浙江、江苏”内"),
    "the company's owner first": (
        (JUNIOR, SENIOR), {"incumbent": "李四"}, "李四", "这家公司归 李四"),
    "an owner who left counts no more": ((JUNIOR, AWAY), {"incumbent": "赵六"}, "王五", "B类给新人"),
    "a manager decides": ((JUNIOR, SENIOR), {"ruling": "李四"}, "李四", "主管裁定：李四"),
    "not to who gave it back": ((JUNIOR, SENIOR), {"given_back": "王五"}, "李四", "负荷 0/10"),
    "the lowest load": ((SENIOR, MAKER), {"loads": {"李四": 3, "钱七": 4}}, "李四", "负荷 3/10"),
    "nobody on duty": ((AWAY,), {}, "", "人员里没有在岗的人"),
    "nobody in 人员": ((), {}, "", "人员里没有在岗的人"),
    "nobody there": ((SOUTH,), {}, "", "没有在岗的人负责 浙江杭州"),
    "nowhere": ((SENIOR,), {"home": Spot()}, "", "地区不明：请填上 地区"),
    "a 容量 of nothing": ((FULL,), {}, "", "都满了：吴十 0/0"),
    "the company's owner is full": (
        (SENIOR, JUNIOR), {"incumbent": "李四", "loads": {"李四": 10}}, "",
        "这家公司归 李四，但已满：10/10"),
    "a ruling for nobody": ((SENIOR,), {"ruling": "某人"}, "", "主管裁定“某人”不在人员里"),
}  # fmt: skip


@pytest.mark.parametrize(("reps", "asked", "owner", "reason"), CASES.values(), ids=CASES)
def test_a_lead_goes_to(
    reps: tuple[Rep, ...], asked: dict[str, Any], owner: str, reason: str
) -> None:
    found = one(*reps, **asked)
    assert found.owner == owner
    assert reason in found.reasons


def test_where_no_region_is_given_out_none_is_asked_for() -> None:
    assert one(Rep("张三", capacity=5), home=Spot()).owner == "张三"


PEOPLE = ["姓名", "区域", "资历", "容量", "在岗", "离职日期"]
MESSY: dict[str, tuple[list[list[Any]], str, str]] = {
    "left, though 在岗 says 是": (
        [["张三", None, None, 10, "是", "2024-01-01"]], "2024-01-01 已离职", "离职日期 2024-01-01 已过"),
    "容量 that is no number": (
        [["张三", None, None, "很多", "是", None]], "容量“很多”不是数字", "容量“很多”不是数字"),
    "no 容量": ([["张三", None, None, None, "是", None]], "", "没填容量，不设上限：张三"),
    "twice": ([["张三", None, None, 1, "是", None], ["张三", None, None, 9, "是", None]], "", "有两行"),
    "a region nobody knows": ([["张三", "火星", None, 1, "是", None]], "", "“火星”不是认得的地名"),
    "在岗 blank for everybody": ([["张三", None, None, 1, None, None]], "", "都当在岗"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "away", "note"), MESSY.values(), ids=MESSY)
def test_a_messy_row_of_people_is_handled_and_said(
    tmp_path: Path, rows: list[list[Any]], away: str, note: str
) -> None:
    found = staff(ledger(tmp_path / "a.xlsx", [{}], 人员=[PEOPLE, *rows]))
    assert found.reps[0].away == away
    assert any(note in told for told in found.notes)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(30)), st.integers(0, 10**6))
def test_the_order_of_rows_never_changes_who_gets_what(order: list[int], seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - a seeded story
    asked = [_request(at, rng, dt.datetime(2024, 1, 1 + at % 9)) for at in range(30)]
    straight = Desk(_team(), {}, RuleBook()).give(sorted(asked, key=lambda one: one.turn))
    mixed = Desk(_team(), {}, RuleBook()).give(
        sorted((asked[at] for at in order), key=lambda one: one.turn)
    )
    assert _owners(straight) == _owners(mixed)


def _owners(found: Iterator[Proposal]) -> dict[str, str]:
    return {proposal.request.number: proposal.owner for proposal in found}


def _team() -> Staff:
    """Twelve people of two regions, half of them senior, of unlike capacity."""
    return Staff(
        tuple(
            Rep(f"员{at:02d}", territory=EAST if at < 8 else territory("上海、安徽"),
                seniority="资深" if at % 2 == 0 else "新人", capacity=90 + 10 * (at % 4))
            for at in range(12)
        )
    )  # fmt: skip


def _request(at: int, rng: Random, since: dt.datetime) -> Request:
    province = rng.choice(("浙江", "浙江", "江苏", "江苏", "上海", "安徽"))
    grade = rng.choices(("A类", "B类", "C类", ""), (30, 45, 20, 5))[0]
    home = Spot(frozenset({province}), "", f"地区 {province}", province)
    return Request(at, f"XS{at:05d}", grade, home, since=since)


def test_a_quarter_keeps_capacity_and_spreads_better_than_round_robin() -> None:
    """Three thousand leads in ninety days; each is closed 15 to 45 days later."""
    rng, people = Random("a quarter"), _team()  # noqa: S311 - a seeded story
    ours, theirs = _Team(people), _Team(people)
    spreads: list[tuple[float, float]] = []
    given = 0
    for day in range(90):
        today = dt.datetime(2024, 1, 1) + day * dt.timedelta(days=1)
        asked = [_request(given + at, rng, today) for at in range(33 + (day % 3 == 0))]
        given += len(asked)
        ends = {one.number: day + rng.randint(15, 45) for one in asked}
        desk = Desk(people, ours.close(day), RuleBook())
        for proposal in desk.give(sorted(asked, key=lambda one: one.turn)):
            assert proposal.owner or proposal.reasons
            ours.take(proposal.owner, ends[proposal.request.number])
        theirs.close(day)
        for number, request in enumerate(asked):
            theirs.take(people.reps[(given + number) % 12].name, ends[request.number])
        assert all(load <= (rep.capacity or 0) for rep, load in ours.loads())
        spreads.append((ours.spread(), theirs.spread()))
    assert given == 3000
    settled = spreads[20:]
    assert mean(own for own, _other in settled) < 0.8 * mean(other for _own, other in settled)


class _Team:
    """Who has which leads, and when each of them ends."""

    def __init__(self, people: Staff) -> None:
        self.people = people
        self.ends: dict[str, list[int]] = {rep.name: [] for rep in people.reps}

    def close(self, day: int) -> dict[str, int]:
        """Close what ends on a day; return what everybody still has."""
        self.ends = {name: [end for end in ends if end > day] for name, ends in self.ends.items()}
        return {name: len(ends) for name, ends in self.ends.items()}

    def take(self, name: str, end: int) -> None:
        if name:
            self.ends[name].append(end)

    def loads(self) -> list[tuple[Rep, int]]:
        return [(rep, len(self.ends[rep.name])) for rep in self.people.reps]

    def spread(self) -> float:
        """Return (max − min) / mean of what part of their capacity people carry."""
        shares = [load / (rep.capacity or 1) for rep, load in self.loads()]
        return (max(shares) - min(shares)) / max(mean(shares), 1e-9)
