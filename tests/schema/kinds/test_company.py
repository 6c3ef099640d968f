"""Company names (M13, M103, U11)."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.company import Company, canonical, match_name
from crmbook.schema.kinds.company_names import ENDINGS
from crmbook.schema.words.places import is_place

CONTEXT = Context(dt.datetime(2026, 1, 1))


def parse(raw: Any) -> Parsed:
    return Company().parse(raw, CONTEXT)


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


@pytest.mark.parametrize(
    "raw",
    [
        "杭州华鼎科技有限公司", "华鼎（杭州）科技有限公司", "华鼎(杭州)科技有限公司", "TCL科技集团股份有限公司", "YY商贸有限公司",
        "苏州恒达机械厂", "杭州市第一人民医院", "嘉兴宏图合作社", "绍兴明远五金经营部", "浙江大学", "宁波银行", "某镇中心小学".replace("某", "新"),
        "立信会计师事务所（特殊普通合伙）", "中国移动通信集团浙江有限公司杭州分公司", "华鼎科技有限公司（展会认识）", "王记便利店", "阿里巴巴集团",
        "ABC Trading Co., Ltd", "ABC Trading Co.,Ltd.", "Siemens AG", "Apple Inc.", "Exxon有限公司", "Metering(Shanghai)Ltd.", "个人",
    ],
)  # fmt: skip
def test_a_full_name_is_its_own_value_and_no_issue(raw: str) -> None:
    assert parse(raw) == Parsed(raw)


@pytest.mark.parametrize(
    "raw", ["宁波启航", "华鼎科技", "杭州华鼎", "华鼎（展会认识）", "Google", "张三"]
)
def test_a_short_name_lacks_its_legal_form(raw: str) -> None:
    assert parse(raw).value == raw
    assert checks(parse(raw)) == ["company-no-suffix"]


@pytest.mark.parametrize(
    ("raw", "fix"),
    [
        ("杭州 华鼎科技有限公司", "杭州华鼎科技有限公司"), ("ＡＢＣ科技有限公司", "ABC科技有限公司"), ("ABC 科技有限公司", "ABC科技有限公司"),
        ("华鼎（杭州)科技有限公司", "华鼎（杭州）科技有限公司"), ("杭州华鼎\n科技有限公司", "杭州华鼎科技有限公司"),
        ("华鼎 （杭州） 科技有限公司", "华鼎（杭州）科技有限公司"), (" 杭州\u3000华鼎科技有限公司", "杭州华鼎科技有限公司"),
        ("ＡＢＣ（上海）贸易有限公司", "ABC（上海）贸易有限公司"), ("ABC\u3000Trading Ltd", "ABC Trading Ltd"),
    ],
)  # fmt: skip
def test_another_spelling_is_mended(raw: str, fix: str) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed), parsed.issues[0].fix) == (fix, ["company-style"], fix)


@pytest.mark.parametrize(
    "raw",
    [
        "科技有限公司",
        "有限公司",
        "公司",
        "网络科技有限责任公司",
        "某公司",
        "某某科技有限公司",
        "杭州某某科技有限公司",
        "测试",
        "Test",
        "无",
        "待定",
        "同上",
        "测试公司", "测试有限公司", "测试科技有限公司", "测试客户1", "测试001", "test公司", "Test001", "TEST", "demo", "演示公司",
        "示例公司", "客户A", "新客户", "未知公司", "aaa", "AAA公司", "1111", 1111, "1", "A", "A公司", "甲公司", "？", "???", "...",
        "哈哈哈", "123456", "asdf", "无名公司",
    ],
    ids=str,
)  # fmt: skip
def test_a_name_that_names_nobody_is_a_placeholder(raw: Any) -> None:
    column = Company().parse_all([raw], CONTEXT)
    assert [issue.check for issue in column.issues[0]] == ["company-placeholder"]
    assert match_name(str(raw)) == ""


@pytest.mark.parametrize(
    "raw",
    [
        "深圳市精密测试技术有限公司", "华测检测认证集团股份有限公司", "上海测试仪器厂", "北京智测测试技术有限公司",
        "ABC科技有限公司", "3M中国有限公司", "甲骨文软件系统有限公司", "客如云科技有限公司", "一二三集团",
        "同上坊餐饮店", "无锡新宏泰电器有限公司", "待好友餐饮管理有限公司", "鑫鑫鑫五金厂", "TestLab检测中心",
    ],
)  # fmt: skip
def test_a_real_name_that_only_looks_like_a_placeholder_is_none(raw: str) -> None:
    assert Company().parse_all([raw], CONTEXT).issues == {}
    assert match_name(raw) != ""


@pytest.mark.parametrize("raw", ["华测检测", "58同城", "360", "3306", "张三"])
def test_a_short_name_is_no_placeholder(raw: str) -> None:
    assert checks(parse(raw)) == ["company-no-suffix"]


def test_a_legal_form_alone_is_told_that_its_own_name_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crmbook.schema.kinds.company._", str)
    assert parse("科技有限公司").issues[0].message == "“科技有限公司” has no name of its own"
    assert parse("测试").issues[0].message == "“测试” is no company's name"


@pytest.mark.parametrize(
    "raw", ["XX公司", "XXX科技有限公司", "杭州XX科技有限公司", "华*科技有限公司", "北京****公司"]
)
def test_a_masked_name_is_a_state_of_its_own(raw: str) -> None:
    parsed = parse(raw)
    assert parsed.masked
    assert parsed.issues == ()


@pytest.mark.parametrize(
    "raw", [" 杭州华鼎科技有限公司", "杭州华鼎科技有限公司\u3000", "\ufeff杭州华鼎科技有限公司"]
)
def test_white_space_around_a_name_is_mended(raw: str) -> None:
    parsed = parse(raw)
    assert (checks(parsed), parsed.issues[0].fix) == (["spaces"], "杭州华鼎科技有限公司")


@pytest.mark.parametrize("raw", ["", "-", "——", "/", None])
def test_a_cell_that_says_nothing_is_blank(raw: Any) -> None:
    assert parse(raw) == Parsed()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华鼎（展会认识）", "华鼎"), ("华鼎科技有限公司(老客户)", "华鼎科技有限公司"), ("华鼎（杭州）科技有限公司", "华鼎(杭州)科技有限公司"),
        ("ＡＢＣ 科技有限公司", "abc科技有限公司"), ("华鼎（集团）有限公司", "华鼎集团有限公司"), ("华鼎（昆山）电子有限公司", "华鼎昆山电子有限公司"),
        ("ABC Trading  Co., Ltd", "abc trading co.,ltd"),
    ],
)  # fmt: skip
def test_names_of_one_company_match(one: str, other: str) -> None:
    assert match_name(one) == match_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华鼎（杭州）科技有限公司", "华鼎（上海）科技有限公司"),
        ("华鼎（杭州）科技有限公司", "华鼎科技有限公司"),
    ],
)
def test_a_place_in_brackets_tells_two_companies_apart(one: str, other: str) -> None:
    assert match_name(one) != match_name(other)


@pytest.mark.parametrize(
    "text",
    ["杭州", "杭州市", "浙江省", "浙江杭州", "余杭区", "昆山", "香港", "中国", "内蒙古", "义乌市"],
)
def test_places_are_known(text: str) -> None:
    assert is_place(text)


@pytest.mark.parametrize("text", ["展会认识", "老客户", "王总", "合作", "新", "市", "", "重点跟进"])
def test_notes_are_no_places(text: str) -> None:
    assert not is_place(text)


@pytest.mark.parametrize("file", ["szse_dev_2020.csv", "szse_dev_2025.csv"])
def test_the_full_names_of_listed_companies_raise_no_alarm(shared: Path, file: str) -> None:
    with (shared / "data/cn" / file).open(encoding="utf-8-sig", newline="") as lines:
        names = [row["公司全称"] for row in csv.DictReader(lines)]
    column = Company().parse_all(names, CONTEXT)
    assert len(names) > 400
    assert (column.issues, column.masked) == ({}, frozenset())
    assert len({match_name(name) for name in names}) == len(set(names))


@pytest.mark.parametrize("file", ["szse_dev_2020.csv", "szse_dev_2025.csv"])
def test_english_legal_names_raise_hardly_any_alarm(shared: Path, file: str) -> None:
    with (shared / "data/cn" / file).open(encoding="utf-8-sig", newline="") as lines:
        names = [row["英文名称"] for row in csv.DictReader(lines) if row["英文名称"]]
    column = Company().parse_all(names, CONTEXT)
    alarms = [
        issue
        for issues in column.issues.values()
        for issue in issues
        if issue.check == "company-no-suffix"
    ]
    assert len(alarms) < len(names) / 100


def test_short_names_of_listed_companies_are_told_from_full_ones(shared: Path) -> None:
    with (shared / "data/cn/szse_dev_2025.csv").open(encoding="utf-8-sig", newline="") as lines:
        names = [row["A股简称"] for row in csv.DictReader(lines)]
    column = Company().parse_all(names, CONTEXT)
    short = [
        at
        for at, issues in column.issues.items()
        if any(issue.check == "company-no-suffix" for issue in issues)
    ]
    assert len(short) > 0.9 * len(names)


OWN = st.text(alphabet="鼎鑫晟睿瀚昊铭泽", min_size=2, max_size=4)
NAMES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "杭州", "浙江省", "ABC"]),
    OWN,
    st.sampled_from(["", "科技", "（上海）贸易", "(苏州)机械"]),
    st.sampled_from(ENDINGS),
)


@given(NAMES)
def test_every_full_name_is_read_as_itself(name: str) -> None:
    assert parse(name) == Parsed(name)


@given(
    st.lists(
        NAMES
        | st.text(alphabet="杭州华鼎某科技有限公司（）() ＡｘX*ab\n\u3000\u200b-厂无", max_size=16)
    )
)
def test_a_column_is_parsed_as_its_cells_are_and_fixes_hold(raws: list[Any]) -> None:
    kind = Company()
    column = kind.parse_all(raws, CONTEXT)
    for at, raw in enumerate(raws):
        parsed = kind.parse(raw, CONTEXT)
        assert column.values[at] == parsed.value
        assert column.issues.get(at, ()) == parsed.issues
        assert (at in column.masked) == parsed.masked
        if parsed.value is not None:
            assert parse(parsed.value).value == canonical(parsed.value) == parsed.value
        for issue in parsed.issues:
            assert issue.check in kind.checks
            assert issue.fix is None or {"company-style", "spaces"}.isdisjoint(
                checks(parse(issue.fix))
            )
