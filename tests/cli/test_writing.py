"""Books that cannot be written: open elsewhere, read-only, a full disk — all stays as it was."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

import openpyxl
import pytest

from crmbook.files import save as saving
from crmbook.files.state import state_folder
from crmbook.model.errors import CannotWrite
from tests.cli.conftest import Run
from tests.cli.desk import Ended, lying, spawn

TODAY = ("--today", "2024-03-31")
FULL = Path("/dev/full")


def _backups() -> list[Path]:
    return sorted(state_folder().rglob("*.xlsx"))


def _in_one_line(ended: Ended, path: Path) -> bool:
    return ended.err.startswith(f"crmbook: {path}: ") and ended.err.count("\n") == 1


LOCKS = {
    "Excel": ("~${name}", b"\x08WangFang" + b" " * 46),
    "WPS": (".~{name}", b"\x08WangFang" + b" " * 46),
    "LibreOffice": (".~lock.{name}#", b"WangFang,wf,,18.03.2024 10:00,file:///;"),
}


@pytest.mark.parametrize(("program", "lock", "content"), [(k, *v) for k, v in LOCKS.items()])
def test_a_book_open_elsewhere_gets_its_result_beside_it(
    program: str, lock: str, content: bytes, run: Run, small: Path
) -> None:
    small.with_name(lock.format(name=small.name)).write_bytes(content)
    before = lying(small.parent)
    ended = run("monthly", small, *TODAY)
    assert (ended.code, ended.err) == (0, "")
    assert "WangFang" in ended.out
    assert program in ended.out
    after = lying(small.parent)
    (new,) = after.keys() - before.keys()
    assert new.startswith("台账-月报-")
    assert {name: after[name] for name in before} == before
    assert openpyxl.load_workbook(small.with_name(new)).sheetnames[0] == "转化分析表"
    again = run("monthly", small, *TODAY, "--format", "json")
    told = json.loads(again.out)
    assert told["written"] == str(small.with_name(new))
    assert "WangFang" in told["beside"]
    assert lying(small.parent).keys() == after.keys()


@pytest.mark.parametrize(("lock", "content"), LOCKS.values(), ids=LOCKS)
def test_check_reads_a_book_that_is_open_elsewhere(
    lock: str, content: bytes, run: Run, small: Path
) -> None:
    plain = run("check", small, *TODAY)
    small.with_name(lock.format(name=small.name)).write_bytes(content)
    before = lying(small.parent)
    assert run("check", small, *TODAY) == plain
    assert lying(small.parent) == before


@pytest.mark.parametrize("command", ["new", "output"])
def test_a_file_to_be_replaced_that_is_open_is_refused(command: str, run: Run, small: Path) -> None:
    lock, content = LOCKS["Excel"]
    target = small.with_name("旧.xlsx")
    target.write_bytes(small.read_bytes())
    target.with_name(lock.format(name=target.name)).write_bytes(content)
    before = lying(small.parent)
    arguments = ("new", target) if command == "new" else ("monthly", small, "-o", target)
    ended = run(*arguments, "--force")
    assert ended.code == 4
    assert _in_one_line(ended, target)
    assert "WangFang" in ended.err
    assert lying(small.parent) == before


def test_a_book_marked_read_only_is_not_written(run: Run, small: Path) -> None:
    small.chmod(0o444)
    before = lying(small.parent)
    ended = run("monthly", small, *TODAY)
    assert ended.code == 6
    assert _in_one_line(ended, small)
    assert lying(small.parent) == before
    assert _backups() == []
    assert run("check", small, *TODAY).code == 1


def _mark(book: Path, suffix: str) -> str:
    digest = hashlib.sha256(book.name.encode()).hexdigest()[:12]
    return str(book.with_name(f".crmbook-{digest}{suffix}"))


FAULTS = {
    "a folder without permission": ("openat", "EACCES", ".lock"),
    "a folder on a read-only disk": ("openat", "EROFS", ".lock"),
    "no room for the new file": ("openat", "ENOSPC", ".tmp"),
    "a disk full while writing": ("write", "ENOSPC", ".tmp"),
    "a disk full at the last moment": ("fsync", "ENOSPC", ".tmp"),
    "a disk that fails": ("fsync", "EIO", ".tmp"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_disk_that_takes_no_write_leaves_the_book_as_it_was(
    fault: tuple[str, str, str], strace: str, small: Path, tmp_path: Path
) -> None:
    call, error, suffix = fault
    before = lying(small.parent)
    tracer = [strace, "-f", "-qq", "-o", str(tmp_path / "log"), "-P", _mark(small, suffix),
              "-e", f"trace={call}", "-e", f"inject={call}:error={error}"]  # fmt: skip
    ended = spawn(["monthly", small, *TODAY], before=tracer)
    assert "INJECTED" in (tmp_path / "log").read_text()
    assert ended.code == 6, ended.err
    assert _in_one_line(ended, small), ended.err
    assert ended.out == ""
    assert lying(small.parent) == before
    assert _backups() == []


@pytest.mark.parametrize("name", ["new", "check"])
def test_a_full_disk_leaves_no_half_file(
    name: str, strace: str, small: Path, tmp_path: Path
) -> None:
    target = small.with_name("新.xlsx" if name == "new" else "结果.txt")
    target.write_bytes(b"what was there")
    before = lying(small.parent)
    arguments = ["new", target] if name == "new" else ["check", small, *TODAY, "-o", target]
    tracer = [strace, "-f", "-qq", "-o", str(tmp_path / "log"), "-e", "trace=fsync",
              "-e", "inject=fsync:error=ENOSPC"]  # fmt: skip
    ended = spawn([*arguments, "--force"], before=tracer)
    assert "INJECTED" in (tmp_path / "log").read_text()
    assert ended.code == 6, ended.err
    assert _in_one_line(ended, target), ended.err
    assert lying(small.parent) == before


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("arguments", [("check", "{}"), ("explain",)], ids=["check", "explain"])
def test_a_result_that_cannot_be_printed_is_no_fault_of_crmbook(
    arguments: tuple[str, ...], small: Path
) -> None:
    ended = spawn([word.format(small) for word in arguments], stdout=FULL)
    assert ended.code == 6
    assert ended.err.startswith("crmbook: ")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(("command", "code"), [("check", 1), ("explain", 0), ("--help", 0)])
def test_a_reader_who_has_seen_enough_changes_nothing(command: str, code: int, small: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = spawn([command, small] if command == "check" else [command], stdout=writing)
    os.close(writing)
    assert (ended.code, ended.err) == (code, "")


def test_an_output_is_a_copy_and_the_book_stays(run: Run, small: Path) -> None:
    before, copy = small.read_bytes(), small.with_name("副本.xlsx")
    ended = run("monthly", small, *TODAY, "-o", copy)
    assert ended.code == 0, ended.err
    assert small.read_bytes() == before
    assert "转化分析表" in openpyxl.load_workbook(copy).sheetnames


@pytest.mark.parametrize("command", ["check", "monthly"])
def test_an_output_that_exists_needs_force_and_is_backed_up(
    command: str, run: Run, small: Path
) -> None:
    target = small.with_name("结果.xlsx" if command == "monthly" else "结果.txt")
    target.write_bytes(b"what was there")
    before = lying(small.parent)
    ended = run(command, small, *TODAY, "-o", target)
    assert ended.code == 2
    assert _in_one_line(ended, target)
    assert lying(small.parent) == before
    assert run(command, small, *TODAY, "-o", target, "--force").code in {0, 1}
    assert target.read_bytes() != b"what was there"
    kept = [file.read_bytes() for file in state_folder().rglob(f"*{target.suffix}")]
    assert b"what was there" in kept


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["", "--force"])
def test_check_never_replaces_a_book_it_reads(
    force: tuple[str, ...], run: Run, small: Path
) -> None:
    before = lying(small.parent)
    link = small.with_name("链接.xlsx")
    link.symlink_to(small)
    for target in (small, link):
        ended = run("check", small, "-o", target, *force)
        assert ended.code == 2
        assert _in_one_line(ended, target)
    link.unlink()
    assert lying(small.parent) == before


def test_monthly_never_replaces_a_file_that_is_only_read(run: Run, small: Path) -> None:
    other = small.with_name("别的.xlsx")
    other.write_bytes(small.read_bytes())
    before = lying(small.parent)
    ended = run("monthly", small, "--with", other, *TODAY, "-o", other, "--force")
    assert ended.code == 2
    assert _in_one_line(ended, other)
    assert lying(small.parent) == before


def test_a_refused_output_leaves_nothing_where_it_would_have_been(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_arguments: object, **_options: object) -> None:
        raise CannotWrite("no", "wait", path=path)

    monkeypatch.setattr("crmbook.workflows.write.apply", refuse)
    before = lying(small.parent)
    copy = small.with_name("副本.xlsx")
    assert run("monthly", small, *TODAY, "-o", copy).code == 6
    assert lying(small.parent) == before
    copy.write_bytes(b"what was there")
    assert run("monthly", small, *TODAY, "-o", copy, "--force").code == 6
    assert copy.read_bytes() == b"what was there"


def test_a_file_result_holds_no_colours(run: Run, small: Path) -> None:
    target = small.with_name("结果.txt")
    ended = run("check", small, *TODAY, "-o", target)
    assert (ended.code, ended.out) == (1, "")
    assert str(target) in ended.err
    text = target.read_text(encoding="utf-8")
    assert "✗" in text
    assert "\x1b" not in text
    assert text == run("check", small, *TODAY).out


def test_a_missing_folder_is_told_in_the_reader_s_language(
    run: Run, tmp_path: Path, language: str
) -> None:
    ended = run("new", tmp_path / "没有" / "台账.xlsx")
    assert ended.code == 6
    assert ended.err.count("\n") == 1
    assert "No such file" not in ended.err
    assert ("文件夹" if language == "zh" else "folder") in ended.err


def test_a_book_opened_at_the_last_moment_leaves_the_new_version_beside_it(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that a program has open; injected here, not run there."""
    before = lying(small.parent)

    def refuse(_new: Path, _target: Path) -> Path:
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(saving, "_WINDOWS", True)
    ended = run("monthly", small, *TODAY, "--format", "json", "--no-state")
    assert (ended.code, ended.err) == (0, "")
    after = lying(small.parent)
    assert after[small.name] == before[small.name]
    (new,) = after.keys() - before.keys()
    assert json.loads(ended.out)["written"] == str(small.with_name(new))
    sheets = openpyxl.load_workbook(small.with_name(new)).sheetnames
    assert sheets[0] == "线索登记表"
    assert "转化分析表" in sheets
