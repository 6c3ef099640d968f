from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from crmbook.files.graft.styles import StyleMap, merge_styles
from crmbook.files.package import Package
from tests.files.books import MAIN, STYLES
from tests.files.graft.made import donor


def donated() -> bytes:
    return Package(donor(), Path("donor.xlsx")).read("xl/styles.xml")


def found(styles: bytes, path: str) -> list[etree._Element]:
    elements = etree.fromstring(styles).xpath(path, namespaces={"m": MAIN})
    assert isinstance(elements, list)
    return [element for element in elements if isinstance(element, etree._Element)]


HOSTS = {
    "small": STYLES,
    "self-closed containers": STYLES.replace("</styleSheet>", '<dxfs count="0"/></styleSheet>'),
    "nothing in it": f'<styleSheet xmlns="{MAIN}"/>',
    "prefixed": STYLES.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x="),
    "no counts": STYLES.replace(' count="1"', "").replace(' count="3"', ""),
    "byte order mark": "\ufeff" + STYLES,
    "wrapped entries": STYLES.replace(
        "<font><b/></font>",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Fallback><font><b/></font></mc:Fallback></mc:AlternateContent>",
    ),
}
hosts = pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)


@hosts
def test_a_second_merge_finds_everything_there(host: str) -> None:
    once, mapped = merge_styles(host.encode(), donated())
    assert merge_styles(once, donated()) == (once, mapped)


@hosts
def test_counts_and_indexes_are_right(host: str) -> None:
    merged, mapped = merge_styles(host.encode(), donated())
    for container in found(merged, "/m:styleSheet/*[@count]"):
        assert int(container.get("count", "")) == len(container)
    sizes = {name: len(found(merged, f"//m:{name}s/*")) for name in ("font", "fill", "border")}
    for xf in found(merged, "//m:cellXfs/m:xf"):
        assert all(int(xf.get(f"{name}Id", "")) < size for name, size in sizes.items())
    assert max(mapped.cells) < len(found(merged, "//m:cellXfs/m:xf"))
    assert max(mapped.differential) < len(found(merged, "//m:dxfs/m:dxf"))


@hosts
def test_what_stood_in_the_host_stands_there_still(host: str) -> None:
    merged, _mapped = merge_styles(host.encode(), donated())
    for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"):
        before, after = found(host.encode(), f"//m:{name}/*"), found(merged, f"//m:{name}/*")
        kept = [etree.tostring(element, method="c14n") for element in before]
        assert [etree.tostring(element, method="c14n") for element in after][: len(kept)] == kept


@hosts
def test_containers_stand_in_the_order_of_the_schema(host: str) -> None:
    merged, _mapped = merge_styles(host.encode(), donated())
    order = [
        "numFmts",
        "fonts",
        "fills",
        "borders",
        "cellStyleXfs",
        "cellXfs",
        "cellStyles",
        "dxfs",
    ]
    stands = [etree.QName(e).localname for e in found(merged, "/m:styleSheet/*")]
    assert [name for name in order if name in stands] == stands


@hosts
def test_fill_one_is_the_pattern_that_excel_takes_it_for(host: str) -> None:
    merged, mapped = merge_styles(host.encode(), donated())
    fills = found(merged, "//m:fills/m:fill")
    assert fills[1][0].get("patternType") == "gray125"
    title = found(merged, "//m:cellXfs/m:xf")[mapped.cells[2]]
    used = fills[int(title.get("fillId", ""))]
    assert used[0].get("patternType") in {"solid", "none"}


def test_a_number_format_with_the_same_code_is_used_again_under_its_own_number() -> None:
    host = STYLES.replace(
        "<fonts", '<numFmts count="1"><numFmt numFmtId="200" formatCode="0.0%"/></numFmts><fonts', 1
    )
    merged, mapped = merge_styles(host.encode(), donated())
    codes = {e.get("formatCode"): e.get("numFmtId") for e in found(merged, "//m:numFmts/m:numFmt")}
    assert codes["0.0%"] == "200"
    assert codes['yyyy"年"m"月"'] == "201"
    used = {found(merged, "//m:cellXfs/m:xf")[n].get("numFmtId") for n in mapped.cells}
    assert {"200", "201"} <= used


def test_a_donor_grafted_into_itself_adds_no_format_but_the_ones_of_named_styles() -> None:
    merged, mapped = merge_styles(donated(), donated())
    links = len(found(donated(), "//m:cellXfs/m:xf[@xfId!='0']"))
    before, after = (len(found(data, "//m:cellXfs/m:xf")) for data in (donated(), merged))
    assert after - before == links
    assert mapped.cells[0] == 0
    assert isinstance(mapped, StyleMap)
