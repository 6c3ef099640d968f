from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from crmbook.files.cells.values import check_value, content, same, serial
from crmbook.files.scan.text import plain
from crmbook.model.cells import UNCACHED, CellError, Raw, Value
from crmbook.model.errors import UsageError


@pytest.mark.parametrize("date1904", [False, True], ids=["1900", "1904"])
@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(1904, 1, 1),
        dt.datetime(1999, 12, 31, 23, 59, 59),
        dt.datetime(2024, 3, 18, 10, 30),
        dt.date(2024, 2, 29),
        dt.datetime(9999, 12, 31),
    ],
    ids=str,
)
def test_a_date_gets_the_serial_that_openpyxl_gives_it(moment: dt.date, date1904: bool) -> None:  # noqa: FBT001
    epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
    expected = to_excel(moment, epoch)  # type: ignore[no-untyped-call]
    assert serial(moment, date1904=date1904) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (dt.date(1900, 1, 1), 1),
        (dt.date(1900, 2, 28), 59),
        (dt.date(1900, 3, 1), 61),
        (dt.datetime(1900, 1, 1, 12), 1.5),
    ],
    ids=str,
)
def test_the_leap_day_that_lotus_saw_is_kept(moment: dt.date, expected: float) -> None:
    assert serial(moment, date1904=False) == expected


@pytest.mark.parametrize(
    ("moment", "date1904"),
    [(dt.date(1899, 12, 31), False), (dt.datetime(1903, 12, 31, 23), True)],
    ids=["1900", "1904"],
)
def test_a_date_before_the_first_day_is_refused(moment: dt.date, date1904: bool) -> None:  # noqa: FBT001
    with pytest.raises(UsageError):
        serial(moment, date1904=date1904)


@pytest.mark.parametrize(
    ("value", "type_", "children"),
    [
        ("=1+1", "inlineStr", "<is><t>=1+1</t></is>"),
        ("A & <B>", "inlineStr", "<is><t>A &amp; &lt;B&gt;</t></is>"),
        (" 华鼎 ", "inlineStr", '<is><t xml:space="preserve"> 华鼎 </t></is>'),
        ("a\nb", "inlineStr", '<is><t xml:space="preserve">a\nb</t></is>'),
        ("a\rb\x00", "inlineStr", "<is><t>a_x000D_b_x0000_</t></is>"),
        ("_x000D_", "inlineStr", "<is><t>_x005F_x000D_</t></is>"),
        ("]]>", "inlineStr", "<is><t>]]&gt;</t></is>"),
        (7, "", "<v>7</v>"),
        (-0.1, "", "<v>-0.1</v>"),
        (1e300, "", "<v>1e+300</v>"),
        (True, "b", "<v>1</v>"),
        (dt.date(2024, 3, 1), "", "<v>45352</v>"),
        (dt.datetime(2024, 3, 1, 18), "", "<v>45352.75</v>"),
        (None, "", ""),
    ],
    ids=repr,
)
def test_a_value_is_written_as_its_type(value: Value, type_: str, children: str) -> None:
    found = content(value, "", date1904=False)
    assert (found.type, found.children) == (type_, children)


@pytest.mark.parametrize("text", ["_x000D_", "a\rb", "_x005F_", "_X000D_", "\ufffe", "__x0041_"])
def test_escaped_text_is_read_back_as_it_was(text: str) -> None:
    found = content(text, "", date1904=False).children
    assert plain(found.split(">", 2)[2].removesuffix("</t></is>")) == text


@pytest.mark.parametrize(
    "value",
    [
        "长" * 32_768,
        "😀" * 16_384,
        "half \ud83d",
        float("nan"),
        float("inf"),
        np.float64("nan"),
        1_234_567_890_123_456,
        dt.datetime(2024, 3, 1, tzinfo=dt.UTC),
        pd.NaT,
        dt.time(10),
        dt.timedelta(1),
        Decimal(1),
        Fraction(1, 2),
        ["a"],
        b"bytes",
    ],
    ids=lambda value: f"{type(value).__name__}",
)
def test_what_a_cell_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(UsageError):
        check_value(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", None),
        ("长" * 32_767, "长" * 32_767),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (np.float64(0.5), 0.5),
        (999_999_999_999_999, 999_999_999_999_999),
    ],
    ids=lambda value: f"{type(value).__name__}",
)
def test_what_a_cell_can_hold_comes_as_a_plain_value(value: object, expected: Value) -> None:
    found = check_value(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (1, 1.0, True),
        (1, True, False),
        (True, True, True),
        ("1", 1, False),
        (None, None, True),
        ("#N/A", "#N/A", True),
        (CellError("#N/A"), "#N/A", False),
        (UNCACHED, None, False),
        (dt.datetime(2024, 3, 1), dt.date(2024, 3, 1), True),
        (dt.datetime(2024, 3, 1, 10), dt.date(2024, 3, 1), False),
        (45352, dt.date(2024, 3, 1), False),
    ],
    ids=repr,
)
def test_a_value_that_is_there_already_is_known(old: Raw, new: Value, expected: bool) -> None:  # noqa: FBT001
    assert same(old, new) is expected
