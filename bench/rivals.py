"""Other editors of workbooks beside us, on workbooks that nobody here made.

    python bench/rivals.py [--books ../shared/corpus/books]

Each appends one cell to the first worksheet of each book, in a process of its own, with its own
most careful settings, from an environment of its own under build/rivals (pinned below). Clean:
besides that sheet nothing changed but shared strings, the workbook part, docProps and content
types; contents are compared, not how they are packed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import watched
from tests.proof.foreign import Foreign, Sheet

ROOT = Path(__file__).parents[1]
ENVIRONMENTS = ROOT / "build" / "rivals"
TEXT = "crmbook-bench-0001"
SECONDS = 60
#: What openpyxl needs to keep pictures and to parse safely.
_BESIDES = ("lxml==6.1.3", "pillow==13.0.0", "defusedxml==0.7.1")
_MAY = frozenset({"sheet", "workbook", "sharedStrings", "content types", "core-properties",
                  "extended-properties", "custom-properties"})  # fmt: skip

_OURS = """
import sys
import crmbook
path, sheet, row = sys.argv[1:]
with crmbook.edit(path) as edit:
    edit.set_cell(sheet, f"A{row}", TEXT)
"""
_WOLFXL = """
import sys
import wolfxl
path, sheet, row = sys.argv[1:]
book = wolfxl.load_workbook(path, modify=True)
book[sheet].cell(int(row), 1).value = TEXT
book.save(path)
"""
_OPENPYXL = """
import sys
import openpyxl
path, sheet, row = sys.argv[1:]
macros = path.endswith(("m", "M"))
book = openpyxl.load_workbook(path, FLAGS)
book[sheet].cell(int(row), 1).value = TEXT
book.save(path)
"""


@dataclass(frozen=True)
class Editor:
    """A program that edits workbooks. ``package`` is what pip is asked for; none: this one."""

    name: str
    package: str
    code: str

    @property
    def python(self) -> str:
        """The interpreter of its environment."""
        if not self.package:
            return sys.executable
        return str(ENVIRONMENTS / self.name / "bin" / "python")

    def install(self) -> None:
        """Make its environment, once."""
        if self.package and not Path(self.python).exists():
            venv.create(ENVIRONMENTS / self.name, with_pip=True)
            pip = [self.python, "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, self.package, *_BESIDES], check=True)


EDITORS = (
    Editor("crmbook", "", _OURS),
    Editor("wolfxl", "wolfxl==2.0.21", _WOLFXL),
    Editor("paper-xlsx", "paper-xlsx==0.2.2", _OPENPYXL.replace("FLAGS", "keep_vba=macros")),
    Editor(
        "openpyxl",
        "openpyxl==3.1.5",
        _OPENPYXL.replace("FLAGS", "keep_vba=macros, rich_text=True"),
    ),
)


@dataclass(frozen=True)
class Ran:
    """One editor on one book; ``changed`` is None when it refused or failed."""

    changed: frozenset[str] | None
    seconds: float
    megabytes: float
    said: str = ""


def edited(editor: Editor, book: Path, place: tuple[Sheet, int], folder: Path) -> Ran:
    """Let an editor append a cell to a copy of a book, and see what it changed."""
    copy = folder / book.name
    shutil.copyfile(book, copy)
    sheet, row = place
    command = [editor.python, "-c", editor.code.replace("TEXT", repr(TEXT))]
    environment = os.environ | {"CRMBOOK_STATE": str(folder / "state"), "PYTHONPATH": str(ROOT)}
    if editor.package:
        del environment["PYTHONPATH"]
    command += [str(copy), sheet.name, str(row)]
    ran = watched(command, limit=SECONDS, environment=environment)
    last = (ran.said.strip().splitlines() or [""])[-1]
    changed = _changed(book, copy, sheet) if ran.status == 0 else None
    return Ran(changed, ran.seconds, ran.megabytes, last)


def _changed(book: Path, copy: Path, sheet: Sheet) -> frozenset[str] | None:
    """Return what the parts are that differ, None when the text is not in what was written."""
    try:
        old, new = Foreign(book.read_bytes()), Foreign(copy.read_bytes())
        both = old.names.keys() & new.names.keys()
        changed = {part for part in both if old.read(part) != new.read(part)}
        changed |= old.names.keys() ^ new.names.keys()
        present = [part for part in changed if part in new.names]
        if not any(TEXT.encode() in new.read(part) for part in present):
            return None
        return frozenset(f"{_role(old, new, part, sheet)}:{part}" for part in changed)
    except (zipfile.BadZipFile, KeyError, SyntaxError):
        return None


def _role(old: Foreign, new: Foreign, part: str, sheet: Sheet) -> str:
    book = old if part in old.names else new
    return book.role(part, sheet.part)


def places(folder: Path) -> Iterator[tuple[Path, tuple[Sheet, int]]]:
    """Yield each book with its first worksheet and the row below its last cell."""
    for book in sorted(folder.iterdir()):
        try:
            foreign = Foreign(book.read_bytes())
            sheet = foreign.worksheet()
            rows = [] if sheet is None else [cell.row for cell in foreign.cells(sheet)]
        except (KeyError, SyntaxError):  # nobody is to edit it; each is asked all the same
            sheet, rows = Sheet("Sheet1", "xl/worksheets/sheet1.xml", "worksheet", ""), []
        if sheet is not None:
            last = max(rows, default=0)
            yield book, (sheet, last + 1 if last < 1 << 20 else 2)


def line(editor: Editor, ran: list[Ran]) -> str:
    """Return an editor's line of the table."""
    done = [one for one in ran if one.changed is not None]
    clean = [one for one in done if {name.partition(":")[0] for name in one.changed or ()} <= _MAY]
    single = [one for one in clean if len(one.changed or ()) == 1]
    seconds = [one.seconds for one in ran]
    return (
        f"| {editor.name:10} | {len(done):6} | {len(clean):5} | {len(single):8} "
        f"| {len(ran) - len(done):7} | {statistics.median(seconds):8.2f} | {max(seconds):9.2f} "
        f"| {statistics.median(one.megabytes for one in ran):9.0f} "
        f"| {max(one.megabytes for one in ran):7.0f} |"
    )


def main() -> int:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument("--books", type=Path, default=ROOT.parent / "shared/corpus/books")
    arguments.add_argument("--verbose", action="store_true", help="say why each was not edited")
    wanted = arguments.parse_args()
    if not wanted.books.is_dir():
        print("no ../shared/corpus: nothing to compare on")
        return 0
    books = list(places(wanted.books))
    print(f"one cell appended to each of {len(books)} foreign workbooks")
    print("| editor     | edited | clean | one part | refused | median s | slowest s "
          "| median MB | peak MB |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for editor in EDITORS:
        editor.install()
        with tempfile.TemporaryDirectory() as folder:
            ran = [edited(editor, book, place, Path(folder)) for book, place in books]
        print(line(editor, ran), flush=True)
        for (book, _place), one in zip(books, ran, strict=True):
            if wanted.verbose and one.changed is None:
                print(f"  {book.name}: {one.said[:150]}")
            elif wanted.verbose and len(one.changed or ()) != 1:
                print(f"  {book.name}: {sorted(one.changed or ())[:6]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
