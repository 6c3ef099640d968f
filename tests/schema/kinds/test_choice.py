"""Choices, industries and lists of choices (M14, M16, M23, §2.14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed, Vocabulary
from crmbook.schema.kinds.choice import Choice, Industry, IndustryChoice, MultiChoice
from crmbook.schema.text import fold
from crmbook.schema.vocabularies import default_vocabulary

TODAY = dt.datetime(2026, 1, 1)


def context(name: str, *, complete: bool = True) -> Context:
    return Context(TODAY, replace(default_vocabulary(name), complete=complete))


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


SOURCES, STATUS, INDUSTRY = context("线索来源"), context("线索状态"), context("行业类型")
KIND = Choice()


@pytest.mark.parametrize("value", default_vocabulary("线索状态").values)
def test_a_value_of_the_vocabulary_is_free_of_issues(value: str) -> None:
    assert KIND.parse(value, STATUS) == Parsed(value)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("新线索", "待联系"), ("成交", "已签约"), ("已成交", "已签约"), ("赢单", "已签约"), ("签单", "已签约"), ("丢单", "已流失"),
        ("输单", "已流失"), ("战败", "已流失"), ("死单", "已流失"), ("公海", "待分配"), ("退回", "待分配"), ("搁置", "暂停跟进"),
        ("培育", "暂停跟进"), ("空号", "无效"), ("非目标", "无效"), ("跟 进 中", "跟进中"), ("跟進中", "跟进中"),
    ],
)  # fmt: skip
def test_an_alias_means_its_value_and_is_mended(raw: str, value: str) -> None:
    parsed = KIND.parse(raw, STATUS)
    assert parsed.value == value
    assert [(issue.check, issue.fix) for issue in parsed.issues] == [("choice-alias", value)]


@pytest.mark.parametrize(
    ("raw", "value"),
    [("官网", "官网注册"), ("展会", "展会留资"), ("转介绍", "客户转介绍"), ("１６８８", "1688")],
    ids=str,
)
def test_the_documents_sources_are_known(raw: str, value: str) -> None:
    assert KIND.parse(raw, SOURCES).value == value


@pytest.mark.parametrize(
    "raw", ["跟进中 ", " 跟进中", "跟进中\u3000", "\u200b跟进中", "跟进中\n"], ids=repr
)
def test_white_space_around_a_value_is_mended(raw: str) -> None:
    parsed = KIND.parse(raw, STATUS)
    assert parsed.value == "跟进中"
    assert [(issue.check, issue.fix) for issue in parsed.issues] == [("spaces", "跟进中")]


@pytest.mark.parametrize(
    "raw", ["老板给的", "记不清了", "楼下电梯", "路过看到", "展会来的客户", "官网注册/展会"]
)
def test_what_the_vocabulary_lacks_is_left_to_the_schema_check(raw: str) -> None:
    parsed = KIND.parse(raw, SOURCES)
    assert parsed == Parsed(raw)
    assert parsed.value not in default_vocabulary("线索来源").values


@pytest.mark.parametrize("raw", ["其他", "其他：客户搬迁", "其他(老板换了)", "其它，说不清"])
def test_other_may_say_what_it_was(raw: str) -> None:
    parsed = KIND.parse(raw, context("流失原因"))
    assert parsed == Parsed("其他")


@pytest.mark.parametrize("raw", [None, "", "  ", "-", "—"], ids=repr)
def test_nothing_is_no_problem(raw: Any) -> None:
    for kind in (KIND, IndustryChoice(), MultiChoice()):
        assert kind.parse(raw, SOURCES) == Parsed()


def test_without_a_vocabulary_any_text_goes() -> None:
    assert KIND.parse("任意", Context(TODAY)) == Parsed("任意")


def test_where_the_dictionary_lists_nothing_an_alias_counts_but_is_no_problem() -> None:
    assert KIND.parse("官网", context("线索来源", complete=False)) == Parsed("官网注册")


def test_a_number_in_a_choice_column_is_its_text() -> None:
    assert KIND.parse(1688, SOURCES) == Parsed("1688")


@pytest.mark.parametrize(
    ("raw", "division", "detail"),
    [
        ("制造业", "制造业", ""), ("C 制造业", "制造业", ""), ("C制造业", "制造业", ""), ("C-制造业", "制造业", ""), ("C26 制造业", "制造业", ""),
        ("I 信息技术", "信息技术", ""), ("F 批发零售", "零售/电商", ""), ("D 水电煤气", "能源", ""),
        ("制造业-专用设备生产", "制造业", "专用设备生产"), ("制造业—专用设备生产", "制造业", "专用设备生产"),
        ("制造业/专用设备", "制造业", "专用设备"), ("C 制造业-专用设备", "制造业", "专用设备"), ("零售/电商", "零售/电商", ""),
        ("零售/电商-母婴", "零售/电商", "母婴"),
    ],
)  # fmt: skip
def test_an_industry_counts_as_its_division(raw: str, division: str, detail: str) -> None:
    parsed = IndustryChoice().parse(raw, INDUSTRY)
    assert parsed == Parsed(Industry(division))
    assert parsed.value.detail == detail


@pytest.mark.parametrize(
    "raw", ["同上", "杂类", "跨行业", "新兴产业", "新兴产业-芯片", "制造业务部", "Z 制造业"]
)
def test_an_unknown_industry_is_left_to_the_schema_check(raw: str) -> None:
    assert IndustryChoice().parse(raw, INDUSTRY) == Parsed(raw)


def test_an_industry_alias_is_mended_like_any_other() -> None:
    parsed = IndustryChoice().parse("地产", INDUSTRY)
    assert parsed.value == "房地产"
    assert [(issue.check, issue.fix) for issue in parsed.issues] == [("choice-alias", "房地产")]


def test_pandas_takes_an_industry_for_its_division() -> None:
    column = pd.Series([Industry("制造业", "专用设备生产"), "制造业", None, "杂类"], dtype=object)
    assert column.isin(frozenset({"制造业"})).tolist() == [True, True, False, False]
    assert column.value_counts().to_dict() == {"制造业": 2, "杂类": 1}


def test_a_division_listed_with_its_details_is_a_value_of_its_own() -> None:
    own = Vocabulary(("制造业-专用设备",), {fold("制造业-专用设备"): "制造业-专用设备"})
    assert IndustryChoice().parse("制造业-专用设备", Context(TODAY, own)) == Parsed(
        "制造业-专用设备"
    )


def test_several_choices_keep_their_order_and_lose_their_doubles() -> None:
    parsed = MultiChoice().parse("展会、官网注册，展会留资/未知", SOURCES)
    assert parsed.value == ("展会留资", "官网注册", "未知")
    assert [(issue.check, issue.fix) for issue in parsed.issues] == [
        ("choice-alias", "展会留资、官网注册、未知")
    ]


@given(st.sampled_from(default_vocabulary("线索来源").values))
def test_a_formatted_choice_is_read_back(value: str) -> None:
    assert KIND.parse(KIND.format(value), SOURCES) == Parsed(value)


@given(
    st.sampled_from(default_vocabulary("行业类型").values),
    st.sampled_from(["", "专用设备生产", "软件开发", "食品"]),
)
def test_a_formatted_industry_is_read_back(division: str, detail: str) -> None:
    kind, industry = IndustryChoice(), Industry(division, detail)
    value = kind.parse(kind.format(industry), INDUSTRY).value
    assert (value, value.detail) == (industry, detail)


@given(
    st.lists(st.sampled_from(default_vocabulary("线索来源").values), min_size=1, unique=True).map(
        tuple
    )
)
def test_formatted_choices_are_read_back(values: tuple[str, ...]) -> None:
    kind = MultiChoice()
    assert kind.parse(kind.format(values), SOURCES) == Parsed(values)


@given(st.text() | st.integers() | st.floats(allow_nan=False))
def test_whatever_stands_in_the_cell_is_parsed(raw: Any) -> None:
    for kind in (KIND, IndustryChoice(), MultiChoice()):
        assert set(checks(kind.parse(raw, SOURCES))) <= set(kind.checks)
