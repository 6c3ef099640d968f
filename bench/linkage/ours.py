"""crmbook itself, asked through its command line and its JSON (DESIGN 5) like anybody else."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter

from bench.linkage.data import BUILD, HEADERS, SHARED, SHEET, DataSet
from bench.linkage.measures import Pair, pair
from bench.linkage.running import NotRunError, Ran, ran
from bench.measuring import CRMBOOK

_CRMBOOK = [*CRMBOOK, "--lang", "en"]
_JSON = ["--format", "json", "--no-state", "--quiet", "--today", "2026-01-01"]


def dedupe(data: DataSet) -> tuple[dict[Pair, float], Ran]:
    """Return the pairs in the clusters of ``dedupe`` with their scores. Raises NotRunError."""
    book, numbers = _book(data)
    took = ran([*_CRMBOOK, "dedupe", str(book), *_JSON], frozenset({0, 1}))
    return clustered(_parsed(took), numbers), took


def link(data: DataSet) -> tuple[dict[Pair, float], Ran]:
    """Return what ``import`` of the later list met in a book of the earlier. Raises NotRunError.

    Time and memory are those of the later import.
    """
    earlier, later = (SHARED / "data/cn" / f"szse_dev_{year}.csv" for year in ("2020", "2025"))
    folder = BUILD / "import"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    book = folder / "台账.xlsx"
    ran([*_CRMBOOK, "new", str(book), "--quiet"])
    into = ["--into", str(book), *_JSON]
    first = _parsed(ran([*_CRMBOOK, "import", str(earlier), *into, "--no-match"]))
    keys = {
        side: [key for key in data.rows if data.sides[key] == side] for side in ("2020", "2025")
    }
    numbers = {str(one["id"]): keys["2020"][one["source_row"] - 2] for one in first["appended"]}
    took = ran([*_CRMBOOK, "import", str(later), *into])
    return met(_parsed(took), numbers, keys["2025"]), took


def clustered(result: dict[str, Any], numbers: dict[str, str]) -> dict[Pair, float]:
    """Return the pairs of members by key: a pair's own score, else that of its cluster."""
    found: dict[Pair, float] = {}
    for cluster in result["clusters"]:
        members = [_key(one, numbers) for one in cluster["members"]]
        found |= _even(itertools.combinations(members, 2), cluster["confidence"])
        scored = {pair(_key(one["a"], numbers), _key(one["b"], numbers)): one["score"]
                  for one in cluster["pairs"]}  # fmt: skip
        found |= {two: score for two, score in scored.items() if two in found}
    return found


def met(result: dict[str, Any], numbers: dict[str, str], keys: list[str]) -> dict[Pair, float]:
    """Return (row that was there, row that came) for each row that updated or changed nothing."""
    return {
        pair(_key(one["id"], numbers), keys[one["source_row"] - 2]): one.get("score", 1.0)
        for one in (*result["updated"], *result["unchanged"])
    }


def _key(number: object, numbers: dict[str, str]) -> str:
    """Return the key behind a number; one that the book does not hold is nobody: a false pair."""
    return numbers.get(str(number), f"no row has {number}")


def _even(pairs: Iterable[tuple[str, str]], score: float) -> dict[Pair, float]:
    return {pair(*two): score for two in pairs if two[0] != two[1]}


def _parsed(took: Ran) -> dict[str, Any]:
    try:
        result = json.loads(took.output)
    except ValueError as error:
        raise NotRunError(f"no JSON: {error}") from None
    return dict(result)


def _book(data: DataSet) -> tuple[Path, dict[str, str]]:
    """Return a book of the rows, and the key behind each 线索编号 of it."""
    if data.book is not None and data.numbers is not None:
        return data.book, data.numbers
    numbers = {f"XS2024{place:03d}": key for place, key in enumerate(data.rows, 1)}
    path = BUILD / "rows.xlsx"
    BUILD.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, ["线索编号", *(HEADERS[column] for column in data.columns)])
        columns = data.columns
        for place, (number, key) in enumerate(numbers.items(), 1):
            values = (data.rows[key].get(column, "") for column in columns)
            for column, value in enumerate((number, *values)):
                sheet.write_string(place, column, value)
    return path, numbers
