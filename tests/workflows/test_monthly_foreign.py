"""`monthly` inside workbooks that nobody here made, and in a second calculator."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

import crmbook
from crmbook.book import open_books
from crmbook.files.package import Package
from crmbook.files.workbook_part import read_workbook_part
from crmbook.model.errors import FileRefused
from crmbook.sample import load
from crmbook.workflows.monthly import monthly
from crmbook.workflows.new import NewBook, new
from crmbook.workflows.write import Target, write
from tests.files.graft.reading import findings
from tests.files.parts import assert_budget, corpus
from tests.report.recalculation import formula_values, recalculated

TODAY = dt.date(2024, 3, 31)
#: openxml-audit takes minutes over these; everything else is asserted of them too.
SLOW = {"calamine__issue_174.xlsx", "test_files__large_strings.xlsx", "easyexcel__t03.xlsx"}
AUDITED = 60 if os.environ.get("CRMBOOK_PROVE") else 12


def _register(name: str, rows: list[dict[str, object]], *, date_1904: bool) -> bytes:
    """Return a register alone, as some other program would make it."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": date_1904})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(name)
    headers = list(rows[0])
    sheet.write_row(0, 0, headers)
    for at, row in enumerate(rows, 1):
        for column, header in enumerate(headers):
            value = row.get(header)
            if isinstance(value, dt.datetime):
                sheet.write_datetime(at, column, value, date)
            elif value not in (None, ""):
                sheet.write(at, column, value)
    book.close()
    return out.getvalue()


def _with_registers(path: Path) -> None:
    """Put 120 leads and their log into a foreign book. Raises FileRefused."""
    rows = load()
    date_1904 = read_workbook_part(Package.open(path)).date1904
    leads = rows["线索登记表"][:120]
    known = {row["线索编号"] for row in leads}
    log = [row for row in rows["跟进记录表"] if row["线索编号"] in known]
    with crmbook.edit(path) as edit:
        for name, some in (("线索登记表", leads), ("跟进记录表", log)):
            edit.put_sheet(name, _register(name, some, date_1904=date_1904))


def test_monthly_in_foreign_books_touches_nothing_else(shared: Path, tmp_path: Path) -> None:
    right: list[str] = []
    refused: dict[str, str] = {}
    for original in corpus(shared):
        path = tmp_path / original.name
        shutil.copyfile(original, path)
        try:
            _with_registers(path)
            before = path.read_bytes()
            book = open_books([path])
        except FileRefused as error:  # the book itself, or one of its sheets, is damaged or shared
            refused[original.name] = error.what
            continue
        result = monthly(book, TODAY)
        assert sum(one.total for one in result.months) > 100
        written = write(book, result.plan, command="monthly", label="月报", target=Target())
        receipt = written.receipt
        assert receipt is not None
        assert receipt.changed
        assert_budget(
            before, path.read_bytes(), changed=receipt.parts_changed, added=receipt.parts_added
        )
        tails = ("content_types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml")
        changed = [name.lower() for name in receipt.parts_changed]
        assert [name for name in changed if not name.endswith(tails)] == []
        if original.name not in SLOW and len(right) < AUDITED:
            assert findings(path) - findings(original) == {}
        right.append(original.name)
    assert len(right) >= 50, refused
    assert all(refused.values())


def test_libreoffice_opens_foreign_books_after_monthly(
    shared: Path, tmp_path: Path, soffice: str
) -> None:
    names = ("phpspreadsheet__outline.xlsx", "easyexcel__t07.xlsx", "xlsxwriter__background06.xlsx")
    for name in names:
        path = tmp_path / name
        shutil.copyfile(shared / "corpus" / "books" / name, path)
        _with_registers(path)
        book = open_books([path])
        write(book, monthly(book, TODAY).plan, command="monthly", label="月报", target=Target())
    profile = (tmp_path / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *(str(tmp_path / name) for name in names)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    assert all((tmp_path / name).with_suffix(".pdf").stat().st_size > 1000 for name in names)


@pytest.mark.parametrize("plain", [False, True], ids=["tables", "plain"])
def test_libreoffice_computes_what_python_wrote(tmp_path: Path, soffice: str, plain: bool) -> None:  # noqa: FBT001
    path = new(tmp_path / "台账.xlsx", NewBook(sample=True, plain=plain)).path
    book = open_books([path])
    write(book, monthly(book, TODAY).plan, command="monthly", label="月报", target=Target())
    ours = formula_values(path, path)
    theirs = recalculated(soffice, path.read_bytes(), tmp_path / "again")
    generated = {key for key in ours if key[0] in {"转化分析表", "渠道分析", "流失分析"}}
    assert len(generated) > 60
    wrong = {
        key: (ours[key], theirs[key])
        for key in ours
        if not (
            ours[key] == theirs[key]
            or (isinstance(ours[key], int | float) and ours[key] == pytest.approx(theirs[key]))
        )
    }
    assert wrong == {}
