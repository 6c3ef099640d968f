"""Books that are odd, but can be read: they are, and nothing crashes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.checks.workbooks import write_book
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, write_rows

TODAY = ("--today", "2024-03-31")


def _json(run: Run, *arguments: object) -> dict[str, Any]:
    ended = run("check", *arguments, *TODAY, "--format", "json")
    assert ended.code in {0, 1}, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def test_a_header_without_rows_is_no_error_and_said(run: Run, tmp_path: Path) -> None:
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS]})
    ended = run("check", book, *TODAY)
    assert (ended.code, ended.err) == (0, "")
    assert "只有表头" in ended.out
    assert _json(run, book)["summary"]["rows"] == 0
    assert run("monthly", book, *TODAY).code == 0


def test_16384_columns_are_read_and_the_last_one_too(run: Run, tmp_path: Path) -> None:
    filler = [f"备用{at}" for at in range(16_384 - len(HEADERS) - 1)]
    rows = [[*HEADERS, *filler, "备注"], [*lead(1, 联系电话="123"), *["x"] * len(filler), "已打款"]]
    found = _json(run, write_rows(tmp_path / "台账.xlsx", {"线索登记表": rows}))
    assert found["summary"]["rows"] == 1
    cells = {problem["cell"] for problem in found["problems"]}
    assert "G2" in cells
    assert "XFD2" in cells


def test_a_merged_header_over_two_rows_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("线索登记表")
        sheet.merge_range(0, 0, 0, len(HEADERS) - 1, "2024年线索登记表")
        sheet.write_row(2, 0, HEADERS)
        sheet.merge_range("E2:H2", "联系方式")
        for at, header in enumerate(HEADERS):
            if not 4 <= at <= 7:
                sheet.merge_range(1, at, 2, at, header)
        sheet.write_row(3, 0, lead(1, 联系电话="1380000111"))
    found = _json(run, path)
    assert found["summary"]["rows"] == 1
    assert ("G4", "phone-format") in {(one["cell"], one["name"]) for one in found["problems"]}


def test_error_cells_are_problems_of_their_own(run: Run, tmp_path: Path) -> None:
    rows = [{"意向等级": "=ERROR #REF!"}, {"分配时间": "=ERROR #N/A"}, {"邮箱": "=ERROR #NAME?"}]
    book = write_book(tmp_path / "台账.xlsx", {"leads": rows})
    found = _json(run, book, "--select", "error-cell")
    assert {(one["cell"], one["value"]) for one in found["problems"]} == {
        ("K2", "#REF!"), ("M3", "#N/A"), ("H4", "#NAME?"),
    }  # fmt: skip
    assert run("monthly", book, *TODAY).code == 0


def test_ten_thousand_problems_of_a_kind_are_twenty_and_a_line(run: Run, tmp_path: Path) -> None:
    rows = [lead(at, 线索编号=f"XS2024{at:05d}", 公司名称=f"杭州第{at}科技有限公司",
                 邮箱=f"a{at}@huading.com.cn", 联系电话=f"139{at}") for at in range(1, 10_001)]  # fmt: skip
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, *rows]})
    found = _json(run, book, "--select", "V111")
    assert len(found["problems"]) == found["summary"]["errors"] == 10_000
    text = run("check", book, *TODAY, "--select", "V111").out
    assert text.count("✗") == 20
    assert "9980" in text
    assert len(text.splitlines()) < 80


@pytest.mark.parametrize(
    ("encoding", "code"),
    [("utf-8-sig", 1), ("gb18030", 1), ("utf-16", 1)],
)
def test_a_csv_is_read_in_the_encodings_people_have(
    encoding: str, code: int, run: Run, tmp_path: Path
) -> None:
    book = tmp_path / "名单.csv"
    rows = [HEADERS, lead(1, 联系电话="1380000111")]
    book.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding=encoding)
    ended = run("check", book, *TODAY, "--select", "V111")
    assert ended.code == code, ended.err
    assert "G2" in ended.out


@pytest.mark.parametrize("encoding", ["nope", "base64", "hex"])
def test_an_encoding_that_is_none_is_wrong_usage(encoding: str, run: Run, tmp_path: Path) -> None:
    book = tmp_path / "名单.csv"
    book.write_text("公司名称,联系电话\n华鼎,1\n", encoding="utf-8")
    ended = run("check", book, "--encoding", encoding)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
