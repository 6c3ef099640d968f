"""Files that cannot be read: one line, the exit code of DESIGN 4, and everything as it was."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, Ended, lead, lying, spawn, write_rows

Maker = Callable[[Path], Path]


def _bytes(data: bytes, name: str = "台账.xlsx") -> Maker:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return make


def _truncated(folder: Path) -> Path:
    path = write_rows(folder / "台账.xlsx", {"线索登记表": [HEADERS]})
    path.write_bytes(path.read_bytes()[:-700])
    return path


def _folder(folder: Path) -> Path:
    (folder / "台账.xlsx").mkdir()
    return folder / "台账.xlsx"


def _archive(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "台账.xlsx", "w") as archive:
        archive.writestr("客户.txt", "不是工作簿")
    return folder / "台账.xlsx"


def _sheets(**sheets: list[list[object]]) -> Maker:
    return lambda folder: write_rows(folder / "台账.xlsx", sheets)


BAD: dict[str, Maker] = {
    "not a workbook": _bytes(b"just a line of text\n"),
    "a picture": _bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
    "a PDF": _bytes(b"%PDF-1.7\n"),
    "a web page called .xls": _bytes(b"<html><table><tr><td>1</td></tr></table></html>", "a.xls"),
    "an archive": _archive,
    "a truncated zip": _truncated,
    "zero bytes": _bytes(b""),
    "a folder": _folder,
    "a missing file": lambda folder: folder / "没有.xlsx",
    "no recognisable sheet": _sheets(工资=[["姓名", "基本工资", "奖金"], ["张三", 8000, 1200]]),
    "an empty sheet": _sheets(Sheet1=[]),
    "16,384 strange columns": _sheets(宽=[[f"列{at}" for at in range(16_384)], [1] * 16_384]),
}


def is_one_line(ended: Ended, path: Path) -> bool:
    """Whether stderr is ``crmbook: <file>: <what>；<what to do>`` and stdout is empty."""
    lines = ended.err.splitlines()
    what, remedy = lines[0].removeprefix(f"crmbook: {path}: ").split("；", 1)
    return len(lines) == 1 and not ended.out and what != lines[0] and bool(what and remedy)


@pytest.mark.parametrize("command", ["check", "monthly"])
@pytest.mark.parametrize("make", BAD.values(), ids=BAD)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(
    make: Maker, command: str, run: Run, tmp_path: Path
) -> None:
    path = make(tmp_path)
    before = lying(tmp_path)
    ended = run(command, path)
    assert ended.code == 3, ended.err
    assert is_one_line(ended, path), ended.err
    assert lying(tmp_path) == before


@pytest.mark.parametrize("command", ["check", "monthly"])
def test_every_bad_book_of_the_corpus_is_refused_and_left_alone(
    command: str, run: Run, shared: Path, tmp_path: Path
) -> None:
    books = sorted((shared / "corpus" / "bad").iterdir())
    assert len(books) >= 4
    for book in books:
        path = Path(shutil.copy(book, tmp_path / book.name))
        ended = run(command, path)
        assert ended.code == 3, (book.name, ended.err)
        assert is_one_line(ended, path), ended.err
        assert path.read_bytes() == book.read_bytes()
    assert {file.name for file in tmp_path.iterdir()} == {book.name for book in books}


@pytest.mark.parametrize("name", ["python-calamine__password.xlsx", "xlsx-populate__in.xlsx"])
def test_a_book_with_a_password_is_named_as_such(name: str, run: Run, shared: Path) -> None:
    assert "密码" in run("check", shared / "corpus" / "bad" / name).err


def test_a_refusal_looks_the_same_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "没有.xlsx"
    for language, what in (("zh", "找不到这个文件"), ("en", "there is no such file")):
        ended = spawn(["--lang", language, "check", path])
        assert (ended.code, ended.out) == (3, "")
        assert is_one_line(ended, path)
        assert what in ended.err


def test_control_characters_of_a_file_name_are_escaped(run: Run, tmp_path: Path) -> None:
    ended = run("check", tmp_path / "a\x1b[31m\n\u202eb.xlsx")
    assert ended.code == 3
    assert ended.err.count("\n") == 1
    assert r"a\x1b[31m\n\u202eb.xlsx" in ended.err


def test_control_characters_of_values_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    bad = {"公司名称": "杭州\n华鼎\x1b[2J公司", "联系电话": "138\x1b[31m111", "负责人": "张\x1b三"}
    book = write_rows(tmp_path / "台账.xlsx", {"线索\u202e表": [HEADERS, lead(1, **bad)]})
    ended = run("check", book)
    assert "V111" in ended.out
    assert "\x1b" not in ended.out
    assert r"\x1b" in ended.out


def test_with_a_fault_of_its_own_crmbook_says_so_in_one_line(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr("crmbook.book.open_books", broken)
    ended = run("check", small)
    assert (ended.code, ended.out, ended.err.count("\n")) == (70, "", 1)
    assert "--debug" in ended.err
    told = run("check", small, "--debug")
    assert told.code == 70
    assert "Traceback" in told.err


def test_one_bad_book_among_several_is_named(run: Run, small: Path) -> None:
    missing = small.with_name("没有.xlsx")
    ended = run("check", small, missing)
    assert ended.code == 3
    assert is_one_line(ended, missing)
