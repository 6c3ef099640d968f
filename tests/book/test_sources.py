"""Lists of every form and every fault: read, or refused with one clear line."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from crmbook.book.sources import read_tables
from crmbook.intake.choosing import choose
from crmbook.intake.mapping import Known, map_columns
from crmbook.intake.source import SourceTable
from crmbook.model.errors import CrmbookError, FileRefused, UsageError
from crmbook.schema.sheets import LEADS
from tests.intake.lists import WORDS

HEAD = ["公司", "姓名", "手机"]
ROWS = [
    ["杭州华鼎科技有限公司", "张伟", "13867412358"],
    ["宁波启航商贸有限公司", "李娜", "13967412359"],
]
MAPPED = {"公司": "公司名称", "姓名": "联系人", "手机": "联系电话"}


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def read(path: Path, **how: Any) -> SourceTable:
    return choose(read_tables(path, **how), LEADS, Known(words=WORDS))


def workbook(path: Path, sheets: dict[str, list[list[Any]]], **hidden: bool) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            if hidden.get(name):
                sheet.hide()
    return path


@pytest.mark.parametrize(
    ("data", "how"),
    [
        (text([HEAD, *ROWS]).encode("gbk"), {}),
        (text([HEAD, *ROWS]).encode("utf-8-sig"), {}),
        (text([HEAD, *ROWS]).encode("utf-16"), {}),
        (text([HEAD, *ROWS]).encode("utf-16-le"), {}),
        (text([HEAD, *ROWS], "\t").encode("utf-16"), {}),
        (text([HEAD, *ROWS], "\t").encode(), {}),
        (text([HEAD, *ROWS], ";").encode(), {}),
        (text([HEAD, *ROWS], "|").encode(), {}),
        (b"sep=;\r\n" + text([HEAD, *ROWS], ";").encode(), {}),
        (text([["2024展会名单"], [], HEAD, *ROWS]).encode("gb18030"), {}),
        (text([HEAD, *ROWS, HEAD, *ROWS, ["合计", "", "4"]]).encode(), {}),
    ],
    ids=["gbk", "utf-8 with mark", "utf-16", "utf-16 without mark", "unicode text", "tabs", "semicolons",
         "bars", "sep=", "title lines", "header on every page"],
)  # fmt: skip
def test_a_text_table_is_read_in_every_encoding_and_shape(
    tmp_path: Path, data: bytes, how: dict[str, str]
) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(data)
    table = read(path, **how)
    assert map_columns(table, LEADS, Known(words=WORDS)).as_json() == MAPPED
    assert [cell for at in range(2) for cell in table.cells(at)] == [*ROWS[0], *ROWS[1]]


def test_rare_characters_of_gb18030_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(
        text([HEAD, ["杭州䶮达𠮷祥机电公司", "王䶮", "13867412358"]]).encode("gb18030")
    )
    assert read(path).cells(0)[:2] == ["杭州䶮达𠮷祥机电公司", "王䶮"]


@pytest.mark.parametrize("encoding", ["big5", None])
def test_big5_is_read_with_encoding_and_recognised_by_its_titles(
    tmp_path: Path, encoding: str | None
) -> None:
    path = tmp_path / "名單.csv"
    rows = [["公司名稱", "聯絡人", "電話"], ["台灣積體電路製造公司", "王大明", "02-23456789"]]
    path.write_bytes(text(rows).encode("big5"))
    table = read(path, encoding=encoding)
    assert map_columns(table, LEADS, Known(words=WORDS)).as_json() == {
        "公司名稱": "公司名称", "聯絡人": "联系人", "電話": "联系电话",
    }  # fmt: skip


def test_ragged_rows_are_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(
        "公司,姓名,手机\n甲公司,张伟\n乙公司,李娜,13967412359,多,出\n", encoding="utf-8"
    )
    table = read(path)
    assert table.cells(0)[:3] == ["甲公司", "张伟", None]
    assert len(table.notes) == 1
    assert "3" in table.notes[0]


@pytest.mark.parametrize(
    ("file", "how", "refusal"),
    [
        (("a.csv", '公司,姓名\n"杭州,张伟\n宁波,李四\n'.encode()), {}, (FileRefused, "2")),
        (("a.csv", b""), {}, (FileRefused, "0")),
        (("a.csv", text([HEAD, *ROWS]).encode("gbk")), {"encoding": "utf-8"}, (FileRefused, "utf-8")),
        (("a.csv", text([HEAD, *ROWS]).encode()), {"encoding": "gibt-es-nicht"}, (UsageError, "gibt-es-nicht")),
        (("a.csv", "只有一列\n甲\n".encode()), {}, (UsageError, "")),
        (("a.csv", text([HEAD, *ROWS]).encode()), {"sheet": "没有"}, (UsageError, "没有")),
        (("a.csv", text([HEAD, *ROWS]).encode()), {"area": "甲1:乙2"}, (UsageError, "甲1")),
        (("a.xlsx", b"PK\x03\x04" + b"x" * 99), {}, (FileRefused, "")),
        (("a.xlsx", text([HEAD, *ROWS]).encode()), {}, (FileRefused, ".xlsx")),
    ],
    ids=["open quote", "empty", "wrong encoding", "unknown encoding", "no table", "no such sheet",
         "no range", "damaged", "misnamed"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path,
    file: tuple[str, bytes],
    how: dict[str, str],
    refusal: tuple[type[CrmbookError], str],
) -> None:
    path = tmp_path / file[0]
    path.write_bytes(file[1])
    with pytest.raises(refusal[0]) as refused:
        read(path, **how)
    assert refusal[1] in str(refused.value)
    assert refused.value.remedy
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("lines", "header", "target"),
    [(["手机", "13867412358", "13967412359"], 1, "联系电话"), (["13867412358", "13967412359"], 0, "联系电话"),
     (["公司名称", "华鼎", "启航"], 1, "公司名称")],
    ids=["titled", "phones alone", "names under a title"],
)  # fmt: skip
def test_a_list_of_one_column_is_a_list(
    tmp_path: Path, lines: list[str], header: int, target: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    table = read(path)
    assert (table.first_row, len(table)) == (header, 2)
    assert list(map_columns(table, LEADS, Known(words=WORDS)).as_json().values()) == [target]


def test_a_column_without_a_title_is_no_overflow(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [["", *HEAD], *([str(at), *row] for at, row in enumerate(ROWS, 1))]
    path.write_text(text(rows), encoding="utf-8")
    assert read(path).notes == ()


def test_a_quote_inside_a_cell_opens_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('公司,姓名\n杭州5"屏公司,张伟\n"宁波""甲""公司",李四\n', encoding="utf-8")
    table = read(path)
    assert [table.cells(at)[0] for at in range(2)] == ['杭州5"屏公司', '宁波"甲"公司']


def test_a_list_as_wide_as_a_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    extra = [f"字段{at}" for at in range(16_381)]
    path.write_text(text([[*HEAD, *extra], *([*row, *extra] for row in ROWS)]), encoding="utf-8")
    table = read(path)
    mapping = map_columns(table, LEADS, Known(words=WORDS))
    assert len(table.columns) == 16_384
    assert {name: target for name, target in mapping.as_json().items() if target} == MAPPED


def test_the_sheet_that_maps_best_is_taken_and_hidden_ones_are_not(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        {"目录": [["页", "名称"], [1, "名单"]], "旧": [[*HEAD, "邮箱"], [*ROWS[0], "a@qq.com"]],
         "名单": [["2024展会"], [], HEAD, *ROWS]},
        旧=True,
    )  # fmt: skip
    table = read(path)
    assert (table.sheet, table.first_row, table.data_first_row) == ("名单", 3, 4)
    assert read(path, sheet="旧").sheet == "旧"


def test_sheets_that_map_alike_are_asked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"华东": [HEAD, *ROWS], "华南": [HEAD, *ROWS]})
    with pytest.raises(UsageError) as refused:
        read(path)
    assert "华东、华南" in str(refused.value)
    assert "--source-sheet" in refused.value.remedy


def test_a_range_says_which_cells_are_the_list(tmp_path: Path) -> None:
    rows = [[*row, "", *row] for row in [HEAD, *ROWS]]
    path = workbook(tmp_path / "a.xlsx", {"名单": rows})
    table = read(path, area="E1:G3")
    assert [column.number for column in table] == [5, 6, 7]
    assert read(path, area="e1").columns[0].number == 5


def test_a_full_xls_is_said_to_be_cut_off(tmp_path: Path, soffice: str) -> None:
    source = tmp_path / "a.csv"
    lines = [HEAD, *([f"杭州华鼎{at}公司", "张伟", "13867412358"] for at in range(65_535))]
    source.write_text(text(lines), encoding="utf-8")
    convert: list[str | Path] = [soffice, f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "xls",
               "--infilter=CSV:44,34,76,1", "--outdir", tmp_path, source]  # fmt: skip
    subprocess.run(convert, check=True, capture_output=True)
    table = read(tmp_path / "a.xls")
    assert len(table) == 65_535
    assert any("65536" in note or "65,536" in note for note in table.notes)


@pytest.mark.parametrize("suffix", ["xls", "ods", "xlsx"])
def test_a_workbook_of_another_program_is_read(tmp_path: Path, soffice: str, suffix: str) -> None:
    source = tmp_path / "a.csv"
    source.write_text(text([["2024展会名单"], HEAD, *ROWS]), encoding="utf-8")
    convert: list[str | Path] = [soffice, f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", suffix,
               "--infilter=CSV:44,34,76,1,,0,false,false", "--outdir", tmp_path, source]  # fmt: skip
    subprocess.run(convert, check=True, capture_output=True)
    table = read(tmp_path / f"a.{suffix}")
    assert map_columns(table, LEADS, Known(words=WORDS)).as_json() == MAPPED
    assert (table.first_row, len(table)) == (2, 2)


#: file → (first and last row of the header, first of the data), by the labels.
def labels(shared: Path) -> dict[str, tuple[str, tuple[int, int, int]]]:
    with (shared / "data" / "messy" / "LABELS.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    keys = ("header_first", "header_last", "data_first")
    return {row["file"]: (row["sheet"], tuple(int(row[key]) for key in keys)) for row in rows}  # type: ignore[misc]


def test_header_and_first_row_of_messy_workbooks_are_where_a_person_sees_them(shared: Path) -> None:
    found = {}
    for name, (sheet, _expected) in labels(shared).items():
        table = read(shared / "data" / "messy" / name, sheet=sheet)
        found[name] = (table.first_row, table.last_row, table.data_first_row)
    wrong = {name for name, (_sheet, expected) in labels(shared).items() if found[name] != expected}
    assert wrong == set()


def test_real_company_lists_are_mapped(shared: Path) -> None:
    found = read(shared / "data" / "cn" / "szse_dev_2020.csv")
    mapping = map_columns(found, LEADS, Known(words=WORDS)).as_json()
    assert {name: target for name, target in mapping.items() if target} == {
        "公司全称": "公司名称", "注册地址": "地址", "所属行业": "行业类型", "公司网址": "网址",
        "省    份": "地区", "城     市": "地区",
    }  # fmt: skip
