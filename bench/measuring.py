"""Timing whole processes against a floor measured in the same run: medians, interleaved."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GENERATOR = Path(__file__).parents[2] / "shared" / "bench" / "make_leads.py"
CRMBOOK = [sys.executable, "-m", "crmbook"]


@dataclass(frozen=True)
class Ratio:
    """One promise: this command takes at most ``limit`` times as long as its floor.

    ``before`` puts back what the command changes; ``megabytes`` limits its memory, if it does.
    """

    name: str
    command: list[str]
    floor: list[str]
    limit: float
    before: Callable[[], None] | None = None
    megabytes: float | None = None


@dataclass(frozen=True)
class Run:
    """What one process took: seconds by the clock and of the processors, megabytes at most."""

    wall: float
    cpu: float
    megabytes: float


def run(command: list[str]) -> Run:
    """Run a command; leave when it fails."""
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # an installed program runs from its bytecode
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    )
    output = b"" if process.stdout is None else process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)  # of this process, not the largest so far
    wall, process.returncode = time.perf_counter() - started, os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        sys.exit(output.decode(errors="replace") or f"{command} ended with {process.returncode}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(one: Ratio, runs: int) -> tuple[float, float, float]:
    """Return (median seconds of the command, of the floor, median of the ratios pair by pair)."""
    pairs = []
    for turn in range(runs + 1):
        if one.before is not None:
            one.before()
        pair = (run(one.command).wall, run(one.floor).wall)
        if turn:  # the first pair warms the caches
            pairs.append(pair)
    mine, floor = zip(*pairs, strict=True)
    return (
        statistics.median(mine),
        statistics.median(floor),
        statistics.median(a / b for a, b in pairs),
    )


def report(promises: list[Ratio], runs: int) -> int:
    """Measure and print every promise; return 1 when one is not kept."""
    failed = 0
    for one in promises:
        mine, floor, ratio = measure(one, runs)
        mark = "" if ratio <= one.limit else "  ← above"
        if one.megabytes is not None:
            if one.before is not None:
                one.before()
            used = peak(one.command)
            mark += f"  {used:.0f} MB (≤ {one.megabytes:.0f})"
            mark += "" if used <= one.megabytes else "  ← above"
        failed += "←" in mark
        print(f"{one.name:46} {mine:7.3f} s / {floor:6.3f} s = {ratio:5.2f} (≤ {one.limit}){mark}")
    return 1 if failed else 0


@dataclass(frozen=True)
class Watched:
    """What a process in another process did: ``status`` None when it took too long."""

    status: int | None
    seconds: float
    megabytes: float
    said: str


_WATCHER = """
import json, resource, subprocess, sys, time
started, status, said = time.perf_counter(), None, b""
try:
    done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=float(sys.argv[1]))
    status, said = done.returncode, done.stdout
except subprocess.TimeoutExpired:
    pass
seconds = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps([status, seconds, used, said.decode(errors="replace")[-2000:]]))
"""


def watched(
    command: list[str], *, limit: float = 3600, environment: dict[str, str] | None = None
) -> Watched:
    """Run a command for ``limit`` seconds at most, in a fresh small process.

    A process inherits the peak of whoever starts it: the bench itself holds whole workbooks.
    """
    done = subprocess.run(
        [sys.executable, "-c", _WATCHER, str(limit), *command],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    return Watched(*json.loads(done.stdout))


def peak(command: list[str]) -> float:
    """Return the megabytes that one process takes at most."""
    return watched(command).megabytes


def leads(folder: Path, rows: int) -> Path | None:
    """Return a book of that many leads, None where the generator is missing (and say so)."""
    if not GENERATOR.exists():
        print("no ../shared/bench/make_leads.py: large books are not measured")
        return None
    path = folder / f"leads-{rows}.xlsx"
    if not path.exists():
        run([sys.executable, str(GENERATOR), str(rows), str(path)])
    return path
