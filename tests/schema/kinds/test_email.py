"""E-mail addresses as people type them (M18)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.email import Email, addresses
from crmbook.schema.kinds.mail_domains import TYPOS, meant

CONTEXT = Context(dt.datetime(2026, 1, 1))


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmbook.schema.kinds.email._", str)


def parse(raw: Any) -> Parsed:
    return Email().parse(raw, CONTEXT)


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


@pytest.mark.parametrize(
    "raw",
    [
        "zhang@qq.com", "Zhang@QQ.com", "zhang.wei+erp@mail.huading.com.cn", "zh_ang-1@my-firm.com.cn", "123@163.com",
        "zhangxx@qq.com", "zhang@qqcon.cn", "zhang@example.museum", "o'neil@a--b.com", "a@b.com;c@d.com",
    ],
)  # fmt: skip
def test_a_good_address_is_its_own_value_and_no_issue(raw: str) -> None:
    assert parse(raw) == Parsed(raw)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("zhangxx", "there is no @ in it"), ("wangyy", "there is no @ in it"), ("zhang#b.com", "there is no @ in it"),
        (13800001111, "there is no @ in it"), ("a@@b.com", "there is more than one @ in it"),
        ("a@b@c.com", "there is more than one @ in it"), ("zh ang@b.com", "there is a space in it"),
        ("zhang @b.com", "there is a space in it"), ("@b.com", "there is nothing before the @"),
        ("zhang@", "there is nothing behind the @"), ("zhang@bcom", "there is no dot behind the @"),
        ("zh..ang@qq.com", "there is a dot too many in it"), (".zhang@qq.com", "there is a dot too many in it"),
        ("zhang@qq..com", "there is a dot too many in it"), ("张三@qq.com", "no address has the character 张"),
        ("a@b.com;c", "no address has the character ;"), ("zhang@qq.c", "nothing ends like qq.c"),
        ("zhang@-qq.com", "nothing ends like -qq.com"),
    ],
)  # fmt: skip
def test_what_is_no_address_says_exactly_why(raw: Any, says: str) -> None:
    parsed = parse(raw)
    assert parsed.value is None
    assert [(issue.check, issue.message, issue.fix) for issue in parsed.issues] == [
        ("email-format", says, None)
    ]


@pytest.mark.parametrize(
    ("raw", "fix"),
    [
        ("zhang@qq.con", "zhang@qq.com"), ("zhang@QQ.CON", "zhang@qq.com"), ("zhang@163.cm", "zhang@163.com"),
        ("zhang@gamil.com", "zhang@gmail.com"), ("Zhang@Gmail.con", "Zhang@gmail.com"), ("zhang@qq.co", "zhang@qq.com"),
        ("zhang@huading.con", "zhang@huading.com"), ("zhang@189.com", "zhang@189.cn"), ("a@b.com;c@qq.con", "a@b.com;c@qq.com"),
    ],
)  # fmt: skip
def test_a_mistyped_domain_is_a_warning_with_what_was_meant(raw: str, fix: str) -> None:
    parsed = parse(raw)
    assert checks(parsed) == ["email-typo"]
    assert parsed.issues[0].fix == fix
    assert checks(parse(fix)) == []


@pytest.mark.parametrize(
    "domain", ["qq.com", "163.cn", "yeah.net", "huading.co", "mail.cm", "concord.cn"]
)
def test_a_domain_that_may_be_meant_is_no_typo(domain: str) -> None:
    assert meant(f"zhang@{domain}") == ""


def test_no_typo_is_what_another_typo_means() -> None:
    assert not TYPOS.keys() & set(TYPOS.values())


@pytest.mark.parametrize(
    ("raw", "fix"),
    [
        ("ｚｈａｎｇ@qq.com", "zhang@qq.com"), ("zhang＠qq.com", "zhang@qq.com"), ("mailto:zhang@qq.com", "zhang@qq.com"),
        ("邮箱：zhang@qq.com", "zhang@qq.com"), ("<zhang@qq.com>", "zhang@qq.com"), ("zhang@qq，com", "zhang@qq.com"),
        ("zhang@qq。com", "zhang@qq.com"), ("zhang@163.com。", "zhang@163.com"), ("a@b.com c@d.com", "a@b.com;c@d.com"),
        ("张三 <zhang@qq.com>", None), ("zhang@qq.com（常用）", None),
    ],
)  # fmt: skip
def test_another_spelling_is_a_matter_of_style(raw: str, fix: str | None) -> None:
    parsed = parse(raw)
    assert checks(parsed) == ["email-style"]
    assert parsed.issues[0].fix == fix  # None: the fix would lose the name or note beside it
    assert parsed.value == (fix or "zhang@qq.com")


@pytest.mark.parametrize(
    "raw",
    [
        "a@b.com;c@d.com",
        "a@b.com；c@d.com",
        "a@b.com、c@d.com",
        "a@b.com/c@d.com",
        "a@b.com，c@d.com",
    ],
)
def test_two_addresses_in_a_cell_are_two(raw: str) -> None:
    parsed = parse(raw)
    assert addresses(parsed.value) == ("a@b.com", "c@d.com")
    assert parsed.issues == ()


@pytest.mark.parametrize("raw", [" zhang@qq.com", "zhang@qq.com\u3000", "\u200bzhang@qq.com"])
def test_white_space_around_an_address_is_mended(raw: str) -> None:
    parsed = parse(raw)
    assert (checks(parsed), parsed.issues[0].fix) == (["spaces"], "zhang@qq.com")


@pytest.mark.parametrize(
    "raw",
    ["zh***@qq.com", "zh***", "***@qq.com", "zhangxxx@qq.com", "xxxx@qq.com", "zh＊＊@qq.com"],
)
def test_a_masked_address_is_a_state_of_its_own(raw: str) -> None:
    parsed = parse(raw)
    assert parsed.masked
    assert parsed.issues == ()


@pytest.mark.parametrize("raw", ["", " ", "-", "/", "无", "暂无", "N/A", None])
def test_a_cell_that_says_nothing_is_blank(raw: Any) -> None:
    assert parse(raw) == Parsed()


USERS = st.from_regex(r"[a-zA-Z0-9]{1,8}([._+-][a-wyz0-9]{1,6}){0,2}", fullmatch=True).filter(
    lambda user: "xxx" not in user.lower()
)
DOMAINS = st.from_regex(
    r"([a-z0-9]{2,8}\.){1,2}(com|cn|net|org|com\.cn|museum)", fullmatch=True
).filter(lambda domain: not meant(f"a@{domain}"))
ADDRESSES = st.builds("{}@{}".format, USERS, DOMAINS)


@given(st.lists(ADDRESSES, min_size=1, max_size=3).map(";".join))
def test_every_good_address_is_read_as_itself(cell: str) -> None:
    assert parse(cell) == Parsed(cell)


@given(
    st.lists(
        ADDRESSES
        | st.text(alphabet="aZx0.@ -;,，。<>()qcom张\n＠*\u200b", max_size=20)
        | st.sampled_from([*TYPOS]).map("a@{}".format)
    )
)
def test_a_column_is_parsed_as_its_cells_are_and_fixes_hold(raws: list[Any]) -> None:
    kind = Email()
    column = kind.parse_all(raws, CONTEXT)
    for at, raw in enumerate(raws):
        parsed = kind.parse(raw, CONTEXT)
        assert column.values[at] == parsed.value
        assert column.issues.get(at, ()) == parsed.issues
        assert (at in column.masked) == parsed.masked
        if parsed.value is not None:
            assert parse(parsed.value).value == parsed.value
        for issue in parsed.issues:
            assert issue.check in kind.checks
            assert issue.fix is None or checks(parse(issue.fix)) == []
