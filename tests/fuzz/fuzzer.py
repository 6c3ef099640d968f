"""The fuzzer: seeded, broken workbooks; each is read and edited rightly, or refused by name.

    python -m tests.fuzz.fuzzer [--cases 10000] [--first 0]

Each case may take 5 s and 500 MB. What breaks the promise is kept in build/fuzz; once mended, its
essence goes into tests/fuzz/test_found.py.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from types import FrameType

from crmbook.files.edit import apply
from crmbook.files.read import read_book
from crmbook.model.edits import Edit, Plan
from crmbook.model.errors import CrmbookError
from crmbook.model.receipt import CellChange
from tests.files.graft.made import openpyxl_host, xlsxwriter_host
from tests.fuzz.archives import MUTATIONS as ARCHIVES
from tests.fuzz.markup import in_a_part
from tests.proof.edits import KINDS
from tests.proof.foreign import Foreign, column_number
from tests.proof.whole import Cells, old_cells_lost

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "fuzz"
CORPUS = ROOT.parent / "shared" / "corpus" / "books"
SECONDS = 5
MEGABYTES = 500
_SMALL = 40_000
_REFERENCE = re.compile(rb"\b([A-Z]{1,3})([0-9]{1,7})\b")
_COUNT = re.compile(rb"""\b(?:uniqueC|c)ount\s*=\s*["']([0-9]{1,12})["']""")
_FILLED = 4_000_000
_UNKNOWN = 1 << 60
_REFUSALS = {2, 3}  # 2: the sheet that is to be edited is no longer there


class Broken(Exception):
    """A promise was broken; says which."""


@dataclass(frozen=True)
class Seed:
    """A sound workbook, and what is asked of it once it is broken."""

    name: str
    data: bytes
    plans: tuple[tuple[Edit, ...], ...]


@lru_cache(maxsize=1)
def seeds() -> tuple[Seed, ...]:
    """Return the sound workbooks: two made here, and the small ones of the corpus if it is there."""
    books = {"made by XlsxWriter": xlsxwriter_host(), "made by openpyxl": openpyxl_host()}
    for path in sorted(CORPUS.iterdir()) if CORPUS.is_dir() else ():
        if path.stat().st_size < _SMALL:
            books[path.name] = path.read_bytes()
    return tuple(seed for name, data in books.items() if (seed := _seed(name, data)).plans)


def _seed(name: str, data: bytes) -> Seed:
    """Return a seed; one that lxml cannot read is broken already."""
    try:
        book = Foreign(data)
        sheet = book.worksheet()
        asked = [] if sheet is None else [list(kind.ask(book, sheet))[:1] for kind in KINDS]
    except (KeyError, SyntaxError):
        asked = []
    return Seed(name, data, tuple(plan for plans in asked for plan in plans))


def case(number: int) -> tuple[str, bytes, tuple[Edit, ...]]:
    """Return (what it was made of, a broken workbook, edits of it): always the same."""
    dice = Random(number)  # noqa: S311 - to be had again
    seed = dice.choice(seeds())
    data = seed.data
    for _time in range(dice.choice((1, 1, 1, 2, 3))):
        mutation = in_a_part if dice.random() < 0.65 else dice.choice(ARCHIVES)
        try:
            data = mutation(data, dice)
        except Exception:  # noqa: BLE001 - zipfile can no longer read what the last one broke
            break
    return seed.name, data, dice.choice(seed.plans)


def promise(data: bytes, edits: tuple[Edit, ...], path: Path) -> str:
    """Read and edit a broken workbook; return how it ended. Raises Broken."""
    path.write_bytes(data)
    try:
        with limits():
            read_book(path)
    except CrmbookError as error:
        _refused(error)
    try:
        with limits():
            receipt = apply(path, Plan(edits), command="fuzz")
    except CrmbookError as error:
        _refused(error)
        if path.read_bytes() != data:
            raise Broken("refused, and changed all the same") from error
        if litter := {file.name for file in path.parent.iterdir()} - {path.name}:
            raise Broken(f"litter: {litter}") from error
        return "refused"
    after = path.read_bytes()
    if receipt.changed == (after == data):
        raise Broken("the receipt says something else than the file")
    if _dense(data) > _FILLED:  # calamine fills the box between its first and its last cell, …
        return "edited, not read again"
    lost = _lost(data, after, edits, receipt.cells)
    if lost:
        raise Broken(f"old cells read otherwise: {sorted(lost.items())[:3]!r}")
    return "edited" if lost is not None else "edited, not read again"


def _refused(error: CrmbookError) -> None:
    if error.exit_code not in _REFUSALS:
        raise Broken(f"exit code {error.exit_code}: {error.what}") from error


def _lost(
    before: bytes, after: bytes, edits: tuple[Edit, ...], changes: tuple[CellChange, ...]
) -> Cells | None:
    """Return the old cells that calamine reads otherwise; None: it cannot read what was broken."""
    try:
        return old_cells_lost(before, after, edits, changes)
    except AssertionError as error:
        raise Broken(str(error)) from error


def _dense(data: bytes) -> int:
    """Return how many cells the box around all cells of the largest sheet holds.

    Or how many strings or formats a part says that it has: calamine makes room for as many.
    """
    largest = 0
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError):
        return _UNKNOWN
    with archive:
        for info in archive.infolist():
            columns, rows = [1], [1]
            try:
                content = archive.read(info)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
                continue  # nobody reads it: the edit did not need it, and it is as it was
            for letters, row in _REFERENCE.findall(content):
                columns.append(column_number(letters.decode()))
                rows.append(int(row))
            counts = map(int, _COUNT.findall(content))
            largest = max(largest, max(columns) * max(rows), *counts)
    return largest


@contextmanager
def limits() -> Iterator[None]:
    """Raise Broken when what is done meanwhile takes over 5 s or 500 MB."""

    def too_long(_signal: int, _frame: FrameType | None) -> None:
        raise Broken(f"over {SECONDS} s")

    signal.signal(signal.SIGPROF, too_long)  # of the processor: others use it too
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    before = _peak(anew=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if (grown := _peak() - before) > MEGABYTES:
        raise Broken(f"{grown:.0f} MB")


def _peak(*, anew: bool = False) -> float:
    """Return the most megabytes of this process, since it was last asked anew (Linux)."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def work(first: int, count: int) -> None:
    """Run some cases, saying before each which it is, and behind it how it ended."""
    warnings.simplefilter("ignore")  # zipfile's, about names that are there twice
    with tempfile.TemporaryDirectory() as name:
        os.environ["CRMBOOK_STATE"] = str(Path(name) / "state")
        desk = Path(name) / "desk"
        desk.mkdir()
        for number in range(first, first + count):
            seed, data, edits = case(number)
            print(number, "begun", flush=True)
            try:
                ended = promise(data, edits, desk / "台账.xlsx")
            except Broken as error:
                ended = f"BROKEN {error} ({seed})"
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                place = traceback.extract_tb(error.__traceback__)[-1]
                ended = f"BROKEN {error!r} at {place.filename}:{place.lineno} ({seed})"
            print(number, " ".join(ended.split()), flush=True)
            shutil.rmtree(Path(name) / "state", ignore_errors=True)


def run(first: int, count: int) -> Iterator[tuple[int, str]]:
    """Yield (case, how it ended); a process that hangs or dies is told and replaced."""
    last, stop = first - 1, first + count
    while last < stop - 1:
        command = [sys.executable, "-m", "tests.fuzz.fuzzer", "--work"]
        command += ["--first", str(last + 1), "--cases", str(stop - last - 1)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        ) as worker:
            begun = last
            for number, ended in _lines(worker):
                if ended == "begun":
                    begun = number
                    continue
                last = number
                yield number, ended
            worker.kill()
            said = "" if worker.stderr is None else worker.stderr.read()[-300:]
        if last < stop - 1:
            last = begun if begun > last else last + 1
            yield last, f"BROKEN the process hung or died: {' '.join(said.split())}"


def _lines(worker: subprocess.Popen[str]) -> Iterator[tuple[int, str]]:
    """Yield what a process says, as long as it says something."""
    assert worker.stdout is not None
    while select.select([worker.stdout], [], [], 12 * SECONDS)[0]:
        line = worker.stdout.readline()
        if not line:
            return
        number, _space, ended = line.strip().partition(" ")
        yield int(number), ended


def main() -> int:
    """Run cases; print those that break the promise, and keep what they were in build/fuzz."""
    arguments = argparse.ArgumentParser(description="broken workbooks, seeded")
    arguments.add_argument("--cases", type=int, default=10_000)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.work:
        work(wanted.first, wanted.cases)
        return 0
    ends = Counter[str]()
    for number, ended in run(wanted.first, wanted.cases):
        ends[ended.split()[0].rstrip(",")] += 1
        if ended.startswith("BROKEN"):
            print(number, ended)
            KEPT.mkdir(parents=True, exist_ok=True)
            (KEPT / f"{number}.xlsx").write_bytes(case(number)[1])
    print(dict(ends))
    return 1 if ends["BROKEN"] else 0


if __name__ == "__main__":
    sys.exit(main())
