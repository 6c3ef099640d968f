"""What grade, score and assign cost, against ``check`` of the same book.

python bench/qualifying.py [--rows 100000] [--runs 5]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import CRMBOOK, Ratio, leads, report

TODAY = ["--today", "2026-01-01", "--no-state", "--quiet"]


def promises(folder: Path, rows: int) -> list[Ratio]:
    """Return the promises; makes the book they need."""
    book = leads(folder, rows)
    if book is None:
        return []
    check = [*CRMBOOK, "check", str(book), *TODAY]
    return [
        Ratio(f"{name} {rows:,} leads / check", [*CRMBOOK, name, str(book), *TODAY], check, 2.0)
        for name in ("grade", "score", "assign")
    ]


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
