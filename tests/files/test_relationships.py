from __future__ import annotations

from pathlib import Path

import pytest

from crmbook.files.package import Package
from crmbook.files.relationships import (
    add_relationship,
    read_relationships,
    related,
    relationships_part,
    relative_target,
    remove_relationships,
    resolve,
)
from crmbook.model.errors import FileRefused
from tests.files.books import OFFICE, PACKAGE, SHEET, book, worksheet


def opened(**parts: str) -> Package:
    return Package(book(worksheet(""), parts=parts), Path("台账.xlsx"))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "/xl/styles.xml", "xl/styles.xml"),
        ("xl/workbook.xml", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl\\worksheets\\sheet1.xml", "..\\tables\\table1.xml", "xl/tables/table1.xml"),
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl/a.xml", "../../../../etc/passwd", "etc/passwd"),
        ("xl/a.xml", "b.xml#frag", "xl/b.xml"),
    ],
)
def test_a_target_is_resolved(source: str, target: str, expected: str) -> None:
    assert resolve(source, target) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "_rels/.rels"),
        ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        ("xl\\workbook.xml", "xl/_rels/workbook.xml.rels"),
    ],
)
def test_relationships_lie_beside_their_part(source: str, expected: str) -> None:
    assert relationships_part(source) == expected


def test_a_part_names_another_relatively() -> None:
    assert relative_target("xl/worksheets/sheet1.xml", "xl/tables/t.xml") == "../tables/t.xml"
    assert relative_target("", "xl/workbook.xml") == "xl/workbook.xml"


def test_relationships_are_read_by_meaning() -> None:
    rels = (
        f'<p:Relationships xmlns:p="{PACKAGE}">'
        '<p:Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/image"'
        ' Target="..\\Media\\my%20image.PNG"/>'
        f'<p:Relationship Id="b" Type="{OFFICE}/hyperlink" Target="http://x.cn" TargetMode="External"/>'
        f'<p:Relationship Id="c" Type="{OFFICE}/image" Target="../media/none.png"/></p:Relationships>'
    )
    package = opened(**{relationships_part(SHEET): rels, "xl/media/My Image.png": "x"})
    found = read_relationships(package, SHEET)
    assert [(r.id, r.kind, r.part, r.external) for r in found.values()] == [
        ("a", "image", "xl/media/My Image.png", False),
        ("b", "hyperlink", None, True),
        ("c", "image", None, False),
    ]
    assert related(package, SHEET, "image") == ("xl/media/My Image.png",)
    assert read_relationships(package, "xl/styles.xml") == {}


def test_adding_and_removing_leaves_the_other_bytes() -> None:
    package = opened()
    name = relationships_part("xl/workbook.xml")
    before = package.read(name)
    new = add_relationship(package, "xl/workbook.xml", f"{OFFICE}/theme", "a&b.xml")
    assert new == "rId3"
    added = f'<Relationship Id="rId3" Type="{OFFICE}/theme" Target="a&amp;b.xml"/>'.encode()
    assert package.read(name) == before.replace(b"</Rel", added + b"</Rel")
    remove_relationships(package, "xl/workbook.xml", {new})
    assert package.read(name) == before
    assert package.changed == ()


def test_a_part_without_relationships_gets_some() -> None:
    package = opened()
    assert (
        add_relationship(package, SHEET, f"{OFFICE}/hyperlink", "http://x.cn", external=True)
        == "rId1"
    )
    assert package.added == (relationships_part(SHEET),)
    (found,) = read_relationships(package, SHEET).values()
    assert (found.target, found.external) == ("http://x.cn", True)
    remove_relationships(package, "xl/styles.xml", {"rId1"})


@pytest.mark.parametrize(
    "rels",
    ["CORRUPTED", f'<!DOCTYPE x><Relationships xmlns="{PACKAGE}"/>'],
    ids=["no xml", "doctype"],
)
def test_damaged_relationships_are_refused(rels: str) -> None:
    with pytest.raises(FileRefused):
        read_relationships(opened(**{relationships_part(SHEET): rels}), SHEET)


@pytest.mark.parametrize(
    "target",
    ["../../../../etc/passwd", "..\\..\\..\\secret.xml", "%2e%2e/%2e%2e/%2E%2E/x.xml", "/../x.xml"],
    ids=["relative", "backslashes", "percent-encoded", "absolute"],
)
def test_a_target_above_the_package_is_refused_by_name(target: str) -> None:
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/table" Target="{target}"/></Relationships>'
    )
    package = opened(**{"xl/worksheets/_rels/sheet1.xml.rels": rels})
    with pytest.raises(FileRefused) as refused:
        read_relationships(package, SHEET)
    assert target in refused.value.what


@pytest.mark.parametrize(
    "target", ["../missing.xml", "../../missing.xml", "#表!A1", "file:///C:/a"]
)
def test_a_target_that_is_merely_missing_is_no_reason_to_refuse(target: str) -> None:
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/table" Target="{target}"/></Relationships>'
    )
    package = opened(**{"xl/worksheets/_rels/sheet1.xml.rels": rels})
    assert read_relationships(package, SHEET)["rId1"].part is None
