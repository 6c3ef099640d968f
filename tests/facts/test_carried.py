"""Leads carried over from sheet to sheet count once, with and without a number (U06)."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest

from crmbook import i18n
from crmbook.book import open_books
from crmbook.facts.carried import carried
from crmbook.facts.ledger import Ledger
from crmbook.workflows.check import check
from crmbook.workflows.monthly import monthly
from tests.cli.desk import HEADERS, lead, write_rows

TODAY = dt.date(2024, 3, 31)
OTHER = {"公司名称": "宁波启航物流有限公司", "联系电话": "13867419999", "联系人": "李丽"}


def _ledger(tmp_path: Path, sheets: dict[str, list[list[Any]]]) -> Ledger:
    return open_books([write_rows(tmp_path / "台账.xlsx", sheets)]).ledger(TODAY)


def _pairs(ledger: Ledger) -> dict[str, str]:
    register = ledger.leads
    assert register is not None
    found = carried(ledger).items()
    return {register.address(earlier): register.address(last) for earlier, last in found}


def _bare(**other: Any) -> list[Any]:
    return lead(1, **{"线索编号": None, **other})


@pytest.mark.parametrize(
    ("later", "same"),
    [
        ({}, True),
        ({"联系人": "王芳"}, True),
        ({"联系电话": "13867419998"}, True),
        ({"联系电话": "13867412358/0571-88888888"}, True),
        ({"公司名称": "杭州华鼎科技有限公司（展会认识）"}, True),
        ({"意向等级": "B类"}, True),
        ({"线索编号": "XS2024009"}, True),
        ({"联系人": "王芳", "联系电话": "13867419998"}, False),
        ({"公司名称": "宁波启航物流有限公司"}, False),
        ({"公司名称": None}, False),
    ],
    ids=["all the same", "same phone", "same contact", "one more phone", "a note in the name",
         "another grade", "numbered since", "another person", "another company", "no company"],
)  # fmt: skip
def test_without_a_number_a_lead_is_known_by_company_and_phone_or_contact(
    later: dict[str, Any], *, same: bool, tmp_path: Path
) -> None:
    sheets = {"2月": [HEADERS, _bare()], "3月": [HEADERS, _bare(**later)]}
    assert _pairs(_ledger(tmp_path, sheets)) == ({"2月!2": "3月!2"} if same else {})


@pytest.mark.parametrize(
    "sheets",
    [
        {"3月": [HEADERS, _bare(), _bare()]},
        {"2月": [HEADERS, lead(1)], "3月": [HEADERS, lead(2)]},
        {"张三": [HEADERS, _bare(负责人=None)], "李四": [HEADERS, _bare(负责人=None)]},
        {"2月": [HEADERS, _bare(联系人="张*", 联系电话="138****2358")],
         "3月": [HEADERS, _bare(联系人="张*", 联系电话="138****2358")]},
        {"2月": [[*HEADERS, "线索状态"], [*_bare(), "已流失"]],
         "3月": [[*HEADERS, "线索状态"], [*_bare(), "跟进中"]]},
    ],
    ids=["one sheet", "two numbers", "two reps", "masked", "a new lead of a lost customer"],
)  # fmt: skip
def test_what_is_no_carried_over_lead(sheets: dict[str, Any], tmp_path: Path) -> None:
    assert _pairs(_ledger(tmp_path, sheets)) == {}


def test_a_lead_on_three_sheets_counts_on_the_last(tmp_path: Path) -> None:
    sheets = {
        "1月": [HEADERS, _bare(), _bare(**OTHER)],
        "2月": [HEADERS, lead(1)],
        "3月": [HEADERS, lead(2, **OTHER), _bare()],
    }
    found = {"1月!2": "3月!3", "2月!2": "3月!3", "1月!3": "3月!2"}
    assert _pairs(_ledger(tmp_path, sheets)) == found


def test_the_later_month_wins_wherever_its_tab_stands(tmp_path: Path) -> None:
    sheets = {"3月": [HEADERS, lead(1)], "2月": [HEADERS, lead(1)], "1月": [HEADERS, _bare()]}
    assert _pairs(_ledger(tmp_path, sheets)) == {"2月!2": "3月!2", "1月!2": "3月!2"}


def test_it_began_where_it_stood_first_and_is_as_it_stands_last(tmp_path: Path) -> None:
    kept = [header for header in HEADERS if header != "分配时间"]
    at = HEADERS.index("分配时间")
    rows = [row[:at] + row[at + 1 :] for row in (_bare(意向等级="C类"), _bare(意向等级="A类"))]
    book = open_books(
        [write_rows(tmp_path / "台账.xlsx", {"2月": [kept, rows[0]], "3月": [kept, rows[1]]})]
    )
    assert [(one.month.iso, one.total, one.grades["A"]) for one in monthly(book, TODAY).months] == [
        ("2024-02", 1, 1)
    ]
    i18n.activate("en")
    try:
        notes = check(book, TODAY).notes
    finally:
        i18n.activate("zh")
    assert "1 row stands again on a later sheet; the lead counts once, as it stands there" in notes


def test_it_takes_the_date_that_only_an_earlier_sheet_has(tmp_path: Path) -> None:
    sheets = {
        "一组": [[*HEADERS, "签约日期"], [*_bare(分配时间="2024-02-01"), None]],
        "二组": [[*HEADERS, "签约日期"], [*_bare(分配时间=None), "2024-03-02"]],
    }
    result = monthly(open_books([write_rows(tmp_path / "台账.xlsx", sheets)]), TODAY)
    assert [(one.total, one.signed, one.cycle) for one in result.months] == [
        (1, 0, None),
        (0, 1, 30),
    ]


def test_a_number_that_all_rows_share_costs_no_square(tmp_path: Path) -> None:
    rows = [lead(1, 公司名称=f"杭州第{at}科技有限公司") for at in range(6000)]
    sheets = {"1月": [HEADERS, *rows], "2月": [HEADERS, *rows]}
    ledger = _ledger(tmp_path, sheets)
    began = time.process_time()
    found = carried(ledger)
    assert time.process_time() - began < 5  # comparing all with all took minutes
    assert len(found) == 6000
