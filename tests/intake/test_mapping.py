"""Columns recognised by title and by content; what was asked for wins."""

from __future__ import annotations

import re
from typing import Any

import pytest

from crmbook.intake.mapping import Known, map_columns
from crmbook.model.errors import UsageError
from crmbook.schema.column import Column
from crmbook.schema.kinds.text import Text
from crmbook.schema.sheets import CUSTOMERS, LEADS
from tests.intake.lists import WORDS, mapped, table

#: Three values of each kind, none of them titled by what it is.
VALUES: dict[str, list[Any]] = {
    "联系电话": ["13867412358", "138 6741 2359", "0571-88888888"],
    "邮箱": ["a@qq.com", "b@huading.com.cn", "c@163.com"],
    "公司名称": ["杭州华鼎科技有限公司", "宁波启航商贸有限公司", "苏州恒达机械厂"],
    "联系人": ["张伟", "李娜", "王总"],
    "职位": ["采购经理", "总经理", "IT主管"],
    "网址": ["www.huading.com", "https://qihang.cn", "hengda.com.cn"],
    "地址": ["浙江省杭州市文三路90号", "宁波市鄞州区中山东路1号", "苏州市工业园区星湖街8号"],
    "地区": ["杭州", "浙江宁波", "苏州市"],
    "企业规模(员工数)": ["200-500人", "50人", "1000人以上"],
    "预算(万元)": ["50万", "200-300万元", "≥100万"],
    "行业类型": ["制造业", "C 制造业", "软件"],
    "线索来源": ["展会", "百度推广", "转介绍"],
    "意向等级": ["A类", "B类", "C类"],
    "线索编号": ["XS2024001", "XS2024002", "XS2024003"],
}


def rows_of(**columns: list[Any]) -> list[list[Any]]:
    titles = list(columns)
    return [titles, *([columns[title][at] for title in titles] for at in range(3))]


@pytest.mark.parametrize("target", VALUES)
def test_a_column_is_recognised_by_its_values_whatever_its_title(target: str) -> None:
    rows = rows_of(甲=["一号", "二号", "三号"], 乙=VALUES[target])
    mapping = mapped(rows)
    assert mapping.as_json() == {"甲": None, "乙": target}
    assert 0.5 <= mapping.columns[1].confidence < 0.9
    assert "100%" in mapping.columns[1].why


@pytest.mark.parametrize(
    ("title", "values", "target"),
    [
        ("手机", VALUES["联系电话"], "联系电话"),
        ("参展单位", ["华鼎", "启航", "恒达"], "公司名称"),
        ("感兴趣产品", ["ERP", "WMS", "TMS"], "需求描述"),
        ("到场时间", ["2024/3/26 16:26", "2024/3/27 9:00", "2024/3/28 10:10"], "获取时间"),
        ("聯絡電話", VALUES["联系电话"], "联系电话"),
        ("*手机号码（必填）", VALUES["联系电话"], "联系电话"),
        ("销售", ["张三", "李四", "小张"], "负责人"),
        ("个人微信", ["wx001a", "zhang_w", "lina88"], "微信号"),
        ("传真", VALUES["联系电话"], None),
        ("法定代表人", ["张伟", "李娜", "王芳"], None),
        ("开户行", ["中国银行", "工商银行", "招商银行"], None),
        ("销售额", [100, 200, 300], None),
        ("上市日期", ["2004-01-30", "1997-06-18", "1994-01-10"], None),
        ("序号", [1, 2, 3], None),
        ("注册资本", ["1000万元", "500万元", "50万"], None),
        ("年营收", ["1-5亿元", "5000万", "200万元"], None),
        ("编号", [1, 2, 3], None),
        ("ID", ["K1", "K2", "K3"], None),
        ("状态", [1, 0, 1], None),
        ("意向", ["ERP", "WMS", "CRM"], None),
        ("单位", ["元", "万吨", "%"], None),
        ("客户等级", ["A级", "B级", "C级"], None),
        ("Capacity", ["a1", "b2", "c3"], None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_title_that_hints_is_believed_where_its_values_agree(
    title: str, values: list[Any], target: str | None
) -> None:
    assert mapped(rows_of(**{"甲": ["x1", "x2", "x3"], title: values})).columns[1].target == (
        LEADS[target] if target else None
    )


def test_values_that_plainly_are_something_else_overrule_a_title() -> None:
    rows = rows_of(公司名称=VALUES["公司名称"], 联系人=VALUES["邮箱"], 联系方式=VALUES["联系电话"])
    assert mapped(rows).as_json() == {
        "公司名称": "公司名称",
        "联系人": "邮箱",
        "联系方式": "联系电话",
    }


def test_phones_side_by_side_overflow_and_a_mobile_comes_first() -> None:
    rows = rows_of(公司=VALUES["公司名称"], 电话=["0571-88888888"] * 3, 手机=["13867412358"] * 3,
                   电话3=["13867412359"] * 3)  # fmt: skip
    assert mapped(rows).as_json() == {
        "公司": "公司名称", "电话": "备用电话", "手机": "联系电话", "电话3": "备用电话",
    }  # fmt: skip


def test_of_two_columns_for_one_the_better_titled_wins_and_the_other_is_named() -> None:
    rows = rows_of(公司名称=VALUES["公司名称"], 开票单位=VALUES["公司名称"])
    loser = mapped(rows).columns[1]
    assert loser.target is None
    assert loser.rival is LEADS["公司名称"]


def test_the_owner_of_a_list_of_firms_is_its_contact_where_nobody_of_them_is_ours() -> None:
    rows = rows_of(公司名称=VALUES["公司名称"], 负责人=["王芳", "刘洋", "陈静"])
    assert mapped(rows).as_json()["负责人"] == "联系人"
    ours = rows_of(公司名称=VALUES["公司名称"], 负责人=["张三", "李四", "小张"])
    assert mapped(ours).as_json()["负责人"] == "负责人"


def test_parts_of_a_region_are_one() -> None:
    rows = rows_of(
        公司=VALUES["公司名称"], 省=["浙江", "浙江", "江苏"], 市=["杭州", "宁波", "苏州"]
    )
    assert mapped(rows).as_json() == {"公司": "公司名称", "省": "地区", "市": "地区"}
    both = rows_of(公司=VALUES["公司名称"], 省=["浙江"] * 3, 地区=["杭州"] * 3)
    assert mapped(both).as_json() == {"公司": "公司名称", "省": None, "地区": "地区"}


@pytest.mark.parametrize(
    ("maps", "expected"),
    [
        (["甲=需求描述"], {"甲": "需求描述", "乙": "联系电话"}),
        (["乙=备用电话"], {"甲": None, "乙": "备用电话"}),
        (["乙=-"], {"甲": None, "乙": None}),
        (["A=公司"], {"甲": "公司名称", "乙": "联系电话"}),
        ([" 甲 ＝ 联系 人"], {"甲": "联系人", "乙": "联系电话"}),
        (["甲=联系电话", "乙=联系电话"], {"甲": "联系电话", "乙": "联系电话"}),
        (["甲=备注", "乙=备注"], {"甲": "备注", "乙": "备注"}),
    ],
    ids=["title", "over content", "left out", "letters", "spaces", "two phones", "two notes"],
)
def test_what_is_asked_for_comes_first(maps: list[str], expected: dict[str, str | None]) -> None:
    rows = rows_of(甲=["x1", "x2", "x3"], 乙=VALUES["联系电话"])
    assert mapped(rows, *maps).as_json() == expected


@pytest.mark.parametrize(
    ("maps", "part"),
    [
        (["甲"], "甲"),
        (["丙=公司名称"], "丙"),
        (["甲=没有这列"], "没有这列"),
        (["甲=公司名称", "乙=公司名称"], "甲、乙"),
        (["甲=公司名称", "甲=联系人"], "甲"),
        (["甲=最后跟进时间"], "最后跟进时间"),
        (["双=公司名称"], "双 (C)、双 (D)"),
    ],
    ids=["no equals sign", "no such column", "no such target", "two to one", "mapped twice",
         "computed", "two of that title"],
)  # fmt: skip
def test_a_map_that_cannot_be_meant_is_refused_by_name(maps: list[str], part: str) -> None:
    rows: list[list[Any]] = [
        ["甲", "乙", "双", "双"],
        ["x1", 1, 2, 3],
        ["x2", 4, 5, 6],
        ["x3", 7, 8, 9],
    ]
    with pytest.raises(UsageError, match=re.escape(part)) as refused:
        mapped(rows, *maps)
    assert refused.value.remedy


def test_a_book_s_own_column_is_met_by_its_title() -> None:
    own = Column("合同模板", Text())
    rows = rows_of(公司名称=VALUES["公司名称"], 合同模板=["a", "b", "c"])
    mapping = map_columns(table(rows), LEADS, Known(words=WORDS, own=(own,)))
    assert mapping.targets == (LEADS["公司名称"], own)


def test_the_customer_register_is_met_by_its_own_columns() -> None:
    rows = rows_of(单位名称=VALUES["公司名称"], 甲=VALUES["联系电话"], 乙=VALUES["邮箱"])
    mapping = map_columns(table(rows), CUSTOMERS, Known(words=WORDS))
    assert mapping.as_json() == {"单位名称": "客户名称(全称)", "甲": "联系方式", "乙": "邮箱"}


def test_a_list_without_a_header_goes_by_its_letters() -> None:
    rows = [["杭州华鼎科技有限公司", "张伟", "13867412358"], ["宁波启航商贸有限公司", "李娜", "13967412359"],
            ["苏州恒达机械厂", "王芳", "13767412350"]]  # fmt: skip
    source = table(rows)
    assert (source.first_row, source.data_first_row, len(source)) == (0, 1, 3)
    assert mapped(rows).as_json() == {"A": "公司名称", "B": "联系人", "C": "联系电话"}


def test_provinces_and_cities_are_the_region_rather_than_parts_of_the_country() -> None:
    rows = rows_of(公司=VALUES["公司名称"], 地区=["华东"] * 3, 省=["浙江"] * 3, 市=["杭州"] * 3)
    assert mapped(rows).as_json() == {"公司": "公司名称", "地区": None, "省": "地区", "市": "地区"}
