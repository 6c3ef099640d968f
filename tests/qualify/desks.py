"""Ledgers of a few rows, through a saved workbook, for grading and scoring."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import crmbook
from crmbook.facts.ledger import Ledger
from tests.cli.desk import write_rows

TODAY = dt.date(2024, 3, 18)
_LOG = [
    "线索编号",
    "跟进时间",
    "跟进人",
    "跟进方式",
    "跟进内容摘要",
    "客户反馈/异议",
    "意向等级变化",
]
Row = dict[str, Any]


def ledger(path: Path, rows: list[Row], log: list[Row] = (), **sheets: list[list[Any]]) -> Ledger:  # type: ignore[assignment]
    """Return the ledger of a book with these leads (numbered from XS2024001) and log rows."""
    return crmbook.open(book(path, rows, log, **sheets)).ledger(TODAY)


def book(path: Path, rows: list[Row], log: list[Row] = (), **sheets: list[list[Any]]) -> Path:  # type: ignore[assignment]
    """Save such a book."""
    full = [{"线索编号": f"XS2024{at:03d}", "公司名称": f"杭州第{at}科技有限公司", "联系人": "张伟",
             "联系电话": f"138{at:08d}", "线索来源": "官网注册", "负责人": "张三",
             "分配时间": "2024-03-01", **row} for at, row in enumerate(rows, 1)]  # fmt: skip
    headers = list(dict.fromkeys(header for row in full for header in row))
    tabs: dict[str, list[list[Any]]] = {
        "线索登记表": [headers, *([row.get(one) for one in headers] for row in full)],
        **sheets,
    }
    if log:
        tabs["跟进记录表"] = [_LOG, *([row.get(one) for one in _LOG] for row in log)]
    return write_rows(path, tabs)
