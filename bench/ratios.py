"""Ratios against floors measured in the same run: whole processes, medians, interleaved.

    python bench/ratios.py [--rows 100000] [--runs 5]

A ratio above its limit is marked; the exit code is then 1. Seconds depend on the machine, ratios
hardly do; still, run it on a quiet one.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

GENERATOR = Path(__file__).parents[2] / "shared" / "bench" / "make_leads.py"
CRMBOOK = [sys.executable, "-m", "crmbook"]
READ = (
    "import sys, python_calamine as calamine;"
    "calamine.load_workbook(sys.argv[1]).get_sheet_by_index(0).to_python()"
)


@dataclass(frozen=True)
class Ratio:
    """One promise: this command takes at most ``limit`` times as long as its floor."""

    name: str
    command: list[str]
    floor: list[str]
    limit: float


def ratios(folder: Path, rows: int) -> list[Ratio]:
    """Return the promises; makes the books they need."""
    sample = folder / "sample.xlsx"
    _run([*CRMBOOK, "new", str(sample), "--sample", "--quiet"])
    found = [
        Ratio("--help / pass", [*CRMBOOK, "--help"], [sys.executable, "-c", "pass"], 6.0),
        Ratio(
            "check sample / import pandera",
            [*CRMBOOK, "check", str(sample), "--today", "2024-03-31"],
            [sys.executable, "-c", "import pandera.pandas"],
            1.8,
        ),
    ]
    if not GENERATOR.exists():
        print("no ../shared/bench/make_leads.py: the large book is not measured")
        return found
    large = folder / "leads.xlsx"
    _run([sys.executable, str(GENERATOR), str(rows), str(large)])
    found.append(
        Ratio(
            f"check {rows:,} leads / calamine to_python",
            [*CRMBOOK, "check", str(large), "--today", "2026-01-01"],
            [sys.executable, "-c", READ, str(large)],
            1.3,
        )
    )
    return found


def _run(command: list[str]) -> float:
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # an installed program runs from its bytecode
    started = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, env=environment)
    if done.returncode not in {0, 1}:
        sys.exit(done.stderr.decode() or f"{command} ended with {done.returncode}")
    return time.perf_counter() - started


def measure(one: Ratio, runs: int) -> tuple[float, float, float]:
    """Return (median seconds of the command, of the floor, median of the ratios pair by pair)."""
    pairs = []
    for turn in range(runs + 1):
        pair = (_run(one.command), _run(one.floor))
        if turn:  # the first pair warms the caches
            pairs.append(pair)
    mine, floor = zip(*pairs, strict=True)
    ratio = statistics.median(a / b for a, b in pairs)
    return statistics.median(mine), statistics.median(floor), ratio


def main() -> int:
    """Measure and print every ratio; return 1 when one is above its limit."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=5)
    wanted = arguments.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for one in ratios(Path(folder), wanted.rows):
            mine, floor, ratio = measure(one, wanted.runs)
            mark = "" if ratio <= one.limit else "  ← above"
            failed += bool(mark)
            print(
                f"{one.name:44} {mine:7.3f} s / {floor:6.3f} s = {ratio:5.2f} (≤ {one.limit}){mark}"
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
