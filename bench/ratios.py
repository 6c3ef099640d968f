"""What reading and checking cost, against floors measured in the same run.

    python bench/ratios.py [--rows 100000] [--runs 5]

A ratio above its limit is marked; the exit code is then 1. Seconds depend on the machine, ratios
hardly do; still, run it on a quiet one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import CRMBOOK, Ratio, leads, report, run

READ = (
    "import sys, python_calamine as calamine;"
    "calamine.load_workbook(sys.argv[1]).get_sheet_by_index(0).to_python()"
)


def promises(folder: Path, rows: int) -> list[Ratio]:
    """Return the promises; makes the books they need."""
    sample = folder / "sample.xlsx"
    run([*CRMBOOK, "new", str(sample), "--sample", "--quiet"])
    found = [
        Ratio("--help / pass", [*CRMBOOK, "--help"], [sys.executable, "-c", "pass"], 6.0),
        Ratio(
            "check sample / import pandera",
            [*CRMBOOK, "check", str(sample), "--today", "2024-03-31"],
            [sys.executable, "-c", "import pandera.pandas"],
            1.8,
        ),
    ]
    large = leads(folder, rows)
    if large is not None:
        found.append(
            Ratio(
                f"check {rows:,} leads / calamine to_python",
                [*CRMBOOK, "check", str(large), "--today", "2026-01-01"],
                [sys.executable, "-c", READ, str(large)],
                1.3 if rows < 1_000_000 else 1.0,
                megabytes=1536 if rows >= 1_000_000 else None,
            )
        )
    return found


def main() -> int:
    """Measure and print every ratio; return 1 when one is above its limit."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=5)
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return report(promises(Path(folder), wanted.rows), wanted.runs)


if __name__ == "__main__":
    sys.exit(main())
