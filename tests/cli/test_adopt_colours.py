"""``adopt --colour``: what people mark with colours becomes text, the colours stay (U05)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead

HEAD = [*HEADERS, "线索状态"]
RED, PALE, YELLOW, PINK = "FFFF0000", "FFFFC7CE", "FFFFFF00", "FFFF99CC"


def made(path: Path, rows: list[tuple[list[Any], str]], cells: dict[str, str]) -> Path:
    """Write leads, each row filled with a colour or none, and single cells painted."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "线索登记表"
    sheet.append(HEAD)
    for at, (row, colour) in enumerate(rows, 2):
        sheet.append(row)
        for number in range(1, len(HEAD) + 1) if colour else ():
            sheet.cell(at, number).fill = PatternFill("solid", fgColor=colour)
    for cell, colour in cells.items():
        sheet[cell].fill = PatternFill("solid", fgColor=colour)
    book.save(path)
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    rows: list[tuple[list[Any], str]] = [
        ([*lead(1), None], RED),
        ([*lead(2), "跟进中"], RED),
        ([*lead(3), "流失"], PALE),
        ([*lead(4), None], YELLOW),
        ([*lead(5), None], ""),
        ([*lead(6, 意向等级=None), None], PINK),
        ([*lead(7), None], ""),
    ]
    return made(tmp_path / "台账.xlsx", rows, {"B8": RED})


def adopted(run: Run, book: Path, *options: object) -> list[dict[str, Any]]:
    ended = run("adopt", book, "--format", "json", "--today", "2024-03-18", *options)
    assert ended.code == 0, ended.err
    found: list[dict[str, Any]] = json.loads(ended.out)["colours"]
    return found


def column(book: Path, title: str) -> list[Any]:
    sheet = openpyxl.load_workbook(book)["线索登记表"]
    at = [cell.value for cell in sheet[1]].index(title)
    return [row[at].value for row in sheet.iter_rows(min_row=2)]


def fills(book: Path) -> list[str]:
    sheet = openpyxl.load_workbook(book)["线索登记表"]
    return [cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row]


def test_a_colour_is_proposed_where_nothing_stands_and_overrules_nobody(
    run: Run, book: Path
) -> None:
    before = book.read_bytes()
    (red,) = adopted(run, book, "--colour", "红=已流失")
    assert red == {
        "colour": "红", "column": "线索状态", "value": "已流失", "rows": 4, "agreeing": 1,
        "written": ["线索登记表!N2", "线索登记表!N8"],
        "kept": [{"cell": "线索登记表!N3", "value": "跟进中"}],
    }  # fmt: skip
    assert book.read_bytes() == before


def test_apply_writes_the_word_and_the_colours_stay(run: Run, book: Path) -> None:
    painted = fills(book)
    adopted(run, book, "--colour", "红色=流失", "--colour", "粉=C", "--apply")
    assert column(book, "线索状态") == ["已流失", "跟进中", "流失", None, None, None, "已流失"]
    assert column(book, "意向等级")[5] == "C类"
    assert fills(book) == painted
    before = book.read_bytes()
    found = adopted(run, book, "--colour", "红=已流失", "--colour", "粉=C类", "--apply")
    assert [one["written"] for one in found] == [[], []]
    assert book.read_bytes() == before


def test_undo_takes_the_words_back(run: Run, book: Path) -> None:
    before = book.read_bytes()
    adopted(run, book, "--colour", "红=已流失", "--apply")
    assert run("undo", book).code == 0
    assert book.read_bytes() == before


def test_a_team_s_own_titles_are_read_in_the_same_run(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "客户线索"
    for row in (
        ["参展单位", "对接的人", "怎么联系"],
        ["杭州华鼎机械有限公司", "张伟", "13805711111"],
        ["宁波启航电子有限公司", "李娜", "13905742222"],
        ["台州新锐模具有限公司", "王芳", "13605763333"],
    ):
        sheet.append(row)
    for cell in sheet[3]:
        cell.fill = PatternFill("solid", fgColor=YELLOW)
    path = tmp_path / "我们的表.xlsx"
    book.save(path)
    (yellow,) = adopted(run, path, "--colour", "黄=无效", "--apply")
    assert (yellow["rows"], len(yellow["written"])) == (1, 1)
    rows = [*openpyxl.load_workbook(path)["客户线索"].iter_rows(values_only=True)]
    at = rows[0].index("线索状态")
    assert [row[at] for row in rows[1:4]] == [None, "无效", None]


def test_a_table_painted_all_alike_is_a_design(run: Run, tmp_path: Path) -> None:
    book = made(tmp_path / "台账.xlsx", [([*lead(at), None], RED) for at in (1, 2, 3)], {})
    (red,) = adopted(run, book, "--colour", "红=已流失")
    assert red["rows"] == 0


@pytest.mark.parametrize(
    ("wish", "told"),
    [("朱=已流失", "粉"), ("红=没戏了", "A类"), ("红", "已流失"), ("红=", "已流失")],
    ids=["no colour", "a word of no list", "nothing said", "blank"],
)
def test_what_means_nothing_is_wrong_usage_and_says_what_there_is(
    run: Run, book: Path, wish: str, told: str
) -> None:
    ended = run("adopt", book, "--colour", wish)
    assert ended.code == 2
    assert told in ended.err


def test_a_colour_given_twice_is_wrong_usage(run: Run, book: Path) -> None:
    assert run("adopt", book, "--colour", "红=已流失", "--colour", "浅红=无效").code == 2


def test_a_format_without_colours_says_so(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    lines = [",".join(HEADERS), *(",".join(map(str, lead(at))) for at in (1, 2))]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert run("adopt", path, "--colour", "红=已流失").code == 3


def test_the_text_tells_rows_and_what_was_kept(run: Run, book: Path, language: str) -> None:
    out = run("--lang", language, "adopt", book, "--colour", "红=已流失", "--colour", "蓝=无效").out
    for word in ("红 → 线索状态", "线索登记表!N3", "跟进中", "红4"):
        assert word in out
