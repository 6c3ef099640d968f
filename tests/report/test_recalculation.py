"""The number Python prints is the number that a second calculator shows (REQUIREMENTS §2.16)."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from crmbook.facts.months import Month
from crmbook.report.new_workbook import NewOptions, build_workbook
from crmbook.sample import load
from tests.report.made import bundled, hostile_rows, lead, report_of, sample_monthly
from tests.report.recalculation import Cells, formula_values, recalculated

_CACHE = re.compile(rb"(</f>)<v>[^<]*</v>")


def poisoned(workbook: bytes) -> bytes:
    """The workbook with every stored result of a formula taken away: none can be merely read."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _CACHE.sub(rb"\1<v>77</v>", data)
            target.writestr(name, data)
    return out.getvalue()


def stored(workbook: bytes, folder: Path) -> Cells:
    path = folder / "stored.xlsx"
    path.write_bytes(workbook)
    return formula_values(path, path)


def assert_same(workbook: bytes, soffice: str, folder: Path) -> Cells:
    wanted = stored(workbook, folder)
    found = recalculated(soffice, poisoned(workbook), folder)
    assert found.keys() == wanted.keys()
    for place, value in wanted.items():
        if isinstance(value, float):
            assert found[place] == pytest.approx(value, abs=1e-12), place
        else:
            assert found[place] == value, place
    return wanted


def test_every_formula_over_hostile_rows_gives_its_stored_result(
    soffice: str, tmp_path: Path
) -> None:
    cells = assert_same(bundled(report_of(hostile_rows())), soffice, tmp_path)
    sheet = "转化分析表"
    assert cells[sheet, "I3"] == "跟进阶段(流失14%)"  # 29 / 204
    assert cells[sheet, "I12"] == "分配阶段(流失17%)"  # 1 / 6
    assert cells[sheet, "H3"] == 7.5
    assert cells[sheet, "H12"] == 270
    assert cells[sheet, "N12"] == "1 / 1"
    assert cells[sheet, "G4"] == "—"
    assert len(cells) > 300


def test_a_half_percent_rounds_up_in_every_calculator(soffice: str, tmp_path: Path) -> None:
    wanted = {(29, 200): 15, (1, 8): 13, (7, 40): 18, (16, 200): 8, (1, 200): 1, (57, 200): 29}
    rows = [
        lead(at, month=month, **(_LOST | {"lost_month": month} if at < lost else {}))
        for number, (lost, total) in enumerate(wanted, 1)
        for month in [Month(2024, number)]
        for at in range(total)
    ]
    cells = assert_same(bundled(report_of(rows)), soffice, tmp_path)
    found = [cells["转化分析表", f"I{row}"] for row in range(3, 3 + len(wanted))]
    assert found == [f"跟进阶段(流失{percent}%)" for percent in wanted.values()]


_LOST = {"state": "已流失", "lost_stage": "跟进阶段"}


def test_the_sample_months_are_computed_alike(soffice: str, tmp_path: Path) -> None:
    cells = assert_same(sample_monthly(tmp_path), soffice, tmp_path)
    march = {letter: cells["转化分析表", f"{letter}8"] for letter in "BCDEFGHI"}
    assert list(march.values()) == [200, 60, 100, 40, 30, 0.15, 45, "跟进阶段(流失8%)"]


@pytest.mark.parametrize("plain", [False, True], ids=["tables", "plain"])
def test_the_log_looks_up_the_company_by_number(
    *, plain: bool, soffice: str, tmp_path: Path
) -> None:
    workbook = build_workbook(NewOptions(sample=load(), plain=plain))
    cells = assert_same(workbook, soffice, tmp_path)
    assert len(cells) == len(load()["跟进记录表"])
    assert all(cells.values())
