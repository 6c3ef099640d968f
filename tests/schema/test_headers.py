from __future__ import annotations

import subprocess
import sys

import pytest

from crmbook.schema.column import Sheet
from crmbook.schema.headers import fold_header, is_known, match_headers, recognise
from crmbook.schema.sheets import REGISTERS, SHEETS
from crmbook.schema.sheets import leads as lead
from crmbook.schema.sheets.conversion import CONVERSION
from crmbook.schema.sheets.customers import CUSTOMERS
from crmbook.schema.sheets.followups import FOLLOWUPS
from crmbook.schema.sheets.leads import LEADS
from crmbook.schema.sheets.settings import RULES


def numbered(*titles: str) -> dict[int, str]:
    return dict(enumerate(titles, 1))


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("＊公司 名称（必填）：", "公司名称"),
        ("公司\n名称*", "公司名称"),
        ("联系人(选填)", "联系人"),
        ("电话 必填", "电话"),
        ("省    份", "省份"),
        ("1、线索编号", "线索编号"),
        ("① 邮箱", "邮箱"),
        ("ＥＭＡＩＬ", "email"),
        ("E-mail", "email"),
        ("company_name", "companyname"),
        ("企业规模（员工数）", "企业规模(员工数)"),
        ("客户反馈/异议", "客户反馈/异议"),
        ("必填", "必填"),
        ("\u202d联系电话\u202c", "联系电话"),
    ],
)
def test_a_title_is_folded_to_what_it_says(title: str, folded: str) -> None:
    assert fold_header(title) == folded


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("公司名称", "公司名称"),
        ("公司全称", "公司名称"),
        ("客户名称(全称)", "公司名称"),
        ("企业规模", "企业规模(员工数)"),
        ("企业规模（人）", "企业规模(员工数)"),
        ("签约金额", "签约金额(万元)"),
        ("签约金额（元）", "签约金额(万元)"),
        ("建档日期", "获取时间"),
        ("首次接触时间", "获取时间"),
        ("我方参与人", "协作人"),
        ("聯繫電話", "联系电话"),
        ("公司名稱", "公司名称"),
        ("負責人", "负责人"),
        ("聯絡人", "联系人"),
        ("手机/电话", "联系电话"),
        ("Company", "公司名称"),
        ("Phone", "联系电话"),
        ("Email", "邮箱"),
        ("Owner", "负责人"),
        ("省    份", "地区"),
    ],
)
def test_a_title_means_its_lead_column(title: str, header: str) -> None:
    match = match_headers({3: title}, LEADS)
    assert {at: column.header for at, column in match.columns.items()} == {3: header}
    assert match.titles == {3: title}
    assert match.leftovers == {}


@pytest.mark.parametrize("title", ["客户等级", "等级", "英文名称", "姓名/职位", "期初应收", ""])
def test_a_title_that_only_resembles_a_lead_column_means_none(title: str) -> None:
    assert match_headers({1: title}, LEADS).leftovers == {1: title}


@pytest.mark.parametrize("title", ["A股简称", "证券简称", "简称"])
def test_a_short_name_stands_in_for_a_company_only_where_no_full_one_is(title: str) -> None:
    assert match_headers({1: title}, LEADS).columns[1].header == "公司名称"
    both = match_headers({1: title, 2: "公司全称"}, LEADS)
    assert {at: column.header for at, column in both.columns.items()} == {2: "公司名称"}
    assert both.duplicates == ()


def test_the_two_letter_scales_never_share_a_column() -> None:
    titles = numbered("客户名称", "客户等级", "意向等级")
    assert match_headers(titles, LEADS).leftovers == {2: "客户等级"}
    assert match_headers(titles, CUSTOMERS).leftovers == {3: "意向等级"}


def test_mobile_landline_and_phone_side_by_side_fill_both_phone_columns() -> None:
    match = match_headers(numbered("公司", "手机", "座机", "电话"), LEADS)
    assert match.number(lead.PHONE) == 2
    assert match.number(lead.SPARE_PHONE) == 3
    assert [(d.number, d.title, d.column.header) for d in match.duplicates] == [
        (4, "电话", "联系电话")
    ]


def test_a_second_phone_overflows_to_the_free_spare_column() -> None:
    match = match_headers(numbered("名称", "联系电话", "手机号码"), LEADS)
    assert match.number(lead.PHONE) == 3  # the mobile, in a list that is no register of ours
    assert match.number(lead.SPARE_PHONE) == 2
    assert match.duplicates == ()


def test_in_our_own_register_the_declared_phone_column_stays() -> None:
    match = match_headers(numbered("线索编号", "公司名称", "联系电话", "手机"), LEADS)
    assert match.number(lead.PHONE) == 3
    assert match.number(lead.SPARE_PHONE) == 4


def test_of_two_claims_the_declared_header_wins_then_the_first() -> None:
    declared = match_headers(numbered("客户名称", "公司名称"), LEADS)
    assert declared.number(lead.COMPANY) == 2
    assert [d.number for d in declared.duplicates] == [1]
    first = match_headers(numbered("企业名称", "单位名称"), LEADS)
    assert first.number(lead.COMPANY) == 1
    assert [d.number for d in first.duplicates] == [2]


def test_a_mapping_comes_before_everything_and_may_leave_a_column_out() -> None:
    mapping = {"证券简称": "公司名称", "备注": ""}
    match = match_headers(numbered("公司名称", "证券 简称", "备注"), LEADS, mapping)
    assert match.number(lead.COMPANY) == 2
    assert match.number(lead.REMARK) is None
    assert match.leftovers == {3: "备注"}


@pytest.mark.parametrize(
    ("titles", "sheet"),
    [
        ([c.header for c in LEADS.columns], "线索登记表"),
        ([c.header for c in CUSTOMERS.columns], "客户档案"),
        ([c.header for c in FOLLOWUPS.columns], "跟进记录表"),
        (["公司名称", "联系人", "电话"], "线索登记表"),
        (["Company", "Phone", "Email", "Owner"], "线索登记表"),
        (["公司名稱", "聯絡人", "聯繫電話", "負責人"], "线索登记表"),
        (
            ["板块", "公司全称", "英文名称", "注册地址", "A股简称", "A股上市日期", "地      区", "省    份",
             "城     市", "所属行业", "公司网址"],
            "线索登记表",
        ),
        (["名称*", "联系人", "手机号码", "联系电话", "电子邮箱", "传真", "地址", "状态*"], "线索登记表"),
        (["客户名称", "联系人", "电话", "客户等级"], "客户档案"),
        (["线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容"], "跟进记录表"),
        (["日期", "客户名称", "拜访人", "沟通内容", "下一步计划"], "跟进记录表"),
        (["公司名称", "联系人", "电话", "意向等级", "负责人", "下一步计划", "最后跟进时间"], "线索登记表"),
        (["订单编号", "客户编号", "签约日期", "产品", "合同金额(万元)"], "订单"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value[:3]),
)  # fmt: skip
def test_a_row_of_titles_is_recognised_by_its_columns(titles: list[str], sheet: str) -> None:
    found = recognise(numbered(*titles), SHEETS)
    assert found is not None
    assert found.sheet.name == sheet


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_every_declared_sheet_is_recognised_by_its_own_headers(sheet: object) -> None:
    declared = next(one for one in SHEETS if one is sheet)
    found = recognise(numbered(*(column.header for column in declared.columns)), SHEETS)
    assert found is not None
    assert found.sheet is declared
    assert list(found.match.columns.values()) == list(declared.columns)
    assert found.match.duplicates == ()


@pytest.mark.parametrize(
    "titles",
    [
        ["名称", "规格", "数量", "备注"],
        ["Name", "Profession", "Age", "Has kids"],
        ["证券简称", "扩位证券简称", "公司英文全称", "上市日期"],
        ["代码", "项目名称", "科目号", "金额"],
        [],
    ],
    ids=["price list", "english people", "exchange list", "accounts", "nothing"],
)
def test_titles_of_something_else_are_no_register(titles: list[str]) -> None:
    assert recognise(numbered(*titles), REGISTERS) is None


def test_the_sheet_name_breaks_a_tie_and_nothing_more() -> None:
    tie = numbered("客户名称", "联系人", "联系电话")
    by_name = {name: recognise(tie, REGISTERS, name) for name in ("", "客户档案", "线索")}
    names = {name: found.sheet.name for name, found in by_name.items() if found is not None}
    assert names == {"": "线索登记表", "客户档案": "客户档案", "线索": "线索登记表"}
    log = recognise(numbered("跟进时间", "跟进方式", "跟进内容摘要"), REGISTERS, "线索登记表")
    assert log is not None
    assert log.sheet is FOLLOWUPS


def test_a_short_settings_sheet_is_recognised_under_its_name() -> None:
    found = recognise(numbered("编号", "值"), SHEETS, "规则")
    assert found is not None
    assert found.sheet is RULES
    assert recognise(numbered("编号", "值"), SHEETS, "Sheet1") is None


def test_header_words_are_known_in_any_spelling() -> None:
    assert is_known("*公司名稱（必填）")
    assert is_known("企业规模")
    assert not is_known("杭州华鼎科技有限公司")


def test_titles_in_simplified_script_never_load_opencc() -> None:
    script = (
        "import sys; from crmbook.schema.headers import match_headers;"
        "from crmbook.schema.sheets import LEADS;"
        "match_headers({1: '公司名称', 2: '期初应收', 3: 'Größe'}, LEADS);"
        "sys.exit('opencc' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def grouped(*pairs: str) -> tuple[dict[int, str], dict[int, tuple[str, ...]]]:
    """Return (titles, groups) of ``签约信息/日期``; doubled names come with their group before."""
    names = [pair.split("/") for pair in pairs]
    leaves = [name[-1] for name in names]
    titles = {
        at: " ".join(name) if leaves.count(name[-1]) > 1 else name[-1]
        for at, name in enumerate(names, 1)
    }
    return titles, {at: tuple(name[:-1]) for at, name in enumerate(names, 1) if len(name) > 1}


@pytest.mark.parametrize(
    ("pairs", "sheet", "headers"),
    [
        (["签约信息/日期", "签约信息/金额"], LEADS, ["签约日期", "签约金额(万元)"]),
        (["成交/日期", "成交/金额"], LEADS, ["签约日期", "签约金额(万元)"]),
        (["流失情况/日期", "流失情况/原因"], LEADS, ["流失日期", "流失原因"]),
        (["客户/名称", "客户/电话"], LEADS, ["公司名称", "联系电话"]),
        (["联系人/姓名", "联系人/电话", "联系人/邮箱"], LEADS, ["联系人", "联系电话", "邮箱"]),
        (
            ["客户/名称", "客户/电话", "联系人/姓名", "联系人/电话"],
            LEADS,
            ["公司名称", "备用电话", "联系人", "联系电话"],
        ),
        (["跟进/时间", "跟进/内容"], FOLLOWUPS, ["跟进时间", "跟进内容摘要"]),
        (["跟进记录/时间", "跟进记录/方式"], FOLLOWUPS, ["跟进时间", "跟进方式"]),
        (["跟进/时间", "下一步/日期"], FOLLOWUPS, ["跟进时间", None]),
        (["联系人信息/联系人", "联系人信息/职位"], LEADS, ["联系人", "职位"]),
        (["客户/编号", "线索/编号"], LEADS, ["客户编号", "线索编号"]),
        (["登记/首次/签约/日期"], LEADS, ["签约日期"]),
        (["联系人/姓名", "负责人/姓名"], LEADS, ["联系人", "负责人"]),
        (["竞品/名称", "客户名称"], LEADS, [None, "公司名称"]),
        (["负责人/电话", "联系人/姓名"], LEADS, [None, "联系人"]),
        (["老板/电话", "采购/电话"], LEADS, [None, None]),
        (["产品/日期", "产品/金额"], LEADS, [None, None]),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, list) else str(value),
)
def test_a_name_means_what_it_says_together_with_its_group(
    pairs: list[str], sheet: Sheet, headers: list[str | None]
) -> None:
    titles, groups = grouped(*pairs)
    match = match_headers(titles, sheet, groups=groups)
    found = [match.columns.get(at) for at in titles]
    assert [column and column.header for column in found] == headers


def test_a_name_that_may_mean_a_column_or_not_is_reported() -> None:
    titles, groups = grouped("老板/电话", "采购/电话", "负责人/邮箱")
    match = match_headers(titles, LEADS, groups=groups)
    assert match.columns == {}
    assert match.leftovers == {}
    assert [(d.title, d.column.header, d.open) for d in match.duplicates] == [
        ("老板 电话", "联系电话", True),
        ("采购 电话", "联系电话", True),
        ("邮箱", "邮箱", True),
    ]


def test_what_one_title_means_for_certain_no_other_may_mean() -> None:
    titles, groups = grouped("联系人/电话", "负责人/电话")
    match = match_headers(titles, LEADS, groups=groups)
    assert match.columns == {1: lead.PHONE}
    assert match.duplicates == ()


def test_a_sheet_of_grouped_titles_is_recognised() -> None:
    titles, groups = grouped("客户/名称", "联系人/姓名", "联系人/电话", "签约/日期")
    found = recognise(titles, SHEETS, groups=groups)
    assert found is not None
    assert found.sheet is LEADS
    assert len(found.match.columns) == 4


def test_a_sheet_outside_of_the_declared_ones_is_recognised_among_those_asked_for() -> None:
    titles = numbered(*(column.header for column in CONVERSION.columns))
    found = recognise(titles, (CONVERSION,))
    assert found is not None
    assert list(found.match.columns.values()) == list(CONVERSION.columns)


@pytest.mark.parametrize("title", ["手机/电话", "电话／手机", "聯繫電話"])
def test_what_a_title_means_in_parts_or_in_the_other_script_is_recognised(title: str) -> None:
    found = recognise(numbered("公司名称", title), SHEETS)
    assert found is not None
    assert found.match.number(lead.PHONE) == 2


def test_a_mapped_title_counts_for_what_it_is_mapped_to() -> None:
    found = recognise(numbered("甲方", "手机"), SHEETS, mapping={"甲方": "公司名称"})
    assert found is not None
    assert found.match.number(lead.COMPANY) == 1
