"""What a write costs: against copying the book, hashing it twice and waiting for the disk.

    python bench/writing.py [--rows 100000] [--runs 5] [--openpyxl]

No safe write can do with less than that floor. ``--openpyxl`` compares the processor time of
editing 100 cells with openpyxl's load and save (a minute and more).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import Ratio, leads, report, run

SHEET = "线索登记表"
_CELLS = """
import random, sys
import crmbook
numbers = random.Random(3)
with crmbook.edit(sys.argv[1]) as edit:
    for _ in range(100):
        row = numbers.randrange(2, int(sys.argv[2]))
        edit.set_cell("线索登记表", f"H{row}", f"备注{row}")
"""
_GRAFT = """
import sys
import crmbook
with crmbook.edit(sys.argv[1]) as edit, open(sys.argv[2], "rb") as donor:
    edit.put_sheet("看板", donor.read())
"""
_OPENPYXL = """
import random, sys
import openpyxl
numbers = random.Random(3)
book = openpyxl.load_workbook(sys.argv[1])
for _ in range(100):
    row = numbers.randrange(2, int(sys.argv[2]))
    book["线索登记表"][f"H{row}"] = f"备注{row}"
book.save(sys.argv[1])
"""


def promises(folder: Path, book: Path, rows: int) -> list[Ratio]:
    """Return the promises about one book."""
    edited, copied, donor = folder / "edited.xlsx", folder / "copied.xlsx", folder / "donor.xlsx"
    _make_donor(donor)
    floor = ["sh", "-c", 'cp "$0" "$1" && sha256sum "$1" "$1" && sync "$1"', str(book), str(copied)]

    def put_back() -> None:
        shutil.copyfile(book, edited)
        run(["sync", str(edited)])

    python = [sys.executable, "-c"]
    million = rows >= 1_000_000
    return [
        Ratio(
            f"edit 100 cells of {rows:,} leads / floor",
            [*python, _CELLS, str(edited), str(rows)],
            floor,
            8.0 if million else 5.0,
            put_back,
            megabytes=80,
        ),
        Ratio(
            f"graft a sheet into {rows:,} leads / floor",
            [*python, _GRAFT, str(edited), str(donor)],
            floor,
            3.0 if million else 5.0,
            put_back,
            megabytes=80,
        ),
    ]


def _make_donor(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("看板")
        for row in range(20):
            sheet.write(row, 0, row)
            sheet.write_formula(row, 1, f"=A{row + 1}*2", None, row * 2)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=看板!$B$1:$B$20"})
        sheet.insert_chart("D2", chart)


def beside_openpyxl(folder: Path, book: Path, rows: int) -> int:
    """Print how much less of the processor an edit takes than openpyxl; 1 when less than 60 ×."""
    edited = folder / "peer.xlsx"
    used = []
    for code in (_CELLS, _OPENPYXL):
        shutil.copyfile(book, edited)
        used.append(run([sys.executable, "-c", code, str(edited), str(rows)]).cpu)
    ratio = used[1] / used[0]
    print(f"openpyxl {used[1]:.1f} s / crmbook {used[0]:.2f} s of processor = {ratio:.0f} (≥ 60)")
    return int(ratio < 60)


def main() -> int:
    """Measure and print; return 1 when a promise is not kept."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--openpyxl", action="store_true")
    wanted = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CRMBOOK_STATE"] = str(folder / "state")
        book = leads(folder, wanted.rows)
        if book is None:
            return 0
        failed = report(promises(folder, book, wanted.rows), wanted.runs)
        if wanted.openpyxl:
            failed |= beside_openpyxl(folder, book, wanted.rows)
        return failed


if __name__ == "__main__":
    sys.exit(main())
