from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from crmbook.files.read import read_book
from crmbook.model.errors import FileRefused


def zipped(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return data.getvalue()


def workbook() -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        book.add_worksheet("线索").write_row(0, 0, ["公司", 1])
    return data.getvalue()


ENCRYPTED_ODS = zipped(
    mimetype="application/vnd.oasis.opendocument.spreadsheet",
    **{"META-INF/manifest.xml": "<manifest:encryption-data/>", "content.xml": "\x01\x02"},
)
NOISE = b"".join(hashlib.sha256(bytes([at])).digest() for at in range(128))
BAD = {
    "empty.xlsx": b"",
    "random.xlsx": NOISE,
    "random.csv": NOISE[::-1],
    "words.xlsx": b"not a workbook",
    "words.xls": b"not a workbook",
    "paper.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "paper.pdf": b"%PDF-1.7\n",
    "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "page.xls": b"\xef\xbb\xbf\n<html><body><table><tr><td>1</td></tr></table>",
    "xml2003.xls": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "cut.xlsx": workbook()[:3000],
    "archive.zip": zipped(**{"a.txt": "a"}),
    "letter.docx": zipped(**{"_rels/.rels": "", "word/document.xml": "<w/>"}),
    "secret.ods": ENCRYPTED_ODS,
    "ole.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "secret.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_readable_workbook_is_refused_with_a_remedy(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    with pytest.raises(FileRefused) as refused:
        read_book(path)
    assert refused.value.what
    assert refused.value.remedy
    assert refused.value.path == str(path)
    assert path.read_bytes() == BAD[name]


@pytest.mark.parametrize("name", ["secret.ods", "secret.xlsx"])
def test_an_encrypted_workbook_is_said_to_have_a_password(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    monkeypatch.setattr("crmbook.files.calamine_reader._", lambda message: message)
    with pytest.raises(FileRefused, match="password"):
        read_book(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path):
        with pytest.raises(FileRefused) as refused:
            read_book(path)
        assert refused.value.path == str(path)
        assert refused.value.remedy


def test_real_encrypted_and_broken_books_are_refused(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "bad").iterdir()):
        with pytest.raises(FileRefused):
            read_book(path)


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("book.xls", workbook(), "xlsx"),
        ("book", workbook(), "xlsx"),
        ("table.xls", b"a\tb\n1\t2\n", "csv"),
        ("table.txt", b"a\tb\n1\t2\n", "csv"),
    ],
    ids=["xlsx called xls", "xlsx without a suffix", "tab-separated text called xls", "text"],
)
def test_the_content_says_what_a_file_is_not_its_name(
    tmp_path: Path, name: str, data: bytes, format_: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    book = read_book(path)
    assert book.format == format_
    assert book.path == path
    assert book.sha256 == hashlib.sha256(data).hexdigest()
    assert len(book.grids[0].columns) == 2


def test_an_encoding_can_be_given_for_text(tmp_path: Path) -> None:
    path = tmp_path / "名單.csv"
    path.write_bytes("公司名稱,聯絡人\n台積電,張\n".encode("big5"))
    assert read_book(path, "big5").grids[0].value(2, 1) == "台積電"
