"""Company and person in one cell: taken apart where one half is surely a company."""

from __future__ import annotations

from typing import Any

import pytest

from crmbook.intake.pairing import halves
from tests.intake.lists import taken

COMPANY = "杭州华鼎机械有限公司"


@pytest.mark.parametrize(
    "text",
    [
        f"张伟/{COMPANY}",
        f"{COMPANY} 张伟",
        f"{COMPANY}、张伟",
        f"{COMPANY}（张伟）",
        f"张伟({COMPANY})",
        f"张伟 - {COMPANY}",
        f" {COMPANY}\n张伟 ",
        f"{COMPANY}：张伟",
    ],
)
def test_company_and_person_are_told_apart(text: str) -> None:
    assert halves(text) == (COMPANY, "张伟")


def test_a_name_with_a_title_is_a_person_too() -> None:
    assert halves(f"张总/{COMPANY}") == (COMPANY, "张总")


@pytest.mark.parametrize(
    "text",
    [
        "张伟/李娜",
        "张总、李工",
        COMPANY,
        "张伟",
        f"{COMPANY}/张伟/李娜",
        f"{COMPANY}/宁波启航电子有限公司",
        "华鼎/张伟",
        "张伟 采购部",
        "华鼎（杭州）有限公司",
        "杭州 华鼎机械有限公司",
        "科技有限公司 张伟",
        "John Smith",
        "",
    ],
)
def test_what_is_not_certain_stays_as_it_was_typed(text: str) -> None:
    assert halves(text) is None


@pytest.mark.parametrize(
    ("head", "row", "company", "person"),
    [
        (["联系人", "电话"], [f"张伟/{COMPANY}", "13805711111"], COMPANY, "张伟"),
        (["公司", "电话"], [f"{COMPANY} 张伟", "13805711111"], COMPANY, "张伟"),
        (["公司", "联系人", "电话"], [COMPANY, f"{COMPANY}/张伟", "13805711111"], COMPANY, "张伟"),
        (
            ["公司", "联系人", "电话"],
            ["华鼎", f"{COMPANY}/张伟", "13805711111"],
            "华鼎",
            f"{COMPANY}、张伟",
        ),
        (["公司", "联系人", "电话"], [COMPANY, "张总、李工", "13805711111"], COMPANY, "张总、李工"),
    ],
    ids=["in the contact", "in the company", "said twice", "another company", "two people"],
)
def test_a_row_has_each_under_its_own_column(
    head: list[Any], row: list[Any], company: str, person: str
) -> None:
    (record,) = taken([head, row]).records
    found = {column.header: value for column, value in record.values.items()}
    assert (found["公司名称"], found["联系人"]) == (company, person)


def test_what_stood_in_the_cell_is_kept() -> None:
    (record,) = taken(
        [["公司", "联系人", "电话"], [COMPANY, f"张伟/{COMPANY}", "13805711111"]]
    ).records
    originals = {column.header: raw for column, raw in record.originals.items()}
    assert originals["联系人"] == f"张伟/{COMPANY}"
