"""The default vocabularies (M16, M23, §2.14, §2.15)."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from crmbook.schema.sheets import SHEETS
from crmbook.schema.text import fold
from crmbook.schema.vocabularies import VOCABULARIES, default_vocabulary, group_of
from crmbook.schema.words.sources import CONVERTED, EXTERNAL, INTERNAL


@pytest.mark.parametrize("name", VOCABULARIES)
def test_no_spelling_means_two_values(name: str) -> None:
    spellings = Counter(
        fold(text) for word in VOCABULARIES[name] for text in (word.value, *word.aliases)
    )
    assert [text for text, count in spellings.items() if count > 1] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_value_is_its_own_alias(name: str) -> None:
    vocabulary = default_vocabulary(name)
    assert vocabulary.values
    assert all(vocabulary.aliases[fold(value)] == value for value in vocabulary.values)


def test_every_column_with_a_vocabulary_has_a_default_one() -> None:
    names = {column.vocabulary for sheet in SHEETS for column in sheet.columns} - {"", "人员"}
    assert names <= set(VOCABULARIES)


def test_an_unknown_name_binds_nobody() -> None:
    vocabulary = default_vocabulary("人员")
    assert (vocabulary.values, vocabulary.complete) == ((), False)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("线索状态", "待分配 待联系 跟进中 暂停跟进 已签约 已流失 无效 重复"),
        ("流失阶段", "分配阶段 跟进阶段 转化阶段"),
        (
            "流失原因",
            "价格高 预算取消 需求取消或推迟 选了竞品 联系不上 决策人变更 产品不匹配 交期不满足 其他",
        ),
        ("跟进方式", "电话 微信 企业微信 拜访 会议 线上会议 邮件 短信 样品演示 展会 其他"),
        ("客户类型", "新客户 存量客户 战略客户 潜在客户"),
        ("销售阶段", "机会识别 初步接触 需求深度挖掘 方案呈现与谈判 成交签约 售后跟进"),
        ("决策权限", "最终决策人 影响者 使用者"),
        ("客户等级", "A级 B级 C级 D级"),
        ("发起方", "我方 客户"),
    ],
)
def test_the_documents_own_words_in_their_order(name: str, values: str) -> None:
    vocabulary = default_vocabulary(name)
    assert vocabulary.values == tuple(values.split())
    assert vocabulary.complete


@pytest.mark.parametrize("name", ["线索来源", "行业类型", "需求标签", "付款方式"])
def test_what_is_each_teams_own_binds_only_by_its_dictionary(name: str) -> None:
    assert not default_vocabulary(name).complete


@pytest.mark.parametrize(
    ("spelling", "group"),
    [("官网", INTERNAL), ("陌拜", INTERNAL), ("行业展会", EXTERNAL), ("合作伙伴推荐", EXTERNAL), ("行业组织", EXTERNAL), ("报刊", EXTERNAL),
     ("互联网", EXTERNAL), ("商场品牌", EXTERNAL), ("1688", EXTERNAL), ("转介绍", CONVERTED), ("白皮书", CONVERTED)],
)  # fmt: skip
def test_every_source_of_the_documents_has_its_class(spelling: str, group: str) -> None:
    value = default_vocabulary("线索来源").aliases[fold(spelling)]
    assert group_of("线索来源", value) == group


def test_an_unknown_value_has_no_class() -> None:
    assert group_of("线索来源", "楼下电梯") == ""
    assert group_of("人员", "张三") == ""


def test_intent_grades_and_customer_levels_share_no_word() -> None:
    assert not set(default_vocabulary("客户等级").values) & {"A类", "B类", "C类", "A+类"}


def test_the_sections_of_the_standard_are_industries(shared: Path) -> None:
    with (shared / "data/cn/gbt4754_2011.csv").open(encoding="utf-8-sig", newline="") as file:
        sections = [row["name"] for row in csv.DictReader(file) if row["level"] == "1"]
    known = default_vocabulary("行业类型").aliases
    assert len(sections) == 20
    assert [name for name in sections if fold(name) not in known] == ["国际组织"]
