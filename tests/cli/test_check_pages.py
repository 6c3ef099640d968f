"""``check --format html|wechat|xlsx``: what is shown, sent and read beside the book."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, lying, write_rows

TODAY = ("--today", "2024-03-18")
MESSY = Path(__file__).parents[2] / "sample_data" / "台账-凌乱.xlsx"


class _Page(HTMLParser):
    """What a browser would see: elements with their attributes, and the text of each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] != ["style"] and data.strip():
            self.texts.append(data.strip())


def _rows() -> list[list[Any]]:
    return [
        lead(1, 公司名称="宁波启航商贸有限公司", 意向等级=None),
        lead(2, 公司名称="杭州华鼎科技有限公司", 联系电话="1380000111"),
        lead(3, 公司名称="苏州恒达机械厂", 负责人="李四", 意向等级="很高"),
    ]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return write_rows(folder / "台账.xlsx", {"线索登记表": [HEADERS, *_rows()]})


def _html(run: Run, book: Path, *more: object) -> str:
    target = book.with_name("检查.html")
    ended = run("check", book, "--format", "html", "-o", target, "--force", *TODAY, *more)
    assert (ended.code in {0, 1}, ended.out) == (True, ""), ended.err
    return target.read_text(encoding="utf-8")


def test_the_page_begins_with_the_verdict(run: Run, book: Path) -> None:
    page = _Page(_html(run, book))
    verdict = run("check", book, *TODAY).out.splitlines()[0]
    texts = page.texts
    assert texts[1] == verdict
    assert next(tag for tag, _ in page.elements if tag in {"h1", "h2"}) == "h1"


def test_each_owner_has_a_section_with_the_columns_of_the_form(run: Run, book: Path) -> None:
    page = _html(run, book)
    sections = page.split("<section>")[1:]
    assert [re.findall(r"<h2>([^<]+)<", section)[0] for section in sections] == ["张三", "李四"]
    titles = re.findall(r'<th scope="col">([^<]+)<', sections[0])
    assert titles == [
        "序",
        "公司名称",
        "编号",
        "位置",
        "列名",
        "现在填的",
        "问题",
        "怎么改",
        "影响",
        "已改",
    ]
    assert "线索登记表 K2" in sections[0]
    assert "线索登记表 K4" in sections[1]


def test_the_page_needs_nothing_from_elsewhere(run: Run) -> None:
    target = MESSY
    found = run("check", target, "--format", "html", *TODAY).out
    page = _Page(found)
    tags = {tag for tag, _attributes in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "a"}
    for _tag, attributes in page.elements:
        assert not {"src", "href", "style"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
    style = re.findall(r"<style>(.*?)</style>", found, re.DOTALL)
    assert len(style) == 1
    assert "url(" not in style[0]
    assert "@import" not in style[0]
    assert "prefers-color-scheme: dark" in style[0]
    assert "size: A4 landscape" in style[0]
    assert "http" not in found.replace("http-equiv", "")


ODD = {
    "a script": "<script>alert(1)</script>有限公司",
    "an attribute": '" onmouseover="alert(1)有限公司',
    "an entity": "&lt;img src=x onerror=alert(1)&gt;有限公司",
    "a closing tag": "</td></table><img src=x>有限公司",
    "a template": "{{ 7*7 }}{% raw %}有限公司",
    "an override": "华鼎\u202e有限公司",
}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_what_users_typed_is_text(value: str, run: Run, tmp_path: Path) -> None:
    rows = [lead(1, 公司名称=value, 联系电话=value, 意向等级=value, 负责人=value, 邮箱=value)]
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, *rows]})
    found = _html(run, book)
    page = _Page(found)
    tags = {tag for tag, _attributes in page.elements}
    assert not tags & {"script", "img"}
    assert not any(
        name.startswith("on") for _tag, attributes in page.elements for name in attributes
    )
    shown = value.replace("\u202e", " ")  # as in a cell's value, shown in one line
    assert any(shown in text for text in page.texts)
    assert not [char for char in found if not char.isprintable() and char not in "\n\u3000"]


def test_the_page_names_what_changed_and_what_was_damaged(run: Run, tmp_path: Path) -> None:
    rows = [lead(at, 邮箱=f"a{at}@huading.com.cn") for at in range(1, 41)]
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, *rows]})
    run("check", book, "--today", "2024-03-11")
    write_rows(book, {"线索登记表": [HEADERS, *rows[:20]]})
    found = _html(run, book)
    assert "<p>自3月11日以来：新增 0 行，删除 20 行，改 0 格</p>" in found
    assert '<p class="alarm">⚠ 线索登记表：比上次少 20 行</p>' in found


def test_more_than_twenty_of_a_kind_are_one_line(run: Run, tmp_path: Path) -> None:
    rows = [lead(at, 邮箱="错") for at in range(1, 61)]
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, *rows]})
    found = _html(run, book, "--select", "V121")
    assert found.count('<tr class="error">') == 20
    assert "V121 邮箱不对：另有 40 处同类" in found


WECHAT = """\
【周会前检查 3月18日】张三 2处，1处影响月报：宁波启航 没填意向等级(K2)；杭州华鼎 电话号码不对(G3)。今天17:00前改完
【周会前检查 3月18日】李四 1处，1处影响月报：苏州恒达 意向等级认不出来(K4)。今天17:00前改完"""


def test_wechat_is_one_line_a_person(run: Run, book: Path) -> None:
    ended = run("check", book, "--format", "wechat", *TODAY)
    assert (ended.code, ended.out.rstrip("\n"), ended.err) == (1, WECHAT, "")


def test_wechat_says_when_there_is_nothing_to_mend(run: Run, tmp_path: Path) -> None:
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, lead(1)]})
    ended = run("check", book, "--format", "wechat", "--select", "V111", *TODAY)
    assert (ended.code, ended.out) == (0, "【周会前检查 3月18日】可以开会：没有要改的\n")


def test_wechat_has_at_most_twenty_lines(run: Run, tmp_path: Path) -> None:
    rows = [lead(at, 负责人=f"员工{at:02d}", 联系电话="123") for at in range(1, 36)]
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, *rows]})
    lines = run("check", book, "--format", "wechat", "--select", "V111", *TODAY).out.splitlines()
    assert len(lines) == 20
    assert lines[-1] == "【周会前检查 3月18日】另有 16 人 16处：员工20 1，员工21 1，员工22 1…"


@pytest.mark.parametrize(
    "typed",
    ["13867412358", "138 6741 2358", "+86-138-6741-2358", "0571-88886666", "400-800-1234", "88886666"],
)  # fmt: skip
def test_wechat_carries_no_phone_number(typed: str, run: Run, tmp_path: Path) -> None:
    rows = [lead(1, 公司名称=typed, 联系电话="1"), lead(2, 公司名称=f"华鼎{typed}", 意向等级=None)]
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [HEADERS, *rows]})
    out = run("check", book, "--format", "wechat", *TODAY).out
    assert out.count("张三") == 1
    digits = re.sub(r"\D", "", typed)
    assert digits not in re.sub(r"[ \-]", "", out)


def test_wechat_of_the_messy_book_stays_short(run: Run) -> None:
    out = run("check", MESSY, "--format", "wechat", *TODAY).out
    lines = out.splitlines()
    assert 1 < len(lines) <= 20
    assert max(map(len, lines)) < 200
    assert all(line.startswith("【周会前检查 3月18日】") for line in lines)


def test_a_marked_copy_must_be_named(run: Run, book: Path) -> None:
    before = lying(book.parent)
    ended = run("check", book, "--format", "xlsx", *TODAY)
    assert (ended.code, ended.out) == (2, "")
    assert "-o" in ended.err
    assert lying(book.parent) == before
