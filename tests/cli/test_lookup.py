"""``crmbook lookup``: who has it (U18)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import crmbook
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, write_rows

LOG = ["线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要"]
BOOK = {
    "线索登记表": [HEADERS, lead(1, 分配时间="2024-03-05"), lead(2, 公司名称="上海远望贸易有限公司", 联系人="王芳",
                 联系电话="13511223344", 邮箱="wf@yuanwang.cn", 负责人=None)],
    "跟进记录表": [LOG, ["XS2024001", "2024-03-10", "张三", "电话", "介绍"], ["XS2024001", "2024-03-15", "张三", "电话", "报价"],
                 ["XS2024001", "2024-03-28", "张三", "电话", "约访"]],
    "人员": [["姓名", "别名", "在岗"], ["张三", "小张", "是"], ["李四", "", "是"]],
}  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "台账.xlsx", BOOK)


def test_json_says_who_has_it(run: Run, book: Path) -> None:
    ended = run("lookup", "华鼎", book, "--format", "json", "--today", "2024-03-18")
    assert ended.code == 0
    (hit,) = json.loads(ended.out)["hits"]
    expected = {
        "id": "XS2024001", "sheet": "线索登记表", "row": 2, "company": "杭州华鼎科技有限公司", "owner": "张三",
        "status": "跟进中", "registered": "2024-03-05", "last_contact": "2024-03-15", "mine": None,
    }  # fmt: skip
    assert {key: hit[key] for key in expected} == expected
    assert 0.9 <= hit["score"] <= 1
    assert hit["reasons"]


@pytest.mark.parametrize(("asker", "mine"), [("张三", True), ("小张", True), ("李四", False)])
def test_the_asker_learns_whether_it_is_theirs(
    run: Run, book: Path, asker: str, *, mine: bool
) -> None:
    ended = run("lookup", "13867412358", book, "--as", asker, "--format", "json")
    assert json.loads(ended.out)["hits"][0]["mine"] is mine


@pytest.mark.usefixtures("english")
def test_text_says_since_when_and_how_long_ago(run: Run, book: Path) -> None:
    ended = run("lookup", "华鼎", book, "--today", "2024-03-18")
    assert "reported: 张三, 3/5, contacted 3 days ago" in ended.out
    unowned = run("lookup", "远望", book, "--today", "2024-03-18")
    assert "nobody's yet" in unowned.out


@pytest.mark.parametrize(
    ("changed", "rivals"),
    [
        ({}, [["李四"], ["张三"]]),
        ({"公司名称": "华鼎科技"}, [["李四"], ["张三"]]),
        ({"负责人": "小张"}, [[], []]),
        ({"负责人": None}, [[], []]),
        ({"公司名称": "宁波华鼎科技有限公司"}, [[], []]),
    ],
    ids=["two owners", "a short name", "one person", "nobody's", "another place"],
)
def test_two_owners_of_one_company_are_a_dispute(
    run: Run, tmp_path: Path, changed: dict[str, str | None], rivals: list[list[str]]
) -> None:
    second = lead(2, **{"公司名称": "杭州华鼎科技公司", "负责人": "李四", **changed})
    book = write_rows(tmp_path / "台账.xlsx", BOOK | {"线索登记表": [HEADERS, lead(1), second]})
    hits = json.loads(run("lookup", "华鼎科技", book, "--format", "json").out)["hits"]
    found = {one["id"]: one["disputed_with"] for one in hits}
    assert [found["XS2024001"], found["XS2024002"]] == rivals


@pytest.mark.usefixtures("english")
def test_the_text_says_that_two_hold_it(run: Run, tmp_path: Path) -> None:
    rows = [HEADERS, lead(1), lead(2, 负责人="李四")]
    book = write_rows(tmp_path / "台账.xlsx", BOOK | {"线索登记表": rows})
    assert "ownership dispute with: 李四" in run("lookup", "华鼎", book).out


@pytest.mark.usefixtures("english")
def test_nobody_has_it(run: Run, book: Path) -> None:
    ended = run("lookup", "查无此人公司", book)
    assert (ended.code, ended.out.strip()) == (0, "nobody has “查无此人公司”")


@pytest.mark.parametrize(
    "arguments", [("  ",), ("华鼎", "--as", "王五")], ids=["blank", "unknown asker"]
)
def test_what_cannot_be_asked_is_wrong_usage(
    run: Run, book: Path, arguments: tuple[str, ...]
) -> None:
    assert run("lookup", arguments[0], book, *arguments[1:]).code == 2


def test_the_chinese_name_does_the_same(run: Run, book: Path) -> None:
    assert run("查客户", "华鼎", book).out == run("lookup", "华鼎", book).out


def test_the_library_answers_as_the_command(book: Path) -> None:
    opened = crmbook.open(book)
    assert [hit.id for hit in crmbook.lookup(opened, "华鼎")] == ["XS2024001"]
    assert list(crmbook.dedupe(opened)) == []


def test_the_book_may_come_first_as_everywhere_else(run: Run, book: Path) -> None:
    assert run("lookup", book, "华鼎").out == run("lookup", "华鼎", book).out
