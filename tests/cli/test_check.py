"""``check``: the contract of its JSON, its filters, several books, and what its text says."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from crmbook.checks import beside
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, spawn, write_rows

TODAY = ("--today", "2024-03-31")
MESSY = Path(__file__).parents[2] / "sample_data" / "台账-凌乱.xlsx"


def _json(run: Run, *arguments: object) -> dict[str, Any]:
    ended = run("check", *arguments, *TODAY, "--format", "json")
    assert (ended.code in {0, 1}, ended.err) == (True, ""), ended.err
    found: dict[str, Any] = json.loads(ended.out)
    assert ended.code == (1 if found["summary"]["errors"] else 0)
    return found


def _where(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["sheet"], one["cell"]) for one in found["problems"]]


def test_the_json_has_the_keys_of_the_contract(run: Run) -> None:
    found = _json(run, MESSY)
    assert set(found) >= {"crmbook", "command", "book", "with", "today", "verdict", "summary",
                          "problems", "not_checked", "since"}  # fmt: skip
    assert (found["command"], found["book"], found["with"]) == ("check", str(MESSY), [])
    assert (found["today"], found["since"], found["verdict"]) == ("2024-03-31", None, "errors")
    assert set(found["summary"]) >= {"errors", "warnings", "fixable", "rows", "completeness"}
    keys = {"code", "name", "severity", "impact", "book", "sheet", "cell", "row", "column", "id",
            "owner", "value", "message", "fix"}  # fmt: skip
    for problem in found["problems"]:
        assert set(problem) >= keys
        assert problem["severity"] in {"error", "warning"}
        assert problem["impact"] in {"report", "contact", "form"}
        assert problem["book"] == MESSY.name
        assert problem["message"]
    for one in found["not_checked"]:
        assert set(one) == {"what", "why"}
        assert one["what"]
        assert one["why"]


def test_the_summary_counts_what_is_listed(run: Run) -> None:
    found = _json(run, MESSY)
    severities = [problem["severity"] for problem in found["problems"]]
    assert found["summary"]["errors"] == severities.count("error") > 0
    assert found["summary"]["warnings"] == severities.count("warning") > 0
    fixable = [problem for problem in found["problems"] if problem["fix"] is not None]
    assert found["summary"]["fixable"] == len(fixable) > 0


def test_codes_names_and_keys_do_not_change_with_the_language() -> None:
    arguments = ["check", MESSY, *TODAY, "--format", "json"]
    zh, en = (json.loads(spawn(["--lang", one, *arguments]).out) for one in ("zh", "en"))
    assert zh.keys() == en.keys()
    spoken = {"message", "remedy"}
    assert [{k: v for k, v in one.items() if k not in spoken} for one in zh["problems"]] == [
        {k: v for k, v in one.items() if k not in spoken} for one in en["problems"]
    ]
    assert zh["problems"][0]["message"] != en["problems"][0]["message"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (("--select", "V111"), {"V111"}),
        (("--select", "v111,X401"), {"V111", "X401"}),
        (("--select", "phone-format", "--select", "V121"), {"V111", "V121"}),
        (("--select", "V1", "--ignore", "V10"), "V1"),
    ],
    ids=["a code", "two codes", "a name", "a group without another"],
)
def test_select_and_ignore_take_codes_names_and_beginnings(
    given: tuple[str, ...], wanted: set[str] | str, run: Run
) -> None:
    every = {one["code"] for one in _json(run, MESSY)["problems"]}
    found = {one["code"] for one in _json(run, MESSY, *given)["problems"]}
    if isinstance(wanted, str):
        wanted = {c for c in every if c.startswith(wanted) and not c.startswith("V10")}
    assert found == wanted & every != set()


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_check_that_is_none_cannot_be_selected(option: str, run: Run, small: Path) -> None:
    ended = run("check", small, option, "V111,QQ9")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "QQ9" in ended.err


def test_owner_leaves_what_this_person_must_mend(run: Run) -> None:
    everything = _json(run, MESSY)["problems"]
    for owner in ("张三", "李四"):
        own = _json(run, MESSY, "--owner", owner)["problems"]
        assert own == [one for one in everything if one["owner"] == owner] != []
    nobody = _json(run, MESSY, "--owner", "未分配")["problems"]
    assert nobody == [one for one in everything if one["owner"] is None] != []


def test_owner_may_be_an_alias_and_must_be_known(run: Run, tmp_path: Path) -> None:
    sheets = {
        "线索登记表": [HEADERS, lead(1, 联系电话="123")],
        "人员": [["姓名", "别名", "在岗"], ["张三", "小张", "是"], ["李四", "", "是"]],
    }
    book = write_rows(tmp_path / "台账.xlsx", sheets)
    assert _json(run, book, "--owner", "小张")["problems"][0]["owner"] == "张三"
    assert _json(run, book, "--owner", "李四")["problems"] == []
    ended = run("check", book, "--owner", "张叁")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "张叁" in ended.err
    assert "张三、李四" in ended.err


def test_several_books_are_checked_as_one_ledger(run: Run, small: Path) -> None:
    other = write_rows(
        small.with_name("李四.xlsx"),
        {
            "登记": [
                HEADERS,
                lead(1, 公司名称="无锡锦晖贸易有限公司", 邮箱="错"),
                lead(9, 负责人="李四"),
            ]
        },
    )
    found = _json(run, small, other, "--select", "V111,V121,X")
    cells = {(one["book"], one["sheet"], one["cell"]) for one in found["problems"]}
    assert ("台账.xlsx", "线索登记表", "G3") in cells
    assert ("李四.xlsx", "登记", "H2") in cells
    doubled = [one for one in found["problems"] if one["name"] == "duplicate-number"]
    assert [(one["book"], one["id"]) for one in doubled] == [("李四.xlsx", "登记!2")]
    assert found["summary"]["rows"] == 5
    read_only = _json(run, small, "--with", other, "--select", "V111,V121,X")
    assert read_only["with"] == [str(other)]
    assert read_only["problems"] == found["problems"]


def _months(path: Path) -> Path:
    sheets = {
        f"{month}月": [HEADERS, *(
            lead(2 * month + at, 公司名称=f"杭州第{2 * month + at}科技有限公司",
                 邮箱=f"a{month}{at}@huading.com.cn", 联系电话=f"138674{month:02d}{at}57",
                 分配时间=f"2024-{month:02d}-05")
            for at in (0, 1)
        )]
        for month in range(1, 13)
    }  # fmt: skip
    sheets["5月"][2][6] = "1380000111"
    return write_rows(path, sheets)


def test_twelve_month_sheets_are_one_register(run: Run, tmp_path: Path) -> None:
    book = _months(tmp_path / "台账.xlsx")
    ended = run("check", book, "--today", "2024-12-31", "--format", "json", "--select", "V111")
    found = json.loads(ended.out)
    assert found["summary"]["rows"] == 24
    assert _where(found) == [("5月", "G3")]
    assert any("12" in note and "1月、2月、3月" in note for note in found["notes"])
    text = run("check", book, "--today", "2024-12-31").out
    assert "'5月'!G3" in text
    assert text.index("'2月'!M2") < text.index("'10月'!M2")
    told = json.loads(run("monthly", book, "--today", "2024-12-31", "--dry-run",
                          "--format", "json").out)  # fmt: skip
    assert [one["线索总数"] for one in told["months"]] == [2] * 12


def test_a_lead_carried_over_counts_once_and_is_no_double(run: Run, tmp_path: Path) -> None:
    sheets = {
        "2月": [HEADERS, lead(1, 公司名称="华鼎", 意向等级="B类"), lead(2)],
        "3月": [HEADERS, lead(1), lead(3)],
    }
    book = write_rows(tmp_path / "台账.xlsx", sheets)
    assert _json(run, book, "--select", "X401")["problems"] == []
    told = json.loads(run("monthly", book, *TODAY, "--dry-run", "--format", "json").out)
    assert [(one["线索总数"], one["A类线索数"]) for one in told["months"]] == [(3, 3)]


def test_two_reps_who_number_alike_have_two_leads(run: Run, tmp_path: Path) -> None:
    sheets = {
        "张三": [HEADERS, lead(1)],
        "李四": [HEADERS, lead(1, 公司名称="宁波启航物流有限公司", 负责人="李四")],
    }
    book = write_rows(tmp_path / "台账.xlsx", sheets)
    (found,) = _json(run, book, "--select", "X401")["problems"]
    assert (found["sheet"], found["cell"]) == ("李四", "A2")
    assert "张三!A2" in found["message"]
    told = json.loads(run("monthly", book, *TODAY, "--dry-run", "--format", "json").out)
    assert [one["线索总数"] for one in told["months"]] == [2]


def test_rows_that_are_no_records_are_left_out_and_named(run: Run, tmp_path: Path) -> None:
    rows = [HEADERS, lead(1), [], ["——3月展会——"], lead(2), HEADERS, lead(3, 联系电话="123"),
            ["小计", "3家"], ["合计", "3家"]]  # fmt: skip
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": rows})
    found = _json(run, book)
    assert found["summary"]["rows"] == 3
    assert ("线索登记表", "G7") in _where(found)
    (note,) = (note for note in found["notes"] if "不是记录" in note)
    for named in ("第4行“——3月展会——”", "第6行", "第8行“小计", "第9行“合计"):
        assert named in note
    assert "第3行" not in note
    assert "第4行“——3月展会——”" in run("check", book, *TODAY).out


def test_colours_strikes_and_hidden_rows_are_told_and_counted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("线索登记表")
        red, struck = book.add_format({"bg_color": "#FF0000"}), book.add_format()
        blue, green = (book.add_format({"bg_color": rgb}) for rgb in ("#0070C0", "#00B050"))
        struck.set_font_strikeout()
        sheet.write_row(0, 0, HEADERS)
        for at, style in enumerate((blue, red, struck, red, None, green), 1):
            sheet.write_row(at, 0, lead(at, 公司名称=f"杭州第{at}科技有限公司"), style)
        sheet.set_row(5, None, None, {"hidden": True})
        hidden = book.add_worksheet("去年")
        hidden.hide()
        hidden.write_row(0, 0, HEADERS)
        hidden.write_row(1, 0, lead(9, 公司名称="无锡锦晖贸易有限公司"))
    text = run("check", path, *TODAY).out
    assert "线索登记表：4 行有底色（红2 绿1 蓝1），颜色不参与统计" in text
    assert "线索登记表：1 行整行删除线，仍计入统计" in text
    assert "线索登记表：已计入 1 行隐藏行" in text
    assert "去年" in text
    assert _json(run, path)["summary"]["rows"] == 7


def test_values_merged_down_count_for_every_row_and_are_an_error(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("线索登记表")
        sheet.write_row(0, 0, HEADERS)
        for at in (1, 2, 3):
            sheet.write_row(at, 0, lead(at, 公司名称=f"杭州第{at}科技有限公司", 联系电话="123"))
        sheet.merge_range("L2:L4", "王芳")
    found = _json(run, path)
    (merged,) = (one for one in found["problems"] if one["name"] == "merged-values")
    assert (merged["severity"], merged["impact"]) == ("error", "report")
    assert {one["owner"] for one in found["problems"] if one["code"] == "V111"} == {"王芳"}


def test_the_verdict_is_the_first_line_and_owners_follow(run: Run) -> None:
    text = run("check", MESSY, *TODAY).out.splitlines()
    found = _json(run, MESSY)["summary"]
    assert text[0].startswith(
        f"还有 {found['errors']} 处要改，其中 {found['falsifying']} 处会算错月报：张三 "
    )
    assert text[1] == f"另有 {found['warnings']} 处可慢慢改"
    blocks = [line.split(" · ")[0] for line in text if line.endswith(" 处") and " · " in line]
    assert blocks[:2] == ["张三", "李四"]
    assert blocks.index("未分配") == len(blocks) - 1 or "王五" in blocks


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_text_is_in_the_language_of_its_reader(language: str) -> None:
    text = spawn(["--lang", language, "check", MESSY, *TODAY]).out
    if language == "zh":
        assert not any(word in text for word in ("row ", " rows", "nobody", "error", "(blank)"))
    else:
        assert not any(word in text for word in ("第26行", "：", "，", "（空）", "未分配"))
        assert "1 rows" not in text
        assert "1 hidden rows" not in text


def test_a_killed_validator_changes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told = run("check", MESSY, *TODAY, "--format", "json")
    start = beside.start

    def stillborn() -> None:
        start()
        validator = beside._Current.validator
        assert validator is not None
        os.kill(validator.child, signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(beside, "start", stillborn)
        assert run("check", MESSY, *TODAY, "--format", "json") == told
    with monkeypatch.context() as patch:
        patch.setattr(beside, "start", lambda: None)
        assert run("check", MESSY, *TODAY, "--format", "json") == told
    assert beside._Current.validator is None


def _descriptors() -> set[str]:
    return {entry.name for entry in Path("/proc/self/fd").iterdir()}


def test_a_check_leaves_no_process_and_no_pipe_behind(run: Run, small: Path) -> None:
    run("check", small)
    before = _descriptors()
    for _time in range(3):
        run("check", small)
        run("check", small.with_name("没有.xlsx"))
    assert _descriptors() == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_check_takes_now_for_today(run: Run, small: Path) -> None:
    found = json.loads(run("check", small, "--format", "json").out)
    assert dt.date.today() - dt.date.fromisoformat(found["today"]) <= dt.timedelta(days=1)


def test_completeness_without_owners_has_no_empty_brackets(
    run: Run, tmp_path: Path, language: str
) -> None:
    kept = [header for header in HEADERS if header != "负责人"]
    row = dict(zip(HEADERS, lead(1), strict=True))
    book = write_rows(tmp_path / "台账.xlsx", {"线索登记表": [kept, [row[one] for one in kept]]})
    out = run("--lang", language, "check", book, *TODAY).out
    assert "100.0%" in out
    assert "（）" not in out
    assert "()" not in out
