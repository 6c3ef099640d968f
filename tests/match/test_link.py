"""Linking incoming records with those of a book."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from crmbook.match.link import link
from tests.match.books import leads, strangers

LEAD: dict[str, Any] = {
    "公司名称": "杭州华鼎科技有限公司",
    "联系人": "张伟",
    "联系电话": "13867412358",
}
NEW: dict[str, Any] = {"公司名称": "苏州永晟五金厂", "联系人": "钱进", "联系电话": "13511223344", "邮箱": "q@ys5.cn",
                       "需求描述": "询价"}  # fmt: skip


def test_each_incoming_record_finds_its_own(tmp_path: Path) -> None:
    book = leads(tmp_path / "a.xlsx", [*strangers(), LEAD])
    coming = [
        {**LEAD, "公司名称": "华鼎科技（杭州）有限公司", "联系人": "张总"},
        NEW,
        strangers()[3],
    ]
    found = link(book, leads(tmp_path / "b.xlsx", coming))
    assert [one and (one.existing.row, one.same) for one in found] == [(22, True), None, (5, True)]
    first = found[0]
    assert first is not None
    assert first.incoming.row == 2
    assert first.score > 0.9
    assert any("13867412358" in reason for reason in first.reasons)


def test_a_lead_that_stands_twice_in_the_source_is_linked_twice(tmp_path: Path) -> None:
    book = leads(tmp_path / "a.xlsx", [LEAD, *strangers()])
    found = link(book, leads(tmp_path / "b.xlsx", [LEAD, {**LEAD, "联系人": "张总"}]))
    assert [one and one.existing.row for one in found] == [2, 2]


def test_a_colleague_is_a_role(tmp_path: Path) -> None:
    book = leads(tmp_path / "a.xlsx", [LEAD, *strangers()])
    colleague = {
        **LEAD,
        "联系人": "李强",
        "联系电话": "13912345670",
        "邮箱": "lq@qq.com",
        "需求描述": "看看",
    }
    (one,) = link(book, leads(tmp_path / "b.xlsx", [colleague]))
    assert one is not None
    assert (one.same, one.role, one.existing.row) == (False, True, 2)


def test_customers_of_the_book_are_found_too(tmp_path: Path) -> None:
    customer = {"客户编号": "KH2024007", "联系电话": "13867412358"}
    book = leads(tmp_path / "a.xlsx", strangers(), customers=[customer])
    (one,) = link(book, leads(tmp_path / "b.xlsx", [LEAD]))
    assert one is not None
    assert (one.existing.id, one.same) == ("KH2024007", True)


def test_nothing_comes_of_an_empty_book_or_source(tmp_path: Path) -> None:
    some = leads(tmp_path / "a.xlsx", [LEAD])
    assert link([], some) == [None]
    assert link(some, []) == []


def test_a_list_of_the_same_companies_five_years_later(tmp_path: Path, shared: Path) -> None:
    columns = {
        "公司名称": "公司全称",
        "地址": "注册地址",
        "地区": "城市",
        "行业类型": "所属行业",
        "网址": "公司网址",
    }
    blank = dict.fromkeys(
        ("联系人", "联系电话", "邮箱", "需求描述", "企业规模(员工数)", "职位", "线索来源", "负责人")
    )
    sides, keys = [], []
    for year in (2020, 2025):
        with (shared / "data/cn" / f"szse_dev_{year}.csv").open(encoding="utf-8-sig") as file:
            rows = [{a.replace(" ", ""): b for a, b in row.items()} for row in csv.DictReader(file)]
        made = [
            {**blank, **{a: row[b] if row[b] != "-" else None for a, b in columns.items()}}
            for row in rows
        ]
        sides.append(leads(tmp_path / f"{year}.xlsx", made))
        keys.append([row["row_id"] for row in rows])
    with (shared / "data/cn/szse_dev_truth.tsv").open(encoding="utf-8") as file:
        true = {(row["row_2020"], row["row_2025"]) for row in csv.DictReader(file, delimiter="\t")}
    linked = [one for one in link(*sides) if one is not None and one.same]
    found = {(keys[0][one.existing.record], keys[1][one.incoming.record]) for one in linked}
    assert len(found & true) / len(found) >= 0.99
    assert len(found & true) / len(true) >= 0.97
