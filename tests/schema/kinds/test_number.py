"""Numbers of records (M09, §2.5)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.schema.kinds.base import Context, Kind, Parsed
from crmbook.schema.kinds.number import LEAD_NUMBER, CustomerNumber, OrderNumber

CONTEXT = Context(dt.datetime(2026, 1, 1))


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmbook.schema.kinds.number._", str)


def parse(raw: Any, kind: Kind = LEAD_NUMBER) -> Parsed:
    return kind.parse(raw, CONTEXT)


def checks(parsed: Parsed) -> list[str]:
    return [issue.check for issue in parsed.issues]


@pytest.mark.parametrize(
    "raw",
    [
        "XS2024001",
        "XS2024999",
        "XS20241000",
        "XS2024123456",
        "20240501001",
        "20240229001",
        "202405011000",
    ],
)
def test_both_forms_are_good_and_their_counters_grow(raw: str) -> None:
    assert parse(raw) == Parsed(raw)


def test_a_number_cell_is_read_as_its_digits() -> None:
    assert parse(20240501001) == Parsed("20240501001")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("SX2024001", "“SX2024001” begins with SX, not XS"), ("XS2024A01", "“XS2024A01” is no number of the form XS2024001 or 20240501001"),
        ("XS202401", "the counter of “XS202401” has fewer than three digits"), ("XS2024", "the counter of “XS2024” has fewer than three digits"),
        ("XS2024000", "“XS2024000” is no number of the form XS2024001 or 20240501001"),
        ("XS20240100", "“XS20240100” is no number of the form XS2024001 or 20240501001"), ("20240230001", "there is no day 20240230"),
        ("20230229001", "there is no day 20230229"), ("A001", "“A001” is no number of the form XS2024001 or 20240501001"),
        (12, "“12” is no number of the form XS2024001 or 20240501001"), ("KH2024001", "“KH2024001” is no number of the form XS2024001 or 20240501001"),
        (dt.datetime(2024, 5, 1), "“2024-05-01” is no number of the form XS2024001 or 20240501001"),
    ],
)  # fmt: skip
def test_what_is_no_number_says_why_and_stays_as_typed(raw: Any, says: str) -> None:
    parsed = parse(raw)
    assert [(issue.check, issue.message, issue.fix) for issue in parsed.issues] == [
        ("number-format", says, None)
    ]
    assert parsed.value is not None  # log rows that bear the same number still find their lead


@pytest.mark.parametrize("raw", ["xs2024001", "XS-2024-001", "Xs2024.001", "XS_2024001"])
def test_another_case_or_a_hyphen_is_mended(raw: str) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed), parsed.issues[0].fix) == (
        "XS2024001",
        ["number-format"],
        "XS2024001",
    )


@pytest.mark.parametrize(
    "raw", [" XS2024001", "XS2024001\u3000", "XS 2024 001", "ＸＳ２０２４００１", "XS2024001\u200b"]
)
def test_white_space_and_width_are_mended(raw: str) -> None:
    parsed = parse(raw)
    assert (parsed.value, checks(parsed), parsed.issues[0].fix) == (
        "XS2024001",
        ["spaces"],
        "XS2024001",
    )


@pytest.mark.parametrize("raw", ["", " ", "-", None])
def test_a_blank_number_is_in_order(raw: Any) -> None:
    assert parse(raw) == Parsed()


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (CustomerNumber(), "KH2024001"),
        (CustomerNumber(), "20240501001"),
        (CustomerNumber(), "C00123"),
        (CustomerNumber(), 123),
        (OrderNumber(), "DD20241000"),
        (OrderNumber(), "HT-2024-015"),
        (OrderNumber(), "合同〔2024〕15号"),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else repr(value),
)
def test_customers_and_orders_may_bear_numbers_of_another_system(kind: Kind, raw: Any) -> None:
    assert parse(raw, kind) == Parsed(str(raw))


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (CustomerNumber(), "KH2024A01"),
        (CustomerNumber(), "HK2024001"),
        (CustomerNumber(), "甲"),
        (OrderNumber(), "DD24001"),
        (OrderNumber(), "待补"),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else repr(value),
)
def test_a_slip_in_the_own_scheme_is_an_error_all_the_same(kind: Kind, raw: Any) -> None:
    assert checks(parse(raw, kind)) == ["number-format"]


COUNTERS = st.integers(1, 999_999).map("{:03}".format)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)).map("{:%Y%m%d}".format)


@given(
    st.builds("{}{}{}".format, st.just("XS"), st.integers(1990, 2099), COUNTERS)
    | st.builds("{}{}".format, DAYS, COUNTERS)
)
def test_every_number_ever_issued_is_good(number: str) -> None:
    assert parse(number) == Parsed(number)
    assert LEAD_NUMBER.parse_all([number], CONTEXT).issues == {}


@given(
    st.lists(
        st.text(alphabet="XSKHDDxs2024001 -Ａ１\u3000\n", max_size=13)
        | st.integers(0, 10**14)
        | st.builds("XS{}{}".format, st.integers(1990, 2099), COUNTERS)
    )
)
@pytest.mark.parametrize(
    "kind", [LEAD_NUMBER, CustomerNumber(), OrderNumber()], ids=["lead", "customer", "order"]
)
def test_a_column_is_parsed_as_its_cells_are_and_fixes_hold(kind: Kind, raws: list[Any]) -> None:
    column = kind.parse_all(raws, CONTEXT)
    for at, raw in enumerate(raws):
        parsed = parse(raw, kind)
        assert column.values[at] == parsed.value
        assert column.issues.get(at, ()) == parsed.issues
        if parsed.value is not None:
            assert parse(parsed.value, kind).value == parsed.value
        for issue in parsed.issues:
            assert issue.check in kind.checks
            assert issue.fix is None or parse(issue.fix, kind) == Parsed(issue.fix)
