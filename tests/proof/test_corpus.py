"""Sixty foreign workbooks × every edit: nothing else is touched, nothing is lost, all can be undone.

CRMBOOK_PROVE=1 writes each edit to disk by itself too, and audits and opens every one of them.
"""

from __future__ import annotations

import os
import pickle
import shutil
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from filelock import FileLock

from tests.files.graft.reading import findings
from tests.proof.running import Proof, run
from tests.proof.table import TABLE, english, features_of, table
from tests.proof.whole import opened_by_libreoffice

PROVING = bool(os.environ.get("CRMBOOK_PROVE"))
#: Whose cells are not to be edited: a word of what the user is told (in English).
REFUSED = {
    "exceljs__invalid-xml.xlsx": "damaged",
    "exceljs__missing-bits.xlsx": "no workbook",
    "open-xml-sdk__SharedWorkbook.xlsx": "tracks changes",
    "poi__duplicate-filename.xlsx": "same name",
    "poi__poc-xmlbomb-empty.xlsx": "DOCTYPE",
    "poi__workbookProtection_workbook_revision_protected.xlsx": "tracks changes",
    "poi__xlsx-corrupted.xlsx": "damaged",
}
#: LibreOffice 7.4 does not open these as they are (backslashes in part names, damage).
UNOPENED = {
    "calamine__issue_530.xlsx",
    "exceljs__missing-bits.xlsx",
    "phpspreadsheet__Zip-Windows-Directory-Separator.xlsx",
    "poi__xlsx-corrupted.xlsx",
}
#: calamine does not open this one as it is (a sheet of no kind that it knows).
UNREAD = {"test_files__BlankSheetTypes.xlsm"}
#: openxml-audit needs 20 s to several minutes for each of these, edited or not (measured).
NEVER_AUDITED = {
    "calamine__issue_174.xlsx", "test_files__large_strings.xlsx", "easyexcel__t03.xlsx"
}  # fmt: skip
#: 3 to 7 s each.
AUDITED_WHEN_PROVING = {
    "closedxml__TemplateWithTableSourcePivotTables.xlsx", "poi__57181.xlsm", "poi__stress002.xlsx"
}  # fmt: skip


@pytest.fixture(scope="module")
def proofs(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Proof]:
    """The proof, run once whatever the number of pytest's processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "proof"
    folder.mkdir(exist_ok=True)
    kept = folder / "proofs.pickle"
    with FileLock(folder / "lock"):
        if not kept.exists():
            with english():
                kept.write_bytes(pickle.dumps(run(shared, folder, alone=PROVING)))
        found: list[Proof] = pickle.loads(kept.read_bytes())  # noqa: S301 - written above
    return found


def test_every_edit_keeps_its_budget_and_loses_nothing(proofs: list[Proof]) -> None:
    wrong = {proof.book.name: proof.wrong for proof in proofs if proof.wrong}
    assert wrong == {}
    assert {proof.book.name for proof in proofs if proof.unread} == UNREAD


def test_at_least_53_of_60_books_are_edited_and_the_others_refused_by_name(
    proofs: list[Proof],
) -> None:
    assert sum(proof.edited for proof in proofs) >= 53
    refused = {proof.book.name: proof.results for proof in proofs if not proof.edited}
    assert set(refused) == set(REFUSED)
    for name, word in REFUSED.items():
        assert any(word in result.why for result in refused[name]), (name, refused[name])


def test_new_cells_that_no_formula_reads_change_one_part_alone(proofs: list[Proof]) -> None:
    assert {proof.book.name for proof in proofs if proof.edited and not proof.in_one_part} == {
        "phpspreadsheet__issue.3613.xlsx",  # INDIRECT
        "test_files__fn.xlsx",  # EVALUATE
        "test_files__large_strings.xlsx",  # a sheet of 57 MB: to look would cost more than the edit
    }


def test_openxml_audit_finds_nothing_new(proofs: list[Proof]) -> None:
    spared = NEVER_AUDITED if PROVING else NEVER_AUDITED | AUDITED_WHEN_PROVING
    audited = Counter[str]()

    @lru_cache
    def before(path: Path) -> Counter[tuple[str, str]]:
        return findings(path)

    for proof in proofs:
        for file in proof.files:
            if proof.book.name not in spared:
                assert findings(file) - before(proof.book) == {}, (
                    proof.book.name,
                    file.parent.name,
                )
                audited[proof.book.name] += 1
    assert len(audited) >= 53 - len(spared)


def test_libreoffice_opens_each_one_whose_original_it_opens(
    proofs: list[Proof], tmp_path: Path, soffice: str
) -> None:
    if PROVING:
        originals = [proof.book for proof in proofs]
        opened = opened_by_libreoffice(soffice, originals, tmp_path)
        assert {path.name for path in originals} - opened == UNOPENED
        shutil.rmtree(tmp_path / "opened")
    by_edit: dict[str, list[Path]] = {}
    for proof in proofs:
        for file in proof.files:
            if file.name not in UNOPENED:
                by_edit.setdefault(file.parent.name, []).append(file)
    assert len(by_edit["together"]) >= 50
    for name, files in by_edit.items():
        opened = opened_by_libreoffice(soffice, files, tmp_path / name)
        assert {file.name for file in files} - opened == set(), name


def test_the_table_in_docs_says_what_was_found(proofs: list[Proof], shared: Path) -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert text == table(proofs, features_of(shared)), "run python -m tests.proof.table"
