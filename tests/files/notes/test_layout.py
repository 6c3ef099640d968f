"""Where the boxes of notes stand, and how large they are."""

from __future__ import annotations

import pytest

from crmbook.files.notes.layout import Metrics, anchor, size
from crmbook.model.cells import MAX_COLUMN, MAX_ROW


def edges(row: int, column: int, text: str, metrics: Metrics | None = None) -> list[int]:
    """Return left column, offset, top row, offset, right column, offset, bottom row, offset."""
    found = anchor(row, column, text, metrics or Metrics())
    return [int(number) for number in found.split(", ")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (108, 40)),
        ("短", (108, 40)),
        ("十二个汉字的一句话一二三", (160, 40)),
        ("twelve words", (108, 40)),
        ("一行\n二行\n三行\n四行", (108, 80)),
        ("长" * 100, (360, 80)),
        ("长" * 32_000, (360, 640)),
        ("行\n" * 500, (108, 640)),
    ],
    ids=["empty", "short", "Chinese", "Latin", "lines", "wrapped", "endless", "many lines"],
)
def test_a_box_is_as_large_as_its_text_within_reason(text: str, expected: tuple[int, int]) -> None:
    assert size(text) == expected


def test_a_box_stands_beside_its_cell_and_a_little_above() -> None:
    assert edges(3, 2, "短") == [2, 15, 1, 10, 3, 59, 3, 10]


def test_a_box_in_the_first_row_stands_below_the_edge() -> None:
    assert edges(1, 1, "短")[:4] == [1, 15, 0, 2]


def test_widths_and_heights_are_those_of_the_sheet() -> None:
    head = (
        b'<sheetFormatPr defaultColWidth="20" defaultRowHeight="30"/>'
        b'<cols><col min="2" max="2" width="5"/><col min="3" max="4" hidden="1" width="9"/></cols>'
    )
    metrics = Metrics.of(head, b"")
    metrics.see_row(2, b' r="2" ht="7.5"')
    assert [metrics.width(column) for column in (1, 2, 3, 4, 5)] == [140, 35, 0, 0, 140]
    assert [metrics.height(row) for row in (1, 2, 3)] == [40, 10, 40]
    left, _at, _top, _above, right, _end, _bottom, _below = edges(1, 1, "短", metrics)
    assert (left, right) == (1, 4)


@pytest.mark.parametrize(
    ("row", "column"), [(MAX_ROW, 1), (1, MAX_COLUMN), (MAX_ROW, MAX_COLUMN), (MAX_ROW - 1, 7)]
)
def test_a_box_never_leaves_the_sheet(row: int, column: int) -> None:
    found = edges(row, column, "很长的说明" * 50)
    assert 0 <= found[0] < found[4] < MAX_COLUMN
    assert 0 <= found[2] < found[6] < MAX_ROW


def test_a_box_over_filtered_rows_is_as_high_as_rows_that_are_shown_allow() -> None:
    metrics = Metrics()
    for row in range(3, 60):
        metrics.see_row(row, b' hidden="1"')
    found = edges(3, 1, "一\n二\n三\n四", metrics)
    assert found[2] == 1
    assert found[6] > 58


@pytest.mark.parametrize("width", [b"wide", b"1e400", b"-3", b"nan", b""])
def test_a_width_that_is_none_is_no_reason_to_stop(width: bytes) -> None:
    metrics = Metrics.of(b'<cols><col min="1" max="9" width="%s"/></cols>' % width, b"")
    assert edges(1, 1, "短", metrics)[0] == 1
