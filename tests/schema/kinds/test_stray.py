"""White space is told by its place, invisible characters by their names (U09)."""

from __future__ import annotations

import datetime as dt

import pytest

from crmbook.schema.kinds.base import Context, Kind
from crmbook.schema.kinds.company import Company
from crmbook.schema.kinds.grade import Grade
from crmbook.schema.kinds.person import Person
from crmbook.schema.kinds.phone import Phone
from crmbook.schema.kinds.stray import stray
from crmbook.schema.kinds.text import Text

CONTEXT = Context(dt.datetime(2026, 1, 1))


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("stray", "grade", "phone"):
        monkeypatch.setattr(f"crmbook.schema.kinds.{module}._", str)


@pytest.mark.parametrize(
    ("raw", "tidied", "says"),
    [
        (" 张三", "张三", "white space before the text"),
        ("张三 ", "张三", "white space behind the text"),
        (" 张三 ", "张三", "white space before and behind the text"),
        ("张 三", "张三", "white space inside the text"),
        (" 张 三", "张三", "white space around the text and inside of it"),
        ("张三\u200b", "张三", "invisible characters in the text: U+200B zero-width space"),
        ("\ufeff张三", "张三", "invisible characters in the text: U+FEFF byte order mark"),
        ("张三\u00a0", "张三", "white space behind the text: U+00A0 no-break space"),
        ("张\u3000三", "张三", "white space inside the text: U+3000 full-width space"),
        ("张三\n", "张三", "white space behind the text: U+000A line break"),
        (
            "\u202d张三\u202c",
            "张三",
            "invisible characters in the text: U+202D direction mark, U+202C direction mark",
        ),
        ("Tom\u00a0Lee ", "Tom\u00a0Lee", "white space behind the text"),
        ("张三\u2066", "张三", "invisible characters in the text: U+2066"),
    ],
)
def test_stray_white_space_is_told_by_place_and_name(raw: str, tidied: str, says: str) -> None:
    assert stray(raw, tidied) == says


@pytest.mark.parametrize(
    ("kind", "raw", "says"),
    [
        (Text(), "采购经理 ", "white space behind the text"),
        (Person(), "张 三", "white space inside the text"),
        (
            Company(),
            "杭州华鼎科技有限公司\u00a0",
            "white space behind the text: U+00A0 no-break space",
        ),
        (Grade(), "A类 ", "white space behind the text: formulas do not count it as A类"),
        (Grade(), "A+", "“A+” means A+类, but is not counted as A+类 by formulas"),
        (
            Phone(),
            "\u202d13867412358\u202c",
            "invisible characters (U+202D direction mark, U+202C direction mark); normal form: 13867412358",
        ),
        (Phone(), "138 6741 2358", "normal form: 13867412358"),
    ],
    ids=lambda one: one.name if isinstance(one, Kind) else "",
)
def test_a_kind_says_what_is_too_much(kind: Kind, raw: str, says: str) -> None:
    assert kind.parse(raw, CONTEXT).issues[0].message == says


def test_the_advice_for_a_grade_names_the_grades() -> None:
    remedy = Grade().parse("A+", CONTEXT).issues[0].remedy
    assert remedy == "Write A+类. The grades are A+类, A类, B类 and C类."
