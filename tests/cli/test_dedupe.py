"""``crmbook dedupe``: text and JSON (DESIGN 5); nothing is written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, lying, python, write_rows

BOOK = {
    "线索登记表": [
        HEADERS,
        lead(1, 分配时间="2024-03-05"),
        lead(2, 公司名称="华鼎（杭州）科技有限公司", 联系人="张总", 分配时间="2024-03-04"),
        lead(3, 联系人="李强", 职位="CTO", 联系电话="13912345670", 邮箱="liqiang@huading.com.cn", 需求描述="看看", 分配时间="2024-03-08"),
        lead(4, 公司名称="上海远望贸易有限公司", 联系人="王芳", 联系电话="13511223344", 邮箱="wf@yuanwang.cn", 需求描述="询价"),
        lead(5, 公司名称="杭州华鼎科技有限公司宁波分公司", 联系人="赵敏", 职位="CEO", 联系电话="13700001234",
             邮箱="zm@163.com", 需求描述="演示", 分配时间="2024-03-09"),
    ]
}  # fmt: skip


def book(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "台账.xlsx", BOOK)


def test_json_holds_clusters_roles_and_branches(run: Run, tmp_path: Path) -> None:
    path = book(tmp_path)
    before = lying(tmp_path)
    ended = run("dedupe", path, "--format", "json", "--today", "2024-03-18")
    assert (ended.code, ended.err) == (0, "")
    assert lying(tmp_path) == before
    found = json.loads(ended.out)
    assert (found["command"], found["today"], found["records"]) == ("dedupe", "2024-03-18", 5)
    (cluster,) = found["clusters"]
    assert cluster["survivor"] == "XS2024002"
    assert cluster["members"] == ["XS2024002", "XS2024001"]
    assert 0.9 < cluster["confidence"] <= 1
    (pair,) = cluster["pairs"]
    assert {pair["a"], pair["b"]} == {"XS2024001", "XS2024002"}
    assert 0.9 < pair["score"] <= 1
    assert "张伟 / 张总" in "；".join(pair["reasons"])
    (role,) = found["roles"]
    assert role["members"] == ["XS2024002", "XS2024003"]
    assert {"XS2024005"} == {one for pair in found["related"] for one in (pair["a"], pair["b"])} - {
        "XS2024001", "XS2024002", "XS2024003",
    }  # fmt: skip


@pytest.mark.usefixtures("language")
def test_text_says_what_is_one_and_why(run: Run, tmp_path: Path) -> None:
    ended = run("dedupe", book(tmp_path))
    assert ended.code == 0
    assert re.search(r"= XS2024001 \(线索登记表!2\) 杭州华鼎科技有限公司", ended.out)
    assert "张伟 / 张总" in ended.out


def test_the_chinese_name_does_the_same(run: Run, tmp_path: Path) -> None:
    path = book(tmp_path)
    assert run("查重", path).out == run("dedupe", path).out


@pytest.mark.usefixtures("english")
def test_a_book_without_duplicates_says_so(run: Run, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "a.xlsx", {"线索登记表": [HEADERS, lead(1)]})
    ended = run("dedupe", path)
    assert ended.out.startswith("no duplicates among 1 records")


def test_a_book_without_register_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("dedupe", write_rows(tmp_path / "a.xlsx", {"表": [["甲", "乙"], [1, 2]]})).code == 3


def test_nothing_heavy_is_loaded_on_the_way(tmp_path: Path) -> None:
    code = (
        "import sys, crmbook; from crmbook.cli.app import run; run(['dedupe', sys.argv[1]]);"
        "print([one for one in ('pandas', 'pandera', 'xlsxwriter') if one in sys.modules])"
    )
    assert python(code, book(tmp_path)).out.endswith("[]\n")
