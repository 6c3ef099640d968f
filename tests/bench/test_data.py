"""The data sets as their origins count them, and a truth whose keys are rows."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.linkage import data
from bench.linkage.data import DataSet, febrl, leads, restaurants, shenzhen


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("make", "rows", "pairs", "columns"),
    [
        (restaurants, 864, 112, ["name", "phone", "address", "city"]),
        (shenzhen, 1478, 421, ["name", "short", "english", "address", "city", "web", "industry"]),
        (lambda: febrl("1"), 1000, 500, ["person", "address", "city", "birth", "number"]),
        (lambda: febrl("4"), 10000, 5000, ["person", "address", "city", "birth", "number"]),
    ],
    ids=["restaurants", "Shenzhen", "FEBRL 1", "FEBRL 4"],
)
def test_rows_and_true_pairs_are_as_many_as_the_origin_says(
    make: Callable[[], DataSet], rows: int, pairs: int, columns: list[str]
) -> None:
    found = make()
    assert (len(found.rows), len(found.truth), found.columns) == (rows, pairs, columns)
    assert {key for two in found.truth for key in two} <= found.rows.keys()
    if found.sides:
        assert all(found.sides[one] != found.sides[other] for one, other in found.truth)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("hard", [True, False], ids=["hard", "easy"])
def test_the_truth_of_leads_names_rows_of_the_book_and_numbers_lead_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, hard: bool
) -> None:
    monkeypatch.setattr(data, "BUILD", tmp_path)
    found = leads(400, 3, hard=hard)
    assert len(found.rows) == 400
    assert found.book is not None
    assert found.numbers is not None
    assert {key for two in found.truth for key in two} <= set(found.numbers.values())
    assert len(found.truth) >= 20  # 5 % of the rows are entered again
    assert all("name" in row or "person" in row for row in found.rows.values())


def test_a_csv_gives_back_the_rows_with_blanks(tmp_path: Path) -> None:
    found = DataSet("", {"1": {"name": "甲,乙"}, "2": {"phone": "010"}}, frozenset(), {"1": "x"})
    found.write(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [
            ["key", "side", "name", "phone"], ["1", "x", "甲,乙", ""], ["2", "", "", "010"],
        ]  # fmt: skip
