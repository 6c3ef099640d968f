"""Rows on their way into the registers: appended with a number, or met and updated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import crmbook
from crmbook.book import Book, open_books
from crmbook.facts.record import record_of
from crmbook.files.edit import apply
from crmbook.model.cells import Value
from crmbook.model.errors import FileRefused
from crmbook.schema.column import Column
from crmbook.schema.sheets import leads
from crmbook.transfer.arrival import Arrival
from crmbook.workflows.arriving import Arriving, Match, Taken
from crmbook.workflows.new import NewBook, new

TODAY = dt.date(2024, 3, 18)
ROW: Mapping[Column, Value] = {
    leads.COMPANY: "杭州华鼎机械有限公司", leads.CONTACT: "张伟", leads.PHONE: "13805711111",
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new(tmp_path / "台账.xlsx", NewBook(full=True)).path


def opened(path: Path) -> Book:
    return open_books([path])


def taken(
    path: Path,
    rows: list[Mapping[Column, Value]],
    known: Mapping[int, str] | None = None,
    *,
    prefer_source: bool = False,
    sure: bool = True,
) -> Taken:
    book = opened(path)
    ledger = book.ledger(TODAY)
    matches = {}
    for row, number in (known or {}).items():
        record = record_of(ledger, number)
        assert record is not None
        matches[row] = Match(record, 0.99, ("同一电话",), sure)
    arriving = Arriving(book, ledger, prefer_source=prefer_source)
    found = arriving.take(
        [Arrival(at, row) for at, row in enumerate(rows, 2)], matches, "导入 展会.xlsx"
    )
    apply(path, found.plan, command="import")
    return found


def read(path: Path, sheet: str = "线索登记表") -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows if any(row)]


def test_a_new_row_gets_number_day_and_status(path: Path) -> None:
    found = taken(path, [ROW, {**ROW, leads.CONTACT: "李四", leads.OWNER: "王五"}])
    assert [one.id for one in found.settled.appended] == ["XS2024001", "XS2024002"]
    first, second = read(path)
    assert (first["线索编号"], first["公司名称"]) == ("XS2024001", "杭州华鼎机械有限公司")
    assert first["获取时间"] == dt.datetime(2024, 3, 18)
    assert (first["线索状态"], second["线索状态"]) == ("待分配", "待联系")
    assert (first["意向等级"], first["负责人"], first["线索来源"]) == (None, None, None)


def test_numbers_issued_are_kept_and_never_issued_again(path: Path) -> None:
    taken(path, [ROW])
    assert {"编号.已发.XS2024": 1}.items() <= {
        str(row["编号"]): row["值"] for row in read(path, "规则")
    }.items()
    with crmbook.edit(path) as edit:
        edit.empty_row("线索登记表", 2)
    assert [one.id for one in taken(path, [ROW]).settled.appended] == ["XS2024002"]


def test_a_known_row_updates_its_record_and_a_blank_clears_nothing(path: Path) -> None:
    taken(path, [{**ROW, leads.EMAIL: "a@b.cn"}])
    found = taken(path, [{**ROW, leads.EMAIL: None, leads.POSITION: "厂长"}], {2: "XS2024001"})
    assert [(one.id, one.changes) for one in found.settled.updated] == [
        ("XS2024001", {"职位": (None, "厂长")})
    ]
    (row,) = read(path)
    assert (row["职位"], row["邮箱"]) == ("厂长", "a@b.cn")


def test_the_same_rows_again_change_nothing(path: Path) -> None:
    taken(path, [ROW])
    before = path.read_bytes()
    found = taken(path, [ROW], {2: "XS2024001"})
    assert [one.id for one in found.settled.unchanged] == ["XS2024001"]
    assert not found.plan
    assert path.read_bytes() == before


def test_a_contradiction_is_listed_and_overwritten_only_when_asked(path: Path) -> None:
    taken(path, [{**ROW, leads.OWNER: "张三"}])
    other = {**ROW, leads.OWNER: "李四"}
    found = taken(path, [other], {2: "XS2024001"})
    assert found.settled.unchanged[0].conflicts == {"负责人": ("张三", "李四")}
    assert read(path)[0]["负责人"] == "张三"
    taken(path, [other], {2: "XS2024001"}, prefer_source=True)
    assert read(path)[0]["负责人"] == "李四"


def test_a_row_that_only_resembles_a_record_is_appended_and_named(path: Path) -> None:
    taken(path, [ROW])
    found = taken(path, [{**ROW, leads.PHONE: "13911112222"}], {2: "XS2024001"}, sure=False)
    assert [one.id for one in found.settled.appended] == ["XS2024002"]
    assert [one.id for one in found.settled.review] == ["XS2024001"]


def test_a_row_that_stands_twice_in_the_list_is_taken_once(path: Path) -> None:
    found = taken(path, [ROW, ROW])
    assert found.settled.repeated == [(3, 2)]
    assert len(read(path)) == 1


def test_a_customer_is_met_under_its_own_headers(path: Path) -> None:
    with crmbook.edit(path) as edit:
        edit.append_rows("客户档案", [["KH2024001", "杭州华鼎机械有限公司"]])
    found = taken(path, [ROW], {2: "KH2024001"})
    assert found.settled.updated[0].changes == {
        "主要联系人姓名": (None, "张伟"), "联系方式": (None, "13805711111"),
    }  # fmt: skip


def test_columns_that_only_a_list_brings_are_added(path: Path) -> None:
    taken(path, [{**ROW, leads.ADDRESS: "滨江区1号", leads.WEBSITE: "huading.cn"}])
    (row,) = read(path)
    assert (row["地址"], row["网址"]) == ("滨江区1号", "huading.cn")
    taken(path, [{**ROW, leads.CONTACT: "李四", leads.ADDRESS: "余杭区2号"}])
    assert [row["地址"] for row in read(path)] == ["滨江区1号", "余杭区2号"]


def test_a_number_that_the_list_brings_is_kept_unless_somebody_bears_it(path: Path) -> None:
    found = taken(path, [{**ROW, leads.ID: "XS2024009"}, {**ROW, leads.CONTACT: "甲",
                          leads.ID: "XS2024009"}])  # fmt: skip
    assert [one.id for one in found.settled.appended] == ["XS2024009", "XS2024010"]


def test_a_book_without_a_register_is_refused(tmp_path: Path) -> None:
    path = new(tmp_path / "台账.xlsx", NewBook()).path
    book = opened(path)
    ledger = replace(book.ledger(TODAY), registers={})
    with pytest.raises(FileRefused, match="线索登记表"):
        Arriving(book, ledger)
