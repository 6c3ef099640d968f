from __future__ import annotations

import pytest

from crmbook.files.cell_styles import CellStyles
from crmbook.files.scan.colours import OFFICE_THEME, Colours, tinted
from crmbook.files.scan.styles import read_styles
from crmbook.model.errors import FileRefused
from tests.files.books import MAIN

THEME = (
    b'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    b'<a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="010203"/></a:dk1>'
    b'<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="1F497D"/></a:dk2>'
    b'<a:lt2><a:srgbClr val="eeece1"/></a:lt2><a:accent1><a:srgbClr val="4F81BD"/></a:accent1>'
    b"</a:clrScheme></a:themeElements></a:theme>"
)


def styled(fills: str, *, indexed: str = "", fonts: str = "<font/>", xfs: str = "") -> bytes:
    """Return a styles part whose cell formats use the fills in their order, unless ``xfs`` say more."""
    count = fills.count("<fill>")
    formats = xfs or "".join(f'<xf numFmtId="0" fontId="0" fillId="{n}"/>' for n in range(count))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
        f'<numFmt numFmtId="177" formatCode="[h]:mm"/></numFmts><fonts>{fonts}</fonts><fills>{fills}</fills>'
        f"<cellXfs>{formats}</cellXfs><colors>{indexed}</colors></styleSheet>"
    ).encode()


def solid(colour: str, pattern: str = "solid") -> str:
    return f'<fill><patternFill patternType="{pattern}"><fgColor {colour}/></patternFill></fill>'


@pytest.mark.parametrize(
    ("fill", "rgb"),
    [
        (solid('rgb="FFFFFF00"'), "FFFF00"),
        (solid('rgb="ffff00"'), "FFFF00"),
        (solid('indexed="10"'), "FF0000"),
        (solid('indexed="2"'), "FF0000"),
        (solid('indexed="64"'), "000000"),
        (solid('theme="0"'), "FFFFFF"),
        (solid('theme="1"'), "010203"),
        (solid('theme="3"'), "1F497D"),
        (solid('theme="4"'), "4F81BD"),
        (solid('theme="4" tint="0.5999938962981048"'), "B9CDE5"),  # Excel itself rounds to B8CCE4
        (solid('theme="0" tint="-0.249977111117893"'), "BFBFBF"),
        (solid('theme="99"'), ""),
        (solid('auto="1"'), ""),
        (solid('rgb="FFFFFF00"', "gray125"), ""),
        ("<fill><patternFill/></fill>", ""),
        ('<fill><patternFill patternType="solid"/></fill>', ""),
        (
            '<fill><gradientFill><stop position="0"><color rgb="FF00FF00"/></stop></gradientFill></fill>',
            "",
        ),
    ],
)
def test_a_solid_fill_has_a_colour(fill: str, rgb: str) -> None:
    assert read_styles(styled(fill), THEME).fills == (rgb,)


def test_a_book_may_have_a_palette_of_its_own() -> None:
    own = '<indexedColors><rgbColor rgb="00000000"/><rgbColor rgb="00ABCDEF"/></indexedColors>'
    found = read_styles(styled(solid('indexed="1"') + solid('indexed="10"'), indexed=own))
    assert found.fills == ("ABCDEF", "FF0000")


def test_a_book_without_a_theme_has_offices() -> None:
    assert read_styles(styled(solid('theme="4"'))).fills == (OFFICE_THEME[4],)
    assert Colours().rgb({"theme": "1"}) == "000000"


@pytest.mark.parametrize(
    ("rgb", "tint", "result"),
    [
        ("4F81BD", None, "4F81BD"),
        ("4F81BD", "0", "4F81BD"),
        ("FFFFFF", "0.9", "FFFFFF"),
        ("000000", "0.5", "808080"),
        ("808080", "-1", "000000"),
        ("", "0.5", ""),
    ],
)
def test_a_tint_moves_luminance(rgb: str, tint: str | None, result: str) -> None:
    assert tinted(rgb, tint) == result


def test_struck_fonts_dates_and_durations_are_known_per_format() -> None:
    fonts = '<font/><font><strike/></font><font><strike val="0"/></font>'
    xfs = (
        '<xf numFmtId="14" fontId="1"/><xf numFmtId="176" fontId="2"/><xf numFmtId="177"/>'
        '<xf numFmtId="46"/><xf fontId="9" fillId="9"/>'
    )
    found = read_styles(styled("", fonts=fonts, xfs=xfs))
    assert found.strikes == (True, False, False, False, False)
    assert found.dates == (True, True, False, False, False)
    assert found.durations == (False, False, True, True, False)
    assert found.fills == ("",) * 5


def test_a_prefix_or_the_strict_namespace_changes_nothing() -> None:
    plain = styled(solid('rgb="FFFFFF00"'))
    prefixed = plain.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    strict = plain.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert read_styles(plain) == read_styles(prefixed) == read_styles(strict)


def test_no_styles_part_means_no_formats() -> None:
    assert read_styles(None) == CellStyles()


@pytest.mark.parametrize(
    "data",
    [
        b"<styleSheet>",
        b"",
        b'<!DOCTYPE a [<!ENTITY b "c">]><styleSheet/>',
        b"<!DOCTYPE styleSheet><styleSheet/>",
        styled("", xfs='<xf numFmtId="x"/>'),
    ],
    ids=["cut", "empty", "DOCTYPE", "bare DOCTYPE", "an id that is no number"],
)
def test_broken_styles_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        read_styles(data)
