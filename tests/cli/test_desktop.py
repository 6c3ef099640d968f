"""``crmbook desktop``: shortcuts where they belong, and nothing of others overwritten (U01)."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import LnkParse3
import platformdirs
import pytest

from crmbook.model.errors import CannotWrite, UsageError
from crmbook.workflows import desktop as job
from crmbook.workflows.desktop import ELSEWHERE, NAME
from tests.cli.conftest import Run
from tests.cli.desk import lying


@pytest.fixture
def windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A desktop and a 发送到 as Windows has them."""
    screen, roaming = tmp_path / "桌面", tmp_path / "Roaming"
    send = roaming / "Microsoft" / "Windows" / "SendTo"
    screen.mkdir()
    send.mkdir(parents=True)
    monkeypatch.setattr(job, "on_windows", lambda: True)
    monkeypatch.setattr(platformdirs, "user_desktop_path", lambda: screen)
    monkeypatch.setenv("APPDATA", str(roaming))
    return screen, send


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = LnkParse3.lnk_file(io.BytesIO(path.read_bytes())).get_json()
    return found


def _program(path: Path) -> tuple[str, str]:
    found = _read(path)
    block = found["extra"]["ENVIRONMENTAL_VARIABLES_LOCATION_BLOCK"]
    return block["target_unicode"], found["data"]["command_line_arguments"]


def test_on_windows_they_go_to_the_desktop_and_into_send_to(
    run: Run, windows: tuple[Path, Path]
) -> None:
    ended = run("desktop")
    assert (ended.code, ended.err) == (0, "")
    for place in windows:
        assert [file.name for file in place.iterdir()] == [NAME]
        program, arguments = _program(place / NAME)
        assert Path(program).is_file()
        assert arguments.endswith("menu")
        assert str(place / NAME) in ended.out


def test_without_a_script_python_itself_is_started(
    run: Run, windows: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    run("desktop")
    assert _program(windows[0] / NAME) == (sys.executable, "-m crmbook menu")


@pytest.mark.usefixtures("english")
def test_a_second_run_writes_nothing_and_a_new_program_replaces_ours(
    run: Run, tmp_path: Path
) -> None:
    run("desktop", "-o", tmp_path)
    before = _written(tmp_path / NAME)
    assert "nothing written" in run("desktop", "-o", tmp_path).out
    assert _written(tmp_path / NAME) == before
    run("desktop", "-o", tmp_path, "--program", r"D:\tools\crmbook.exe")
    assert _program(tmp_path / NAME) == (r"D:\tools\crmbook.exe", "menu")


def _written(path: Path) -> tuple[int, int, int]:
    """Return what tells that a file was written: reading it moves its atime alone."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def test_a_file_of_that_name_that_is_not_ours_stops_all(
    run: Run, windows: tuple[Path, Path]
) -> None:
    screen, send = windows
    (send / NAME).write_bytes(b"somebody's own")
    ended = run("desktop")
    assert ended.code == UsageError.exit_code
    assert str(send / NAME) in ended.err
    assert lying(screen) == {}
    assert (send / NAME).read_bytes() == b"somebody's own"


@pytest.mark.usefixtures("english")
def test_elsewhere_a_folder_must_be_named_and_it_says_that_it_was_not_tried(
    run: Run, tmp_path: Path
) -> None:
    assert run("desktop").code == UsageError.exit_code
    ended = run("desktop", "-o", tmp_path)
    assert ended.code == 0
    assert "not tried on Windows" in ended.err
    assert _program(tmp_path / NAME) == (ELSEWHERE, "menu")


def test_a_folder_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("desktop", "-o", tmp_path / "nowhere").code == CannotWrite.exit_code
