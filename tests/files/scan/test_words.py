from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.files.scan.numbers import number
from crmbook.files.scan.words import PADDING, Places, Words, read_decimals, read_digits, words_of


def _laid_out(texts: list[str]) -> tuple[Words, Places, Places]:
    """Return texts in one row of bytes between tags: (words, starts, lengths)."""
    joined = "<v>" + "</v><v>".join(texts) + "</v>"
    lengths = np.array([len(text) for text in texts])
    starts = 3 + np.concatenate([[0], np.cumsum(lengths + 7)[:-1]])
    return words_of(joined.encode() + PADDING), starts, lengths


@given(st.lists(st.integers(0, 10**15 - 1), min_size=1, max_size=20))
def test_digits_are_read_as_int_reads_them(numbers: list[int]) -> None:
    value, good = read_digits(*_laid_out([str(n) for n in numbers]))
    assert good.all()
    assert value.tolist() == numbers


@given(st.lists(st.text("0123456789.-+eE<>/v a", max_size=18), min_size=1, max_size=20))
def test_only_digits_are_taken_for_digits(texts: list[str]) -> None:
    value, good = read_digits(*_laid_out(texts))
    for text, found, taken in zip(texts, value.tolist(), good.tolist(), strict=True):
        assert taken == (text.isdigit() and len(text) <= 15)
        assert not taken or found == int(text)


_DECIMAL = st.one_of(
    st.floats(0, 1e8).map(repr),
    st.floats(0, 60000).map(lambda value: f"{value:.10f}"),
    st.text("0123456789.-eE", max_size=18),
)


@given(st.lists(_DECIMAL, min_size=1, max_size=20))
def test_decimals_are_exact_or_left_to_float(texts: list[str]) -> None:
    value, exact = read_decimals(*_laid_out(texts))
    for text, found, taken in zip(texts, value.tolist(), exact.tolist(), strict=True):
        assert not taken or found == float(text)


def test_a_date_as_excel_writes_it_is_read_at_once() -> None:
    _value, exact = read_decimals(*_laid_out(["45601.89069444445", "3.1", "0.5"]))
    assert exact.all()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1.0), (" -1.5E+3 ", -1500.0), (".5", 0.5), ("5.", 5.0), ("", None), ("NaN", None), ("inf", None),
        ("1e999", None), ("1_0", None), ("0x1", None), ("１", None), ("1,5", None), ("-", None),
    ],
)  # fmt: skip
def test_a_number_is_what_xml_schema_calls_one(text: str, value: float | None) -> None:
    assert number(text) == value
