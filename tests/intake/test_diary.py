"""Follow-ups typed into one cell, cut into dated pieces; years inferred; nothing lost."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.intake.diary import cut, dated
from crmbook.schema.text import INVISIBLE
from tests.intake.lists import TODAY

MARCH = dt.datetime(2024, 3, 1)
DECEMBER = dt.datetime(2023, 12, 20)


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        ("3.2电话，要报价；3.5已发，等回复；3/12未接", MARCH,
         ["03-02 电话，要报价", "03-05 已发，等回复", "03-12 未接"]),
        ("3.12 电话沟通，报价3.5万；3月15日 拜访王总", MARCH, ["03-12 电话沟通，报价3.5万", "03-15 拜访王总"]),
        ("3月2日电话，3月5日发报价，3月12日未接", MARCH, ["03-02 电话", "03-05 发报价", "03-12 未接"]),
        ("1、3月2日电话未接 2、3月5日加微信 3、3月9日发资料", MARCH,
         ["03-02 电话未接", "03-05 加微信", "03-09 发资料"]),
        ("【2024-03-12】电话\n【2024-03-15】拜访", None, ["03-12 电话", "03-15 拜访"]),
        ("2024.3.12电话；24.3.15微信；20240320拜访", None, ["03-12 电话", "03-15 微信", "03-20 拜访"]),
        ("3.2电话\n对方很满意\n3.5拜访", MARCH, ["03-02 电话\n对方很满意", "03-05 拜访"]),
        ("3.10打电话，约3月20日再谈", MARCH, ["03-10 打电话，约3月20日再谈"]),
        ("3.10打电话，3.12再联系", MARCH, ["03-10 打电话，3.12再联系"]),
        ("6月15日电话沟通,客户要求增加售后培训,下次跟进6月22日", MARCH,
         ["06-15 电话沟通,客户要求增加售后培训,下次跟进6月22日"]),
        ("３．２电话；３．５微信", MARCH, ["03-02 电话", "03-05 微信"]),
        ("①3.2电话；②3.5微信", MARCH, ["03-02 电话", "03-05 微信"]),
        ("3.2：电话。3.5：微信", MARCH, ["03-02 电话。", "03-05 微信"]),
    ],
    ids=["the requirement's own", "amount inside", "commas", "numbered", "brackets", "years", "lines",
         "appointment", "promise", "the document's own", "full-width", "circled", "colons"],
)  # fmt: skip
def test_a_diary_is_cut_where_a_date_begins_a_piece(
    text: str, since: dt.datetime | None, expected: list[str]
) -> None:
    pieces = dated(text, since, TODAY)
    assert [f"{one.when:%m-%d} {one.text}" for one in pieces if one.when] == expected
    assert {one.when.year for one in pieces if one.when} == {2024}


@pytest.mark.parametrize(
    ("text", "since", "years"),
    [
        ("12.28电话\n1.5微信\n3.8报价", DECEMBER, [2023, 2024, 2024]),
        ("1.5微信", DECEMBER, [2024]),
        ("3.20签合同\n3.15报价\n12.28首次电话", DECEMBER, [2024, 2024, 2023]),
        ("11月3日电话；5.6微信", None, [2023, 2024]),
        ("8.1电话", None, [2023]),
        ("3.1电话", None, [2024]),
        ("2022.11.3电话；12.5拜访；1.8签约", None, [2022, 2022, 2023]),
        ("3.9电话；3.5拜访；3.20签约", MARCH, [2024, 2024, 2024]),
        ("2.20电话", MARCH, [2024]),
    ],
    ids=["over new year", "from the assignment", "newest first", "back by half a year", "not yet",
         "this year", "a year said once", "slightly out of order", "before the assignment"],
)  # fmt: skip
def test_a_year_that_is_not_said_is_inferred(
    text: str, since: dt.datetime | None, years: list[int]
) -> None:
    assert [one.when.year for one in dated(text, since, TODAY) if one.when] == years


@pytest.mark.parametrize(
    ("text", "whys"),
    [
        ("电话未接", ["undated"]),
        ("老客户介绍；3.2电话", ["undated", ""]),
        ("2/30 电话", ["no such day"]),
        ("2025-01-01 电话", ["future"]),
        ("需求3.5万台，预算50万", ["undated"]),
        ("3.5万预算；3.2电话", ["undated", ""]),
        ("v3.2版本升级", ["undated"]),
        ("3.2折优惠", ["undated"]),
        ("192.168.1.1", ["undated"]),
        ("13867412358", ["undated"]),
        ("", []),
    ],
)
def test_a_piece_without_a_day_is_left_to_a_person(text: str, whys: list[str]) -> None:
    assert [one.why for one in dated(text, MARCH, TODAY)] == whys


def test_years_of_follow_ups_in_one_cell_are_cut_at_once() -> None:
    text = "；".join(f"3.{day}电话，报价3.{day}万，约3月{day}日再谈" for day in range(2, 29)) * 40
    started = time.perf_counter()
    assert len(dated(text[:32_000], MARCH, TODAY)) > 900
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "text", ["\n" * 5000, "1" + " " * 5000, "3.2" + " " * 5000 + "x", "；" * 5000]
)
def test_a_cell_of_blanks_is_looked_at_at_once(text: str) -> None:
    started = time.perf_counter()
    dated(text, None, TODAY)
    assert time.perf_counter() - started < 3


def test_a_time_of_day_is_kept() -> None:
    found = dated("3月2日（周六）下午3点 上门拜访；3月8日 10:00 线上会议", MARCH, TODAY)
    assert [one.when for one in found] == [
        dt.datetime(2024, 3, 2, 15), dt.datetime(2024, 3, 8, 10)
    ]  # fmt: skip


def test_a_year_from_nothing_but_today_is_not_sure() -> None:
    assert [one.sure for one in dated("3.2电话；3.5微信", None, TODAY)] == [False, True]
    assert [one.sure for one in dated("3.2电话", MARCH, TODAY)] == [True]


_PIECES = st.lists(
    st.sampled_from(["3.2电话", "3月5日", "；", "，", "\n", "约", "再谈", "2024-03-08 ", "3.5万", "12/31",
                     "【", "】", "：", "a", " ", "1、", "2.30", "0.0", "99月9日"]), max_size=24,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(_PIECES, st.text(max_size=60)))
def test_nothing_of_a_cell_is_lost(text: str) -> None:
    raws = "".join(raw for _date, _text, raw in cut(text))
    kept = [one for one in raws if one not in " ;；，,。\n\r\t"]
    dated(text, None, TODAY)
    plain = INVISIBLE.sub("", text)
    assert kept == [one for one in plain if one not in " ;；，,。\n\r\t"]
