from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.files.content_types import (
    CONTENT_TYPES,
    content_type,
    drop_content_type,
    set_content_type,
)
from crmbook.files.package import Package
from crmbook.model.errors import FileRefused
from tests.files.books import SHEET, book, worksheet


@pytest.fixture
def package() -> Package:
    return Package(book(worksheet("")), Path("台账.xlsx"))


@pytest.mark.parametrize(
    ("part", "ending"),
    [
        (SHEET, "worksheet+xml"),
        ("XL\\WORKSHEETS\\SHEET1.XML", "worksheet+xml"),
        ("xl/other.xml", "application/xml"),
        ("xl/image.png", ""),
    ],
    ids=["override", "override in another spelling", "default", "none"],
)
def test_the_type_of_a_part_is_told(part: str, ending: str, package: Package) -> None:
    found = content_type(package, part)
    assert found.endswith(ending)
    assert bool(found) == bool(ending)


def test_a_new_part_is_declared_behind_the_others(package: Package) -> None:
    before = package.read(CONTENT_TYPES)
    set_content_type(package, "xl/t&1.xml", "a/b")
    new = b'<Override PartName="/xl/t&amp;1.xml" ContentType="a/b"/>'
    assert package.read(CONTENT_TYPES) == before.replace(b"</Types>", new + b"</Types>")
    assert content_type(package, "xl/t&1.xml") == "a/b"
    drop_content_type(package, "xl/t&1.xml")
    assert package.changed == ()


def test_a_type_that_the_extension_has_is_not_said_again(package: Package) -> None:
    set_content_type(package, "xl/other.xml", "application/xml")
    assert package.changed == ()


def test_a_type_is_changed_in_its_place(package: Package) -> None:
    before = package.read(CONTENT_TYPES)
    old = content_type(package, SHEET)
    set_content_type(package, SHEET, "c/d")
    assert package.read(CONTENT_TYPES) == before.replace(old.encode(), b"c/d")


def test_a_book_without_content_types_is_read_but_not_changed() -> None:
    package = Package(book(worksheet(""), parts={CONTENT_TYPES: None}), Path("台账.xlsx"))
    assert content_type(package, SHEET) == ""
    with pytest.raises(FileRefused):
        set_content_type(package, SHEET, "c/d")
