"""渠道有效性 on 结构分析, counted again row by row."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crmbook.analysis.detail import detail
from crmbook.analysis.tables import Tables, tables
from crmbook.facts.months import Month
from crmbook.report.channel_blocks import channel_blocks
from crmbook.schema.sheets import LEADS
from tests.analysis.books import ledger

MARCH = Month(2024, 3)


def lead(number: int, source: str, day: str, **other: Any) -> dict[str, Any]:
    return {"线索编号": f"XS2024{number:03d}", "公司名称": f"杭州第{number}公司", "线索来源": source,
            "意向等级": "B类", "获取时间": day, **other}  # fmt: skip


ROWS = [
    *(lead(at, "官网注册", f"2024-03-{at:02d}") for at in range(1, 13)),
    lead(
        20,
        "官网注册",
        "2024-03-20",
        意向等级="A类",
        签约日期="2024-03-25",
        **{"签约金额(万元)": 10},
    ),
    lead(21, "展会留资", "2024-03-21", 线索状态="无效"),
    lead(22, "展会留资", "2024-03-21", 意向等级="A类"),
    lead(23, "展会留资", "2024-02-02", 签约日期="2024-03-02", **{"签约金额(万元)": 5}),
]


def made(rows: list[dict[str, Any]]) -> Tables:
    book = ledger({LEADS: rows}, dt.datetime(2024, 3, 31, 23, 59, 59))
    return tables(book, detail(book), [MARCH], MARCH)


def shown(rows: list[dict[str, Any]]) -> list[list[list[Any]]]:
    found = made(rows)
    assert found.mismatches == []
    return [[[cell.value for cell in row] for row in block.rows] for block in channel_blocks(found)]


def test_each_source_has_its_rates_their_interval_and_a_word_where_it_is_small() -> None:
    sources, classes, weeks = shown(ROWS)
    web, fair = sources
    assert web[:4] == ["官网注册", 13, 1.0, 1 / 13]
    assert web[4:6] == [1, 1 / 13]
    assert web[6:] == ["1%–33%", 10.0, ""]
    assert fair[:4] == ["展会留资", 2, 0.5, 1.0]
    assert fair[4:6] == [1, 1.0]  # signed in the month, acquired before: the period basis
    assert fair[6:8] == ["21%–100%", 5.0]
    assert fair[8]  # fewer than ten: said in a word
    assert sum(row[1] for row in classes) == 15
    assert sum(row[1] for row in weeks) == 15
    assert weeks[-1][0] == "3月25日–3月31日"


def test_a_book_without_leads_has_no_blocks() -> None:
    assert shown([lead(1, "官网注册", "2023-01-01")]) == []
