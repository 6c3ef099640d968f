from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from crmbook.files.scan.serials import dates, durations, whole_or_float
from crmbook.files.serial import iso_date
from crmbook.model.cells import Raw

CASES: list[tuple[float, bool, Raw]] = [
    (0, False, dt.timedelta(0)),
    (0.75, False, dt.timedelta(hours=18)),
    (1, False, dt.datetime(1900, 1, 1)),
    (59, False, dt.datetime(1900, 2, 28)),
    (60, False, dt.datetime(1900, 2, 28)),
    (61, False, dt.datetime(1900, 3, 1)),
    (45292, False, dt.datetime(2024, 1, 1)),
    (45292.999999999, False, dt.datetime(2024, 1, 2)),
    (45601.89069444445, False, dt.datetime(2024, 11, 5, 21, 22, 36)),
    (2958465, False, dt.datetime(9999, 12, 31)),
    (2958465.9999999, False, 2958465.9999999),
    (2958466, False, 2958466),
    (20240302, False, 20240302),
    (1e300, False, 1e300),
    (-1, False, -1),
    (-0.5, False, -0.5),
    (0.5, True, dt.timedelta(hours=12)),
    (1, True, dt.datetime(1904, 1, 2)),
    (43830, True, dt.datetime(2024, 1, 1)),
    (2957003, True, dt.datetime(9999, 12, 31)),
    (2957004, True, 2957004),
]


@pytest.mark.parametrize(("serial", "date1904", "value"), CASES)
def test_a_serial_means_this_date(serial: float, date1904: bool, value: Raw) -> None:  # noqa: FBT001
    _codes, found = dates(np.array([serial], np.float64), date1904=date1904)
    assert [(type(item), item) for item in found] == [(type(value), value)]


@given(st.lists(st.floats(1, 2958465), min_size=1, max_size=30), st.booleans())
def test_serials_agree_with_openpyxl_to_the_second(serials: list[float], date1904: bool) -> None:  # noqa: FBT001
    ascending = np.unique(np.array(serials) - (1462 if date1904 else 0))
    ascending = ascending[ascending >= 1]
    if not len(ascending):
        return
    codes, found = dates(ascending, date1904=date1904)
    epoch = CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900
    for serial, code in zip(ascending.tolist(), codes.tolist(), strict=True):
        theirs = from_excel(serial, epoch)
        if isinstance(theirs, dt.datetime) and isinstance(found[code], dt.datetime):
            assert abs(theirs - found[code]) <= dt.timedelta(seconds=1)
        else:
            assert serial > 2957002
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("serial", "value"),
    [
        (1.5, dt.timedelta(hours=36)),
        (0, dt.timedelta(0)),
        (-0.25, dt.timedelta(hours=-6)),
        (1 / 3, dt.timedelta(hours=8)),
        (1e12, 10**12),
    ],
)
def test_a_duration_is_a_duration(serial: float, value: Raw) -> None:
    assert durations(np.array([serial]))[1] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-03-18", dt.datetime(2024, 3, 18)),
        ("2024-03-18T10:30:00", dt.datetime(2024, 3, 18, 10, 30)),
        ("2024-03-18T10:30:00.6", dt.datetime(2024, 3, 18, 10, 30, 1)),
        ("2024-03-18T10:30:00Z", dt.datetime(2024, 3, 18, 10, 30)),
        ("10:30:00", dt.timedelta(hours=10, minutes=30)),
        ("10:30:00.7", dt.timedelta(hours=10, minutes=30, seconds=1)),
        ("9999-12-31T23:59:59.9", "9999-12-31T23:59:59.9"),
        ("2024-13-45", "2024-13-45"),
        ("", ""),
    ],
)
def test_iso_dates_are_read_and_others_stay_text(text: str, value: Raw) -> None:
    assert iso_date(text) == value


@given(st.lists(st.one_of(st.integers(-(2**53), 2**53).map(float), st.floats(-1e18, 1e18))))
def test_whole_numbers_are_int_up_to_2_53(numbers: list[float]) -> None:
    found = whole_or_float(np.array(numbers, np.float64))
    for number, value in zip(numbers, found, strict=True):
        assert value == number
        assert isinstance(value, int) == (number.is_integer() and abs(number) <= 2**53)
