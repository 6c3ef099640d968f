"""Contacts and owners (U11)."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Kind, Parsed, Vocabulary
from crmbook.schema.kinds.person import Owner, OwnerName, Person, collaborators, people

CONTEXT = Context(dt.datetime(2026, 1, 1))
PEOPLE = Vocabulary(
    ("张三", "李四", "王芳"),
    {"张三": "张三", "李四": "李四", "王芳": "王芳", "小张": "张三", "张经理": "张三"},
)
KNOWN = Context(dt.datetime(2026, 1, 1), PEOPLE)


def parse(raw: Any) -> Parsed:
    return Person().parse(raw, CONTEXT)


def owner(raw: Any, context: Context = KNOWN) -> Parsed:
    return Owner().parse(raw, context)


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


@pytest.mark.parametrize(
    "raw",
    [
        "张三", "张总", "李工", "陈姐", "王先生", "Li", "李女士", "王小姐", "先生张", "Al", "诸葛孔明", "阿卜杜拉·买买提", "Tom Lee", "Anna-Maria O'Neil", "采购经理", "张",
        "张伟（采购经理）", "张总（采购/行政）", "张总、李工", "张三 采购经理",
    ],
)  # fmt: skip
def test_a_contact_is_noted_as_people_note_contacts(raw: str) -> None:
    assert parse(raw) == Parsed(raw)


@pytest.mark.parametrize(
    "raw", ["张总、李工", "张总/李工", "张总, 李工", "张总；李工", "张总\n李工", "张总 李工"]
)
def test_two_contacts_in_a_cell_are_two_people(raw: str) -> None:
    parsed = parse(raw)
    assert parsed == Parsed("张总、李工")
    assert people(parsed.value) == ("张总", "李工")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("欧阳 锋", "欧阳锋"),
        ("诸葛 孔明", "诸葛孔明"),
        (" 张三", "张三"),
        ("张三\u200b", "张三"),
        ("Tom  Lee", "Tom Lee"),
    ],
)
def test_a_name_padded_with_white_space_is_put_together(raw: str, name: str) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed), parsed.issues[0].fix) == (name, ["spaces"], name)


@pytest.mark.parametrize(
    "raw",
    [
        "张三13867412358",
        "张三 138 6741 2358",
        "李工2",
        "zhang@qq.com",
        123,
        "华鼎科技有限公司",
        "华鼎公司",
        "第一次来电没有说姓名只说过几天再打过来问问价格和交期而下次记得先问清楚",
    ],
)
def test_what_is_no_name_looks_odd(raw: Any) -> None:
    assert checks(parse(raw)) == ["person-odd"]
    assert parse(raw).value == str(raw)


@pytest.mark.parametrize(
    "raw",
    ["无", "待定", "测试", "Test", "N/A", "联系人", "未知", "同上", "？", "?", "A", "b", "先生", "女士",
     "某先生", "aaa", "。", "…", "？？", "先生、女士"],
)  # fmt: skip
def test_a_placeholder_is_nobody(raw: str) -> None:
    parsed = parse(raw)
    column = Person().parse_all([raw], CONTEXT)
    assert column.values == [None]
    assert [issue.check for issue in column.issues[0]] == ["person-placeholder"]
    assert (parsed.value, checks(parsed)) == (None, ["person-placeholder"])


@pytest.mark.parametrize("raw", ["张*", "张**", "李＊", "张xx", "张XX", "*"])
@pytest.mark.parametrize("kind", [Person(), Owner()], ids=["contact", "owner"])
def test_a_masked_name_is_a_state_of_its_own(kind: Kind, raw: str) -> None:
    parsed = kind.parse(raw, KNOWN)
    assert parsed.masked
    assert parsed.issues == ()


@pytest.mark.parametrize("raw", ["", "-", "/", "——", None])
@pytest.mark.parametrize("kind", [Person(), Owner()], ids=["contact", "owner"])
def test_a_cell_that_says_nothing_is_blank(kind: Kind, raw: Any) -> None:
    assert kind.parse(raw, KNOWN) == Parsed()


@pytest.mark.parametrize("raw", ["张三", "小张", "张经理", "張三"])
def test_an_owner_is_found_by_name_alias_and_traditional_script(raw: str) -> None:
    assert owner(raw) == Parsed("张三")


@pytest.mark.parametrize("raw", ["张三/李四", "小张、李四", "张三，李四", "张三 李四"])
def test_of_several_the_first_owns_and_the_others_help(raw: str) -> None:
    parsed = owner(raw)
    assert parsed == Parsed("张三")  # equal to the name in 人员: filters and counts need no more
    assert collaborators(parsed.value) == ("李四",)
    assert collaborators(owner("张三").value) == ()


def test_who_helps_and_is_not_in_the_list_is_unknown() -> None:
    parsed = owner("张三/王五")
    assert checks(parsed) == ["owner-unknown"]
    assert "王五" in parsed.issues[0].message
    assert owner("张三/王五", CONTEXT).issues == ()


def test_an_owner_who_is_not_in_the_list_passes_for_the_schema_check_to_find() -> None:
    assert owner("诸葛明") == Parsed("诸葛明")


def test_an_empty_list_of_people_checks_nothing() -> None:
    incomplete = Context(CONTEXT.today, Vocabulary((), {}, complete=False))
    assert owner("张三/王五", incomplete).issues == ()


@pytest.mark.parametrize(
    ("raw", "fix"),
    [(" 张三", "张三"), ("张 三", "张三"), (" 小张 ", "小张"), ("诸葛明\u3000", "诸葛明")],
)
def test_white_space_around_or_in_an_owner_is_mended(raw: str, fix: str) -> None:
    parsed = owner(raw)
    assert (checks(parsed), parsed.issues[0].fix) == (["spaces"], fix)


def test_an_owner_with_helpers_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(OwnerName("张三", ("李四",))))  # noqa: S301 - our own bytes
    assert (copy, collaborators(copy)) == ("张三", ("李四",))


NAMES = st.text(alphabet="张李王赵钱孙周吴伟芳娜敏静丽强磊", min_size=2, max_size=4)


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_owners_are_written_as_they_are_read(names: list[str]) -> None:
    parsed = owner("/".join(names), CONTEXT)
    assert (parsed.value, *collaborators(parsed.value)) == tuple(names)
    again = owner(Owner().format(parsed.value), CONTEXT)
    assert (again.value, collaborators(again.value)) == (parsed.value, collaborators(parsed.value))


@given(
    st.lists(
        NAMES
        | st.text(alphabet="张李总工 、/,\n()（）x*1@Aa·-\u3000无待定公司", max_size=14)
        | st.integers(0, 9**9)
    )
)
@pytest.mark.parametrize("kind", [Person(), Owner()], ids=["contact", "owner"])
def test_a_column_is_parsed_as_its_cells_are_and_fixes_hold(kind: Kind, raws: list[Any]) -> None:
    column = kind.parse_all(raws, KNOWN)
    for at, raw in enumerate(raws):
        parsed = kind.parse(raw, KNOWN)
        assert column.values[at] == parsed.value
        assert column.issues.get(at, ()) == parsed.issues
        assert (at in column.masked) == parsed.masked
        if parsed.value is not None and not parsed.masked:
            assert kind.parse(kind.format(parsed.value), KNOWN).value == parsed.value
        for issue in parsed.issues:
            assert issue.check in kind.checks
            assert issue.fix is None or "spaces" not in checks(kind.parse(issue.fix, KNOWN))
