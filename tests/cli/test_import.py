"""``import``: messy lists taken in, twice the same as once, nothing half-imported."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Run

HEAD = ["公司", "姓名", "手机", "感兴趣的产品"]
ROWS = [
    ["杭州华鼎机械有限公司", "张伟", "138 0571 1111", "激光切割机"],
    ["宁波启航电子有限公司", "李娜", "13905742222", "=1+1"],
]


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    run("new", path, "--quiet")
    return path


def listed(
    path: Path, rows: Sequence[Sequence[object]] = ROWS, *, encoding: str = "utf-8-sig"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def imported(run: Run, source: Path, book: Path, *options: object, code: int = 0) -> dict[str, Any]:
    ended = run(
        "import", source, "--into", book, "--format", "json", "--today", "2024-03-18", *options
    )
    assert ended.code == code, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def read(book: Path, sheet: str = "线索登记表") -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows if any(row)]


def test_a_list_becomes_leads_with_numbers_day_and_status(
    run: Run, book: Path, tmp_path: Path
) -> None:
    found = imported(run, listed(tmp_path / "展会.csv"), book)
    assert found["rows"] == 2
    assert found["mapping"]["公司"] == "公司名称"
    assert found["mapping"]["手机"] == "联系电话"
    assert [one["id"] for one in found["appended"]] == ["XS2024001", "XS2024002"]
    first, second = read(book)
    assert (first["公司名称"], first["联系电话"]) == ("杭州华鼎机械有限公司", "13805711111")
    assert (second["需求描述"], first["线索状态"]) == ("=1+1", "待分配")
    assert openpyxl.load_workbook(book)["线索登记表"].cell(3, 10).data_type == "s"


def test_the_same_list_again_brings_nothing_new(run: Run, book: Path, tmp_path: Path) -> None:
    source = listed(tmp_path / "展会.csv")
    imported(run, source, book)
    before = book.read_bytes()
    again = imported(run, source, book)
    assert (again["appended"], again["updated"]) == ([], [])
    assert len(again["unchanged"]) == 2
    assert book.read_bytes() == before


def test_a_dry_run_writes_nothing_and_says_the_same(run: Run, book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    found = imported(run, listed(tmp_path / "展会.csv"), book, "--dry-run")
    assert len(found["appended"]) == 2
    assert found["written"] is None
    assert book.read_bytes() == before


def test_a_later_list_updates_and_its_blanks_clear_nothing(
    run: Run, book: Path, tmp_path: Path
) -> None:
    imported(run, listed(tmp_path / "展会.csv"), book)
    later = [["杭州华鼎机械有限公司", "张伟", "13805711111", ""], *ROWS[1:]]
    with (tmp_path / "回访.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*HEAD, "职位"], [*later[0], "厂长"], [*later[1], ""]])
    found = imported(run, tmp_path / "回访.csv", book)
    assert [(one["id"], one["changes"]) for one in found["updated"]] == [
        ("XS2024001", {"职位": [None, "厂长"]})
    ]
    assert read(book)[0]["需求描述"] == "激光切割机"


def test_rows_that_cannot_be_taken_come_back_to_be_mended(
    run: Run, book: Path, tmp_path: Path
) -> None:
    rows = [*ROWS, ["", "", "", "只有需求"], ["台州新锐公司", "王五", "1.38E+10", "x"]]
    rejects = tmp_path / "未导入.xlsx"
    found = imported(run, listed(tmp_path / "展会.csv", rows), book, "--rejects", rejects)
    assert [one["source_row"] for one in found["rejected"]] == [4, 5]
    assert len(found["appended"]) == 2
    mended = openpyxl.load_workbook(rejects)
    sheet = mended.worksheets[0]
    assert [cell.value for cell in sheet[1]] == [*HEAD, "原因"]
    sheet["A2"], sheet["C3"] = "嘉兴正远公司", "13811112222"
    mended.save(rejects)
    again = imported(run, rejects, book)
    assert (len(again["appended"]), again["rejected"]) == (2, [])
    assert imported(run, rejects, book)["appended"] == []


def test_follow_ups_in_a_cell_become_dated_log_rows_once(
    run: Run, book: Path, tmp_path: Path
) -> None:
    source = tmp_path / "旧表.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["公司", "姓名", "手机", "跟进情况"],
             ["杭州华鼎机械有限公司", "张伟", "13805711111", "3.12电话，要报价；3.15已发，等回复"]]
        )  # fmt: skip
    found = imported(run, source, book, "--log-from", "跟进情况")
    assert len(found["logged"]) == 2
    log = read(book, "跟进记录表")
    assert [(row["线索编号"], str(row["跟进时间"])[:10]) for row in log] == [
        ("XS2024001", "2024-03-12"), ("XS2024001", "2024-03-15"),
    ]  # fmt: skip
    assert imported(run, source, book, "--log-from", "跟进情况")["logged"] == []


def test_a_mapping_that_was_asked_for_is_remembered(run: Run, book: Path, tmp_path: Path) -> None:
    source = listed(tmp_path / "展会.csv")
    found = imported(run, source, book, "--map", "感兴趣的产品=备注")
    assert found["mapping"]["感兴趣的产品"] == "备注"
    assert read(book)[0]["备注"] == "激光切割机"
    assert imported(run, source, book, "--dry-run")["mapping"]["感兴趣的产品"] == "备注"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--map", "公司=联系人", "--map", "姓名=联系人"], "联系人"),
        (["--map", "没有的列=公司名称"], "没有的列"),
        (["--map", "公司"], "公司"),
        (["--source-sheet", "没有的表"], "没有的表"),
        (["--log-from", "没有的列"], "没有的列"),
        (["--sheet", "订单"], "订单"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(
    options: list[str], told: str, run: Run, book: Path, tmp_path: Path
) -> None:
    before = book.read_bytes()
    ended = run("import", listed(tmp_path / "展会.csv"), "--into", book, *options)
    assert ended.code == 2
    assert told in ended.err
    assert book.read_bytes() == before


def test_the_book_itself_is_no_source(run: Run, book: Path) -> None:
    before = book.read_bytes()
    assert run("import", book, "--into", book).code == 2
    assert book.read_bytes() == before


def test_a_list_of_which_nothing_is_recognised_is_refused_but_shown_in_a_dry_run(
    run: Run, book: Path, tmp_path: Path
) -> None:
    source = tmp_path / "数字.csv"
    source.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    assert run("import", source, "--into", book).code == 2
    found = imported(run, source, book, "--dry-run")
    assert found["header"]["first_row"] == 1
    assert found["appended"] == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8"])
def test_encodings_of_chinese_csv_files_are_read(
    encoding: str, run: Run, book: Path, tmp_path: Path
) -> None:
    rows = [["杭州镕㙍机械有限公司", "张喆", "13805711111", ""]]
    imported(run, listed(tmp_path / "展会.csv", rows, encoding=encoding), book)
    assert (read(book)[0]["公司名称"], read(book)[0]["联系人"]) == ("杭州镕㙍机械有限公司", "张喆")


def test_the_text_begins_with_the_verdict(
    run: Run, book: Path, tmp_path: Path, language: str
) -> None:
    ended = run("--lang", language, "import", listed(tmp_path / "展会.csv"), "--into", book)
    assert ended.code == 0
    first = ended.out.splitlines()[0]
    assert first.startswith("台账.xlsx")
    assert "2" in first
    assert "XS" in ended.out


def test_undo_takes_an_import_back(run: Run, book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    imported(run, listed(tmp_path / "展会.csv"), book)
    assert run("undo", book).code == 0
    assert book.read_bytes() == before


def test_a_list_of_many_strange_columns_names_the_first_and_counts_the_others(
    run: Run, book: Path, tmp_path: Path
) -> None:
    source = tmp_path / "宽.csv"
    strange = [f"列{at}" for at in range(300)]
    with source.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[*HEAD, *strange], [*ROWS[0], *("x" for _one in strange)]])
    told = run("import", source, "--into", book, "--dry-run").out
    assert "列19 →" in told
    assert "列20 →" not in told
    assert "280" in told
