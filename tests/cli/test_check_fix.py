"""``check --fix`` and ``--diff``: what can be mended is mended, listed, and nothing else changes."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks.workbooks import write_book
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, lying, write_rows

TODAY = ("--today", "2024-03-31")
LEADS, LOG = "线索登记表", "跟进记录表"


def cells(path: Path) -> dict[str, Any]:
    """Return every value of a book, by address, as openpyxl reads it."""
    book = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the cells that differ, with what they held and hold."""
    return {
        cell: (before.get(cell), after.get(cell))
        for cell in sorted({*before, *after})
        if before.get(cell) != after.get(cell)
    }


def fixed(run: Run, book: Path, *options: object) -> dict[str, Any]:
    """Mend a book; return the JSON of the check."""
    ended = run("check", book, "--fix", *options, *TODAY, "--format", "json")
    assert ended.code in {0, 1}, ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


SAFE = {
    "a space behind": ("leads", {"职位": "采购经理 "}, "F2", "采购经理", "V101"),
    "an invisible mark": ("leads", {"需求描述": "\u200b需采购ERP"}, "J2", "需采购ERP", "V101"),
    "a full-width space": ("leads", {"联系人": "张伟\u3000"}, "E2", "张伟", "V101"),
    "a phone with hyphens": ("leads", {"联系电话": "138-6741-2358"}, "G2", "13867412358", "V114"),
    "a phone from a phone book": (
        "leads", {"联系电话": "\u202d13867412358\u202c"}, "G2", "13867412358", "V114",
    ),
    "a full-width phone": ("leads", {"联系电话": "１３８６７４１２３５８"}, "G2", "13867412358", "V114"),
    "a phone stored as a number": ("leads", {"联系电话": 13867412358}, "G2", "13867412358", "V114"),
    "a landline": ("leads", {"联系电话": "(0571)86741235"}, "G2", "0571-86741235", "V114"),
    "a full-width address": ("leads", {"邮箱": "ｚｗ@huading.com.cn"}, "H2", "zw@huading.com.cn", "V123"),
    "mailto": ("leads", {"邮箱": "mailto:zw@huading.com.cn"}, "H2", "zw@huading.com.cn", "V123"),
    "a company with an inner space": (
        "leads", {"公司名称": "杭州华鼎 科技有限公司"}, "B2", "杭州华鼎科技有限公司", "V132",
    ),
    "mixed brackets": (
        "leads", {"公司名称": "华鼎（杭州)科技有限公司"}, "B2", "华鼎（杭州）科技有限公司", "V132",
    ),
    "an ill-written number": ("leads", {"线索编号": "xs-2024-007"}, "A2", "XS2024007", "V141"),
    "a date as text": ("leads", {"分配时间": "2024年3月1日"}, "M2", dt.datetime(2024, 3, 1), "V152"),
    "a date with its time": (
        "leads", {"分配时间": "2024-03-01 09:30"}, "M2", dt.datetime(2024, 3, 1, 9, 30), "V152",
    ),
    "eight digits": ("leads", {"分配时间": 20240301}, "M2", dt.datetime(2024, 3, 1), "V152"),
    "a date without its year": (
        "log", {"预计完成时间": "3月8日"}, "H2", dt.datetime(2024, 3, 8), "V154",
    ),
    "an amount as text": ("leads", {"签约金额(万元)": "35.5万"}, "N2", 35.5, "V165"),
    "an amount in yuan, and said so": ("leads", {"签约金额(万元)": "355000元"}, "N2", 35.5, "V165"),
    "a grade": ("leads", {"意向等级": "Ａ级"}, "K2", "A类", "V172"),
    "a grade with a space": ("leads", {"意向等级": "B类 "}, "K2", "B类", "V172"),
    "an alias": ("leads", {"线索来源": "官网"}, "I2", "官网注册", "V182"),
    "a log row that knows the company": (
        "log", {"线索编号": "", "公司名称": "杭州华鼎科技有限公司"}, "A2", "XS2024001", "X403",
    ),
}  # fmt: skip


def _book(path: Path, sheet: str, row: dict[str, Any], **other: Any) -> Path:
    sheets: dict[str, list[dict[str, Any]]] = {"leads": [{}], "log": [{}], "words": [{}]}
    sheets[sheet] = [row]
    return write_book(path, sheets, **other)


@pytest.mark.parametrize("case", SAFE.values(), ids=SAFE.keys())
def test_what_is_sure_is_mended_and_nothing_else(
    run: Run, tmp_path: Path, case: tuple[str, dict[str, Any], str, Any, str]
) -> None:
    sheet, row, cell, new, code = case
    book = _book(tmp_path / "台账.xlsx", sheet, row)
    before = cells(book)
    told = fixed(run, book)
    place = f"{LOG if sheet == 'log' else LEADS}!{cell}"
    assert changes(before, cells(book)) == {place: (before.get(place), new)}
    assert [(one["code"], f"{one['sheet']}!{one['cell']}") for one in told["fixes"]] == [
        (code, place)
    ]
    once = book.read_bytes()
    assert fixed(run, book)["fixes"] == []
    assert book.read_bytes() == once, "a second run writes nothing"


GUESSES = {
    "a grade in words": ("leads", {"意向等级": "高"}, "K2", "A类"),
    "a grade with a note": ("leads", {"意向等级": "A类-下月签"}, "K2", "A类"),
    "a mistyped domain": ("leads", {"邮箱": "zw@qq.con"}, "H2", "zw@qq.com"),
    "a number with a note": ("leads", {"线索编号": "XS2024001(重复)"}, "A2", "XS2024001"),
    "next Wednesday": ("log", {"预计完成时间": "下周三"}, "H2", dt.datetime(2024, 3, 6)),
    "the log knows better": ("log", {"意向等级变化": "A类→B类"}, "K2", "B类"),
    "a year far from the record's own": (
        "leads", {"获取时间": "12月28日"}, "N2", dt.datetime(2024, 12, 28),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", GUESSES.values(), ids=GUESSES.keys())
def test_guesses_are_made_only_when_asked_for(
    run: Run, tmp_path: Path, case: tuple[str, dict[str, Any], str, Any]
) -> None:
    sheet, row, cell, new = case
    book = _book(tmp_path / "台账.xlsx", sheet, row)
    before = cells(book)
    told = fixed(run, book)
    assert (told["fixes"], told["guesses"], cells(book)) == ([], 1, before)
    told = fixed(run, book, "--unsafe-fixes")
    assert [(one["cell"], one["safe"]) for one in told["fixes"]] == [(cell, False)]
    assert [after for _old, after in changes(before, cells(book)).values()] == [new]
    assert fixed(run, book, "--unsafe-fixes")["fixes"] == []


NEVER = {
    "3.1 may be the tenth": {"分配时间": 3.1},
    "10.3.24 may be March or 2010": {"分配时间": "10.3.24"},
    "an amount that looks like yuan": {"签约金额(万元)": "500000"},
    "an amount in a column of yuan": {"签约金额(元)": "35.5"},
    "a masked phone": {"联系电话": "138****2358"},
    "a phone with a digit too few": {"联系电话": "138-6741-235"},
    "an id beside the phone": {"联系电话": "138-6741-2358 QQ:12345678"},
    "no such day": {"分配时间": "2024-02-30"},
    "a company's short name": {"公司名称": "华鼎（展会认识）"},
}


@pytest.mark.parametrize("row", NEVER.values(), ids=NEVER.keys())
def test_what_only_people_know_stays(run: Run, tmp_path: Path, row: dict[str, Any]) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", row)
    before = book.read_bytes()
    told = fixed(run, book, "--unsafe-fixes")
    assert (told["fixes"], told["applied"]) == ([], False)
    assert book.read_bytes() == before


def test_a_formula_is_never_written_and_never_offered(run: Run, tmp_path: Path) -> None:
    book = _book(
        tmp_path / "台账.xlsx", "leads", {"职位": "=CACHED 采购\u200b经理", "联系人": "张伟 "}
    )
    told = fixed(run, book)
    assert [one["cell"] for one in told["fixes"]] == ["E2"]
    assert cells(book)[f"{LEADS}!F2"] == '="采购"&"经理"'
    left = {one["cell"]: one["fix"] for one in told["problems"] if one["code"] == "V101"}
    assert left == {"F2": None}


def test_the_inside_of_an_array_formula_is_left_and_said(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet(LEADS)
        for at, row in enumerate([HEADERS, lead(1, 联系人="张伟 "), lead(2), lead(3)]):
            sheet.write_row(at, 0, row)
        sheet.write_array_formula("F2:F4", '{="经理"&" "}', None, "经理 ")
        sheet.write_string("F3", "经理 ")
    told = fixed(run, book, "--select", "V101")
    assert [one["cell"] for one in told["fixes"]] == ["E2"]
    assert [one["cell"] for one in told["not_fixed"]] == ["F3"]


def test_merged_values_are_taken_apart_and_filled_down(run: Run, tmp_path: Path) -> None:
    rows = [{}, {}, {"负责人": ""}, {"负责人": ""}, {}]
    book = write_book(tmp_path / "台账.xlsx", {"leads": rows}, (f"{LEADS}!L3:L5",))
    before = cells(book)
    told = fixed(run, book)
    assert [(one["code"], one["cell"], one["new"]) for one in told["fixes"]] == [
        ("S201", "L4", "张三"), ("S201", "L5", "张三"),
    ]  # fmt: skip
    assert changes(before, cells(book)) == {
        f"{LEADS}!L4": (None, "张三"), f"{LEADS}!L5": (None, "张三"),
    }  # fmt: skip
    assert not openpyxl.load_workbook(book)[LEADS].merged_cells.ranges
    assert fixed(run, book)["fixes"] == []


def test_a_merged_value_is_mended_before_it_is_filled_down(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet(LEADS)
        for at, row in enumerate([HEADERS, lead(1), lead(2), lead(3, 负责人=None), lead(4)]):
            sheet.write_row(at, 0, row)
        sheet.merge_range("L3:L4", "张三 ")
        sheet.merge_range("P8:Q9", "别的")
    told = fixed(run, book, "--ignore", "V152")
    assert {one["cell"]: one["new"] for one in told["fixes"]} == {"L3": "张三", "L4": "张三"}
    ranges = openpyxl.load_workbook(book)[LEADS].merged_cells.ranges
    assert [str(one) for one in ranges] == ["P8:Q9"]
    assert fixed(run, book, "--ignore", "V152")["fixes"] == []


def test_a_merged_value_that_is_not_taken_apart_is_mended_in_its_one_cell(
    run: Run, tmp_path: Path
) -> None:
    book = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet(LEADS)
        for at, row in enumerate([HEADERS, lead(1), lead(2), lead(3)]):
            sheet.write_row(at, 0, row)
        sheet.merge_range("L3:L4", "张三 ")
    told = fixed(run, book, "--select", "V101")
    assert [one["cell"] for one in told["fixes"]] == ["L3"]
    assert fixed(run, book, "--select", "V101")["fixes"] == []


def test_numbers_are_issued_and_the_highest_is_kept(run: Run, tmp_path: Path) -> None:
    """The log row of a company that gets its number in the same run gets it, too."""
    rows = [{}, {"线索编号": "", "公司名称": "宁波启航商贸有限公司"}, {"线索编号": ""}]
    log = [{}, {"线索编号": "", "公司名称": "宁波启航商贸有限公司"}]
    rules = [{}, {"编号": "编号.已发.XS2024", "值": 41}]
    sheets: dict[str, list[dict[str, Any]]] = {"leads": rows, "log": log, "rules": rules}
    book = write_book(tmp_path / "台账.xlsx", sheets)
    before = cells(book)
    fixed(run, book)
    assert changes(before, cells(book)) == {
        f"{LEADS}!A3": (None, "XS2024042"), f"{LEADS}!A4": (None, "XS2024043"),
        f"{LOG}!A3": (None, "XS2024042"), "规则!C3": (41, 43),
    }  # fmt: skip
    assert fixed(run, book)["fixes"] == []
    grown = openpyxl.load_workbook(book)  # a row is deleted: its number is not given away again
    grown[LEADS].delete_rows(4)
    grown[LEADS]["B4"], grown[LEADS]["M4"] = "苏州恒达机械厂", dt.datetime(2024, 3, 5)
    grown.save(book)
    fixed(run, book)
    assert cells(book)[f"{LEADS}!A4"] == "XS2024044"


def test_a_rule_is_added_for_a_series_that_has_none(run: Run, tmp_path: Path) -> None:
    sheets: dict[str, list[dict[str, Any]]] = {"leads": [{}, {"线索编号": ""}], "rules": [{}]}
    book = write_book(tmp_path / "台账.xlsx", sheets)
    fixed(run, book)
    after = cells(book)
    assert after[f"{LEADS}!A3"] == "XS2024002"
    assert (after["规则!A3"], after["规则!C3"]) == ("编号.已发.XS2024", 2)


def test_a_rule_is_added_beside_a_computed_column_without_a_title(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(book) as made:
        leads, rules = made.add_worksheet(LEADS), made.add_worksheet("规则")
        for at, row in enumerate([HEADERS, lead(1), lead(2, 线索编号=None)]):
            leads.write_row(at, 0, row)
        rules.write_row(0, 1, ["编号", "规则", "值"])
        rules.write_row(1, 1, ["完整度.下限", "完整度", 0.9])
        rules.write_formula("A2", "=ROW()", None, 2)
        columns = [{"header": title} for title in ("行", "编号", "规则", "值")]
        columns[0]["formula"] = "=ROW()"
        rules.add_table("A1:D2", {"columns": columns})
        rules.write_blank("A1", None)
    fixed(run, book)
    sheet = openpyxl.load_workbook(book)["规则"]
    assert [cell.value for cell in sheet[3]][:2] == ["=ROW()", "编号.已发.XS2024"]
    assert sheet["D3"].value == 2


def test_what_the_log_says_of_the_last_contact_is_taken(run: Run, tmp_path: Path) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", {"最后跟进时间": dt.datetime(2024, 2, 1)})
    fixed(run, book)
    assert cells(book)[f"{LEADS}!N2"] == dt.datetime(2024, 3, 2)


def test_the_number_format_follows_the_value(run: Run, tmp_path: Path) -> None:
    """A date shows as one, a number in a cell of text is one, a phone stays text when retyped."""
    book = tmp_path / "台账.xlsx"
    titles = [*HEADERS, "签约金额(万元)"]
    with xlsxwriter.Workbook(book) as made:
        text = made.add_format({"num_format": "@", "bg_color": "#FFEEAA"})
        sheet = made.add_worksheet(LEADS)
        sheet.write_row(0, 0, titles)
        sheet.write_row(1, 0, lead(1))
        sheet.write_string("M2", "2024年3月1日", text)
        sheet.write_string("N2", "35.5万", text)
        sheet.write_number("G2", 13867412358)
    fixed(run, book)
    after = openpyxl.load_workbook(book)[LEADS]
    assert (after["M2"].value, after["M2"].is_date) == (dt.datetime(2024, 3, 1), True)
    assert (after["N2"].value, after["N2"].number_format) == (35.5, "General")
    assert (after["G2"].value, after["G2"].number_format) == ("13867412358", "@")
    assert {after[cell].fill.fgColor.rgb for cell in ("M2", "N2")} == {"FFFFEEAA"}


def test_diff_shows_each_cell_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", {"联系电话": "138-6741-2358", "意向等级": "高",
                                                 "职位": "经理 "})  # fmt: skip
    before = lying(tmp_path)
    ended = run("check", book, "--diff", *TODAY)
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert lines[0] == "台账.xlsx"
    assert f"  {LEADS}!F2  职位  经理␣ → 经理  [V101 " in lines[1]
    assert f"  {LEADS}!G2  联系电话  138-6741-2358 → 13867412358  [V114 " in lines[2]
    assert not any("K2" in line for line in lines)
    guessed = run("check", book, "--diff", "--unsafe-fixes", *TODAY).out
    assert f"{LEADS}!K2  意向等级  高 → A类  [V172 ?" in guessed
    told = json.loads(run("check", book, "--fix", "--diff", *TODAY, "--format", "json").out)
    assert [one["cell"] for one in told["fixes"]] == ["F2", "G2"]
    assert (told["command"], told["guesses"], told["applied"]) == ("check", 1, False)
    assert lying(tmp_path) == before


def test_diff_ends_with_1_when_something_must_be_mended(run: Run, tmp_path: Path) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", {"意向等级": "很高"})
    assert run("check", book, "--diff", *TODAY).code == 1


def test_the_report_after_a_fix_is_of_the_mended_book(run: Run, tmp_path: Path) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", {"联系人": "张伟 ", "意向等级": "很高"})
    ended = run("check", book, "--fix", *TODAY)
    assert ended.code == 1
    first, second, *_rest = ended.out.splitlines()
    assert "1" in first
    assert f"{LEADS}!E2  联系人  张伟␣ → 张伟" in second
    again = run("check", book, *TODAY, "--format", "json")
    assert [one["code"] for one in json.loads(again.out)["problems"]] == ["V171"]


def test_the_write_is_in_the_history_and_is_undone_whole(run: Run, tmp_path: Path) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", {"联系人": "张伟 "})
    before = book.read_bytes()
    told = fixed(run, book)
    assert Path(told["fixed"][0]["backup"]).read_bytes() == before
    history = json.loads(run("history", book, "--format", "json").out)
    assert "check --fix" in json.dumps(history, ensure_ascii=False)
    assert "V101" in json.dumps(history, ensure_ascii=False)
    assert run("undo", book).code == 0
    assert book.read_bytes() == before


def test_only_what_is_selected_is_mended(run: Run, tmp_path: Path) -> None:
    row = {"联系人": "张伟 ", "联系电话": "138-6741-2358", "意向等级": "A级"}
    book = _book(tmp_path / "台账.xlsx", "leads", row)
    assert [one["cell"] for one in fixed(run, book, "--select", "V114")["fixes"]] == ["G2"]
    assert [one["cell"] for one in fixed(run, book, "--ignore", "V101")["fixes"]] == ["K2"]
    assert fixed(run, book, "--owner", "")["fixes"] == []


def test_each_book_is_mended_and_files_only_read_are_not(run: Run, tmp_path: Path) -> None:
    books = [
        _book(tmp_path / name, "leads", {"线索编号": f"XS202400{at}", "联系人": "张伟 "})
        for at, name in enumerate(("甲.xlsx", "乙.xlsx", "丙.xlsx"), 1)
    ]
    third = books[2].read_bytes()
    ended = run("check", *books[:2], "--with", books[2], "--fix", "--select", "V101", *TODAY,
                "--format", "json")  # fmt: skip
    told = json.loads(ended.out)
    assert [one["book"] for one in told["fixes"]] == ["甲.xlsx", "乙.xlsx"]
    assert books[2].read_bytes() == third
    assert cells(books[1])[f"{LEADS}!E2"] == "张伟"


def test_a_csv_is_refused(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "台账.csv"
    rows = [HEADERS, lead(1, 联系人="张伟 ")]
    book.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    before = book.read_bytes()
    ended = run("check", book, "--fix", *TODAY)
    assert (ended.code, ended.out, ended.err.count("\n")) == (3, "", 1)
    assert book.read_bytes() == before


def test_a_book_that_is_open_elsewhere_is_not_touched(run: Run, tmp_path: Path) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", {"联系人": "张伟 "})
    book.with_name(f"~${book.name}").write_bytes(b"\x08WangFang" + b" " * 46)
    before = lying(tmp_path)
    ended = run("check", book, "--fix", *TODAY)
    assert (ended.code, ended.out) == (4, "")
    assert "WangFang" in ended.err
    assert lying(tmp_path) == before


@pytest.mark.parametrize(
    "options",
    [("--unsafe-fixes",), ("--diff", "--list"), ("--diff", "--format", "wechat")],
    ids=["guesses of nothing", "a list that is not written", "no such form"],
)
def test_options_that_contradict_are_wrong_usage(
    run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", {})
    ended = run("check", book, *options, *TODAY)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


def test_check_says_what_it_would_mend_itself(run: Run, tmp_path: Path) -> None:
    book = _book(tmp_path / "台账.xlsx", "leads", {"联系人": "张伟 "})
    assert "--fix" in run("check", book, *TODAY).out
    clean = _book(tmp_path / "干净.xlsx", "leads", {})
    assert "--fix" not in run("check", clean, *TODAY).out
    told = json.loads(run("check", book, *TODAY, "--format", "json").out)
    assert (told["summary"]["fixable"], told["summary"]["fixable_safely"]) == (1, 1)
    assert [(one["fix"], one["safe"]) for one in told["problems"]] == [("张伟", True)]


_POOL: dict[str, list[Any]] = {
    "线索编号": ["XS2024001", "xs2024002", "", None, "XS-2024-9", "ＸＳ2024010", "20240301001"],
    "公司名称": ["杭州华鼎科技有限公司", "华鼎 科技有限公司 ", "ＡＢＣ科技有限公司", "", "启航（宁波)商贸有限公司"],
    "联系人": ["张伟", " 李 四", "王总、李工", "无", None, "张*"],
    "联系电话": ["13867412358", "138 6741 2358", 13867412358, "+86-571-86741235", "0571 86741235转803",
             "138", "13867412358/13967412399（微信同号）", 57186741235, "１３９６７４１２３９９"],
    "邮箱": ["a@b.com", "Ａ@b.com ", "mailto:a@b.com", "a@qq.con", "a@b。com", "错", "a@b.com、c@d.cn"],
    "线索来源": ["官网注册", "官网", " 展会", "路过", "转介绍 "],
    "意向等级": ["A类", "a", "Ｂ级", "高", "★★★", "C类 ", "很高", "A类-急"],
    "负责人": ["张三", "小张", "张三 ", "李四/张三", None],
    "分配时间": ["2024-03-01", "2024年3月1日", "3月3日", 20240302, 3.4, 3.1, "24.3.2", "昨天", 45352, None],
    "签约金额(万元)": ["50万", "35", 20, "500000", "面议", "≥50", None, "12,000元"],
}  # fmt: skip
_ROWS = st.lists(
    st.fixed_dictionaries({title: st.sampled_from(values) for title, values in _POOL.items()}),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=_ROWS, unsafe=st.booleans())
def test_a_second_fix_does_nothing(
    run: Run, tmp_path: Path, rows: list[dict[str, Any]], *, unsafe: bool
) -> None:
    """Nor does any cell change that is not listed, nor any listed one otherwise than it says."""
    titles = list(_POOL)
    listed = [[row[title] for title in titles] for row in rows]
    book = write_rows(tmp_path / "台账.xlsx", {LEADS: [titles, *listed]})
    options = ("--unsafe-fixes",) if unsafe else ()
    before = cells(book)
    told = fixed(run, book, "--no-state", *options)
    found = changes(before, cells(book))
    assert {f"{one['sheet']}!{one['cell']}" for one in told["fixes"]} == set(found)
    assert told["not_fixed"] == []
    again = fixed(run, book, "--no-state", *options)
    assert (again["fixes"], again["applied"]) == ([], False)


def test_phones_keep_all_their_digits(run: Run, tmp_path: Path) -> None:
    """However they are written, what is left out is the country's own +86 alone."""
    draw = random.Random(7)  # noqa: S311 - phones, not secrets
    shapes = [
        "{0} {1} {2}",
        "+86{0}{1}{2}",
        "{0}-{1}-{2}",
        "{0}{1}{2} / 0571 8674{2}",
        "（{0}）{1}{2}",
    ]
    rows = [
        lead(at, 联系电话=draw.choice(shapes).format(
            f"13{draw.randint(0, 9)}", f"{draw.randint(2000, 9999)}", f"{draw.randint(1000, 9999)}"))
        for at in range(1, 80)
    ]  # fmt: skip
    book = write_rows(tmp_path / "台账.xlsx", {LEADS: [HEADERS, *rows]})
    before = cells(book)
    fixed(run, book, "--select", "V114")
    for old, new in changes(before, cells(book)).values():
        digits = "".join(filter(str.isdigit, old.replace("+86", "")))
        assert "".join(filter(str.isdigit, new)) == digits


def test_a_protected_sheet_is_mended_and_said_to_be_one(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(book) as made:
        sheet = made.add_worksheet(LEADS)
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, lead(1, 联系电话="138-6741-2358"))
        sheet.protect("秘密")
    before = book.read_bytes()
    ended = run("check", book, "--fix", "--format", "json", *TODAY)
    (receipt,) = json.loads(ended.out)["fixed"]
    (note,) = receipt["notes"]
    assert f"“{LEADS}”" in note
    book.write_bytes(before)
    assert note in run("check", book, "--fix", *TODAY).out
