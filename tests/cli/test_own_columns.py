"""A team's own columns: declared in 字段, read, parsed and checked like ours (M08)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import crmbook
from tests.cli.conftest import Run
from tests.qualify.desks import book

FIELDS: list[list[Any]] = [
    ["工作表", "列名", "对应列", "类型", "必填", "选项", "敏感"],
    ["线索登记表", "合同类型", None, "选项", "是", "年框、单次", None],
    ["线索登记表", "到访日", None, "日期", None, None, None],
    ["线索登记表", "打分", None, "数字", None, None, None],
    ["线索登记表", "没有类型", None, None, None, None, None],
]
ROWS: list[dict[str, Any]] = [
    {"合同类型": "年框", "到访日": "2024-03-02", "打分": 7, "没有类型": "甲"},
    {"合同类型": "季框", "到访日": "下雨", "打分": "七分", "没有类型": "乙"},
    {"合同类型": None, "到访日": None, "打分": None, "没有类型": None},
]


def test_own_columns_are_parsed_like_ours(tmp_path: Path) -> None:
    opened = crmbook.open(book(tmp_path / "a.xlsx", ROWS, 字段=FIELDS))
    register = opened.ledger().leads
    assert register is not None
    data = register.data["打分"]
    assert [data.parsed.values[code] if code >= 0 else None for code in data.codes] == [
        7,
        None,
        None,
    ]
    assert "没有类型" not in register.data


def test_own_columns_are_checked_like_ours(run: Run, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ROWS, 字段=FIELDS)
    found = json.loads(run("check", path, "--format", "json", "--today", "2024-03-18").out)
    own = sorted(
        (one["column"], one["row"], one["name"])
        for one in found["problems"]
        if one["column"] in {"合同类型", "到访日", "打分"}
    )
    assert own == [
        ("到访日", 2, "date-text"),
        ("到访日", 3, "date-unreadable"),
        ("合同类型", 3, "choice-unknown"),
        ("合同类型", 4, "required"),
        ("打分", 3, "number-unreadable"),
    ]


def test_a_book_without_them_has_none(tmp_path: Path) -> None:
    """What one book's 字段 says binds no other."""
    path = book(tmp_path / "a.xlsx", ROWS)
    opened = crmbook.open(path)
    register = opened.ledger().leads
    assert register is not None
    assert not {"合同类型", "到访日", "打分"} & set(register.data)
