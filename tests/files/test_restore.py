"""A write taken back whole, through the one writer."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from crmbook.files.edit import apply
from crmbook.files.history import history_of
from crmbook.files.restore import restore
from crmbook.files.save import sha256_of
from crmbook.files.state import BookState, Retention
from crmbook.model.edits import Plan, PutSheet, SetCell
from crmbook.model.errors import CannotWrite, ChangedMeanwhile, FileRefused, OpenElsewhere
from crmbook.report.memory_book import MemoryBook
from tests.files.books import book, worksheet
from tests.files.parts import content


def sheet() -> bytes:
    made = MemoryBook()
    made.sheet("看板", "#000000").write_string(0, 0, "好")
    return made.finish()


PLAN = Plan((SetCell("表", "A1", "新", "因为"), PutSheet("看板", sheet())))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    desk = tmp_path / "desk"
    desk.mkdir()
    found = desk / "台账.xlsx"
    found.write_bytes(book(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
    return found


def test_the_book_gets_its_bytes_back_and_an_undo_can_be_undone(path: Path) -> None:
    before = path.read_bytes()
    written = apply(path, PLAN, command="monthly")
    after = path.read_bytes()
    assert before != after
    receipt = restore(path, history_of(path)[-1])
    assert path.read_bytes() == before
    assert receipt.sha256_after == written.sha256_before == sha256_of(path)
    assert receipt.backup is not None
    assert receipt.backup.read_bytes() == after
    entry = history_of(path)[-1]
    assert entry.command == "undo"
    assert entry.undoes is not None
    assert (entry.undoes.command, entry.undoes.sha256) == ("monthly", written.sha256_after)
    assert [(c.old, c.new) for c in entry.cells] == [("新", 1)]
    assert set(entry.parts_removed) == set(written.parts_added)
    restore(path, entry)
    assert path.read_bytes() == after
    assert content(path.parent).keys() == {path.name}


def test_a_book_saved_since_is_left_alone(path: Path) -> None:
    apply(path, PLAN, command="x")
    path.write_bytes(book(worksheet("")))
    before = content(path.parent)
    with pytest.raises(ChangedMeanwhile):
        restore(path, history_of(path)[-1])
    assert content(path.parent) == before


def test_an_open_book_is_left_alone(path: Path) -> None:
    apply(path, PLAN, command="x")
    path.with_name(f"~${path.name}").write_bytes(b"\x08WangFang")
    before = content(path.parent)
    with pytest.raises(OpenElsewhere, match="WangFang"):
        restore(path, history_of(path)[-1])
    assert content(path.parent) == before


@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_a_backup_that_is_not_what_it_was_is_never_put_back(harm: str, path: Path) -> None:
    receipt = apply(path, PLAN, command="x")
    assert receipt.backup is not None
    receipt.backup.unlink()
    if harm == "altered":
        receipt.backup.write_bytes(book(worksheet("")))
    before = content(path.parent)
    with pytest.raises(CannotWrite):
        restore(path, history_of(path)[-1])
    assert content(path.parent) == before
    assert len(history_of(path)) == 1


def test_a_missing_book_is_named(path: Path) -> None:
    apply(path, PLAN, command="x")
    entry = history_of(path)[-1]
    path.unlink()
    with pytest.raises(FileRefused, match=path.name):
        restore(path, entry)


def test_no_backup_no_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def full(self: BookState, _now: object) -> Path:
        tries.append(self)
        raise OSError(errno.ENOSPC, "No space left on device")

    before = content(path.parent)
    monkeypatch.setattr(BookState, "back_up", full)
    with pytest.raises(CannotWrite) as refused:
        apply(path, PLAN, command="x")
    assert str(BookState(path).backups) in str(refused.value)
    assert refused.value.exit_code == 6
    assert len(tries) == 2  # once more when old backups had made room
    assert content(path.parent) == before


def test_old_backups_make_room_on_a_full_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in range(4):
        apply(path, Plan((SetCell("表", "A1", f"第{value}次"),)), command="x")
    real = BookState.back_up

    def full_until_pruned(self: BookState, now: object) -> Path:
        if len(self.kept()) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, now)  # type: ignore[arg-type]

    monkeypatch.setattr(BookState, "back_up", full_until_pruned)
    apply(path, PLAN, command="x", keep=Retention(days=30, writes=2))
    assert len(BookState(path).kept()) == 2


def test_a_nearly_full_disk_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Usage())
    receipt = apply(path, PLAN, command="x")
    assert receipt.changed
    (note,) = receipt.notes
    assert "100 MB" in note
    assert str(BookState(path).backups) in note


class Usage:
    """What shutil.disk_usage returns on a nearly full disk."""

    free = 100 << 20
