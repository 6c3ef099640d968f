"""``crmbook doctor``: what a workbook is; copies and chat folders named by other commands too."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import crmbook
from crmbook.files.inventory.elements import ELEMENTS
from crmbook.files.inventory.parts import KINDS
from crmbook.workflows.doctor_words import DIALECTS, FEATURES, dialect_text, feature_text
from tests.cli.conftest import Run
from tests.cli.desk import HEADERS, lead, lying, write_rows


def examined(run: Run, book: Path, code: int = 0) -> dict[str, Any]:
    before = lying(book.parent)
    ended = run("doctor", book, "--format", "json")
    assert (ended.code, ended.err) == (code, "")
    assert lying(book.parent) == before
    found: dict[str, Any] = json.loads(ended.out)
    return found


def test_a_sound_book_can_be_written_in_every_way(run: Run, sample: Path) -> None:
    found = examined(run, sample)
    assert found["format"] == "xlsx"
    assert found["program"]["name"].startswith("Microsoft Excel")
    assert found["refused"] is None
    assert found["features"]["tables"] == 9
    sheets = {sheet["name"]: sheet for sheet in found["sheets"]}
    assert sheets["线索登记表"]["rows"] > 20
    assert sheets["跟进记录表"]["features"]["formulas"] > 100
    assert {one["what"] for one in found["can_write"]} == {
        "generated sheet",
        "cells",
        "rows",
        "marks",
    }
    assert all(one["why_not"] is None for one in found["can_write"])
    assert found["locks"] == found["copies"] == []
    assert (found["cache_of"], found["backups"]["count"], found["writes"]) == (None, 0, 0)


@pytest.mark.parametrize("command", ["doctor", "体检"])
def test_the_text_names_sheets_features_and_backups(
    command: str, run: Run, sample: Path, language: str
) -> None:
    with crmbook.edit(sample) as edit:
        edit.set_cell("线索登记表", "A900", "x")
    ended = run("--lang", language, command, sample)
    assert (ended.code, ended.err) == (0, "")
    for told in ("线索登记表", "跟进记录表", "xlsx", "backups"):
        assert told in ended.out
    found = examined(run, sample)
    assert (found["backups"]["count"], found["writes"]) == (1, 1)


def test_what_cannot_be_written_is_said_with_the_reason(
    run: Run, shared: Path, tmp_path: Path
) -> None:
    source = shared / "corpus" / "books" / "open-xml-sdk__SharedWorkbook.xlsx"
    found = examined(run, Path(shutil.copy(source, tmp_path / "台账.xlsx")))
    assert "tracked changes" in found["features"]
    assert len(found["can_write"]) == 10
    assert all("共享" in one["why_not"]["what"] for one in found["can_write"])


def test_every_foreign_book_is_examined(run: Run, shared: Path, tmp_path: Path) -> None:
    """Also those that are refused: with exit code 3, and the reason in the result."""
    refused = set()
    corpus = shared / "corpus"
    for source in sorted([*(corpus / "books").iterdir(), *(corpus / "bad").iterdir()]):
        book = Path(shutil.copy(source, tmp_path / source.name))
        ended = run("doctor", book, "--format", "json")
        found = json.loads(ended.out)
        assert all(name in FEATURES for name in found["features"])
        assert all(name in DIALECTS for name in found["dialect"])
        assert ended.code == (0 if found["refused"] is None else 3), source.name
        if ended.code:
            refused.add(source.name)
            assert found["refused"]["what"]
        book.unlink()
    assert len(refused) <= 10
    assert {path.name for path in (corpus / "bad").iterdir()} <= refused


def test_there_are_words_for_every_feature_and_peculiarity() -> None:
    assert {*KINDS.values(), *ELEMENTS.values()} - {"inline strings"} <= FEATURES.keys()
    assert all(feature_text(name, 3).endswith(" 3") for name in FEATURES)
    assert all(dialect_text(name) for name in DIALECTS)


def test_a_missing_file_and_a_folder_are_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "没有.xlsx"):
        ended = run("doctor", path)
        assert (ended.code, ended.out) == (3, "")
        assert ended.err.startswith(f"crmbook: {path}: ")


def test_a_csv_is_examined_as_far_as_that_goes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "线索.csv"
    path.write_text("公司名称,联系电话\n华鼎,13800001111\n", encoding="gb18030")
    found = examined(run, path)
    assert (found["format"], found["program"], found["can_write"]) == ("csv", None, [])
    assert found["sheets"][0]["rows"] == 2


def test_locks_copies_and_the_chat_folder_are_named(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "WeChat Files" / "wxid_1" / "FileStorage" / "File"
    folder.mkdir(parents=True)
    book = write_rows(folder / "台账.xlsx", {"线索登记表": [HEADERS, lead(1)]})
    shutil.copy(book, folder / "台账(1).xlsx")
    shutil.copy(book, folder / "台账-冲突.xlsx")
    (folder / "~$台账.xlsx").write_bytes(b"\x08WangFang" + b" " * 46)
    found = examined(run, book)
    assert [(one["who"], one["program"]) for one in found["locks"]] == [("WangFang", "Excel")]
    assert {one["file"]: one["kind"] for one in found["copies"]} == {
        "台账(1).xlsx": "copy",
        "台账-冲突.xlsx": "conflict",
    }
    assert found["cache_of"]
    text = run("doctor", book).out
    for told in ("WangFang", "台账(1).xlsx", "台账-冲突.xlsx"):
        assert told in text


def test_check_and_monthly_name_copies_and_read_the_book_alone(run: Run, sample: Path) -> None:
    alone = json.loads(run("check", sample, "--format", "json", "--no-state").out)
    shutil.copy(sample, sample.with_name("台账-冲突.xlsx"))
    beside = run("check", sample, "--no-state")
    assert "台账-冲突.xlsx" in beside.out
    same = json.loads(run("check", sample, "--format", "json", "--no-state").out)
    assert same["summary"] == alone["summary"]
    monthly = json.loads(run("monthly", sample, "--dry-run", "--format", "json").out)
    assert any("台账-冲突.xlsx" in remark for remark in monthly["remarks"])


def test_check_reads_in_a_chat_folder_and_monthly_does_not_write(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "WeChat Files" / "wxid_1" / "FileStorage" / "File"
    folder.mkdir(parents=True)
    book = write_rows(folder / "台账.xlsx", {"线索登记表": [HEADERS, lead(1)]})
    before = lying(folder)
    checked = run("check", book)
    assert checked.code in {0, 1}
    assert "另存" in checked.out or "elsewhere" in checked.out
    ended = run("monthly", book, "--today", "2024-03-31")
    assert (ended.code, ended.out) == (3, "")
    assert "另存" in ended.err
    assert lying(folder) == before
    output = tmp_path / "台账.xlsx"
    assert run("monthly", book, "--today", "2024-03-31", "-o", output).code == 0
    assert output.exists()
