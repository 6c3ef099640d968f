"""意向等级 and its changes (M29, M31, §2.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.grade import GRADES, Grade, GradeChange, base_grade, rank

CONTEXT = Context(dt.datetime(2026, 1, 1))
KIND, CHANGE = Grade(), GradeChange()
Change = GradeChange.Change


@pytest.mark.parametrize("grade", GRADES)
def test_the_four_grades_are_free_of_issues(grade: str) -> None:
    assert KIND.parse(grade, CONTEXT) == Parsed(grade)
    assert KIND.parse_all([grade], CONTEXT).issues == {}


@pytest.mark.parametrize(
    ("raw", "grade"),
    [
        ("A", "A类"), ("a", "A类"), ("A级", "A类"), ("Ａ类", "A类"), ("A类 ", "A类"), (" A 类", "A类"), ("A類", "A类"), ("A+", "A+类"),
        ("Ａ＋级", "A+类"), ("a+类", "A+类"), ("A级（VIP客户）", "A类"), ("A类:高意向", "A类"), ("A类客户", "A类"), ("B档", "B类"),
        ("b级", "B类"), ("C", "C类"), ("高", "A类"), ("中", "B类"), ("低", "C类"), ("高意向", "A类"), ("中意向客户", "B类"), ("H", "A类"),
        ("m", "B类"), ("L", "C类"), ("High", "A类"), ("Warm", "B类"), ("★★★", "A类"), ("★★", "B类"), ("★", "C类"), ("★★☆", "B类"),
        ("★★★☆☆", "B类"), ("★★★★★", "A类"), ("★☆☆☆☆", "C类"),
    ],
)  # fmt: skip
def test_another_spelling_means_a_grade_and_is_mended(raw: str, grade: str) -> None:
    parsed = KIND.parse(raw, CONTEXT)
    assert parsed.value == grade
    assert [(issue.check, issue.fix) for issue in parsed.issues] == [("grade-style", grade)]


@pytest.mark.parametrize(
    "raw",
    [
        "很高",
        "D类",
        "一般",
        "B+类",
        "A/B",
        "AA",
        "A类或B类",
        "1",
        "***",
        "☆☆☆",
        "客户A",
        "VIP",
        "A类-B类",
        "A类（原B类）",
    ],
)
def test_what_is_no_grade_is_left_to_the_schema_check(raw: str) -> None:
    parsed = KIND.parse(raw, CONTEXT)
    assert parsed == Parsed(raw)
    assert parsed.value not in GRADES
    assert base_grade(parsed.value) is None


@pytest.mark.parametrize("raw", [None, "", " ", "-"], ids=repr)
def test_no_grade_is_blank(raw: Any) -> None:
    assert KIND.parse(raw, CONTEXT) == Parsed()


def test_three_stars_are_three_of_five_where_the_column_counts_to_five() -> None:
    assert KIND.parse_all(["★★★", "★★"], CONTEXT).values == ["A类", "B类"]
    assert KIND.parse_all(["★★★", "★★", "★★★★"], CONTEXT).values == ["B类", "C类", "A类"]


def test_a_plus_counts_as_a_and_the_best_sort_first() -> None:
    assert [base_grade(grade) for grade in (*GRADES, None, "D类", "")] == [
        "A",
        "A",
        "B",
        "C",
        None,
        None,
        None,
    ]
    assert sorted([None, "C类", "A类", "很高", "B类", "A+类"], key=rank) == [
        "A+类",
        "A类",
        "B类",
        "C类",
        None,
        "很高",
    ]


@pytest.mark.parametrize(
    ("raw", "before", "after"),
    [
        ("A类→A+类", "A类", "A+类"), ("B类→B类", "B类", "B类"), ("A→B", "A类", "B类"), ("A类->A+类", "A类", "A+类"),
        ("A类 => B类", "A类", "B类"), ("A类至B类", "A类", "B类"), ("A类－B类", "A类", "B类"), ("A类—B类", "A类", "B类"), ("B到A", "B类", "A类"),
        ("由B类升为A类", "B类", "A类"), ("B类升级为A类", "B类", "A类"), ("从A类降至C类", "A类", "C类"), ("Ａ类→Ａ＋类", "A类", "A+类"),
        ("中→高", "B类", "A类"), ("A类", None, "A类"), ("升为A类", None, "A类"), ("→A类", None, "A类"), ("A级", None, "A类"),
        ("B类转A类", "B类", "A类"),
    ],
)  # fmt: skip
def test_a_change_is_read_as_people_write_it(raw: str, before: str | None, after: str) -> None:
    assert CHANGE.parse(raw, CONTEXT) == Parsed(Change(before, after))


@pytest.mark.parametrize(
    "raw",
    ["提升了", "升级", "A类→", "A类→流失", "D类→A类", "A类→B类→C类", "很高", "A类→D类", "变好"],
)
def test_what_is_no_change_is_an_error(raw: str) -> None:
    parsed = CHANGE.parse(raw, CONTEXT)
    assert parsed.value is None
    assert [issue.check for issue in parsed.issues] == ["grade-change-unreadable"]


@pytest.mark.parametrize("raw", [None, "", "  ", "不变", "无变化", "-", "—"], ids=repr)
def test_unchanged_is_no_change_and_no_problem(raw: Any) -> None:
    assert CHANGE.parse(raw, CONTEXT) == Parsed()


@given(st.sampled_from(GRADES))
def test_a_formatted_grade_is_read_back(grade: str) -> None:
    assert KIND.parse(KIND.format(grade), CONTEXT) == Parsed(grade)


@given(st.none() | st.sampled_from(GRADES), st.sampled_from(GRADES))
def test_a_formatted_change_is_read_back(before: str | None, after: str) -> None:
    change = Change(before, after)
    assert CHANGE.parse(CHANGE.format(change), CONTEXT) == Parsed(change)


@given(st.text() | st.integers() | st.floats(allow_nan=False))
def test_whatever_stands_in_the_cell_is_parsed(raw: Any) -> None:
    assert {issue.check for issue in KIND.parse(raw, CONTEXT).issues} <= set(KIND.checks)
    assert {issue.check for issue in CHANGE.parse(raw, CONTEXT).issues} <= set(CHANGE.checks)
