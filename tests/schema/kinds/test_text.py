"""Plain text, and values that are masked (§2.12, §2.16)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Kind, Parsed
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.kinds.text import LongText, Text

CONTEXT = Context(dt.datetime(2026, 1, 1))
KINDS = pytest.mark.parametrize("kind", [Text(), LongText()], ids=["short", "long"])


@KINDS
@pytest.mark.parametrize("raw", ["采购经理", "需要 ERP 与 MES 对接", "ＩＴ主管", "a b", "-5"])
def test_tidy_text_is_its_own_value(kind: Kind, raw: str) -> None:
    assert kind.parse(raw, CONTEXT) == Parsed(raw)


@KINDS
@pytest.mark.parametrize(
    "raw", ["采购 ", "\u3000采购", "\u200b采购", "采购\n", "\u00a0采购", "\ufeff采购"]
)
def test_white_space_around_a_text_is_mended(kind: Kind, raw: str) -> None:
    parsed = kind.parse(raw, CONTEXT)
    assert (parsed.value, [(issue.check, issue.fix) for issue in parsed.issues]) == (
        "采购",
        [("spaces", "采购")],
    )


@pytest.mark.parametrize(
    ("raw", "line"), [("采购\n经理", "采购经理"), ("a\r\nb", "a b"), ("采购 \n A", "采购A")]
)
def test_a_line_break_in_a_short_text_is_mended(raw: str, line: str) -> None:
    parsed = Text().parse(raw, CONTEXT)
    assert (parsed.value, [(issue.check, issue.fix) for issue in parsed.issues]) == (
        line,
        [("spaces", line)],
    )


def test_a_long_text_keeps_its_lines() -> None:
    assert LongText().parse("一、价格\n二、交期", CONTEXT) == Parsed("一、价格\n二、交期")


@KINDS
@pytest.mark.parametrize("raw", ["", "  ", "-", "——", "/", "\u200b", None])
def test_a_dash_says_nothing(kind: Kind, raw: Any) -> None:
    assert kind.parse(raw, CONTEXT) == Parsed()


@KINDS
@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (3, "3"),
        (3.5, "3.5"),
        (True, "TRUE"),
        (dt.datetime(2024, 3, 5), "2024-03-05"),
        (dt.datetime(2024, 3, 5, 9, 30), "2024-03-05 09:30"),
    ],
)
def test_other_cells_are_what_a_reader_sees(kind: Kind, raw: Any, text: str) -> None:
    assert kind.parse(raw, CONTEXT) == Parsed(text)


@KINDS
@given(raws=st.lists(st.text(max_size=12) | st.text(alphabet="采 \n-/\u200ba", max_size=6)))
def test_a_column_is_parsed_as_its_cells_are_and_fixes_hold(kind: Kind, raws: list[Any]) -> None:
    column = kind.parse_all(raws, CONTEXT)
    for at, raw in enumerate(raws):
        parsed = kind.parse(raw, CONTEXT)
        assert column.values[at] == parsed.value
        assert column.issues.get(at, ()) == parsed.issues
        for issue in parsed.issues:
            assert kind.parse(issue.fix, CONTEXT) == Parsed(issue.fix)


@pytest.mark.parametrize(
    "text",
    [
        "张*",
        "138****5678",
        "138xxxx5678",
        "zh***@x.com",
        "138XXXX",
        "张xx",
        "XX公司",
        "杭州XX科技",
        "李＊",
    ],
)
def test_stars_and_runs_of_x_are_masks(text: str) -> None:
    assert is_masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "138",
        "1395678",
        "zhangxx",
        "YY商贸有限公司",
        "Exxon有限公司",
        "13867412358x",
        "张三",
        "x86服务器",
        "TX公司",
    ],
)
def test_the_documents_examples_that_lost_their_stars_are_no_masks(text: str) -> None:
    assert not is_masked(text)
