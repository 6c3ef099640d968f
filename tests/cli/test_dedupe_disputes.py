"""撞单: two people hold one company; the manager rules, the register follows, nobody is asked twice."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import crmbook
from tests.cli.conftest import Run

FIRST = {
    "线索编号": "XS2024001", "公司名称": "杭州华鼎机械有限公司", "联系人": "张伟",
    "联系电话": "13805711111", "负责人": "张三", "分配时间": dt.datetime(2024, 3, 1),
}  # fmt: skip
SECOND = {
    "线索编号": "XS2024002", "公司名称": "杭州华鼎机械公司", "联系人": "张伟",
    "联系电话": "138-0571-1111", "负责人": "李四", "分配时间": dt.datetime(2024, 3, 5),
}  # fmt: skip
OTHER = {
    "线索编号": "XS2024003", "公司名称": "宁波启航电子有限公司", "联系人": "李娜",
    "联系电话": "13905742222", "负责人": "李四", "分配时间": dt.datetime(2024, 3, 2),
}  # fmt: skip
PEOPLE = [{"姓名": "张三"}, {"姓名": "李四", "别名": "小李"}, {"姓名": "王五"}]


def append(path: Path, sheet: str, rows: list[dict[str, Any]]) -> None:
    titles = [str(cell.value) for cell in openpyxl.load_workbook(path)[sheet][1]]
    with crmbook.edit(path) as edit:
        edit.append_rows(sheet, [[row.get(title) for title in titles] for row in rows])


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    run("new", path, "--full", "--quiet")
    append(path, "人员", PEOPLE)
    return path


@pytest.fixture
def book(empty: Path) -> Path:
    append(empty, "线索登记表", [FIRST, SECOND, OTHER])
    return empty


def deduped(run: Run, book: Path, *options: object) -> dict[str, Any]:
    ended = run("dedupe", book, "--format", "json", "--today", "2024-03-18", *options)
    assert ended.code == 0, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def owners(found: dict[str, Any]) -> list[list[str]]:
    return [[side["owner"] for side in one["sides"]] for one in found["disputes"]]


def lead(book: Path, number: str, sheet: str = "线索登记表") -> dict[str, Any]:
    rows = [*openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True)]
    head = next(row for row in rows if number in rows[0] or "线索编号" in row or "客户编号" in row)
    return dict(zip(head, next(row for row in rows if row[0] == number), strict=True))  # type: ignore[arg-type]


def lines(book: Path) -> list[dict[str, Any]]:
    rows = [*openpyxl.load_workbook(book)["撞单"].iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if row[0] == "主管裁定")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if row[8]]  # type: ignore[arg-type]


def answer(book: Path, word: str, line: int = 0) -> None:
    sheet = openpyxl.load_workbook(book)["撞单"]
    head = next(at for at in range(1, 9) if sheet.cell(at, 1).value == "主管裁定")
    with crmbook.edit(book) as edit:
        edit.set_cell("撞单", f"A{head + 1 + line}", word)


def held(book: Path) -> list[tuple[Any, Any, Any]]:
    return [
        (row["负责人"], row.get("协作人"), row.get("主管裁定"))
        for row in (lead(book, "XS2024001"), lead(book, "XS2024002"))
    ]


def test_two_owners_of_one_company_are_listed_with_the_earliest_suggested(
    run: Run, book: Path
) -> None:
    before = book.read_bytes()
    (dispute,) = deduped(run, book)["disputes"]
    assert (dispute["company"], dispute["suggested"]) == ("杭州华鼎机械有限公司", "张三")
    assert [[one["id"] for one in side["records"]] for side in dispute["sides"]] == [
        ["XS2024001"],
        ["XS2024002"],
    ]
    assert book.read_bytes() == before
    deduped(run, book, "--apply")
    (line,) = lines(book)
    assert (line["主管裁定"], line["建议负责人"]) == (None, "张三")
    assert (line["先报编号"], line["先报日期"]) == ("XS2024001", "2024-03-01")
    assert (line["后报编号"], line["后报负责人"]) == ("XS2024002", "李四")
    assert [one[0] for one in held(book)] == ["张三", "李四"]


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ({"获取时间": dt.datetime(2024, 2, 1)}, "李四"),
        ({"分配时间": dt.datetime(2024, 3, 1)}, "张三"),
        ({"分配时间": None}, "张三"),
    ],
    ids=["the date acquired counts first", "a tie goes to the smaller number", "no date"],
)
def test_the_order_of_recording_names_the_owner(
    run: Run, empty: Path, changed: dict[str, Any], first: str
) -> None:
    append(empty, "线索登记表", [FIRST, SECOND | changed])
    assert [one["suggested"] for one in deduped(run, empty)["disputes"]] == [first]


@pytest.mark.parametrize(
    "changed",
    [
        {"负责人": None},
        {"负责人": "张*"},
        {"负责人": "张三"},
        {"线索状态": "已流失"},
        {"线索状态": "重复"},
    ],
    ids=["nobody", "a masked owner", "the same owner", "a closed lead", "a lead merged away"],
)
def test_what_is_no_dispute(run: Run, empty: Path, changed: dict[str, Any]) -> None:
    append(empty, "线索登记表", [FIRST, SECOND | changed])
    assert deduped(run, empty)["disputes"] == []


def test_one_person_under_two_names_disputes_nothing(run: Run, empty: Path) -> None:
    append(empty, "线索登记表", [FIRST | {"负责人": "小李"}, SECOND])
    assert deduped(run, empty)["disputes"] == []


def test_another_contact_of_the_company_is_a_dispute_too(run: Run, empty: Path) -> None:
    other = {"联系人": "王芳", "联系电话": "13666660000", "公司名称": FIRST["公司名称"]}
    append(empty, "线索登记表", [FIRST, SECOND | other])
    found = deduped(run, empty)
    assert found["clusters"] == []
    assert owners(found) == [["张三", "李四"]]


def test_a_customer_and_a_lead_are_disputed(run: Run, empty: Path) -> None:
    customer = {
        "客户编号": "KH2024001", "客户名称(全称)": FIRST["公司名称"], "主要联系人姓名": "张伟",
        "联系方式": "13805711111", "负责人": "王五", "建档日期": dt.datetime(2024, 1, 5),
    }  # fmt: skip
    append(empty, "客户档案", [customer])
    append(empty, "线索登记表", [SECOND])
    assert owners(deduped(run, empty)) == [["王五", "李四"]]
    deduped(run, empty, "--apply")
    answer(empty, "李四")
    deduped(run, empty, "--apply")
    sheet = openpyxl.load_workbook(empty)["客户档案"]
    texts = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "王五" in texts
    assert "李四" in texts
    assert deduped(run, empty)["disputes"] == []


@pytest.mark.parametrize(
    ("word", "after"),
    [
        ("是", [("张三", None, "张三"), ("张三", "李四", "张三")]),
        ("李四", [("李四", "张三", "李四"), ("李四", None, "李四")]),
        ("小李", [("李四", "张三", "李四"), ("李四", None, "李四")]),
        ("王五", [("王五", "张三", "王五"), ("王五", "李四", "王五")]),
    ],
    ids=["as suggested", "a name", "an alias", "a third person"],
)
def test_a_ruling_gives_the_records_their_owner(
    run: Run, book: Path, word: str, after: list[tuple[str | None, ...]]
) -> None:
    deduped(run, book, "--apply")
    answer(book, word)
    found = deduped(run, book, "--apply")
    assert [one["owner"] for one in found["ruled"]] == [after[0][0]]
    assert held(book) == after
    assert lead(book, "XS2024003")["负责人"] == "李四"
    (line,) = lines(book)
    assert (line["主管裁定"], line["状态"]) == (word, "已裁定")
    before = book.read_bytes()
    again = deduped(run, book, "--apply")
    assert (again["disputes"], again["ruled"]) == ([], [])
    assert book.read_bytes() == before


def test_undo_takes_a_ruling_back(run: Run, book: Path) -> None:
    deduped(run, book, "--apply")
    answer(book, "是")
    before = book.read_bytes()
    deduped(run, book, "--apply")
    assert book.read_bytes() != before
    assert run("undo", book).code == 0
    assert book.read_bytes() == before


@pytest.mark.parametrize("word", ["待定", "赵六", "再说吧"])
def test_what_rules_nothing_stays_open(run: Run, book: Path, word: str) -> None:
    deduped(run, book, "--apply")
    answer(book, word)
    found = deduped(run, book, "--apply", "--accept", "0.0001")
    assert (found["ruled"], found["open_disputes"]) == ([], 1)


def test_a_word_that_names_nobody_stays_where_it_was_typed(run: Run, book: Path) -> None:
    deduped(run, book, "--apply")
    answer(book, "赵六")
    deduped(run, book, "--apply")
    assert lines(book)[0]["主管裁定"] == "赵六"
    sheet = openpyxl.load_workbook(book)["撞单"]
    assert any("赵六" in str(row[0].value) for row in sheet.iter_rows(max_row=4))
    before = book.read_bytes()
    deduped(run, book, "--apply")
    assert book.read_bytes() == before


def test_no_is_remembered_though_an_earlier_record_comes(run: Run, book: Path) -> None:
    deduped(run, book, "--apply")
    answer(book, "否")
    found = deduped(run, book, "--apply")
    assert (found["disputes"], found["ruled"]) == ([], [])
    assert [one["主管裁定"] for one in lines(book)] == ["否"]
    earlier = {"线索编号": "XS2024009", "分配时间": dt.datetime(2024, 1, 1)}
    append(book, "线索登记表", [FIRST | earlier])
    assert deduped(run, book)["disputes"] == []
    assert [one[0] for one in held(book)] == ["张三", "李四"]


def test_a_ruling_in_the_register_is_carried_out_and_not_asked(run: Run, empty: Path) -> None:
    append(empty, "线索登记表", [FIRST, SECOND])
    deduped(run, empty, "--apply")
    answer(empty, "否")
    ruled = openpyxl.load_workbook(empty)["线索登记表"]
    titles = [cell.value for cell in ruled[1]]
    with crmbook.edit(empty) as edit:
        edit.set_cell("线索登记表", ruled.cell(3, titles.index("主管裁定") + 1).coordinate, "小李")
    found = deduped(run, empty, "--apply")
    assert [one["owner"] for one in found["ruled"]] == ["李四"]
    assert found["open_disputes"] == 0
    assert [one[:2] for one in held(empty)] == [("李四", "张三"), ("李四", None)]


def test_a_ruling_and_a_merge_of_one_record_take_two_runs(run: Run, book: Path) -> None:
    deduped(run, book, "--apply")
    answer(book, "李四")
    first = deduped(run, book, "--apply", "--accept", "0.5")
    assert (first["merged"], len(first["waiting"])) == ([], 1)
    second = deduped(run, book, "--apply", "--accept", "0.5")
    assert [one["member"] for one in second["merged"]] == ["XS2024002"]
    assert lead(book, "XS2024001")["负责人"] == "李四"


def test_three_owners_ruled_for_two_of_them_are_told_apart(run: Run, book: Path) -> None:
    third = {"线索编号": "XS2024004", "负责人": "王五", "分配时间": dt.datetime(2024, 3, 9)}
    append(book, "线索登记表", [FIRST | third])
    assert owners(deduped(run, book, "--apply")) == [["张三", "李四"], ["张三", "王五"]]
    answer(book, "是", 0)
    answer(book, "王五", 1)
    found = deduped(run, book, "--apply")
    assert (len(found["ruled"]), len(found["waiting_disputes"])) == (1, 1)
    assert [one[0] for one in held(book)] == ["张三", "张三"]


def test_a_row_that_came_after_the_day_it_claims_is_told(run: Run, empty: Path) -> None:
    append(empty, "线索登记表", [SECOND])
    for day in ("2024-03-10", "2024-03-12"):
        run("check", empty, "--today", day)
    append(empty, "线索登记表", [FIRST])
    run("check", empty, "--today", "2024-03-14")
    (dispute,) = deduped(run, empty, "--apply")["disputes"]
    since = {one["id"]: one["since"] for side in dispute["sides"] for one in side["records"]}
    assert since["XS2024002"]["first_seen"] == "2024-03-10"
    assert (since["XS2024002"]["absent"], since["XS2024002"]["doubt"]) == (None, None)
    assert (since["XS2024001"]["first_seen"], since["XS2024001"]["absent"]) == (
        "2024-03-14",
        "2024-03-12",
    )
    assert "XS2024001" in since["XS2024001"]["doubt"]
    (line,) = lines(empty)
    assert (line["先报首次出现"], line["后报首次出现"]) == ("2024-03-14", "2024-03-10")
    assert "2024-03-12" in line["依据"]
    quiet = deduped(run, empty, "--no-state")["disputes"][0]["sides"][0]["records"][0]
    assert quiet["since"] is None


def test_a_number_issued_later_makes_no_row_new(run: Run, empty: Path) -> None:
    append(empty, "线索登记表", [SECOND, FIRST | {"线索编号": None}])
    run("check", empty, "--today", "2024-03-10")
    with crmbook.edit(empty) as edit:
        edit.set_cell("线索登记表", "A3", "XS2024001")
    run("check", empty, "--today", "2024-03-12")
    (dispute,) = deduped(run, empty)["disputes"]
    assert [side["records"][0]["since"]["first_seen"] for side in dispute["sides"]] == [
        "2024-03-10",
        "2024-03-10",
    ]


def test_the_text_lists_the_dispute_and_where_to_rule(run: Run, book: Path, language: str) -> None:
    ended = run("--lang", language, "dedupe", book, "--apply", "--today", "2024-03-18")
    assert ended.code == 0
    for word in ("撞单", "张三", "李四", "2024-03-01"):
        assert word in ended.out


def test_a_sheet_of_that_name_of_the_teams_own_is_left_alone(run: Run, empty: Path) -> None:
    book = openpyxl.load_workbook(empty)
    book.create_sheet("撞单").append(["我们的撞单", "说明"])
    book.save(empty)
    append(empty, "线索登记表", [FIRST, OTHER])
    assert run("dedupe", empty, "--apply").code == 0
    append(empty, "线索登记表", [SECOND])
    before = empty.read_bytes()
    assert run("lookup", empty, "华鼎").code == 0
    assert len(deduped(run, empty)["disputes"]) == 1
    assert run("dedupe", empty, "--apply").code == 3
    assert empty.read_bytes() == before
