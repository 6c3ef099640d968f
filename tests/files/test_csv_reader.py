from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.files.csv_reader import delimiter_of, read_csv
from crmbook.files.grid import Grid
from crmbook.files.read import read_book
from crmbook.model.errors import FileRefused, UsageError

PATH = Path("名单.csv")


def cells(grid: Grid) -> dict[int, dict[int, object]]:
    return {
        row: {at: value for at in grid.columns if (value := grid.value(row, at)) is not None}
        for row in grid.rows.tolist()
    }


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_the_encoding_is_found_even_in_two_lines(codec: str, found: str) -> None:
    text = "公司,电话\n杭州华鼎科技有限公司,013800001111\n"
    grid, encoding = read_csv(text.encode(codec), PATH)
    assert encoding == found
    assert grid.name == "名单"
    assert cells(grid) == {
        1: {1: "公司", 2: "电话"},
        2: {1: "杭州华鼎科技有限公司", 2: "013800001111"},
    }


def test_utf_16_big_endian_with_its_mark_is_read() -> None:
    grid, _encoding = read_csv(b"\xfe\xff" + "公司\t电话\n甲\t1\n".encode("utf-16-be"), PATH)
    assert cells(grid)[2] == {1: "甲", 2: "1"}


def test_big5_needs_to_be_named() -> None:
    data = "公司名稱,聯絡人\n台積電,張先生\n".encode("big5")
    grid, encoding = read_csv(data, PATH, "big5")
    assert encoding == "big5"
    assert cells(grid)[2] == {1: "台積電", 2: "張先生"}


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a\tb\nx, y\tz\n", "\t"),
        ('"a;b;c",d\n"1;2;3",4\n', ","),
        ("id|name\n0|arnie, morton\n1|art's\n", "|"),
        ("nothing\nhere\n", ","),
    ],
    ids=["comma", "semicolon", "tab", "semicolons in quotes", "bar", "one column"],
)
def test_the_delimiter_is_the_one_that_cuts_evenly(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_every_value_stays_text_and_blank_lines_keep_their_row() -> None:
    grid, _encoding = read_csv(b"n,v\n\n007,1.0\n,\n8,TRUE\n", PATH)
    assert cells(grid) == {
        1: {1: "n", 2: "v"},
        3: {1: "007", 2: "1.0"},
        5: {1: "8", 2: "TRUE"},
    }


def test_a_quoted_line_break_begins_no_new_row() -> None:
    grid, _encoding = read_csv(b'a,b\n"x\ny",1\nz,2\n', PATH)
    assert cells(grid)[2] == {1: "x\ny", 2: "1"}
    assert cells(grid)[3] == {1: "z", 2: "2"}


def test_the_sep_line_of_excel_is_a_hint_and_no_row() -> None:
    grid, _encoding = read_csv(b"sep=;\r\na;b\r\n1,5;2\r\n", PATH)
    assert cells(grid) == {1: {1: "a", 2: "b"}, 2: {1: "1,5", 2: "2"}}


def test_a_cell_longer_than_the_csv_module_allows_is_read() -> None:
    grid, _encoding = read_csv(b"a,b\n" + b"x" * 200_000 + b",1\n", PATH)
    assert len(str(grid.value(2, 1))) == 200_000


@pytest.mark.parametrize(
    "data",
    [b"a,b\0c\n", bytes(range(128, 256)) * 8, b"\x01\x02\x03,x\n"],
    ids=["nul", "undecodable", "control characters"],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        read_csv(data, PATH)
    assert refused.value.remedy
    assert refused.value.path == str(PATH)


def test_the_wrong_encoding_is_refused_and_an_unknown_one_is_a_mistake() -> None:
    with pytest.raises(FileRefused, match="utf-8"):
        read_csv("公司".encode("gbk"), PATH, "utf-8")
    with pytest.raises(UsageError, match="klingon"):
        read_csv(b"a", PATH, "klingon")


def test_the_exchange_list_reads_the_same_in_both_encodings(shared: Path) -> None:
    folder = shared / "data" / "cn"
    utf8, gb = (
        read_book(folder / name) for name in ("szse_dev_2020.csv", "szse_dev_2020.gb18030.csv")
    )
    assert (utf8.encoding, gb.encoding) == ("utf-8-sig", "gb18030")
    assert utf8.format == gb.format == "csv"
    assert cells(utf8.grids[0]) == cells(gb.grids[0])
    assert len(gb.grids[0].rows) == 462


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("crm/salvirt_b2b_opportunities.csv", 449, 23),
        ("er/restaurants.csv", 865, 6),
        ("er/febrl_dataset1.csv", 1001, 11),
    ],
)
def test_foreign_delimited_files_fall_into_their_columns(
    shared: Path, name: str, rows: int, columns: int
) -> None:
    grid = read_book(shared / "data" / name).grids[0]
    assert (len(grid.rows), len(grid.columns)) == (rows, columns)
