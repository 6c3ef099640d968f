"""``check`` against the last check: the first line, and what looks like mass damage (U04)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crmbook.files.state import state_folder
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, write_rows

Rows = list[list[Any]]
COUNT = 60
COMPANY, PHONE, MAIL, GRADE, OWNER, DATE = (
    HEADERS.index(name)
    for name in ("公司名称", "联系电话", "邮箱", "意向等级", "负责人", "分配时间")
)
FIRST, SECOND = ("--today", "2024-03-11"), ("--today", "2024-03-18")


def _rows(count: int = COUNT) -> Rows:
    grades = ("A类", "B类", "C类")
    return [
        lead(at, 公司名称=f"杭州第{at}科技有限公司", 联系电话=f"138{at * 7919 % 10**8:08d}",
             邮箱=f"a{at}@huading.com.cn", 意向等级=grades[at % 3], 负责人=("张三", "李四")[at % 2],
             分配时间=f"2024-02-{at % 28 + 1:02d}")
        for at in range(1, count + 1)
    ]  # fmt: skip


def _write(path: Path, rows: Rows, more: dict[str, Rows] | None = None) -> Path:
    return write_rows(path, {"线索登记表": [HEADERS, *rows], **(more or {})})


def _since(run: Run, book: Path, *more: object) -> dict[str, Any] | None:
    found: dict[str, Any] = json.loads(run("check", book, "--format", "json", *more).out)
    since: dict[str, Any] | None = found["since"]
    return since


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    return _write(folder / "台账.xlsx", _rows())


def test_the_first_check_has_nothing_to_compare_with(run: Run, book: Path) -> None:
    assert _since(run, book, *FIRST) is None
    assert run("check", book, *FIRST).out.startswith("可以开会")


def test_the_first_line_says_what_changed(run: Run, book: Path) -> None:
    run("check", book, *FIRST)
    rows = _rows(COUNT + 3)
    for at in range(4):
        rows[at][OWNER] = "王五"
    _write(book, rows[:-4] + rows[-3:])
    lines = run("check", book, *SECOND).out.splitlines()
    assert lines[0] == "自3月11日以来：新增 3 行，删除 1 行，改 4 格"
    assert lines[1].startswith("可以开会")
    since = _since(run, book, *SECOND)
    assert since is not None
    assert (since["date"], since["rows_added"], since["rows_removed"], since["cells_changed"]) == (
        "2024-03-11", 3, 1, 4,
    )  # fmt: skip
    assert since["sheets"] == [{"sheet": "线索登记表", "added": 3, "removed": 1, "changed": 4}]
    assert since["alarms"] == []


def test_another_year_is_named(run: Run, book: Path) -> None:
    run("check", book, "--today", "2023-12-25")
    assert run("check", book, *FIRST).out.startswith("自2023年12月25日以来：新增 0 行，")


def test_sorting_the_rows_changes_nothing(run: Run, book: Path) -> None:
    run("check", book, *FIRST)
    _write(book, sorted(_rows(), key=lambda row: str(row[MAIL])))
    found = _since(run, book, *SECOND)
    assert found is not None
    assert (found["rows_added"], found["rows_removed"], found["cells_changed"]) == (0, 0, 0)


def _sort_alone(rows: Rows) -> None:
    phones = sorted((str(row[PHONE]) for row in rows), reverse=True)
    for row, phone in zip(rows, phones, strict=True):
        row[PHONE] = phone


def _drag_grade(rows: Rows) -> None:
    for row in rows[10:41]:
        row[GRADE] = "A类"


def _drag_phone(rows: Rows) -> None:
    for at in range(20, 30):
        rows[at][PHONE] = str(13800138000 + at)


def _drag_date(rows: Rows) -> None:
    for at in range(20, 27):
        rows[at][DATE] = f"2024-01-{at:02d}"


def _empty(rows: Rows) -> None:
    for row in rows:
        row[MAIL] = None


def _remove(rows: Rows) -> None:
    del rows[5:42]


def _hand_over(rows: Rows) -> None:
    for row in rows:
        row[OWNER] = "王五" if row[OWNER] == "张三" else row[OWNER]


def _replace(rows: Rows) -> None:
    for at, row in enumerate(rows):
        row[COMPANY] = f"宁波第{at * 3}贸易有限公司"


DAMAGE: dict[str, tuple[Callable[[Rows], None], str, str]] = {
    "one column sorted alone": (_sort_alone, "sorted-alone", "联系电话"),
    "a value dragged down": (_drag_grade, "dragged-down", "意向等级"),
    "phones that rise by one": (_drag_phone, "rising", "联系电话"),
    "a column emptied": (_empty, "column-emptied", "邮箱"),
    "rows gone": (_remove, "rows-gone", ""),
    "most of a column changed": (_replace, "many-changed", "公司名称"),
}


@pytest.mark.parametrize(("harm", "kind", "column"), DAMAGE.values(), ids=DAMAGE)
def test_mass_damage_raises_one_alarm(
    harm: Callable[[Rows], None], kind: str, column: str, run: Run, book: Path
) -> None:
    run("check", book, *FIRST)
    rows = _rows()
    harm(rows)
    _write(book, rows)
    since = _since(run, book, *SECOND)
    assert since is not None
    (alarm,) = since["alarms"]
    assert (alarm["kind"], alarm["column"]) == (kind, column or None)
    lines = run("check", book, *SECOND).out.splitlines()
    assert lines[0].startswith("自3月11日以来：")
    assert lines[1] == f"⚠ {alarm['message']}"


GOLDEN = {
    "sorted": (_sort_alone, "线索登记表：联系电话 60 行互换，疑似只排了一列"),
    "dragged": (_drag_phone, "线索登记表：第22–31行 联系电话 逐行加 1，疑似误拖填充"),
    "gone": (_remove, "线索登记表：比上次少 37 行"),
    "emptied": (_empty, "线索登记表：邮箱 有 60 格被清空"),
}


@pytest.mark.parametrize(("harm", "told"), GOLDEN.values(), ids=GOLDEN)
def test_an_alarm_says_what_a_colleague_would(
    harm: Callable[[Rows], None], told: str, run: Run, book: Path
) -> None:
    run("check", book, *FIRST)
    rows = _rows()
    harm(rows)
    _write(book, rows)
    assert f"⚠ {told}" in run("check", book, *SECOND).out.splitlines()


def _few_phones(rows: Rows) -> None:
    for at in range(0, 40, 5):
        rows[at][PHONE] = f"1390013{at:04d}"


WORK: dict[str, Callable[[Rows], None]] = {
    "a rep's leads handed over": _hand_over,
    "eight phones put right": _few_phones,
    "two rows deleted": lambda rows: rows.__delitem__(slice(3, 5)),
    "twenty rows added": lambda rows: rows.extend(_rows(80)[60:]),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_a_persons_work_raises_none(work: Callable[[Rows], None], run: Run, book: Path) -> None:
    run("check", book, *FIRST)
    rows = _rows()
    work(rows)
    _write(book, rows)
    since = _since(run, book, *SECOND)
    assert since is not None
    assert since["alarms"] == []


def test_a_column_that_is_gone_is_named(run: Run, book: Path) -> None:
    run("check", book, *FIRST)
    write_rows(
        book,
        {
            "线索登记表": [
                [c for at, c in enumerate(row) if at != MAIL] for row in (HEADERS, *_rows())
            ]
        },
    )
    since = _since(run, book, *SECOND)
    assert since is not None
    assert [(one["kind"], one["column"], one["count"]) for one in since["alarms"]] == [
        ("column-gone", "邮箱", COUNT)
    ]


def test_the_log_is_compared_too(run: Run, tmp_path: Path) -> None:
    titles = ["线索编号", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要"]
    log = [["XS2024001", f"2024-03-{at:02d}", "张三", "电话", "谈了价格"] for at in range(1, 6)]
    book = _write(tmp_path / "台账.xlsx", _rows(3), {"跟进记录表": [titles, *log]})
    run("check", book, *FIRST)
    log[0][4] = "谈了交期"
    _write(book, _rows(3), {"跟进记录表": [titles, *log, [*log[0][:1], "2024-03-17", *log[0][2:]]]})
    since = _since(run, book, *SECOND)
    assert since is not None
    assert {"sheet": "跟进记录表", "added": 1, "removed": 0, "changed": 1} in since["sheets"]


def test_damage_is_told_all_day(run: Run, book: Path) -> None:
    """The second check of a day compares with the day before, not with the damaged book."""
    run("check", book, *FIRST)
    rows = _rows()
    _sort_alone(rows)
    _write(book, rows)
    for _again in range(3):
        since = _since(run, book, *SECOND)
        assert since is not None
        assert [one["kind"] for one in since["alarms"]] == ["sorted-alone"]


def test_on_the_first_day_the_first_check_is_the_measure(run: Run, book: Path) -> None:
    run("check", book, "--today", "2024-03-11T09:30")
    rows = _rows()
    _sort_alone(rows)
    _write(book, rows)
    for clock in ("10:00", "11:00"):
        out = run("check", book, "--today", f"2024-03-11T{clock}").out
        assert out.startswith("自今天09:30以来：新增 0 行，删除 0 行，改 ")


def _unnumbered(*, log: bool = False) -> tuple[Rows, dict[str, Rows]]:
    """Return leads of which some have no number: two of one company, one without any company."""
    rows = _rows(30)
    rows[1][0] = rows[4][0] = rows[5][0] = rows[9][0] = None
    rows[5][COMPANY] = rows[4][COMPANY]
    rows[9][COMPANY], rows[1][COMPANY] = None, f"{rows[1][COMPANY]}　"
    rows[5][PHONE] = "1380000 5555"
    rows[9][DATE] = None  # nothing else in that row is mended
    rows[11][0], rows[12][COMPANY] = " XS2024012", f" {rows[12][COMPANY]}"
    titles = ["线索编号", "公司名称", "跟进时间", "跟进人", "跟进方式", "跟进内容摘要"]
    entries = [[f"XS2024{at:03d}", None, f"2024-03-{at:02d}", "张三", "电话", "谈了价格"]
               for at in (3, 7)]  # fmt: skip
    entries.append([None, rows[2][COMPANY], "2024-03-02", "张三", "电话", "约了下周"])
    return rows, {"跟进记录表": [titles, *entries]} if log else {}


def test_a_row_that_got_its_number_is_changed_not_another(run: Run, book: Path) -> None:
    rows, log = _unnumbered(log=True)
    _write(book, rows, log)
    run("check", book, *FIRST)
    ended = run("check", book, "--fix", "--no-state", *FIRST, "--format", "json")
    fixed = json.loads(ended.out)["fixes"]
    assert sum(one["column"] == "线索编号" for one in fixed) == 6  # one is mended
    assert any(one["column"] != "线索编号" for one in fixed)
    since = _since(run, book, *SECOND)
    assert since is not None
    assert (since["rows_added"], since["rows_removed"], since["cells_changed"]) == (
        0, 0, len(fixed),
    )  # fmt: skip


def test_a_row_whose_number_was_emptied_is_changed_too(run: Run, book: Path) -> None:
    run("check", book, *FIRST)
    rows = _rows()
    rows[7][0] = None
    _write(book, [*rows[:20], *rows[21:], *_rows(COUNT + 1)[COUNT:]])
    since = _since(run, book, *SECOND)
    assert since is not None
    assert (since["rows_added"], since["rows_removed"], since["cells_changed"]) == (1, 1, 1)


def test_twice_on_one_day_without_a_change_is_not_told(run: Run, book: Path) -> None:
    first = run("check", book, *FIRST).out
    assert run("check", book, *FIRST).out == first


def test_no_state_keeps_and_reads_nothing(run: Run, book: Path) -> None:
    run("check", book, *FIRST, "--no-state")
    assert not list(state_folder().rglob("*.npz"))
    run("check", book, *FIRST)
    assert len(list(state_folder().rglob("*.npz"))) == 1
    assert _since(run, book, *SECOND, "--no-state") is None


@pytest.mark.parametrize(
    "given", [("--owner", "张三"), ("--select", "V1"), ("--ignore", "V111")], ids=str
)
def test_a_part_of_a_check_is_not_remembered(given: tuple[str, ...], run: Run, book: Path) -> None:
    run("check", book, *FIRST, *given)
    assert not list(state_folder().rglob("*.npz"))


def test_a_check_of_two_books_is_no_measure_for_one(run: Run, book: Path) -> None:
    other = _write(book.with_name("李四.xlsx"), _rows(3))
    run("check", book, other, *FIRST)
    assert _since(run, book, *SECOND) is None


def test_a_snapshot_holds_no_value(run: Run, book: Path) -> None:
    run("check", book, *FIRST)
    (kept,) = state_folder().rglob("*.npz")
    data = kept.read_bytes()
    for value in ("杭州第1科技有限公司", "XS2024001", "huading", "13800007919", "张三"):
        assert value.encode() not in data
        assert value.encode("utf-16-le") not in data
        assert value.encode("utf-32-le") not in data


def test_a_snapshot_that_cannot_be_kept_is_a_note(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("CRMBOOK_STATE", str(blocked))
    ended = run("check", book, *FIRST)
    assert ended.code == 0
    assert "这次检查没能留作下次对比" in ended.out


def test_since_a_json_names_what_is_new_and_solved(run: Run, book: Path, tmp_path: Path) -> None:
    rows = _rows()
    rows[0][PHONE] = rows[1][PHONE] = "123"
    _write(book, rows)
    older = tmp_path / "上周.json"
    run("check", book, *FIRST, "--format", "json", "-o", older, "--no-state")
    rows[0][PHONE], rows[5][GRADE], rows[6][GRADE] = "13912345678", None, None
    _write(book, rows)
    ended = run("check", book, *SECOND, "--since", older, "--no-state")
    assert ended.out.splitlines()[0] == "自3月11日以来：新出 3 处问题，已改好 1 处"
    since = _since(run, book, *SECOND, "--since", older, "--no-state")
    assert since is not None
    assert (since["problems_new"], since["problems_solved"], since["errors_before"]) == (3, 1, 2)
    assert since["rows_added"] is None


def test_since_a_json_has_rows_where_its_day_is_remembered(
    run: Run, book: Path, tmp_path: Path
) -> None:
    older = tmp_path / "上周.json"
    run("check", book, *FIRST, "--format", "json", "-o", older)
    _write(book, _rows(COUNT + 2))
    out = run("check", book, *SECOND, "--since", older).out
    assert out.startswith(
        "自3月11日以来：新增 2 行，删除 0 行，改 0 格；新出 2 处问题，已改好 0 处"
    )


def test_since_an_older_copy_counts_rows_and_cells(run: Run, book: Path, tmp_path: Path) -> None:
    older = _write(tmp_path / "旧台账.xlsx", _rows(COUNT - 5))
    since = _since(run, book, *SECOND, "--since", older, "--no-state")
    assert since is not None
    assert (since["rows_added"], since["rows_removed"]) == (5, 0)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "{}",
        '{"command": "monthly"}',
        '{"command": "check", "today": "2024-03-11", "summary": {}, "problems": []}',
    ],
    ids=["cut", "empty", "of monthly", "without counts"],
)
def test_since_what_is_no_check_is_refused(
    content: str, run: Run, book: Path, tmp_path: Path
) -> None:
    older = tmp_path / "旧.json"
    older.write_text(content, encoding="utf-8")
    ended = run("check", book, "--since", older)
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.startswith(f"crmbook: {older}: ")


def test_reading_leaves_the_book_as_it_was(run: Run, book: Path) -> None:
    before = book.read_bytes()
    run("check", book, *FIRST)
    run("check", book, *SECOND)
    assert book.read_bytes() == before
    assert openpyxl.load_workbook(book).sheetnames == ["线索登记表"]


def test_a_number_issued_is_a_cell_changed_and_no_row_gone(run: Run, book: Path) -> None:
    rows = _rows()
    for row in rows[:2]:
        row[HEADERS.index("线索编号")] = None
    _write(book, rows)
    run("check", book, *FIRST)
    run("check", book, "--fix", *SECOND)
    found = _since(run, book, *SECOND)
    assert found is not None
    assert (found["rows_added"], found["rows_removed"]) == (0, 0)
    assert found["cells_changed"] == COUNT + 2  # every 分配时间 was text


def test_twice_on_one_day_that_was_asked_for_names_no_time(run: Run, book: Path) -> None:
    run("check", book, *FIRST)
    _write(book, _rows(COUNT + 1))
    first = run("check", book, *FIRST).out.splitlines()[0]
    assert first.startswith("自今天上次检查以来：新增 1 行")
