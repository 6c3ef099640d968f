"""Every check has passing and failing rows: cases/<name of the check>.toml."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from crmbook.book import open_books
from crmbook.checks.registry import by_name
from crmbook.workflows.check import Filters, check
from tests.checks.workbooks import SHEETS, write_book

CASES = Path(__file__).parent / "cases"
TODAY = dt.date(2024, 3, 31)


def _cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize(("name", "case"), _cases())
def test_a_check_fires_on_exactly_the_cells_of_its_case(
    name: str, case: dict[str, Any], tmp_path: Path
) -> None:
    sheets = {key: case[key] for key in SHEETS if key in case}
    book = open_books([write_book(tmp_path / "台账.xlsx", sheets, case.get("merge", ()))])
    report = check(book, case.get("today", TODAY), Filters(select=(name,)))
    assert [problem.where for problem in report.problems] == case["problems"]
    if case.get("nofix"):
        assert all(problem.fix is None for problem in report.problems)
    if "fix" in case:
        assert [problem.fix for problem in report.problems] == case["fix"]
    for key in ("value", "id", "owner", "company", "impact"):
        if key in case:
            assert [getattr(problem, key) for problem in report.problems] == case[key]
    for problem in report.problems:
        assert case.get("says", "") in problem.message
        assert problem.message
        assert problem.remedy or problem.check.remedy


@pytest.mark.parametrize("name", sorted(by_name()))
def test_every_check_has_a_failing_and_a_passing_case(name: str) -> None:
    cases = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    assert any(case["problems"] for case in cases)
    assert any(not case["problems"] for case in cases)


def test_every_case_file_is_of_a_check() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(by_name())
