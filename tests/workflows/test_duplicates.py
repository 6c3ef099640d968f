"""疑似重复: proposals with 是/否/待定, merged only when somebody says so, never asked twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

import crmbook
from crmbook.book import Book, open_books
from crmbook.facts.record import Record, record_of
from crmbook.files.edit import apply
from crmbook.model.cells import Value
from crmbook.model.errors import FileRefused
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, LEADS, customers, followups, leads, orders
from crmbook.workflows.duplicates import Decided, Pairing, decide, refused_pairs
from crmbook.workflows.new import NewBook, new
from crmbook.workflows.undo import undo

Row = Mapping[Column, Value]
DAY = dt.datetime(2024, 3, 1)
FIRST: Row = {
    leads.ID: "XS2024001", leads.COMPANY: "杭州华鼎机械有限公司", leads.CONTACT: "张*",
    leads.PHONE: "13805711111", leads.OWNER: "张三", leads.ACQUIRED: DAY, leads.REMARK: "展会认识",
    leads.STATUS: "跟进中",
}  # fmt: skip
SECOND: Row = {
    leads.ID: "XS2024002", leads.COMPANY: "华鼎机械", leads.CONTACT: "张伟",
    leads.PHONE: "13905712222", leads.OWNER: "李四", leads.ACQUIRED: dt.datetime(2024, 2, 20),
    leads.EMAIL: "zw@huading.cn", leads.REMARK: "官网来的", leads.STATUS: "跟进中",
}  # fmt: skip


def made(path: Path, rows: Sequence[Row], sheet: str = "线索登记表") -> Path:
    if not path.exists():
        new(path, NewBook(full=True))
    book = openpyxl.load_workbook(path)
    titles = [str(cell.value) for cell in book[sheet][1]]
    with crmbook.edit(path) as edit:
        edit.append_rows(
            sheet,
            [
                [
                    {column.header: value for column, value in row.items()}.get(title)
                    for title in titles
                ]
                for row in rows
            ],
        )
    return path


def opened(path: Path) -> Book:
    return open_books([path])


def decided(path: Path, *, accept: float | None = None, score: float = 0.97) -> Decided:
    book = opened(path)
    ledger = book.ledger(dt.date(2024, 3, 31))
    survivor, other = record_of(ledger, "XS2024001"), record_of(ledger, "XS2024002")
    assert survivor is not None
    assert other is not None
    pairing = Pairing(survivor, other, score, ["简称与全称", "同一地址"])
    found = decide(book, ledger, [pairing] if status(other) != "重复" else [], accept)
    apply(path, found.plan, command="dedupe")
    return found


def status(record: Record) -> str:
    return record.register.text(leads.STATUS, record.at)


def cells(path: Path, sheet: str, key: str) -> dict[str, object]:
    """Return a row by its headers, as a second reader sees it."""
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    table = [list(row) for row in rows]
    head = next(at for at, row in enumerate(table) if row[0] in {"线索编号", "客户编号", "决定"})
    row = next(row for row in table[head + 1 :] if key in [str(value) for value in row])
    return dict(zip(map(str, table[head]), row, strict=True))


def answer(path: Path, word: str) -> None:
    sheet = openpyxl.load_workbook(path)["疑似重复"]
    row = next(row for row in range(1, 20) if sheet.cell(row, 3).value == "XS2024001")
    with crmbook.edit(path) as edit:
        edit.set_cell("疑似重复", f"A{row}", word)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "台账.xlsx", [FIRST, SECOND])


def test_a_pair_is_shown_and_nothing_merged_until_somebody_says_so(path: Path) -> None:
    found = decided(path)
    assert (len(found.settled.open), found.merged) == (1, 0)
    line = cells(path, "疑似重复", "XS2024002")
    assert (line["决定"], line["保留编号"], line["重复的公司"]) == (None, "XS2024001", "华鼎机械")
    assert line["为什么像"] == "简称与全称；同一地址"
    assert cells(path, "线索登记表", "XS2024002")["线索状态"] == "跟进中"


def test_a_pair_agreed_to_is_merged_and_keeps_everything(path: Path) -> None:
    decided(path)
    answer(path, "是")
    assert decided(path).merged == 1
    kept, other = (cells(path, "线索登记表", f"XS202400{at}") for at in (1, 2))
    assert kept["公司名称"] == "杭州华鼎机械有限公司"
    assert kept["联系人"] == "张伟"  # 张* said less
    assert (kept["联系电话"], kept["备用电话"]) == ("13805711111", "13905712222")
    assert kept["邮箱"] == "zw@huading.cn"
    assert kept["负责人"] == "张三"
    assert kept["获取时间"] == dt.datetime(2024, 2, 20)
    assert kept["备注"] == "展会认识;官网来的"
    assert (other["线索状态"], other["合并至"]) == ("重复", "XS2024001")
    assert (other["公司名称"], other["联系电话"]) == ("华鼎机械", "13905712222")


def test_a_second_run_plans_nothing_more(path: Path) -> None:
    decided(path)
    answer(path, "是")
    decided(path)
    before = path.read_bytes()
    found = decided(path)
    assert found.merged == 0
    assert path.read_bytes() == before


def test_what_somebody_refused_is_remembered(path: Path) -> None:
    decided(path)
    answer(path, "否")
    found = decided(path, accept=0.5)
    assert (len(found.settled.refused), found.merged) == (1, 0)
    line = cells(path, "疑似重复", "XS2024002")
    assert (line["决定"], line["状态"]) == ("否", "不是同一家")
    assert refused_pairs(opened(path)) == {frozenset({"XS2024001", "XS2024002"})}


def test_accept_merges_what_is_sure_enough_and_unanswered(path: Path) -> None:
    assert decided(path, accept=0.98).merged == 0
    assert decided(path, accept=0.97).merged == 1
    assert cells(path, "疑似重复", "XS2024002")["状态"] == "已合并"


def test_a_word_that_is_no_answer_stays_open_and_is_named(path: Path) -> None:
    decided(path)
    answer(path, "再说吧")
    assert decided(path).merged == 0
    sheet = openpyxl.load_workbook(path)["疑似重复"]
    assert any("再说吧" in str(row[0].value) for row in sheet.iter_rows(max_row=4))


def test_the_managers_ruling_names_the_owner(tmp_path: Path) -> None:
    ruled = {**SECOND, leads.RULING: "李四"}
    path = made(tmp_path / "台账.xlsx", [FIRST, ruled])
    people = openpyxl.load_workbook(path)["人员"]
    with crmbook.edit(path) as edit:
        edit.append_rows("人员", [["张三"], ["李四"]])
    assert people.cell(1, 1).value == "姓名"
    decided(path, accept=0.9)
    assert cells(path, "线索登记表", "XS2024001")["负责人"] == "李四"


def test_a_signing_is_never_dropped(tmp_path: Path) -> None:
    signed = {**SECOND, leads.STATUS: "已签约", leads.SIGNED: dt.datetime(2024, 3, 9)}
    path = made(tmp_path / "台账.xlsx", [FIRST, signed])
    decided(path, accept=0.9)
    kept = cells(path, "线索登记表", "XS2024001")
    assert (kept["线索状态"], kept["签约日期"]) == ("已签约", dt.datetime(2024, 3, 9))


def test_two_signings_wait_for_a_person(tmp_path: Path) -> None:
    both = [{**row, leads.STATUS: "已签约"} for row in (FIRST, SECOND)]
    rows = [{**row, leads.SIGNED: dt.datetime(2024, 3, at)} for at, row in enumerate(both, 8)]
    path = made(tmp_path / "台账.xlsx", rows)
    found = decided(path, accept=0.9)
    assert (found.merged, len(found.blocked)) == (0, 1)
    assert cells(path, "线索登记表", "XS2024002")["线索状态"] == "已签约"


def test_log_rows_and_orders_are_led_to_the_record_kept(path: Path) -> None:
    made(path, [{followups.LEAD_ID: "XS2024002", followups.CONTENT: "报价"}], "跟进记录表")
    made(path, [{orders.ID: "DD2024001", orders.LEAD_ID: "XS2024002"}], "订单")
    decided(path, accept=0.9)
    assert cells(path, "跟进记录表", "报价")["线索编号"] == "XS2024001"
    book = openpyxl.load_workbook(path)["订单"]
    assert book.cell(2, 3).value == "XS2024001"


def test_a_lead_of_a_customer_is_led_to_it(path: Path) -> None:
    made(path, [{customers.ID: "KH2024001", customers.NAME: "杭州华鼎机械有限公司"}], "客户档案")
    book = opened(path)
    ledger = book.ledger(dt.date(2024, 3, 31))
    survivor, other = record_of(ledger, "KH2024001"), record_of(ledger, "XS2024001")
    assert survivor is not None
    assert other is not None
    assert (survivor.register.sheet, other.register.sheet) == (CUSTOMERS, LEADS)
    found = decide(book, ledger, [Pairing(survivor, other, 0.99, ["同名"])], accept=0.9)
    apply(path, found.plan, command="dedupe")
    row = cells(path, "线索登记表", "XS2024001")
    assert (row["线索状态"], row["合并至"], row["客户编号"]) == ("重复", "KH2024001", "KH2024001")


def test_undo_brings_everything_back(path: Path) -> None:
    before = path.read_bytes()
    decided(path, accept=0.9)
    assert path.read_bytes() != before
    undo(path)
    assert path.read_bytes() == before


def test_a_sheet_of_that_name_that_is_somebody_elses_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "台账.xlsx", [FIRST, SECOND])
    book = openpyxl.load_workbook(path)
    book.create_sheet("疑似重复")["A1"] = "我自己的"
    book.save(path)
    with pytest.raises(FileRefused, match="疑似重复"):
        decided(path)
