"""Faults at every system call of a save: the book is the old one or the new one, never a third.

CRMBOOK_PROVE=1: each of three faults at each call, and a sheet is put in by the same plan.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from crmbook.files.save import sha256_of
from crmbook.files.state import BookState
from tests.files.books import book, worksheet

ROOT = Path(__file__).parents[2]
CALLS = "openat,write,fsync,rename,link,chmod,chown,mkdir,unlink,flock"
FAULTS = {
    "openat": "EACCES",
    "write": "ENOSPC",
    "fsync": "EIO",
    "rename": "EACCES",
    "link": "EIO",
    "chmod": "EIO",
    "chown": "EIO",
    "mkdir": "ENOSPC",
    "unlink": "EACCES",
    "flock": "EIO",
}
PROVING = bool(os.environ.get("CRMBOOK_PROVE"))
THREE = ("ENOSPC", "EIO", "EACCES")
#: The whole plan: a cell, and where it is proven at length a whole sheet as well.
PLAN = 'Plan((SetCell("表", "A1", "新"),))'
if PROVING:
    PLAN = 'Plan((SetCell("表", "A1", "新"), PutSheet("看板", donor())))'
DRIVER = """
import io, sys
from crmbook.files.edit import apply
from crmbook.model.edits import Plan, PutSheet, SetCell
from crmbook.model.errors import CrmbookError
def donor():
    import xlsxwriter
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("看板").write("A1", 7)
    return out.getvalue()
try:
    receipt = apply(sys.argv[1], PLAN, command="test")
except CrmbookError as error:
    print(error.what, file=sys.stderr)
    sys.exit(error.exit_code)
""".replace("PLAN", PLAN)


@dataclass(frozen=True)
class Desk:
    """A folder with one book, a state folder, and the hash the book has once it is written."""

    folder: Path

    @property
    def book(self) -> Path:
        return self.folder / "desk" / "台账.xlsx"

    def set_up(self) -> Desk:
        self.book.parent.mkdir(parents=True)
        self.book.write_bytes(book(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
        return self

    def run(self, *tracing: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "CRMBOOK_STATE": str(self.folder / "state"),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        command = [*tracing, sys.executable, "-c", DRIVER, str(self.book)]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    def tracing(self, strace: str) -> list[str]:
        """Trace what touches the desk or the state, and nothing else."""
        mark = f".crmbook-{hashlib.sha256(self.book.name.encode()).hexdigest()[:12]}"
        kept = self.folder / "state" / "books" / BookState(self.book).folder.name
        paths = [
            self.book.parent,
            self.book,
            self.book.with_name(f"{mark}.lock"),
            self.book.with_name(f"{mark}.tmp"),
            self.folder / "state",
            self.folder / "state" / "books",
            kept,
            kept / "backups",
            kept / "history.jsonl",
        ]
        filters = [word for path in paths for word in ("-P", str(path))]
        log = str(self.folder / "log")
        return [strace, "-f", "-qq", "-o", log, "-e", f"trace={CALLS}", *filters]


@pytest.fixture(scope="module")
def points(strace: str, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int]]:
    """Every system call of a save that goes well: (its name, the how manieth of that name)."""
    desk = Desk(tmp_path_factory.mktemp("well")).set_up()
    done = desk.run(*desk.tracing(strace))
    assert done.returncode == 0, done.stderr
    counts: Counter[str] = Counter()
    found = []
    for name in re.findall(r"^\d+ +(\w+)\(", (desk.folder / "log").read_text(), re.MULTILINE):
        counts[name] += 1
        found.append((name, counts[name]))
    assert set(counts) == set(CALLS.split(",")), "a call of the save is no longer there"
    return found


@pytest.fixture(scope="module")
def hashes(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The hash of the book before and after."""
    desk = Desk(tmp_path_factory.mktemp("hashes")).set_up()
    before = sha256_of(desk.book)
    assert desk.run().returncode == 0
    return before, sha256_of(desk.book)


def faulty(strace: str, folder: Path, point: tuple[str, int], fault: str) -> tuple[Desk, int, str]:
    """Run a save with one fault; return (the desk, the exit code, what it said)."""
    name, count = point
    desk = Desk(folder / f"{name}{count}").set_up()
    inject = f"inject={name}:{fault}:when={count}"
    done = desk.run(*desk.tracing(strace), "-e", inject)
    return desk, done.returncode, done.stderr


def faults_of(name: str) -> tuple[str, ...]:
    """Return the faults to try at a call."""
    return THREE if PROVING and name in {"write", "fsync", "rename"} else (FAULTS[name],)


def beside(desk: Desk) -> set[str]:
    return {file.name for file in desk.book.parent.iterdir()} - {desk.book.name}


def test_a_fault_of_the_disk_leaves_the_old_book_or_the_new_one(
    strace: str, points: list[tuple[str, int]], hashes: tuple[str, str], tmp_path: Path
) -> None:
    before, after = hashes

    def check(point: tuple[str, int], fault: str) -> int:
        desk, code, said = faulty(strace, tmp_path / fault, point, f"error={fault}")
        assert (code, sha256_of(desk.book)) in {(0, after), (3, before), (6, before)}, (point, said)
        litter = beside(desk)
        # A lock file that cannot be locked or deleted stays; the next run takes it over.
        assert not litter or point[0] in {"unlink", "flock"}, point
        assert all(name.endswith(".lock") for name in litter), point
        assert "Traceback" not in said
        backups = list((desk.folder / "state").rglob("*.xlsx"))
        assert [sha256_of(backup) for backup in backups] == ([before] if code == 0 else []), point
        return code

    with ThreadPoolExecutor(2) as pool:
        trials = [(one, fault) for one in points for fault in faults_of(one[0])]
        codes = list(pool.map(check, *zip(*trials, strict=True)))
    assert {0, 6} <= set(codes)


def test_a_kill_leaves_the_old_book_or_the_new_one_and_the_next_run_works(
    strace: str, points: list[tuple[str, int]], hashes: tuple[str, str], tmp_path: Path
) -> None:
    before, after = hashes

    def check(point: tuple[str, int]) -> bool:
        desk, code, _said = faulty(strace, tmp_path, point, "signal=KILL")
        assert code in {-9, 137}, point
        found = sha256_of(desk.book)
        assert found in hashes, point
        again = desk.run()
        assert again.returncode == 0, again.stderr
        assert sha256_of(desk.book) == after
        assert beside(desk) == set()
        return found == before

    with ThreadPoolExecutor(2) as pool:
        kept = list(pool.map(check, points))
    assert set(kept) == {True, False}
