"""``explain``: every check, in both languages, from its own declaration."""

from __future__ import annotations

import re

import pytest

from crmbook.checks.registry import by_name
from crmbook.i18n import _
from tests.cli.conftest import Run
from tests.cli.desk import spawn

CHECKS = [pytest.param(check, id=check.code) for check in by_name().values()]


def test_every_check_explains_itself_in_both_languages(run: Run, language: str) -> None:
    for check in by_name().values():
        ended = run("explain", check.code)
        assert (ended.code, ended.err) == (0, ""), check.code
        head, *lines = ended.out.splitlines()
        assert head.startswith(f"{check.code}  ")
        assert head.endswith(f"  {_(check.title)}  ({check.name})")
        assert len(lines) == 7
        colon = "：" if language == "zh" else ": "
        assert all(re.match(rf"  \S+{colon}\S", line) for line in lines), ended.out
        assert lines[0].endswith(f"{colon}{_(check.why)}")
        assert lines[3].endswith(f"{colon}{_(check.remedy)}")


def test_the_chinese_explanations_are_chinese() -> None:
    ended = spawn(["说明"])
    assert ended.code == 0
    lines = ended.out.splitlines()
    assert len(lines) == len(by_name())
    for line in lines:
        title = line.split("  ")[2]
        assert re.search(r"[\u4e00-\u9fff]", title), line


def test_codes_and_names_of_any_case_are_understood(run: Run) -> None:
    told = run("explain", "V111")
    assert run("explain", "v111") == run("explain", "phone-format") == told


def test_no_code_lists_all_in_order(run: Run) -> None:
    codes = [line.split()[0] for line in run("explain").out.splitlines()]
    assert codes == sorted(codes) == [check.code for check in by_name().values()]


@pytest.mark.parametrize("code", ["ZZZ", "V1", "", "V111 "[:-1] + "x"])
def test_a_code_that_is_none_is_wrong_usage(code: str, run: Run) -> None:
    ended = run("explain", code)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "crmbook explain" in ended.err
