"""The door: commands, aliases, languages, days; what is loaded, and how wrong usage ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import crmbook
from crmbook.cli.app import COMMANDS
from tests.cli.conftest import Run
from tests.cli.desk import python, spawn

HEAVY = "{'pandas', 'pandera', 'numpy', 'xlsxwriter', 'openpyxl', 'lxml', 'rapidfuzz', 'opencc'}"


def test_the_version_is_that_of_the_package(run: Run) -> None:
    assert run("--version") == run("--version")
    assert run("--version").out == f"crmbook {crmbook.__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["monthly", "-h"], []])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from crmbook.cli.app import run; run(sys.argv[1:]);"
        f"print(sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"
    )
    ended = python(code, *arguments)
    assert ended.err.splitlines()[-1] == "[]"


def test_check_loads_pandas_and_pandera_only_beside(small: Path) -> None:
    code = (
        "import sys; from crmbook.checks import beside; beside.start();"
        "from crmbook.cli.app import run; code = run(['check', sys.argv[1]]);"
        "print(code, sorted({'pandas', 'pandera', 'xlsxwriter', 'openpyxl'} & set(sys.modules)),"
        "file=sys.stderr)"
    )
    assert python(code, small).err == "1 []\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_is_in_one_language_and_fits_a_terminal(language: str) -> None:
    for name in ("", *COMMANDS):
        ended = spawn(["--lang", language, *([name] if name else []), "--help"])
        assert (ended.code, ended.err) == (0, "")
        lines = ended.out.splitlines()
        assert all(sum(1 + (char > "⺀") for char in line) <= 100 for line in lines)
        told = re.findall(r"^  (?:-\S.*?|\w+)  +(\S.*)$", ended.out, re.MULTILINE)
        assert told
        assert "路径" not in ended.out
        if language == "zh":
            assert all(re.search(r"[\u4e00-\u9fff]", text) for text in told), told


@pytest.mark.parametrize(
    ("alias", "name"), [(alias, name) for name, found in COMMANDS.items() for alias in found]
)
def test_a_command_answers_to_its_chinese_name(alias: str, name: str, run: Run) -> None:
    assert run(alias, "--help").out.split("\n", 2)[2] == run(name, "--help").out.split("\n", 2)[2]


def test_the_chinese_names_are_those_of_the_documents() -> None:
    assert {alias for found in COMMANDS.values() for alias in found} >= {
        "检查", "月报", "新建", "说明",
    }  # fmt: skip


def test_a_file_alone_is_checked(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.parent)
    assert run("台账.xlsx") == run("check", "台账.xlsx") == run("检查", "台账.xlsx")
    small.rename(small.with_name("台账"))
    assert run("台账").code == 1
    assert run("没有.xlsx").code == 3


WRONG = {
    "no command": (["foo"], "foo"),
    "no option": (["check", "--nope", "a.xlsx"], "--nope"),
    "no book": (["check"], "BOOK"),
    "two books for monthly": (["monthly", "a.xlsx", "b.xlsx"], "b.xlsx"),
    "a format that is none": (["check", "a.xlsx", "--format", "pdf"], "pdf"),
    "a day that is none": (["check", "a.xlsx", "--today", "明天"], "明天"),
    "a day in a far century": (["monthly", "a.xlsx", "--today", "9999-12-31"], "9999-12-31"),
    "a day of long ago": (["check", "a.xlsx", "--today", "0001-01-01"], "0001-01-01"),
    "a far time with a zone": (["check", "a.xlsx", "--today", "0001-01-01T00:00+14:00"], "+14:00"),
    "an option without its value": (["check", "a.xlsx", "--owner"], "--owner"),
    "a language that is none": (["--lang", "fr", "check", "a.xlsx"], "fr"),
    "a check that is none": (["explain", "ZZZ"], "ZZZ"),
}


@pytest.mark.parametrize(("arguments", "named"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_one_line_that_says_where_to_look(
    arguments: list[str], named: str, run: Run
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("crmbook: ")
    assert ended.err.count("\n") == 1
    assert named in ended.err
    assert "；" in ended.err


def test_no_argument_at_all_shows_the_help() -> None:
    ended = spawn([])
    assert ended.code == 2
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", ended.err, re.MULTILINE)


DAYS = {
    "a day": ("2024-03-18", "2024-03-18"),
    "a day without hyphens": ("20240318", "2024-03-18"),
    "a time": ("2024-03-18T10:30", "2024-03-18"),
    "a time after a space": ("2024-03-18 10:30", "2024-03-18"),
    "a time with a zone": ("2024-03-18T10:30+08:00", "2024-03-18"),
}


@pytest.mark.parametrize(("given", "meant"), DAYS.values(), ids=DAYS)
@pytest.mark.parametrize("command", [["check"], ["monthly", "--dry-run"]], ids=["check", "monthly"])
def test_today_is_a_day_or_a_time(
    given: str, meant: str, command: list[str], run: Run, small: Path
) -> None:
    ended = run(*command, small, "--today", given, "--format", "json")
    assert ended.code in {0, 1}, ended.err
    assert json.loads(ended.out)["today"] == meant


def test_a_day_means_its_end_and_a_time_that_minute(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "名单.csv"
    book.write_text(
        "线索编号,公司名称,联系人,联系电话,分配时间\n"
        "XS2024001,杭州华鼎科技有限公司,张伟,13867412358,2024-03-18 18:00\n",
        encoding="utf-8",
    )

    def future(today: str) -> list[str]:
        ended = run("check", book, "--today", today, "--select", "date-future", "--format", "json")
        return [problem["cell"] for problem in json.loads(ended.out)["problems"]]

    assert future("2024-03-18") == []
    assert future("2024-03-18T19:00") == []
    assert future("2024-03-17") == ["E2"]


@pytest.mark.parametrize(
    ("language", "verdict", "variable"),
    [("zh", "还有 1 处要改", "en"), ("en", "1 cells to mend", "zh")],
)
def test_lang_is_stronger_than_the_environment(
    language: str, verdict: str, variable: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRMBOOK_LANG", variable)
    today = ["--today", "2024-03-31", "--select", "V111"]
    assert verdict in spawn([f"--lang={language}", "check", small, *today]).out
    assert verdict not in spawn(["check", small, *today]).out


def test_lang_may_stand_behind_the_command() -> None:
    assert (
        spawn(["explain", "V104", "--lang", "en"]).out
        == spawn(["--lang", "en", "explain", "V104"]).out
    )
