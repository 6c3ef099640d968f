"""决策链关系, and 是/否 (M12)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Parsed
from crmbook.schema.kinds.decision import Boolean, Chain, DecisionChain

CONTEXT = Context(dt.datetime(2026, 1, 1))
KIND, BOOLEAN = DecisionChain(), Boolean()


@pytest.mark.parametrize(
    ("raw", "pairs"),
    [
        (
            "最终决策人:总经理李;影响者:技术主管王",
            [("最终决策人", "总经理李"), ("影响者", "技术主管王")],
        ),
        (
            "最终决策人：总经理李；影响者：技术主管王",
            [("最终决策人", "总经理李"), ("影响者", "技术主管王")],
        ),
        ("决策人: 李总 \n 使用者: 张工", [("最终决策人", "李总"), ("使用者", "张工")]),
        ("拍板人-李总，采购者-陈姐", [("最终决策人", "李总"), ("采购者", "陈姐")]),
        ("最终决策人:张*", [("最终决策人", "张*")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_chain_is_read_as_roles_and_people(raw: str, pairs: list[tuple[str, str]]) -> None:
    assert KIND.parse(raw, CONTEXT) == Parsed(Chain(pairs))


@pytest.mark.parametrize("raw", ["李总说了算", "最终决策人", "最终决策人:", ":李总"])
def test_what_names_no_role_or_nobody_is_a_warning(raw: str) -> None:
    parsed = KIND.parse(raw, CONTEXT)
    assert parsed.value is None
    assert [issue.check for issue in parsed.issues] == ["decision-unreadable"]


def test_the_readable_part_of_a_chain_is_kept() -> None:
    parsed = KIND.parse("最终决策人:李总;王工也参与", CONTEXT)
    assert parsed.value == (("最终决策人", "李总"),)
    assert [issue.check for issue in parsed.issues] == ["decision-unreadable"]
    assert "王工也参与" in parsed.issues[0].message


def test_an_unknown_role_is_kept_and_the_known_ones_are_named() -> None:
    parsed = KIND.parse("门卫:老赵", CONTEXT)
    assert parsed.value == (("门卫", "老赵"),)
    assert "最终决策人" in parsed.issues[0].remedy


@pytest.mark.parametrize("raw", [None, "", " ", "-", "；"], ids=repr)
def test_no_chain_is_blank(raw: Any) -> None:
    assert KIND.parse(raw, CONTEXT) == Parsed()


PEOPLE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["最终决策人", "影响者", "使用者"]), PEOPLE), min_size=1))
def test_a_formatted_chain_is_read_back(pairs: list[tuple[str, str]]) -> None:
    assert KIND.parse(KIND.format(pairs), CONTEXT) == Parsed(Chain(pairs))


@pytest.mark.parametrize(
    "raw", ["是", "Y", "yes", "✓", "√", "1", 1, True, "TRUE", "有", "在岗", " 是 ", "１"], ids=repr
)
def test_yes_in_all_its_spellings(raw: Any) -> None:
    assert BOOLEAN.parse(raw, CONTEXT) == Parsed(value=True)


@pytest.mark.parametrize(
    "raw", ["否", "N", "no", "×", "✗", "0", 0, False, "FALSE", "无", "离职", "休息"], ids=repr
)
def test_no_in_all_its_spellings(raw: Any) -> None:
    assert BOOLEAN.parse(raw, CONTEXT) == Parsed(value=False)


@pytest.mark.parametrize("raw", ["大概", "2", 2, "是否", "也许是", 0.5], ids=repr)
def test_what_is_neither_is_an_error(raw: Any) -> None:
    parsed = BOOLEAN.parse(raw, CONTEXT)
    assert parsed.value is None
    assert [issue.check for issue in parsed.issues] == ["boolean-unreadable"]


@pytest.mark.parametrize("raw", [None, "", "-"], ids=repr)
def test_neither_said_is_blank(raw: Any) -> None:
    assert BOOLEAN.parse(raw, CONTEXT) == Parsed()


@given(st.booleans())
def test_a_formatted_truth_value_is_read_back(value: bool) -> None:  # noqa: FBT001
    assert BOOLEAN.parse(BOOLEAN.format(value), CONTEXT) == Parsed(value)
