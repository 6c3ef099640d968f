"""Two files of one name in different folders: what is only read is never taken for the book."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import crmbook
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, write_rows

TODAY = ("--today", "2024-03-18")
LEADS, LIST = "线索登记表", "问题清单"


def _pair(folder: Path, ours: list[list[Any]], theirs: list[list[Any]]) -> tuple[Path, Path]:
    found = []
    for at, rows in (("desk", ours), ("e", theirs)):
        (folder / at).mkdir()
        found.append(write_rows(folder / at / "台账.xlsx", {LEADS: [HEADERS, *rows]}))
    return found[0], found[1]


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Path]:
    """Return our book, with one wrong phone, and another of its name, with wrong cells elsewhere."""
    ours = [lead(1, 联系电话="138-6741-2358"), lead(2, 公司名称="宁波启航商贸有限公司")]
    theirs = [
        lead(3, 公司名称="苏州恒达机械厂", 联系电话="139-5742-6188"),
        lead(4, 公司名称="无锡锦晖贸易有限公司", 联系电话="137-0571-3333", 邮箱="错"),
    ]
    return _pair(tmp_path, ours, theirs)


def _values(path: Path, column: str = "G") -> list[Any]:
    return [cell.value for cell in openpyxl.load_workbook(path)[LEADS][column][1:]]


def test_a_fix_writes_only_what_is_wrong_in_the_book_itself(
    run: Run, books: tuple[Path, Path]
) -> None:
    book, other = books
    before = other.read_bytes()
    ended = run("check", book, "--with", other, "--fix", "--select", "V114", *TODAY,
                "--format", "json")  # fmt: skip
    fixes = json.loads(ended.out)["fixes"]
    assert [(one["book"], one["cell"], one["new"]) for one in fixes] == [
        ("台账.xlsx", "G2", "13867412358")
    ]
    assert _values(book) == ["13867412358", "13867412358"]
    assert other.read_bytes() == before


def test_the_list_leads_nowhere_for_what_stands_in_a_file_only_read(
    run: Run, books: tuple[Path, Path]
) -> None:
    book, other = books
    run("check", book, "--with", other, "--list", *TODAY)
    sheet = openpyxl.load_workbook(book)[LIST]
    places = [cell for cell in sheet["E"] if str(cell.value).startswith(("[", LEADS))]
    own = [cell for cell in places if cell.hyperlink is not None]
    foreign = [cell for cell in places if cell.hyperlink is None]
    assert {cell.hyperlink.location.split("!")[1] for cell in own} >= {"G2"}
    assert "H3" not in {cell.hyperlink.location.split("!")[1] for cell in own if cell.hyperlink}
    assert foreign
    assert all(str(cell.value).startswith("[e/台账.xlsx] ") for cell in foreign)


def test_the_marked_copy_marks_only_what_is_wrong_in_the_book(
    run: Run, books: tuple[Path, Path], tmp_path: Path
) -> None:
    book, other = books
    copy = tmp_path / "标记.xlsx"
    run("check", book, "--with", other, "--format", "xlsx", "-o", copy, *TODAY)
    sheet = openpyxl.load_workbook(copy)[LEADS]
    assert sheet["G2"].comment is not None
    assert (sheet["G3"].comment, sheet["H3"].comment) == (None, None)


def test_two_books_of_one_name_are_mended_each_by_itself(
    run: Run, books: tuple[Path, Path]
) -> None:
    ended = run("check", *books, "--fix", "--select", "V114", *TODAY, "--format", "json")
    fixes = json.loads(ended.out)["fixes"]
    assert [(one["book"], one["cell"]) for one in fixes] == [
        ("台账.xlsx", "G2"), ("e/台账.xlsx", "G2"), ("e/台账.xlsx", "G3"),
    ]  # fmt: skip
    assert _values(books[0]) == ["13867412358", "13867412358"]
    assert _values(books[1]) == ["13957426188", "13705713333"]


def test_a_merge_never_writes_the_record_of_a_file_only_read(run: Run, tmp_path: Path) -> None:
    paths = []
    for folder, number, company in (
        ("desk", "XS2024001", "杭州华鼎机械有限公司"),
        ("e", "XS2024002", "杭州华鼎机械公司"),
    ):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "台账.xlsx"
        run("new", path, "--quiet")
        with crmbook.edit(path) as edit:
            row = [number, company, None, None, "张伟", None, "13805711111"]
            edit.append_rows(LEADS, [row])
        paths.append(path)
    book, other = paths
    before, companies = other.read_bytes(), _values(book, "B")
    ended = run("dedupe", book, "--with", other, "--apply", "--accept", "0.5", *TODAY,
                "--format", "json")  # fmt: skip
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["merged"] == []
    assert _values(book, "B") == companies
    titles = [str(cell.value) for cell in openpyxl.load_workbook(book)[LEADS][1]]
    values = [cell.value for cell in openpyxl.load_workbook(book)[LEADS][2]]
    assert dict(zip(titles, values, strict=True)).get("线索状态") != "重复"
    assert other.read_bytes() == before
    decisions = openpyxl.load_workbook(book)["疑似重复"]
    links = {
        cell.value: cell.hyperlink is not None
        for line in decisions.iter_rows()
        for cell in line
        if cell.value in {"XS2024001", "XS2024002"}
    }
    assert links == {"XS2024001": True, "XS2024002": False}


def test_an_import_knows_who_stands_in_a_file_only_read_and_writes_nothing_there(
    run: Run, tmp_path: Path
) -> None:
    hengda = {"公司名称": "苏州恒达机械厂", "联系人": "韩梅", "联系电话": "13957426188"}
    new = {
        "公司名称": "温州锦晖贸易有限公司",
        "联系人": "赵六",
        "联系电话": "13705713333",
        "邮箱": None,
    }
    book, other = _pair(tmp_path, [lead(1)], [lead(2, **hengda)])
    source = write_rows(
        tmp_path / "名单.xlsx",
        {"名单": [HEADERS, lead(0, 线索编号=None, **hengda, 邮箱="han@hengda.cn", 职位=None),
                  lead(0, 线索编号=None, **new)]},
    )  # fmt: skip
    before = other.read_bytes()
    ended = run("import", source, "--into", book, "--with", other, *TODAY, "--format", "json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert told["appended"] == [{"source_row": 3, "id": "XS2024003"}]
    assert told["unchanged"] == [{"source_row": 2, "id": "XS2024002", "book": "e/台账.xlsx"}]
    assert told["with"] == [str(other)]
    assert (_values(book, "A"), other.read_bytes()) == (["XS2024001", "XS2024003"], before)
    again = run("--lang", "zh", "import", source, "--into", book, "--with", other, *TODAY)
    assert "e/台账.xlsx" in again.out


def test_a_book_given_twice_is_written_not_at_all(run: Run, books: tuple[Path, Path]) -> None:
    book, before = books[0], books[0].read_bytes()
    ended = run("check", book, book, "--fix", "--select", "V114", *TODAY)
    assert ended.code == 2
    assert "台账.xlsx" in ended.err
    assert book.read_bytes() == before
