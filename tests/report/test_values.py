from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from crmbook.report.memory_book import MemoryBook
from crmbook.report.values import (
    date_format,
    days_format,
    lines_of,
    rate_format,
    width_of,
    write_formula,
    write_value,
)


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (0.15, "0%"),
        (0.12, "0%"),
        (0.29, "0%"),
        (0.125, "0.0%"),
        (1 / 3, "0.0%"),
        (0.0, "0%"),
        (None, "0%"),
    ],
)
def test_a_rate_shows_decimals_only_where_it_has_some(rate: float | None, shown: str) -> None:
    assert rate_format(rate) == shown


@pytest.mark.parametrize(("days", "shown"), [(45.0, "0"), (45, "0"), (45.3, "0.0"), (None, "0")])
def test_days_show_decimals_only_where_they_have_some(days: float | None, shown: str) -> None:
    assert days_format(days) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (dt.datetime(2024, 3, 1), "yyyy-mm-dd"),
        (dt.date(2024, 3, 1), "yyyy-mm-dd"),
        (dt.datetime(2024, 3, 1, 10, 30), "yyyy-mm-dd hh:mm"),
        (dt.timedelta(hours=30), "[h]:mm"),
    ],
    ids=["midnight", "date", "moment", "duration"],
)
def test_a_moment_is_shown_whole(value: object, shown: str) -> None:
    assert date_format(value) == shown


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        ("=1+1", "=1+1"),
        ("0571", "0571"),
        ("@SUM(A1)", "@SUM(A1)"),
        (True, True),
        (30, 30),
        (1.5, 1.5),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (dt.datetime(2024, 3, 1, 10, 30), dt.datetime(2024, 3, 1, 10, 30)),
        ("", None),
        (None, None),
        ("长" * 40000, "长" * 32767),
    ],
    ids=[
        "formula",
        "zeros",
        "at",
        "bool",
        "int",
        "float",
        "nan",
        "inf",
        "date",
        "empty",
        "none",
        "long",
    ],
)
def test_a_value_is_stored_as_it_is(value: object, stored: object) -> None:
    book = MemoryBook()
    shown = date_format(value) if isinstance(value, dt.date) else "General"
    write_value(book.sheet("S", "#000000"), 0, 0, value, book.format(num_format=shown))
    cell = openpyxl.load_workbook(io.BytesIO(book.finish()))["S"]["A1"]
    assert cell.value == stored
    assert cell.data_type != "f"


def test_a_formula_keeps_an_empty_result_as_a_result() -> None:
    book = MemoryBook()
    sheet = book.sheet("S", "#000000")
    write_formula(sheet, (0, 0), '=""', book.format(), "")
    data = book.finish()
    part = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b'<c r="A1" s="1" t="str"><f>""</f><v></v></c>' in part


def test_a_chinese_character_is_two_wide() -> None:
    assert width_of("A类") == 3
    assert lines_of("一二三四五", 6) == 2
    assert lines_of("一\n二", 6) == 2
    assert lines_of("", 6) == 1
