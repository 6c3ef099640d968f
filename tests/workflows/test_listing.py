"""The source side of import, end to end: a book, a list, what is asked."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from crmbook.book import Book, open_book
from crmbook.cli.render.listing import listing_json, listing_lines
from crmbook.model.errors import FileRefused, UsageError
from crmbook.schema.sheets import CUSTOMERS, LEADS
from crmbook.workflows.listing import Asked, read_list, write_rejects
from crmbook.workflows.new import NewBook, new

TODAY = dt.datetime(2024, 6, 30, 23, 59, 59)
HEAD = ["参展单位", "姓名", "手机", "跟进情况"]
ROWS = [
    ["杭州华鼎科技有限公司", "张伟", "138 6741 2358", "3.2电话，要报价；3.5小张拜访"],
    ["宁波启航商贸有限公司", "李娜", "1.39674E+10", ""],
    ["苏州恒达机械厂", "王芳", "13767412350", "老客户"],
    ["", "", "", "x"],
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return open_book(new(tmp_path_factory.mktemp("book") / "台账.xlsx", NewBook(sample=True)).path)


def a_list(folder: Path, rows: list[list[Any]], name: str = "展会名单.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_list_is_read_mapped_taken_and_its_rejects_import_again(
    book: Book, tmp_path: Path
) -> None:
    source = a_list(tmp_path, [["2024展会观众"], HEAD, *ROWS])
    listing = read_list(source, book, TODAY, Asked(log_from=("跟进情况",)))
    found = listing_json(listing)
    assert found["rows"] == 4
    assert found["header"] == {
        "sheet": "展会名单", "first_row": 2, "last_row": 2, "data_first_row": 3, "data_last_row": 6
    }  # fmt: skip
    assert found["mapping"] == {
        "参展单位": "公司名称", "姓名": "联系人", "手机": "联系电话", "跟进情况": None
    }  # fmt: skip
    assert [one["source_row"] for one in found["rejected"]] == [4, 6]
    assert [(one["when"], one["way"]) for one in found["log"]] == [
        ("2024-03-02", "电话"), ("2024-03-05", "拜访")
    ]  # fmt: skip
    assert [one["text"] for one in found["log_review"]] == ["老客户"]
    json.dumps(found)
    rejects = tmp_path / "未导入.xlsx"
    assert write_rejects(listing, rejects)
    again = read_list(rejects, book, TODAY)
    assert [one.name for one in again.mapping] == [*HEAD, "原因"]
    assert len(again.intake.rejected) == 2
    assert not again.intake.records


def test_rejects_that_were_mended_are_taken(book: Book, tmp_path: Path) -> None:
    listing = read_list(a_list(tmp_path, [HEAD, *ROWS]), book, TODAY)
    path = tmp_path / "未导入.xlsx"
    write_rejects(listing, path)
    mended = openpyxl.load_workbook(path)
    sheet = mended.active
    assert sheet is not None
    sheet["C2"] = "13967412359"
    sheet["A3"] = "上海数智信息有限公司"
    mended.save(path)
    again = read_list(path, book, TODAY)
    assert [one.values[LEADS["公司名称"]] for one in again.intake.records] == [
        "宁波启航商贸有限公司", "上海数智信息有限公司",
    ]  # fmt: skip


def test_rejects_are_written_only_where_there_are_any_and_nothing_stands(
    book: Book, tmp_path: Path
) -> None:
    clean = read_list(a_list(tmp_path, [HEAD, ROWS[0]]), book, TODAY)
    assert not write_rejects(clean, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    listing = read_list(a_list(tmp_path, [HEAD, *ROWS]), book, TODAY)
    (tmp_path / "a.xlsx").write_bytes(b"mine")
    with pytest.raises(UsageError):
        write_rejects(listing, tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == b"mine"
    with pytest.raises(UsageError):
        write_rejects(listing, tmp_path / "a.csv")


def test_the_exhibition_list_of_the_sample_is_mapped_whole(book: Book) -> None:
    source = Path(__file__).parents[2] / "sample_data" / "展会名单.csv"
    listing = read_list(source, book, TODAY)
    assert listing.mapping.as_json() == {
        "序号": None, "公司": "公司名称", "姓名": "联系人", "手机": "联系电话", "职务": "职位",
        "感兴趣产品": "需求描述", "到场时间": "获取时间",
    }  # fmt: skip
    assert (len(listing.intake.records), len(listing.intake.rejected)) == (63, 0)
    phones = {record.values[LEADS["联系电话"]] for record in listing.intake.records}
    assert all(isinstance(one, str) and len(one) == 11 and one.isdigit() for one in phones)


def test_what_is_remembered_of_a_layout_holds_for_the_next_list(tmp_path: Path) -> None:
    rows = [["甲", "乙"], ["杭州华鼎科技有限公司", "ERP"], ["宁波启航商贸有限公司", "WMS"]]
    source = a_list(tmp_path, rows)
    target = tmp_path / "台账.xlsx"
    leads = [["线索编号", "公司名称", "联系人", "联系电话", "线索来源", "需求描述", "意向等级"]]
    first = read_list(
        source, _book(target, {"线索登记表": leads}), TODAY, Asked(maps=("乙=需求描述",))
    )
    held = [[one.layout, one.title, one.target] for one in first.remember]
    fields = [["工作表", "列名", "对应列", "类型", "必填"], *held]
    second = read_list(source, _book(target, {"线索登记表": leads, "字段": fields}), TODAY)
    assert second.mapping.as_json() == {"甲": "公司名称", "乙": "需求描述"}
    assert second.remember == ()


def test_a_team_s_own_column_takes_the_list_s_column_of_that_title(tmp_path: Path) -> None:
    leads = [
        ["公司名称", "联系人", "联系电话", "意向等级", "展位号"],
        ["华鼎公司", "张伟", "13867412358", "A类", "A1"],
    ]
    source = a_list(tmp_path, [["公司", "手机", "展位号"], ["启航公司", "13967412359", "B2"]])
    listing = read_list(source, _book(tmp_path / "台账.xlsx", {"线索登记表": leads}), TODAY)
    assert listing.mapping.as_json()["展位号"] == "展位号"
    record = listing.intake.records[0]
    assert {column.header: value for column, value in record.values.items()}["展位号"] == "B2"


def _book(path: Path, sheets: dict[str, list[list[Any]]]) -> Book:
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return open_book(path)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        (Asked(maps=("参展单位=公司名称", "姓名=公司名称")), "公司名称"),
        (Asked(maps=("没有=公司名称",)), "没有"),
        (Asked(log_from=("没有",)), "没有"),
        (Asked(source_sheet="没有"), "没有"),
        (Asked(sheet="订单"), "订单"),
    ],
    ids=["two to one", "no column", "no log column", "no sheet", "no register"],
)
def test_what_cannot_be_meant_is_refused(
    book: Book, tmp_path: Path, asked: Asked, part: str
) -> None:
    source = a_list(tmp_path, [HEAD, *ROWS])
    with pytest.raises(UsageError, match=part):
        read_list(source, book, TODAY, asked)


def test_the_book_itself_is_no_list(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_list(book.path, book, TODAY)
    link = tmp_path / "另一名.xlsx"
    link.symlink_to(book.path)
    with pytest.raises(UsageError):
        read_list(link, book, TODAY)
    copy = Path(shutil.copy(book.path, tmp_path / "抄.xlsx"))
    assert read_list(copy, book, TODAY).table.sheet == "线索登记表"
    with pytest.raises(FileRefused):
        read_list(tmp_path / "没有.csv", book, TODAY)


def test_a_list_for_the_customers_goes_by_their_columns(book: Book, tmp_path: Path) -> None:
    listing = read_list(a_list(tmp_path, [HEAD, *ROWS]), book, TODAY, Asked(sheet="客户档案"))
    assert listing.mapping.sheet is CUSTOMERS
    assert listing.mapping.as_json()["手机"] == "联系方式"


def test_a_list_of_which_nothing_is_recognised_still_shows_its_header(
    book: Book, tmp_path: Path
) -> None:
    source = a_list(
        tmp_path, [["说明"], [], ["品名", "单价", "数量"], ["笔", "1.5", "3"], ["墨", "9", "4"]]
    )
    listing = read_list(source, book, TODAY)
    found = listing_json(listing)
    assert found["header"]["first_row"] == 3
    assert set(found["mapping"].values()) == {None}
    assert any("--map" in note for note in found["notes"])


def test_the_text_names_place_columns_and_rejects(book: Book, tmp_path: Path) -> None:
    listing = read_list(a_list(tmp_path, [HEAD, *ROWS]), book, TODAY)
    lines = list(listing_lines(listing))
    assert "展会名单!A1:D5" in lines[0]
    assert any("参展单位 → 公司名称" in line for line in lines)
    assert any("跟进情况" in line and "--log-from" in line for line in lines)
    assert any("1.39674E+10" in line for line in lines)
    assert all("\n" not in line for line in lines)


def test_notes_on_cells_become_log_rows(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("名单")
        for at, row in enumerate([HEAD[:3], *(row[:3] for row in ROWS)]):
            sheet.write_row(at, 0, row)
        sheet.write_comment("A2", "王芳:\n3.2电话，要报价\n3.5拜访", {"author": "王芳"})
        sheet.write_comment("C2", "3.8已发样品")
        sheet.write_comment("B4", "crmbook says", {"author": "crmbook"})
        sheet.write_comment("C4", "老客户")
    listing = read_list(path, book, TODAY, Asked(log_from=("批注",)))
    found = [(one.row, f"{one.when:%m-%d}", one.content) for one in listing.diary.entries]
    assert found == [(2, "03-02", "电话，要报价"), (2, "03-05", "拜访"), (2, "03-08", "已发样品")]
    assert [(one.row, one.text) for one in listing.diary.review] == [(4, "老客户")]


def test_a_list_without_notes_has_no_log_in_them(book: Book, tmp_path: Path) -> None:
    source = a_list(tmp_path, [HEAD, *ROWS])
    with pytest.raises(UsageError):
        read_list(source, book, TODAY, Asked(log_from=("批注",)))
    titled = a_list(tmp_path, [[*HEAD[:3], "批注"], *ROWS])
    assert len(read_list(titled, book, TODAY, Asked(log_from=("批注",))).diary.entries) == 2
