"""Mentions: which lead a sentence is about, and the sentence without its name."""

from __future__ import annotations

import pytest

from crmbook.match.mention import mentioned, named, numbered, without_mention
from crmbook.schema.sheets import LEADS
from tests.analysis.books import register

NAMES = (
    "无锡亿洲精密机械有限公司",
    "上海亿洲供应链管理有限公司",
    "杭州华鼎科技有限公司",
    "宁波恒晖医疗器械有限公司",
)
LEAD = register(
    LEADS, [{"线索编号": f"XS202400{at}", "公司名称": name} for at, name in enumerate(NAMES, 1)]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("无锡亿洲 昨天电话", [1]),
        ("无锡亿洲精密机械有限公司，昨天电话", [1]),
        ("亿洲 昨天电话", [1, 2]),
        ("张三：华鼎 昨天电话", [3]),
        ("3月15日拜访宁波恒晖，谈得不错", [4]),
        ("昨天电话，他们和华鼎比过", []),  # a customer speaks of others
        ("昨天电话，转给杭州华鼎科技有限公司", [3]),
        ("宁波 昨天电话", []),  # a place is no company
        ("昨天电话", []),
    ],
)
def test_the_longest_name_in_a_sentence_is_meant(text: str, expected: list[int]) -> None:
    assert sorted(one.record + 1 for one in mentioned(LEAD, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("XS2024003 昨天电话", [3]), ("xs2024003昨天", [3]), ("XS2024999 昨天", []), ("昨天", [])],
)
def test_a_number_is_found_wherever_it_stands(text: str, expected: list[int]) -> None:
    assert [one.record + 1 for one in numbered(LEAD, text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "杭州华鼎 昨天电话",
        "华鼎，昨天电话",
        "XS2024003 昨天电话",
        "杭州华鼎科技有限公司昨天电话",
        "昨天电话 XS2024003",
    ],
)
def test_a_sentence_without_its_mention_is_what_was_done(text: str) -> None:
    (member,) = numbered(LEAD, text) or mentioned(LEAD, text)
    assert without_mention(text, member) == "昨天电话"


def test_who_speaks_stays() -> None:
    (member,) = mentioned(LEAD, "张三：华鼎 昨天电话")
    assert without_mention("张三：华鼎 昨天电话", member) == "张三：昨天电话"


def test_a_name_alone_is_looked_up() -> None:
    assert [one.record + 1 for one in named(LEAD, "华鼎")] == [3]
