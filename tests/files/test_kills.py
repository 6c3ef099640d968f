"""Kills at random moments, and two writers at once: nothing is lost, nothing is left behind.

50 kills and 60 appends in CI; with CRMBOOK_PROVE=1 1,000 kills and 600 appends.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from crmbook.files.edit import apply
from crmbook.files.save import sha256_of
from crmbook.model.edits import Plan, SetCell
from tests.files.books import book, worksheet

ROOT = Path(__file__).parents[2]
PROVING = bool(os.environ.get("CRMBOOK_PROVE"))
KILLS = 1000 if PROVING else 50
APPENDS = 300 if PROVING else 30
TITLES = '<row r="1"><c r="A1" t="inlineStr"><is><t>谁</t></is></c><c r="B1" t="inlineStr"><is><t>第几条</t></is></c></row>'
#: Appends rows, each in a write of its own, from the given number on; for nobody: sets cells of A.
DRIVER = """
import sys
from crmbook.files.edit import apply
from crmbook.model.edits import AppendRows, Plan, SetCell
path, who, first, last = sys.argv[1:]
print("begun", flush=True)
for number in range(int(first), int(last) + 1):
    set_it = SetCell("表", f"A{number}", number)
    append = AppendRows("表", ((who, number),))
    apply(path, Plan((append if who else set_it,)), command="test")
    print(number, flush=True)
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "desk" / "台账.xlsx"
    path.parent.mkdir()
    path.write_bytes(book(worksheet("")))
    return path


def writer(path: Path, who: str, first: int, last: int) -> subprocess.Popen[str]:
    environment = os.environ | {
        "CRMBOOK_STATE": str(path.parent.parent / "state"),
        "PYTHONPATH": str(ROOT),
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-c", DRIVER, str(path), who, str(first), str(last)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def rows(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)["表"].iter_rows(values_only=True))


def beside(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()} - {path.name}


def test_kills_at_random_moments_leave_a_whole_book(desk: Path) -> None:
    """The oracle: the book is, byte for byte, what so many writes without a kill make of it."""
    dice = random.Random(5)  # noqa: S311 - to be had again
    done = killed = 0
    states = {0: sha256_of(desk)}
    sound = desk.parent.parent / "sound" / desk.name
    sound.parent.mkdir()
    sound.write_bytes(desk.read_bytes())
    while killed < KILLS:
        with writer(desk, "", done + 1, done + 400) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n"
            time.sleep(dice.uniform(0, 0.06))
            process.kill()
            said = process.stdout.read().split()
        killed += process.returncode == -9
        told = int(said[-1]) if said else done
        states |= _sound_states(sound, max(states), told + 1)
        found = sha256_of(desk)
        assert found in {states[told], states[told + 1]}, (killed, told)
        done = told if found == states[told] else told + 1
        assert len(beside(desk)) <= 2, beside(desk)  # of this one run: a lock and a new book
    with writer(desk, "", done + 1, done + 1) as process:
        assert process.communicate()[0].split() == ["begun", str(done + 1)]
    assert beside(desk) == set()
    assert rows(desk) == [(number,) for number in range(1, done + 2)]


def _sound_states(path: Path, have: int, want: int) -> dict[int, str]:
    """Return the hashes that a book has after so many writes that nobody disturbed."""
    found = {}
    for row in range(have + 1, want + 1):
        apply(path, Plan((SetCell("表", f"A{row}", row),)), command="test")
        found[row] = sha256_of(path)
    return found


def test_two_writers_of_one_book_queue_and_lose_nothing(desk: Path) -> None:
    desk.write_bytes(book(worksheet(TITLES)))
    writers = [writer(desk, who, 1, APPENDS) for who in ("王芳", "李强")]
    for process in writers:
        process.communicate(timeout=600)
        assert process.returncode == 0
    titles, *appended = rows(desk)
    assert titles == ("谁", "第几条")
    assert len(appended) == 2 * APPENDS
    for who in ("王芳", "李强"):
        assert [row for row in appended if row[0] == who] == [
            (who, number) for number in range(1, APPENDS + 1)
        ]
    assert beside(desk) == set()
