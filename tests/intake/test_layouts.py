"""Layouts remembered in 字段, rejects, tables chosen, a team's own book adopted."""

from __future__ import annotations

from typing import Any

import pytest

from crmbook.intake.adoption import adopt, likeliest
from crmbook.intake.choosing import choose, place_of
from crmbook.intake.mapping import Known, map_columns
from crmbook.intake.memory import layout_of, recall, to_remember
from crmbook.intake.rejects import reject_table
from crmbook.intake.wishes import Targets
from crmbook.model.errors import UsageError
from crmbook.schema.kinds.base import Context
from crmbook.schema.sheets import LEADS, settings
from crmbook.schema.vocabularies import default_vocabulary
from tests.intake.lists import TODAY, WORDS, mapped, table, tables, taken

COMPANY = ["杭州华鼎科技有限公司", "宁波启航商贸有限公司", "苏州恒达机械厂"]
PHONE = ["13867412358", "13967412359", "13767412350"]


def rows_of(**columns: list[Any]) -> list[list[Any]]:
    titles = list(columns)
    count = len(next(iter(columns.values())))
    return [titles, *([columns[title][at] for title in titles] for at in range(count))]


def test_what_was_asked_for_is_remembered_for_the_layout_not_for_the_file() -> None:
    rows = rows_of(甲=COMPANY, 乙=["a1", "b2", "c3"], 丙=PHONE)
    mapping = mapped(rows, "乙=需求描述", "丙=-")
    held = to_remember(table(rows), mapping)
    assert [(one.title, one.target) for one in held] == [("乙", "需求描述"), ("丙", "不导入")]
    assert held[0].values()[settings.FIELD_TARGET] == "需求描述"
    turned = rows_of(丙=PHONE, 甲=COMPANY, 乙=["d", "e", "f"])
    other = table(turned, "观众名单0401.csv")
    memory = recall(other, held, Targets(LEADS))
    again = map_columns(other, LEADS, Known(words=WORDS, memory=memory))
    assert again.as_json() == {"丙": None, "甲": "公司名称", "乙": "需求描述"}
    assert to_remember(other, again, held) == []


def test_a_further_column_is_another_layout_but_the_reasons_of_rejects_are_none() -> None:
    rows = rows_of(甲=COMPANY, 乙=PHONE)
    known = layout_of(table(rows))
    assert layout_of(table(rows_of(甲=COMPANY, 乙=PHONE, 丙=PHONE))) != known
    assert layout_of(table(rows_of(甲=COMPANY, 乙=PHONE, 原因=["x1", "y2", "z3"]))) == known


def test_the_command_line_comes_before_what_is_remembered() -> None:
    rows = rows_of(甲=COMPANY, 乙=PHONE)
    held = to_remember(table(rows), mapped(rows, "乙=备用电话"))
    memory = recall(table(rows), held, Targets(LEADS))
    wishes = {2: LEADS["联系电话"]}
    mapping = map_columns(table(rows), LEADS, Known(words=WORDS, wishes=wishes, memory=memory))
    assert mapping.as_json()["乙"] == "联系电话"


def test_rejects_are_the_list_s_own_cells_with_the_reason_behind() -> None:
    rows = rows_of(序号=[1, 2], 单位=[COMPANY[0], ""], 手机=[PHONE[0], "1.38E+10"])
    found = reject_table(taken(rows))
    assert found.titles == ("序号", "单位", "手机", "原因")
    assert [row[:3] for row in found.rows] == [(2, None, "1.38E+10")]
    again = reject_table(taken([found.titles, *found.rows]))
    assert again.titles == found.titles
    assert again.rows == found.rows


def test_of_two_tables_side_by_side_the_one_that_maps_best_is_taken() -> None:
    rows: list[list[Any]] = [["来源", "数量", "", "甲", "乙", "丙"],
            *([f"渠道{at}", at, "", COMPANY[at], PHONE[at], f"{at}@qq.com"] for at in range(3)),
            ["", "", "", "上海数智信息公司", "13667412351", "d@qq.com"]]  # fmt: skip
    found = choose(tables(rows), LEADS, Known(words=WORDS))
    assert place_of(found) == "D1:F5"
    assert len(found) == 4


def test_two_tables_that_map_alike_are_asked_for() -> None:
    one = [["公司", "手机", "邮箱"], *([COMPANY[at], PHONE[at], f"{at}@qq.com"] for at in range(3))]
    rows = [[*row, "", *row] for row in one] + [["上海数智公司", "13667412351", "d@qq.com"]]
    found = tables(rows)
    assert len(found) == 2
    with pytest.raises(UsageError) as refused:
        choose(found, LEADS, Known(words=WORDS))
    assert "--range" in refused.value.remedy


def test_a_team_s_own_book_is_mapped_with_its_own_columns_and_words() -> None:
    repeated: dict[str, list[Any]] = {"展位": ["A区", "B区"] * 10, "首访日": ["2024-03-01"] * 20, "折扣": ["5%"] * 20,
                "老客": ["是", "否"] * 10, "台数": list(range(20))}  # fmt: skip
    rows = rows_of(客户=[f"杭州华鼎{at}科技有限公司" for at in range(20)],
                   电话=[f"138674123{at:02}" for at in range(20)],
                   意向=["A", "B"] * 9 + ["很高", "D"], 渠道=["官网留言板"] * 19 + ["路过"], **repeated)  # fmt: skip
    book = adopt([table(rows), table([["a", "b"], ["x", 1]])], Context(TODAY), WORDS)
    sheet = book[0]
    assert sheet.register is LEADS
    assert sheet.mapping is not None
    assert [one.header for one in sheet.mapping.targets] == [
        "公司名称",
        "联系电话",
        "线索来源",
        "意向等级",
    ]
    assert {one.title: (one.kind, one.options) for one in sheet.own} == {
        "展位": ("选项", ("A区", "B区")), "首访日": ("日期", ()), "折扣": ("百分比", ()), "老客": ("是否", ()),
        "台数": ("数字", ()),
    }  # fmt: skip
    assert [(one.vocabulary, one.value, one.meaning, one.count) for one in sheet.words] == [
        ("意向等级", "很高", "A类", 1), ("意向等级", "D", "", 1),
        ("线索来源", "官网留言板", "官网注册", 19), ("线索来源", "路过", "", 1),
    ]  # fmt: skip
    assert sheet.words[2].values()[settings.WORD_ALIAS] == "官网留言板"
    fields = [(one[settings.FIELD_HEADER], one[settings.FIELD_TARGET]) for one in sheet.fields()]
    assert fields[:4] == [
        ("客户", "公司名称"),
        ("电话", "联系电话"),
        ("意向", "意向等级"),
        ("渠道", "线索来源"),
    ]
    assert book[1].register is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("官网留言板", "官网注册"),
        ("广州车展", ""),
        ("展会", ""),
        ("抖", ""),
        ("老客户介绍过来的", "客户转介绍"),
    ],
)
def test_a_word_that_is_like_one_value_is_proposed_as_its_alias(text: str, meaning: str) -> None:
    assert likeliest(text, default_vocabulary("线索来源")) == meaning
