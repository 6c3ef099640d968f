"""``crmbook meeting``: one page that tells the truth, asks for nothing, and says what it cannot tell."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell, MergedCell

from crmbook.cli import opening
from crmbook.model.errors import FileRefused, UsageError
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, lying, write_rows

pytestmark = pytest.mark.usefixtures("english")
TODAY = ("--today", "2024-03-18")
LOG = [
    "线索编号",
    "公司名称",
    "跟进时间",
    "跟进方式",
    "核心内容",
    "下一步行动",
    "预计完成时间",
    "跟进人",
]
GOOD_NAME = "杭州华鼎科技有限公司"


class Tables(HTMLParser):
    """Every table of a page by its title: rows of texts, the header first."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._title, self._in = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in = tag
        if tag == "h2":
            self._title = ""
        elif tag == "tr":
            self.found.setdefault(self._title, []).append([])
        elif tag in {"td", "th"}:
            self.found[self._title][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "h2":
            self._title += data
        elif self._in in {"td", "th"}:
            self.found[self._title][-1][-1] += data


def _page(run: Run, book: Path, *more: object) -> str:
    target = book.with_name("页.html")
    ended = run("meeting", book, *TODAY, "-o", target, "--force", *more)
    assert ended.code == 0, ended.err
    return target.read_text(encoding="utf-8")


def test_the_months_are_those_of_the_monthly_report(run: Run, sample: Path) -> None:
    months = json.loads(run("monthly", sample, "--dry-run", "--format", "json", *TODAY).out)[
        "months"
    ]
    _head, *rows = Tables(_page(run, sample)).found["Months"]
    assert [(row[0], row[1], row[5], row[8].split("(")[0]) for row in rows] == [
        (one["统计周期"], str(one["线索总数"]), str(one["签约客户数"]), one["主要流失阶段"])
        for one in reversed(months)
    ]


def test_who_must_act_has_the_errors_of_the_check(run: Run, small: Path) -> None:
    found = json.loads(run("check", small, "--format", "json", "--no-state", *TODAY).out)
    page = _page(run, small)
    rows = Tables(page).found["Who must act"]
    assert rows[1][:2] == ["张三", str(found["summary"]["errors"])]
    assert "✗ 1 cells to mend: 张三 1" in page


def test_a_promise_that_nobody_kept_is_named_and_a_kept_one_is_not(
    run: Run, tmp_path: Path
) -> None:
    rows = [HEADERS, lead(1), lead(2, 公司名称="宁波启航物流有限公司")]
    log = [LOG,
           ["XS2024001", GOOD_NAME, "2024-03-04", "电话", "要报价", "报价", "2024-03-08", "张三"],
           ["XS2024002", "宁波启航物流有限公司", "2024-03-04", "电话", "要报价", "报价", "2024-03-08", "张三"],
           ["XS2024002", "宁波启航物流有限公司", "2024-03-08", "电话", "已报价", "", "", "张三"]]  # fmt: skip
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": rows, "跟进记录表": log})
    found = Tables(_page(run, book)).found
    assert found["Promised, not done"][1:] == [["张三", GOOD_NAME, "XS2024001", "2024-03-08", "10"]]
    assert ["张三", "1"] in [row[:1] + row[2:3] for row in found["Who must act"]]


def test_without_log_and_orders_it_says_what_it_cannot_tell(run: Run, small: Path) -> None:
    page = _page(run, small)
    assert "no 跟进记录表: nobody can tell who promised what" in page
    assert "no 订单: what is owed and received cannot be told" in page
    assert "no forecast: " in page
    assert "Promised, not done" not in page
    assert "promises not kept" not in page


def test_the_page_asks_for_nothing_and_lets_only_its_own_script_run(run: Run, sample: Path) -> None:
    page = _page(run, sample)
    assert not re.search(r"https?:|//\w|url\(|@import|\son\w+=", page.replace("http-equiv", ""))
    tags = Tables(page).tags
    assert not [
        one for one in tags if one[0] in {"link", "img", "iframe", "object", "form", "base"}
    ]
    assert not [one for one in tags if {"src", "href", "style"} & set(one[1])]
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [
        one["content"] for tag, one in tags if one.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )


def test_what_people_typed_is_text_and_nothing_else(run: Run, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><b x='\"&\x1b[31m"
    row = lead(1, 公司名称=evil, 负责人="<i>张三", 联系电话="1")
    headers, rows = [*HEADERS, "签约日期"], [[*row, "2024-03-17"]]
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [headers, *rows]})
    page = _page(run, book)
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<i>张三" not in page
    assert "\x1b" not in page
    assert [tag for tag, _ in Tables(page).tags].count("script") == 1


def test_the_page_lies_beside_the_book_and_is_made_anew_the_same_day(run: Run, small: Path) -> None:
    page = small.with_name("台账-周会-20240318.html")
    assert run("meeting", small, *TODAY).code == 0
    assert run("meeting", small, *TODAY).code == 0
    page.write_text("my own notes")
    ended = run("meeting", small, *TODAY)
    assert ended.code == UsageError.exit_code
    assert page.read_text() == "my own notes"


def test_the_book_is_not_touched_and_a_dry_run_writes_nothing(run: Run, sample: Path) -> None:
    before = lying(sample.parent)
    assert run("meeting", sample, *TODAY, "--dry-run").code == 0
    assert run("meeting", sample, *TODAY, "--format", "wechat").code == 0
    assert lying(sample.parent) == before
    run("meeting", sample, *TODAY)
    assert lying(sample.parent)[sample.name] == before[sample.name]


def test_it_compares_with_the_check_of_a_week_ago_not_with_yesterdays(
    run: Run, small: Path
) -> None:
    def rewrite(*rows: list[object]) -> None:
        small.unlink()
        write_rows(small, {"线索登记表": [HEADERS, *rows]})

    run("check", small, "--today", "2024-03-11")
    rewrite(lead(1), lead(2), lead(3), lead(4))
    run("check", small, "--today", "2024-03-17")
    rewrite(lead(1), lead(2), lead(3), lead(4), lead(5))
    assert "Since 11/3: 2 rows added" in _page(run, small)
    assert "Since 11/3: 2 rows added" in _page(run, small)  # nothing was remembered
    assert "Since" not in _page(run, small, "--no-state")


def test_the_lines_for_the_group_are_few_and_without_phones(run: Run, sample: Path) -> None:
    ended = run("meeting", sample, *TODAY, "--format", "wechat")
    lines = ended.out.splitlines()
    assert 3 < len(lines) <= 20
    assert lines[0].startswith("[Sales meeting 18/3] ")
    assert not re.search(r"1[3-9]\d{9}", ended.out)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [lead(1)],
        [[*lead(1), "2024-03-10"]],
        [lead(1, 分配时间="")],
        [lead(1, 负责人="", 分配时间="2024-03-18", 公司名称="")],
    ],
    ids=["no lead", "one", "only lost", "undated", "nobody's"],
)
def test_small_books_have_a_sensible_page(run: Run, tmp_path: Path, rows: list[list[str]]) -> None:
    headers = [*HEADERS, "流失日期"]
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [headers, *rows]})
    page = _page(run, book)
    assert not re.search(r"\bNone\b|\bnan\b|\binf\b|Mismatch", page)
    assert "This week" in page


def test_as_a_workbook_it_holds_the_same_figures_as_numbers(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    target = tmp_path / "周会.xlsx"
    assert run("meeting", sample, *TODAY, "-o", target).code == 0
    found = Tables(_page(run, sample)).found
    book = openpyxl.load_workbook(target)
    assert book.sheetnames[0] == "周会"
    assert set(book.sheetnames[1:]) == {name.replace("/", " ") for name in found}
    assert book["周会"]["A2"].value.startswith("✗ ")
    for name, rows in found.items():
        sheet = book[name]
        cells = [list(row) for row in sheet.iter_rows(min_row=3)]
        assert [[_shown(cell) for cell in row] for row in cells] == rows
        assert {cell.data_type for row in cells for cell in row} <= {"s", "n"}
    assert any(cell.data_type == "n" for cell in book["Months"][4])


def _shown(cell: Cell | MergedCell) -> str:
    """Return a cell as its number format shows it."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    form = cell.number_format
    assert isinstance(value, int | float)
    decimals, percent = len(form.rstrip("%").partition(".")[2]), form.endswith("%")
    step = Decimal(1).scaleb(-decimals - 2 * percent)
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP)  # as Excel does
    return f"{rounded:,.{decimals}{'%' if percent else 'f'}}"


def test_a_book_without_leads_is_refused(run: Run, tmp_path: Path) -> None:
    book = write_rows(tmp_path / "别的.xlsx", {"表": [["甲", "乙"], [1, 2]]})
    assert run("meeting", book).code == FileRefused.exit_code
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["别的.xlsx"]


def test_open_opens_the_page(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[Path]()

    def launch(path: Path) -> bool:
        seen.append(path)
        return True

    monkeypatch.setattr(opening, "launch", launch)
    run("meeting", small, *TODAY, "--open")
    assert seen == [small.with_name("台账-周会-20240318.html")]


def test_a_heading_sorts_its_table_in_a_browser(run: Run, sample: Path, tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium: the script is not run")
    page = _page(run, sample)
    click = (
        "<script>[...document.querySelectorAll('section')].find(one => one.querySelector('h2')"
        ".textContent.trim() === 'Months').querySelectorAll('th')[5].click()</script>"
    )
    loose = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    file = tmp_path / "sorted.html"
    file.write_text(loose.replace("</body>", click + "</body>"), encoding="utf-8")

    def shown(path: Path) -> Tables:
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu",
             f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", str(path)],
            capture_output=True, timeout=120, check=True,
        )  # fmt: skip
        return Tables(done.stdout.decode())

    counts = [int(row[5]) for row in shown(file).found["Months"][1:]]
    assert counts == sorted(counts)
    assert len(set(counts)) > 2
    strict = shown(sample.with_name("页.html"))  # under its policy the script runs as well
    assert all(one.get("tabindex") == "0" for tag, one in strict.tags if tag == "th")
