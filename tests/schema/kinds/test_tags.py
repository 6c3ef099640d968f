"""需求标签 (M11, M27)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed, Vocabulary
from crmbook.schema.kinds.tags import Tag, TagList, Tags
from crmbook.schema.text import fold

TODAY = dt.datetime(2026, 1, 1)
OPEN = Context(TODAY)
LISTED = Vocabulary(
    ("急需采购", "价格敏感", "技术优先", "地区"),
    {fold(word): word for word in ("急需采购", "价格敏感", "技术优先", "地区")}
    | {"急需": "急需采购"},
)
CLOSED = Context(TODAY, LISTED)
KIND = Tags()


@pytest.mark.parametrize(
    ("raw", "tags"),
    [
        ("急需采购", [(None, "急需采购")]),
        ("急需采购；价格敏感", [(None, "急需采购"), (None, "价格敏感")]),
        ("急需采购;价格敏感", [(None, "急需采购"), (None, "价格敏感")]),
        (
            "急需采购、价格敏感，技术优先",
            [(None, "急需采购"), (None, "价格敏感"), (None, "技术优先")],
        ),
        (" 急需采购 ; ; 急需采购 ", [(None, "急需采购")]),
        ("行业:制造业;规模:中型", [("行业", "制造业"), ("规模", "中型")]),
        ("行业：制造业；需求痛点： 生产效率低", [("行业", "制造业"), ("需求痛点", "生产效率低")]),
        (
            "行业:制造业;规模:中型;需求痛点:生产效率低;决策风格:数据驱动",
            [
                ("行业", "制造业"),
                ("规模", "中型"),
                ("需求痛点", "生产效率低"),
                ("决策风格", "数据驱动"),
            ],
        ),
        ("网址:http://a", [("网址", "http://a")]),
        ("行业:", [(None, "行业")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tags_are_read_with_either_kind_of_punctuation(raw: str, tags: list[Tag]) -> None:
    assert KIND.parse(raw, OPEN) == Parsed(TagList(tags))


@pytest.mark.parametrize("raw", [None, "", " ", "；", "-"], ids=repr)
def test_no_tag_is_blank(raw: Any) -> None:
    assert KIND.parse(raw, CLOSED) == Parsed()


def test_an_unknown_tag_stays_and_is_reported_with_its_neighbours() -> None:
    parsed = KIND.parse("急需采够;价格敏感", CLOSED)
    assert parsed.value == ((None, "急需采够"), (None, "价格敏感"))
    assert [issue.check for issue in parsed.issues] == ["tag-unknown"]
    assert "急需采够" in parsed.issues[0].message
    assert "急需采购" in parsed.issues[0].remedy


@pytest.mark.parametrize("raw", ["价格敏感", "急需", "行业:制造业", "地区:华东", "分级:技术优先"])
def test_a_listed_tag_its_alias_and_pairs_under_a_known_key_are_known(raw: str) -> None:
    assert not KIND.parse(raw, CLOSED).issues


def test_an_unknown_key_is_reported_only_where_the_dictionary_lists_tags() -> None:
    assert [issue.check for issue in KIND.parse("爱好:钓鱼", CLOSED).issues] == ["tag-unknown"]
    assert not KIND.parse("爱好:钓鱼", OPEN).issues


def test_records_are_filtered_by_tag_key_or_pair() -> None:
    tags = KIND.parse("急需采购；行业：制造业", OPEN).value
    assert all(
        tags.has(wanted) for wanted in ("急需采购", "行业:制造业", "行业：制造业", "制造业", "行业")
    )
    assert not any(tags.has(wanted) for wanted in ("价格敏感", "行业:零售", "制造"))
    assert str(tags) == "急需采购;行业:制造业"


WORDS = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(st.none() | WORDS, WORDS), min_size=1, unique=True))
def test_formatted_tags_are_read_back(tags: list[Tag]) -> None:
    assert KIND.parse(KIND.format(tags), OPEN) == Parsed(TagList(tags))


@given(st.text() | st.integers())
def test_whatever_stands_in_the_cell_is_parsed(raw: Any) -> None:
    assert {issue.check for issue in KIND.parse(raw, CLOSED).issues} <= set(KIND.checks)
