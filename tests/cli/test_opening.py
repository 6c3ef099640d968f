"""``--open``: a result opened with the program that the system has for it (U01)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crmbook.cli import opening
from crmbook.model.errors import UsageError
from tests.cli.conftest import Run


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return what was to be opened; nothing is."""
    seen = list[Path]()

    def launch(path: Path) -> bool:
        seen.append(path)
        return True

    monkeypatch.setattr(opening, "launch", launch)
    return seen


@pytest.mark.parametrize("form", ["html", "xlsx", "text"])
def test_check_opens_what_it_wrote(
    run: Run, small: Path, tmp_path: Path, launched: list[Path], form: str
) -> None:
    output = tmp_path / f"result.{form}"
    assert run("check", small, "--format", form, "-o", output, "--open").code == 1
    assert launched == [output]
    assert output.exists()


def test_check_opens_the_book_into_which_it_put_the_list(
    run: Run, small: Path, launched: list[Path]
) -> None:
    run("check", small, "--list", "--open")
    assert launched == [small]


def test_monthly_opens_the_book_it_wrote_and_nothing_after_a_dry_run(
    run: Run, sample: Path, launched: list[Path]
) -> None:
    assert run("monthly", sample, "--dry-run", "--open", "--today", "2024-03-31").code == 0
    assert launched == []
    assert run("monthly", sample, "--open", "--today", "2024-03-31").code == 0
    assert launched == [sample]


def test_open_without_a_file_is_wrong_usage(run: Run, small: Path, launched: list[Path]) -> None:
    assert run("check", small, "--open").code == UsageError.exit_code
    assert launched == []


@pytest.mark.usefixtures("english")
def test_where_nothing_opens_it_the_path_is_told(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    output = tmp_path / "result.html"
    ended = run("check", small, "--format", "html", "-o", output, "--open")
    assert ended.code == 1
    assert f"could not be opened here; it lies in {output}" in ended.err


@pytest.mark.parametrize(
    ("platform", "program"), [("linux", "xdg-open"), ("darwin", "open")], ids=["linux", "mac"]
)
def test_the_system_is_asked_with_an_absolute_name_and_no_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, program: str
) -> None:
    asked = list[list[str]]()
    which: Callable[[str], str] = lambda name: f"/bin/{name}"  # noqa: E731 - one line says it
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", which)
    monkeypatch.setattr(subprocess, "Popen", lambda words, **_how: asked.append(words))
    monkeypatch.chdir(tmp_path)
    assert opening.launch(Path("-x; rm.html"))
    assert asked == [[f"/bin/{program}", str(tmp_path / "-x; rm.html")]]
