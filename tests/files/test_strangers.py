"""Files encrypted by company software, and other strangers: named alike by whoever opens them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmbook import i18n
from crmbook.files.package import Package
from crmbook.files.read import read_book
from crmbook.model.errors import FileRefused
from tests.files.books import book, worksheet

NOISE = random.Random(3).randbytes(4096)  # noqa: S311 - the same bytes in every run
ENCRYPTED = {
    "IP-guard or 腾讯 TSD": b"%TSD-Header-###%" + NOISE,
    "亿赛通": b"b\x14#e\0\0\0\0E-SafeNet\0\0\0LOCK" + NOISE,
    "亿赛通, another version": b"\0\1\2E-SafeNet   LOCK" + NOISE,
}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.activate("en")
    yield
    i18n.activate("zh")


def refusals(path: Path) -> list[FileRefused]:
    """Return what a reader and a writer say of a file."""
    found = []
    for use in (read_book, Package.open):
        with pytest.raises(FileRefused) as refused:
            use(path)
        assert refused.value.path == str(path)
        found.append(refused.value)
    return found


@pytest.mark.parametrize("data", ENCRYPTED.values(), ids=ENCRYPTED)
@pytest.mark.parametrize("name", ["台账.xlsx", "台账.xls", "台账.csv"])
def test_a_book_encrypted_by_company_software_is_named_as_such(
    name: str, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for refusal in refusals(path):
        assert refusal.what == "company software has encrypted it"
        assert "decrypt" in refusal.remedy
        assert "trusted programs" in refusal.remedy


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.xlsm", "台账.et"])
def test_noise_under_a_workbooks_name_may_be_encryption(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(NOISE)
    for refusal in refusals(path):
        assert "decrypt it" in refusal.remedy


def test_text_under_a_workbooks_name_is_not_called_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_text("公司名称,联系电话\n华鼎,13800001111\n", encoding="gb18030")
    for refusal in refusals(path):
        assert "decrypt" not in refusal.remedy


@pytest.mark.parametrize(
    ("beginning", "told"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<html><table>", "web page"),
        (b"Rar!\x1a", "archive"),
    ],
    ids=["PDF", "picture", "web page", "archive"],
)
def test_readers_and_writers_name_a_stranger_alike(
    beginning: bytes, told: str, tmp_path: Path
) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(beginning + b"\0" * 100)
    reader, writer = refusals(path)
    assert told in reader.what
    assert reader.what == writer.what


def test_damage_is_named_with_its_place(tmp_path: Path) -> None:
    sound = book(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    path = tmp_path / "台账.xlsx"
    path.write_bytes(sound[:-40])
    for refusal in refusals(path):
        assert f"{len(sound) - 40:,}" in refusal.what
    at = sound.index(b"PK\3\4", 10)
    path.write_bytes(sound[: at + 14] + b"\xff\xff" + sound[at + 16 :])
    for refusal in refusals(path):
        assert f"{at:,}" in refusal.what
