"""The labelled workbooks as people made them: header and data where a person sees them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crmbook.files.header import HeaderBlock, locate
from crmbook.files.read import read_book
from crmbook.files.records import records

#: file → (first and last row of the header, first and last of the data); as LABELS.tsv has it,
#: but for 45540: its row 28 is a total, which is no data here.
EXPECTED = {
    "19599-2.xls": (3, 3, 4, 22),
    "stress020.xlsx": (3, 3, 4, 44),
    "44235.xls": (6, 6, 7, 360),
    "deaths.xlsx": (5, 5, 6, 15),
    "56278.xlsx": (3, 3, 4, 21),
    "52447.xls": (13, 13, 14, 151),
    "Test_Row1217NotRead.xls": (5, 5, 6, 1315),
    "RowWithDifferentNumberOfColumns.xls": (4, 5, 7, 319),
    "at_bp10.xls": (3, 4, 5, 496),
    "45540_classic_Header.xlsx": (6, 8, 9, 27),
    "florida_data.ashx.xls": (3, 4, 5, 503),
    "DataTableCities.xlsx": (2, 2, 3, 14),
    "csvkit_test_skip_lines.xls": (4, 4, 5, 9),
    "jsherp_customer_template.xls": (2, 2, 3, 4),
    "jsherp_vendor_template.xls": (2, 2, 3, 4),
}


def labels(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "data" / "messy" / "LABELS.tsv").open(encoding="utf-8") as file:
        return {row["file"]: row for row in csv.DictReader(file, delimiter="\t")}


def located(shared: Path, name: str) -> HeaderBlock:
    sheet = labels(shared)[name]["sheet"]
    book = read_book(shared / "data" / "messy" / name)
    block = locate(next(grid for grid in book.grids if grid.name == sheet))
    assert block is not None
    return block


@pytest.mark.parametrize("name", EXPECTED)
def test_header_and_data_stand_where_a_person_sees_them(shared: Path, name: str) -> None:
    block = located(shared, name)
    found = (block.first_row, block.last_row, block.data_first_row, block.data_last_row)
    assert found == EXPECTED[name]


def test_every_header_is_where_the_labels_say_and_every_data_begins_there(shared: Path) -> None:
    keys = ("header_first", "header_last", "data_first", "data_last")
    labelled = {name: tuple(int(row[key]) for key in keys) for name, row in labels(shared).items()}
    assert {name: rows[:3] for name, rows in labelled.items()} == {
        name: rows[:3] for name, rows in EXPECTED.items()
    }
    assert {name for name, rows in labelled.items() if rows != EXPECTED[name]} == {
        "45540_classic_Header.xlsx"
    }


@pytest.mark.parametrize(
    ("name", "column", "title"),
    [
        ("45540_classic_Header.xlsx", 4, "Minimum Monthly Salary(2)"),
        ("at_bp10.xls", 3, "Wahlbe- rechtigte"),
        ("at_bp10.xls", 9, "gültige in %"),
        ("florida_data.ashx.xls", 114, "Total Revenues"),
        ("RowWithDifferentNumberOfColumns.xls", 1, "Año y Mes"),
        ("RowWithDifferentNumberOfColumns.xls", 10, "Variación (%) Acumulada"),
    ],
)
def test_a_title_over_several_rows_is_joined(
    shared: Path, name: str, column: int, title: str
) -> None:
    assert located(shared, name).titles[column] == title


def test_the_second_of_two_tables_stays_reachable(shared: Path) -> None:
    block = located(shared, "DataTableCities.xlsx")
    assert block.columns == (3, 4, 5, 6)
    assert list(block.titles) == [3, 4, 5, 6, 9, 10, 11, 12]


def test_totals_in_and_below_the_data_are_named(shared: Path) -> None:
    book = read_book(shared / "data" / "messy" / "florida_data.ashx.xls")
    block = locate(book.grids[0])
    assert block is not None
    skipped = [(row.row, row.kind) for row in records(book.grids[0], block).skipped]
    assert skipped == [(344, "total"), (401, "total"), (467, "total"), (504, "total")]


def test_a_stack_of_tables_with_one_header_is_one_table(shared: Path) -> None:
    book = read_book(shared / "data" / "messy" / "Test_Row1217NotRead.xls")
    block = locate(book.grids[0])
    assert block is not None
    found = records(book.grids[0], block)
    assert sum(row.kind == "repeated-header" for row in found.skipped) == 12
    assert [row.row for row in found.skipped if row.kind == "note"][-2:] == [1317, 1318]
