from __future__ import annotations

import io
import os
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbook.files.package import Package
from crmbook.model.errors import FileRefused
from tests.files.parts import assert_budget, corpus

PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "xl/workbook.xml": b"<workbook/>" * 50,
    "xl/media/image1.png": bytes(range(256)) * 4,
}


def zipped(parts: dict[str, bytes] | list[tuple[str, bytes]], **options: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items() if isinstance(parts, dict) else parts:
            with archive.open(name, "w", force_zip64=bool(options.get("zip64"))) as part:
                part.write(data)
        archive.comment = b"a comment"
    return out.getvalue()


class Unseekable(io.RawIOBase):
    """Makes zipfile write data descriptors, as streaming writers do."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def streamed() -> bytes:
    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in PARTS.items():
            archive.writestr(name, data)
    return out.data


def stored() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.mkdir("xl")
        for name, data in PARTS.items():
            archive.writestr(name, data)
    return out.getvalue()


DIALECTS: dict[str, Callable[[], bytes]] = {
    "deflated": lambda: zipped(PARTS),
    "data descriptors": streamed,
    "stored, with a folder": stored,
    "zip64": lambda: zipped(PARTS, zip64=True),
}


def written(package: Package) -> bytes:
    out = io.BytesIO()
    package.write(out)
    return out.getvalue()


def on_disk(folder: Path, data: bytes) -> Path:
    path = folder / "台账.xlsx"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("make", DIALECTS.values(), ids=DIALECTS.keys())
def test_parts_are_read_as_zipfile_reads_them(make: Callable[[], bytes], tmp_path: Path) -> None:
    package = Package.open(on_disk(tmp_path, make()))
    assert {name: package.read(name) for name in package.names} == PARTS
    assert {name: b"".join(package.chunks(name)) for name in package.names} == PARTS


@pytest.mark.parametrize("make", DIALECTS.values(), ids=DIALECTS.keys())
def test_a_package_without_edits_is_written_byte_for_byte(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    data = make()
    package = Package.open(on_disk(tmp_path, data))
    package.replace("xl/workbook.xml", PARTS["xl/workbook.xml"])
    assert package.changed == ()
    assert written(package) == data


@pytest.mark.parametrize("make", DIALECTS.values(), ids=DIALECTS.keys())
def test_an_edit_leaves_all_other_members_as_they_lie(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    data = make()
    package = Package.open(on_disk(tmp_path, data))
    package.replace("xl/workbook.xml", b"<other/>")
    package.add("xl/worksheets/表.xml", b"<sheet/>")
    after = written(package)
    assert_budget(data, after, changed=["xl/workbook.xml"], added=["xl/worksheets/表.xml"])
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert archive.testzip() is None
        assert archive.read("xl/workbook.xml") == b"<other/>"
        assert archive.read("xl/worksheets/表.xml") == b"<sheet/>"


def test_a_removed_part_is_gone_and_comes_back_in_its_place(tmp_path: Path) -> None:
    package = Package.open(on_disk(tmp_path, zipped(PARTS)))
    package.remove("xl/workbook.xml")
    assert "xl/workbook.xml" not in package
    assert package.removed == ("xl/workbook.xml",)
    assert zipfile.ZipFile(io.BytesIO(written(package))).namelist() == [
        "[Content_Types].xml",
        "xl/media/image1.png",
    ]
    package.add("xl/workbook.xml", b"<new/>")
    assert [package.changed, package.added, package.removed] == [("xl/workbook.xml",), (), ()]
    assert list(package.names) == list(PARTS)


def test_a_part_is_found_whatever_its_name_is_written_like(tmp_path: Path) -> None:
    package = Package.open(on_disk(tmp_path, zipped({"xl\\Sheets\\my sheet.xml": b"x"})))
    for name in ("/xl/sheets/my%20sheet.xml", "XL\\SHEETS\\MY SHEET.XML"):
        assert package.find(name) == "xl\\Sheets\\my sheet.xml"
    with pytest.raises(KeyError):
        package.read("xl/sheets/other.xml")


def test_every_foreign_book_is_read_and_written_back_byte_for_byte(shared: Path) -> None:
    refused = set()
    for path in corpus(shared):
        try:
            package = Package.open(path)
        except FileRefused:
            refused.add(path.stem)
            continue
        with zipfile.ZipFile(path) as archive:
            for name in package.names:
                assert package.read(name) == archive.read(name)
        assert written(package) == path.read_bytes()
    assert refused == {"poi__duplicate-filename", "poi__poc-xmlbomb-empty"}


def patched(data: bytes, signature: bytes, offset: int, new: bytes, nth: int = 0) -> bytes:
    at = -1
    for _time in range(nth + 1):
        at = data.index(signature, at + 1)
    return data[: at + offset] + new + data[at + offset + len(new) :]


def central(offset: int, new: bytes, nth: int = 1) -> Callable[[], bytes]:
    return lambda: patched(zipped(PARTS), b"PK\1\2", offset, new, nth)


def local(offset: int, new: bytes, nth: int = 1) -> Callable[[], bytes]:
    return lambda: patched(zipped(PARTS), b"PK\3\4", offset, new, nth)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
BAD: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"name,phone\n",
    "password": lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
    "old xls": lambda: OLE,
    "cut short": lambda: zipped(PARTS)[:-200],
    "cut in the middle": lambda: zipped(PARTS)[:300],
    "only a local header": lambda: b"PK\3\4" + bytes(40),
    "end record alone, pointing out of the file": lambda: struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, 46, 999_999, 0
    ),
    "something in front": lambda: b"PK\3\4" + zipped(PARTS),
    "too many parts": lambda: zipped({f"p{number}": b"" for number in range(2_001)}),
    "climbing name": lambda: zipped({"xl/../../evil.xml": b""}),
    "climbing name with backslashes": lambda: zipped({"xl\\..\\evil.xml": b""}),
    "slash twins": lambda: zipped({"xl/a.xml": b"", "xl\\a.xml": b""}),
    "percent twins": lambda: zipped({"xl/a b.xml": b"", "xl/a%20b.xml": b""}),
    "local name differs": local(30, b"yl"),
    "local size differs": local(22, struct.pack("<I", 7)),
    "local crc differs": local(14, b"\1\2\3\4"),
    "local method differs": local(8, b"\0\0"),
    "two members at one place": central(42, bytes(4)),
    "member beyond the file": central(42, struct.pack("<I", 90_000)),
    "encrypted member": central(8, b"\1\0"),
    "member on another disk": central(34, b"\1\0"),
    "several volumes": lambda: patched(zipped(PARTS), b"PK\5\6", 4, b"\1\0\1\0"),
    "wrong count": lambda: patched(zipped(PARTS), b"PK\5\6", 8, b"\2\0\2\0"),
    "directory elsewhere": lambda: patched(zipped(PARTS), b"PK\5\6", 16, b"\5\0\0\0"),
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD.keys())
def test_what_is_no_sound_package_is_refused_by_name(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    path = on_disk(tmp_path, make())
    with pytest.raises(FileRefused) as refusal:
        Package.open(path)
    assert refusal.value.path == str(path)
    assert refusal.value.remedy


def test_of_two_parts_that_differ_by_case_each_is_found_by_its_own_spelling(tmp_path: Path) -> None:
    parts = {"xl/sheet1.xml": b"<one/>", "xl/Sheet1.xml": b"<two/>"}
    package = Package.open(on_disk(tmp_path, zipped(parts)))
    assert {name: package.read(f"/{name}") for name in package.names} == parts
    with pytest.raises(FileRefused, match=r"两个部件|same name"):
        package.find("xl/SHEET1.xml")
    assert package.free_name("xl/SHEET1.xml") == "xl/SHEET12.xml"
    package.replace("xl/sheet1.xml", b"<new/>")
    package.remove("xl/Sheet1.xml")
    assert [package.changed, package.removed] == [("xl/sheet1.xml",), ("xl/Sheet1.xml",)]
    assert package.find("xl/SHEET1.xml") == "xl/sheet1.xml"


BOMB = '<!DOCTYPE a [<!ENTITY b "">]><a>&b;</a>'
DOCTYPES: dict[str, tuple[str, bytes]] = {
    "at once": ("xl/a.xml", BOMB.encode()),
    "behind a declaration": ("xl/a.xml", f'\ufeff<?xml version="1.0"?>\r\n{BOMB}'.encode()),
    "behind comments": ("xl/a.xml", f"<!-- {'<a>' * 9_000} --><?x?> <!-- - -->{BOMB}".encode()),
    "in UTF-16": ("customXml/item1.XML", f"\ufeff<?x?>{BOMB}".encode("utf-16-le")),
    "in UTF-16, the other way": ("xl/a.xml", f"\ufeff{BOMB}".encode("utf-16-be")),
    "in relationships": ("xl/charts/_rels/chart1.xml.rels", BOMB.encode()),
    "in a drawing": ("xl/drawings/vmlDrawing1.vml", BOMB.encode()),
}


@pytest.mark.parametrize(("name", "data"), DOCTYPES.values(), ids=DOCTYPES)
@pytest.mark.parametrize("zip_method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_doctype_in_any_xml_part_is_refused_before_anything_is_parsed(
    name: str, data: bytes, zip_method: int, tmp_path: Path
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zip_method) as archive:
        for part, content in (PARTS | {name: data}).items():
            archive.writestr(part, content)
    with pytest.raises(FileRefused, match="DOCTYPE") as refusal:
        Package.open(on_disk(tmp_path, out.getvalue()))
    assert name in refusal.value.what
    assert refusal.value.remedy


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "xl/media/image1.svg",
            b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>',
        ),
        ("xl/a.xml", b"<a><!-- <!DOCTYPE a> --></a>"),
        ("xl/a.xml", b"<!-- <!DOCTYPE a> --><a/>"),
        ("xl/a.xml", b"<a><![CDATA[<!DOCTYPE a>]]></a>"),
        ("xl/a.xml", b""),
        ("xl/a.xml", b"no markup"),
    ],
    ids=["a picture", "a comment inside", "a comment before", "text", "nothing", "no XML"],
)
def test_what_only_looks_like_a_doctype_is_none(name: str, data: bytes, tmp_path: Path) -> None:
    package = Package.open(on_disk(tmp_path, zipped(PARTS | {name: data})))
    assert package.read(name) == data


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped([("xl/a.xml", b"1"), ("xl/a.xml", b"2")])
    with pytest.raises(FileRefused):
        Package.open(on_disk(tmp_path, data))


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: folder,
        lambda folder: folder / "没有.xlsx",
        lambda folder: pipe(folder / "pipe.xlsx"),
    ],
    ids=["folder", "missing", "pipe"],
)
def test_what_is_no_file_is_refused(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        Package.open(make(tmp_path))


def with_sizes(size: int, *, crc: bytes | None = None) -> bytes:
    """Return a package that claims another size of its second member, in both headers."""
    data = zipped(PARTS)
    data = patched(data, b"PK\3\4", 22, struct.pack("<I", size), 1)
    data = patched(data, b"PK\1\2", 24, struct.pack("<I", size), 1)
    if crc is not None:
        data = patched(data, b"PK\3\4", 14, crc, 1)
        data = patched(data, b"PK\1\2", 16, crc, 1)
    return data


@pytest.mark.parametrize(
    "data",
    [
        with_sizes(10),
        with_sizes(5_000),
        with_sizes(300 << 20),
        with_sizes(550, crc=b"\1\2\3\4"),
        patched(patched(zipped(PARTS), b"PK\3\4", 8, b"\x0c\0", 1), b"PK\1\2", 10, b"\x0c\0", 1),
    ],
    ids=["more than it says", "less than it says", "over the cap", "wrong crc", "bzip2"],
)
def test_a_part_that_is_not_what_its_header_says_is_refused_when_read(
    data: bytes, tmp_path: Path
) -> None:
    path = on_disk(tmp_path, data)
    package = Package.open(path)
    with pytest.raises(FileRefused) as refusal:
        package.read("xl/workbook.xml")
    assert refusal.value.path == str(path)
    with pytest.raises(FileRefused) as refusal:
        list(package.chunks("xl/workbook.xml"))
    assert refusal.value.path == str(path)
    assert package.read("[Content_Types].xml") == b"<Types/>"


def test_a_bomb_is_refused_before_it_is_inflated(tmp_path: Path) -> None:
    bomb = zipped({"xl/worksheets/sheet1.xml": bytes(3 << 20)})
    package = Package.open(on_disk(tmp_path, bomb))
    with pytest.raises(FileRefused, match=r"sheet1\.xml"):
        package.read("xl/worksheets/sheet1.xml", limit=1 << 20)


@settings(max_examples=400, deadline=None)
@given(
    seed=st.integers(0, 2**32), count=st.integers(1, 6), dialect=st.sampled_from(sorted(DIALECTS))
)
def test_a_package_with_broken_bytes_is_read_rightly_or_refused(
    seed: int, count: int, dialect: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dice = random.Random(seed)  # noqa: S311
    data = bytearray(DIALECTS[dialect]())
    for _flip in range(count):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path = tmp_path_factory.getbasetemp() / "mutant.xlsx"
    path.write_bytes(data)
    try:
        package = Package.open(path)
        read = [package.read(name) for name in package.names]
    except FileRefused:
        return
    assert all(part in PARTS.values() for part in read)
    written(package)


def test_what_is_packed_a_thousand_times_comes_in_pieces_of_bounded_size(tmp_path: Path) -> None:
    content = b"<v>1</v>" * (2 << 20) + bytes(range(256)) * 9_000 + b"<v/>" * 9
    package = Package.open(on_disk(tmp_path, zipped(PARTS | {"xl/large.xml": content})))
    pieces = list(package.chunks("xl/large.xml"))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 2 << 20
