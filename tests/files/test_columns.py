from __future__ import annotations

import datetime as dt

import pytest

from crmbook.files.columns import grid_from_rows, plain

MIDNIGHT = dt.datetime.fromisoformat("2024-03-01")
MORNING = dt.datetime.fromisoformat("2024-03-01 10:30")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (13800001111.0, 13800001111),
        (1.5, 1.5),
        (True, True),
        ("007", "007"),
        (dt.date(2024, 3, 1), MIDNIGHT),
        (MORNING, MORNING),
        (dt.time(12, 30), dt.timedelta(hours=12, minutes=30)),
        (2.0**60, 2.0**60),
    ],
    ids=str,
)
def test_values_come_out_as_all_readers_give_them(value: object, expected: object) -> None:
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected)


def test_distinct_values_are_kept_apart_by_type() -> None:
    grid = grid_from_rows("a", [[1.0], [True], ["1"], [1], [1.0], [dt.date(2024, 1, 1)]])
    column = grid.columns[1]
    assert column.codes.tolist() == [0, 1, 2, 3, 0, 4]
    assert [type(value) for value in column.values] == [int, bool, str, int, dt.datetime]


def test_empty_rows_and_cells_leave_no_trace() -> None:
    grid = grid_from_rows("a", [["", None], ["", "x"], [], [" ", ""]])
    assert grid.rows.tolist() == [2, 4]
    assert sorted(grid.columns) == [1, 2]
    assert grid.columns[2].codes.tolist() == [0, -1]
    assert grid.value(4, 1) == " "


def test_no_rows_are_an_empty_grid() -> None:
    grid = grid_from_rows("a", [])
    assert grid.rows.tolist() == []
    assert grid.columns == {}
