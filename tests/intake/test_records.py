"""Rows taken: values in normal form, originals kept, what cannot be taken with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.book.sources import tables_of
from crmbook.files.area import Area
from crmbook.files.columns import grid_from_rows
from crmbook.files.grid import SourceBook
from crmbook.intake.mapping import Known, map_columns
from crmbook.intake.records import Reading, take
from crmbook.intake.taking import take_all
from crmbook.model.cells import UNCACHED, CellError
from crmbook.schema.kinds.base import Context
from crmbook.schema.sheets import LEADS
from tests.intake.lists import TODAY, WORDS, table, taken, values

COMPANY = "杭州华鼎科技有限公司"


@pytest.mark.parametrize(
    ("title", "raw", "expected"),
    [
        ("联系电话", " 138-6741-2358 ", "13867412358"),
        ("联系电话", 13867412358, "13867412358"),
        (
            "联系电话",
            "13800001111/0571-88888888（微信同号）",
            "13800001111/0571-88888888（微信同号）",
        ),
        ("联系电话", "310/246-1501", "310/246-1501"),
        ("邮箱", "A@qq。com", "A@qq.com"),
        ("邮箱", "zhangxx", "zhangxx"),
        ("预算(万元)", "预算50万+", "50万元以上"),
        ("预算(万元)", "50万元", 50),
        ("预算(万元)", "面议", "面议"),
        ("预算(元)", 500000, 50),
        ("预算（元）", "1,200,000", 120),
        ("预算（元）", "30万", 30),
        ("预算", 500000, 500000),
        ("企业规模", "２００－５００人", "200-500人"),
        ("企业规模", 350, "350人"),
        ("企业规模", "很多", "很多"),
        ("获取时间", "2024年3月1日", dt.date(2024, 3, 1)),
        ("获取时间", "2024/3/26 16:26", dt.datetime(2024, 3, 26, 16, 26)),
        ("获取时间", "3月3日", dt.date(2024, 3, 3)),
        ("获取时间", "11月3日", dt.date(2023, 11, 3)),
        ("获取时间", 3.1, 3.1),
        ("线索来源", "官网", "官网注册"),
        ("线索来源", "广交会", "广交会"),
        ("意向等级", "Ａ", "A类"),
        ("负责人", "小张", "张三"),
        ("行业类型", "制造业-专用设备生产", "制造业-专用设备生产"),
        ("需求标签", "急需采购,价格敏感", "急需采购;价格敏感"),
        ("备注", "=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("备注", "-", None),
        ("备注", CellError("#N/A"), None),
        ("备注", UNCACHED, None),
        ("联系人", "张*", "张*"),
        ("公司名称", "ＡＢＣ 科技（杭州）有限公司", "ABC科技（杭州）有限公司"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_value_is_taken_in_the_normal_form_of_its_column(
    title: str, raw: Any, expected: Any
) -> None:
    base = {"公司名称": COMPANY, "联系人": "张伟"} | {title: raw}
    intake = taken([list(base), list(base.values())], f"{title}={_target(title)}")
    assert values(intake).get(_target(title)) == expected


def _target(title: str) -> str:
    return {"预算(元)": "预算(万元)", "预算（元）": "预算(万元)", "预算": "预算(万元)",
            "企业规模": "企业规模(员工数)"}.get(title, title)  # fmt: skip


def test_the_original_of_a_changed_value_is_kept() -> None:
    record = taken([["公司", "联系人", "手机"], [COMPANY, "张伟", "138 6741 2358"]]).records[0]
    assert {column.header: raw for column, raw in record.originals.items()} == {
        "联系电话": "138 6741 2358"
    }


def test_what_cannot_be_read_is_named_and_kept_as_typed() -> None:
    record = taken([["公司", "联系人", "预算"], [COMPANY, "张伟", "面议"]], "预算=预算").records[0]
    assert [(one.name, one.column.header) for one in record.troubles] == [("预算", "预算(万元)")]
    assert "面议" in record.troubles[0].message


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "", "", "x"], "no company"),
        (["-", "无", "", "x"], "无"),
        (["测试", "", "", "x"], "测试"),
        (["", "待定", "", "x"], "待定"),
        ([COMPANY, "张伟", "1.39E+10", "x"], "手机"),
    ],
    ids=["nothing", "dashes", "placeholder", "nobody", "digits lost"],
)
def test_a_row_that_cannot_be_taken_says_why(row: list[str], reason: str) -> None:
    good = [[COMPANY, "张伟", "13867412358", "a"]] * 3
    intake = taken([["公司", "联系人", "手机", "备注"], *good, row])
    assert [one.row for one in intake.rejected] == [5]
    told = intake.rejected[0].reasons[0]
    assert reason in told or (reason == "no company" and "公司" in told)
    assert len(intake.records) == 3


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "13867412358"],
        ["", "张伟", ""],
        [COMPANY, "", ""],
        ["科技有限公司", "张*", "138"],
        ["生物股份", "", ""],
    ],
    ids=[
        "a phone",
        "a contact",
        "a company",
        "the documents' own example",
        "a short name that reads like a trade",
    ],
)
def test_a_row_with_anything_to_go_by_is_taken(row: list[str]) -> None:
    good = [[COMPANY, "张伟", "13867412358"]] * 3
    intake = taken([["公司", "联系人", "手机"], *good, row])
    assert (len(intake.records), len(intake.rejected)) == (4, 0)


def test_the_example_that_a_template_begins_with_is_no_record() -> None:
    rows = [["公司", "手机"], ["示例：杭州某某公司", "13800000000"], [COMPANY, "13867412358"],
            ["样例科技有限公司", "13967412359"]]  # fmt: skip
    intake = taken(rows)
    assert [one.row for one in intake.rejected] == [2]
    assert len(intake.records) == 2


def test_a_text_phone_that_lost_no_digit_is_recovered() -> None:
    intake = taken([["公司", "手机"], [COMPANY, "1.3867412358E+10"]])
    assert values(intake)["联系电话"] == "13867412358"


def test_a_name_and_a_wechat_id_beside_a_phone_are_taken_over() -> None:
    rows = [["公司", "联系方式"], [COMPANY, "张伟 13867412358"], ["启航公司", "wx: abc123 13967412359"],
            ["恒达公司", "13767412358（微信同号）"]]  # fmt: skip
    intake = taken(rows)
    assert values(intake)["联系人"] == "张伟"
    assert values(intake, 1)["微信号"] == "abc123"
    assert values(intake, 1)["联系电话"] == "wx: abc123 13967412359"
    assert values(intake, 2)["微信号"] == "13767412358"


def test_columns_that_become_one_are_joined_and_said_once() -> None:
    rows = [["公司", "省", "市", "电话", "座机", "备用电话", "备注", "说明2"],
            [COMPANY, "上海", "上海市", "13867412358", "021-88888888", "13967412359", "a", "b"]]  # fmt: skip
    found = values(taken(rows, "说明2=备注"))
    assert found["地区"] == "上海市"
    assert found["备用电话"] == "021-88888888/13967412359"
    assert found["备注"] == "a；b"


def test_a_company_merged_over_its_contacts_stands_in_every_row() -> None:
    rows = [
        ["公司", "联系人", "手机"],
        [COMPANY, "张伟", "13867412358"],
        ["", "李娜", "13967412359"],
    ]
    grid = grid_from_rows("表", rows, merged=(Area(2, 1, 3, 1),))
    source = next(tables_of(SourceBook(table(rows).path, "xlsx", [grid], ""), grid))
    mapping = map_columns(source, LEADS, Known(words=WORDS))
    intake = take(source, mapping, Reading(TODAY, WORDS))
    assert [one.values[LEADS["公司名称"]] for one in intake.records] == [COMPANY, COMPANY]


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
                          st.datetimes(), st.booleans(), st.none()), max_size=8))  # fmt: skip
def test_nothing_that_a_cell_may_hold_breaks_the_taking(raws: list[Any]) -> None:
    for column in LEADS.columns:
        context = Context(TODAY, WORDS.get(column.vocabulary))
        found = take_all(column, raws, context, column.header)
        assert len(found) == len(raws)
        for one in found:
            assert one.value is None or isinstance(
                one.value, str | int | float | bool | dt.date | dt.datetime
            )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=12))
def test_every_row_is_taken_or_rejected(rows: list[list[str]]) -> None:
    source = table([["公司名称", "联系人", "联系电话"], [COMPANY, "张伟", "13867412358"], *rows])
    mapping = map_columns(source, LEADS, Known(words=WORDS))
    intake = take(source, mapping, Reading(TODAY, WORDS))
    places = sorted([one.at for one in intake.records] + [one.at for one in intake.rejected])
    assert places == list(range(len(source)))
