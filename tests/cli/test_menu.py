"""The door (U01): a menu at a terminal of its own, driven as a person would."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import pytest

from crmbook.cli.app import COMMANDS
from crmbook.cli.choices import agrees, offered
from crmbook.cli.menu import dropped_names
from crmbook.model.errors import UsageError
from tests.cli.conftest import Run
from tests.cli.desk import ENVIRONMENT, lying

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty is a thing of Unix")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Terminal:
    """``crmbook`` at a pseudo-terminal; ``opened`` is what it asked the system to open."""

    def __init__(self, folder: Path, arguments: Sequence[object]) -> None:
        self._log = folder / "opened.txt"
        opener = folder / "xdg-open"
        opener.write_text(f'#!/bin/sh\necho "$1" >> "{self._log}"\n')
        opener.chmod(0o755)
        own, theirs = pty.openpty()
        self._screen = own
        path = f"{folder}{os.pathsep}{os.environ['PATH']}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crmbook", "--lang", "en", *map(str, arguments)],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env=ENVIRONMENT | os.environ | {"PATH": path},
        )  # fmt: skip
        os.close(theirs)
        self.seen = ""

    def until(self, text: str) -> str:
        """Return what is printed until a text is; a minute without it is a failure."""
        read, end = "", time.monotonic() + 60
        while text not in read:
            assert time.monotonic() < end, f"no {text!r} in {read!r}"
            if select.select([self._screen], [], [], 1)[0]:
                read += os.read(self._screen, 65536).decode("utf-8", "replace")
        self.seen += read
        return read

    def answer(self, text: str) -> None:
        """Type a line."""
        self.press(f"{text}\n")

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._screen, keys.encode())

    def opened(self) -> list[str]:
        """Return the names of the files that were to be opened, once there are any."""
        end = time.monotonic() + 10
        while not self._log.exists() and time.monotonic() < end:
            time.sleep(0.05)
        return [Path(line).name for line in self._log.read_text().splitlines()]

    def close(self) -> int:
        """Wait for the end; return the exit code."""
        code = self._process.wait(timeout=60)
        os.close(self._screen)
        return code

    def kill(self) -> None:
        """End what a failed test left running."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


Sit = Callable[..., Terminal]


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    """Sit down at a terminal."""
    folder = tmp_path / "programs"
    folder.mkdir()
    begun: list[Terminal] = []

    def here(*arguments: object) -> Terminal:
        begun.append(Terminal(folder, arguments))
        return begun[-1]

    yield here
    for terminal in begun:
        terminal.kill()


def test_a_book_without_a_command_is_checked_opened_and_followed_by_the_menu(
    sit: Sit, small: Path
) -> None:
    terminal = sit(small)
    screen = terminal.until("Number:")
    assert "1 cells to mend: 张三 1" in screen
    for number, choice in enumerate(offered(COMMANDS), 1):
        assert f"  {number}  {choice.title}" in screen
    assert terminal.opened() == ["台账-检查.html"]
    terminal.answer("0")
    terminal.until("Press Enter to close")
    terminal.answer("")
    assert terminal.close() == 1  # as check: one cell must be mended


def test_nothing_is_written_before_somebody_has_said_yes(sit: Sit, small: Path) -> None:
    before = lying(small.parent)
    terminal = sit(small)
    terminal.until("Number:")
    for number in ("99", "x", ""):
        terminal.answer(number)
        assert "a number from 0 to" in terminal.until("Number:")
    for said in ("", "否", "maybe"):
        terminal.answer("2")
        terminal.until("（是/否）")
        terminal.answer(said)
        terminal.until("Press Enter for the menu")
        terminal.answer("")
        terminal.until("Number:")
    terminal.press("\x04")  # end of input, as Ctrl-C: that is leaving, too, and it still waits
    terminal.until("Press Enter to close")
    terminal.answer("")
    terminal.close()
    assert lying(small.parent) == before


def test_the_list_goes_into_the_book_and_undo_takes_it_out_again(sit: Sit, small: Path) -> None:
    before = small.read_bytes()
    terminal = sit(small)
    terminal.until("Number:")
    terminal.answer("1")
    terminal.until("Press Enter for the menu")
    with_list = small.read_bytes()
    assert with_list != before
    terminal.answer("")
    undo = [one.command for one in offered(COMMANDS)].index("undo") + 1
    terminal.until("Number:")
    terminal.answer(str(undo))
    terminal.until("（是/否）")
    assert small.read_bytes() == with_list
    terminal.answer("是")
    terminal.until("Press Enter for the menu")
    assert small.read_bytes() == before


def test_a_file_that_is_refused_is_told_and_the_window_stays(sit: Sit, tmp_path: Path) -> None:
    broken = tmp_path / "坏的.xlsx"
    broken.write_bytes(b"no workbook")
    terminal = sit(broken)
    screen = terminal.until("Press Enter to close")
    assert "crmbook: " in screen
    assert "坏的.xlsx" in screen
    assert "Number:" not in screen
    terminal.answer("")
    assert terminal.close() == 3


def test_without_a_file_the_door_asks_for_one(sit: Sit, small: Path) -> None:
    terminal = sit("menu")
    terminal.until("Drag a workbook into this window and press Enter:")
    terminal.answer(f"'{small}'")
    assert "cells to mend" in terminal.until("Number:")


def test_options_or_a_pipe_mean_a_plain_check(sit: Sit, small: Path, run: Run) -> None:
    terminal = sit(small, "--no-state")
    assert terminal.close() == 1  # it does not wait for anybody
    assert run(small).out == run("check", small).out


@pytest.mark.usefixtures("english")
def test_the_menu_needs_a_terminal(run: Run, small: Path) -> None:
    ended = run("menu", small)
    assert ended.code == UsageError.exit_code
    assert "a menu needs somebody at a terminal" in ended.err


def test_the_menu_offers_only_commands_that_exist() -> None:
    assert [one.command for one in offered({"check": (), "undo": ()})] == ["check", "check", "undo"]
    assert {one.command for one in offered(COMMANDS)} <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_chinese_name_that_a_shell_takes_as_it_is(name: str) -> None:
    assert COMMANDS[name]
    for alias in COMMANDS[name]:
        assert _CHINESE.search(alias)
        assert alias.isalnum()  # no space, quote, bracket or star
        assert sum(alias in aliases for aliases in COMMANDS.values()) == 1


@pytest.mark.parametrize(
    ("text", "windows", "names"),
    [
        (r'"C:\我的 文档\台账.xlsx"', True, [r"C:\我的 文档\台账.xlsx"]),
        (r"C:\表\台账.xlsx", True, [r"C:\表\台账.xlsx"]),
        (r'"C:\a b.xlsx" D:\c.xlsx', True, [r"C:\a b.xlsx", r"D:\c.xlsx"]),
        (r"/home/我的\ 文档/台账.xlsx ", False, ["/home/我的 文档/台账.xlsx"]),
        ("'/home/a b.xlsx'", False, ["/home/a b.xlsx"]),
        ("it's.xlsx", False, ["it's.xlsx"]),
        ("  ", False, []),
    ],
    ids=["quoted", "bare", "two", "escaped", "posix-quoted", "one quote", "nothing"],
)
def test_a_dragged_name_is_read(text: str, *, windows: bool, names: list[str]) -> None:
    assert dropped_names(text, windows=windows) == names


@pytest.mark.parametrize(("said", "yes"), [("是", True), ("Y ", True), ("", False), ("no", False)])
def test_only_a_clear_yes_is_one(monkeypatch: pytest.MonkeyPatch, said: str, *, yes: bool) -> None:
    monkeypatch.setattr(click, "prompt", lambda *_asked, **_options: said)
    assert agrees("?") is yes
