"""Shared strings: the split and the parser must agree, whatever wrote them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.files.scan import strings
from crmbook.files.scan.strings import SharedStrings, read_strings
from crmbook.model.errors import FileRefused
from tests.files.books import MAIN


def part(items: str, *, declaration: str = "") -> bytes:
    return f'{declaration}<sst xmlns="{MAIN}" count="9" uniqueCount="9">{items}</sst>'.encode()


ITEMS: list[tuple[str, str, list[str]]] = [
    ("none", "", []),
    ("plain", "<si><t>公司</t></si><si><t>张伟</t></si>", ["公司", "张伟"]),
    ("kept spaces", '<si><t xml:space="preserve"> a </t></si><si><t>b</t></si>', [" a ", "b"]),
    ("spaces not asked to be kept", "<si><t> a\u3000 </t></si><si><t>\n \t</t></si>", ["a\u3000", ""]),
    ("a numbered space not asked to be kept", "<si><t>&#32;a&#10;</t></si>", ["a"]),
    ("a kept space beside one that is not", '<si><t xml:space="preserve"> </t></si><si><t>a </t></si>', [" ", "a"]),
    ("spaces of runs", "<si><r><t>a </t></r><r><t> </t></r><r><t>b</t></r></si>", ["a b"]),
    ("kept in runs", '<si><r><t xml:space="preserve">a </t></r><r><t>b </t></r></si>', ["a b"]),
    ("empty", "<si><t></t></si><si><t>b</t></si>", ["", "b"]),
    ("empty in other ways", "<si><t/></si><si/><si><t>b</t></si>", ["", "", "b"]),
    ("entities", "<si><t>a&amp;b &lt;c&gt; &quot;&apos;</t></si>", ["a&b <c> \"'"]),
    ("numbered characters", "<si><t>&#20844;&#x53F8;&#10;</t></si>", ["公司"]),
    ("line ends", "<si><t>a\r\nb\rc\nd\te</t></si>", ["a\nb\nc\nd\te"]),
    ("escaped", "<si><t>a_x000D_b_x005F_x000D_</t></si>", ["a\rb_x000D_"]),
    ("escaped, not quite", "<si><t>_x00_ _xGGGG_ a_xyz</t></si>", ["_x00_ _xGGGG_ a_xyz"]),
    ("an escaped pair", "<si><t>_xD83D__xDE00_</t></si>", ["😀"]),
    ("half of an escaped pair", "<si><t>_xD83D_a</t></si>", ["_xD83D_a"]),
    ("beyond the basic plane", "<si><t>𠮷野家</t></si>", ["𠮷野家"]),
    ("rich text", "<si><r><t>张</t></r><r><rPr><b/></rPr><t>伟</t></r></si><si><t>b</t></si>", ["张伟", "b"]),
    (
        "a reading",
        '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>',
        ["東京"],
    ),
    (
        "Chinese Excel's phonetic properties",
        "".join(
            f'<si><t>{text}</t><phoneticPr fontId="{font}" type="noConversion"/></si>'
            for font, text in ((1, "公司"), (3, "张伟"))
        )
        + "<si><t>b</t></si>",
        ["公司", "张伟", "b"],
    ),
    ("CDATA", "<si><t><![CDATA[<si><t>]]></t></si>", ["<si><t>"]),
    ("comment", "<si><t>a</t></si><!-- <si><t>no</t></si> --><si><t>b</t></si>", ["a", "b"]),
    ("blank space between", "<si>\n  <t>a</t>\n</si>\n<si><t>b</t></si>", ["a", "b"]),
    ("text that looks like markup", '<si><t>xml:space="preserve"></t></si>', ['xml:space="preserve">']),
]  # fmt: skip


@pytest.mark.parametrize("piece", [1, 9, 1 << 20])
@pytest.mark.parametrize(("_name", "items", "texts"), ITEMS, ids=[name for name, _i, _t in ITEMS])
def test_shared_strings_read_alike_both_ways(
    _name: str,
    items: str,
    texts: list[str],
    piece: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(strings, "_BLOCK", max(piece, 9))
    data = part(items)
    pieces = [data[at : at + piece] for at in range(0, len(data), piece)]
    assert read_strings(pieces).texts == texts
    assert read_strings(pieces, split=False).texts == texts


@pytest.mark.parametrize(
    "data",
    [
        part("<si><t>公司</t></si>", declaration='<?xml version="1.0" encoding="UTF-8"?>\r\n'),
        b"\xef\xbb\xbf" + part("<si><t>公司</t></si>"),
        part("<si><t>公司</t></si>", declaration='<?xml version="1.0" encoding="UTF-16"?>')
        .decode()
        .encode("utf-16"),
        f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>公司</x:t></x:si></x:sst>'.encode(),
        "<sst><si><t>公司</t></si></sst>".encode(),
    ],
    ids=["declared", "byte order mark", "UTF-16", "prefixed", "no namespace"],
)
def test_every_dialect_of_shared_strings_reads(data: bytes) -> None:
    assert read_strings([data]).texts == ["公司"]


@pytest.mark.parametrize("split", [True, False], ids=["split", "parsed"])
@pytest.mark.parametrize(
    "data",
    [
        part("<si><t>a</t></si>")[:-3],
        part("<si><t>a</si></t>"),
        part("<si><t>a&nbsp;b</t></si>"),
        part("<si><t>a\x0bb</t></si>"),
        part("<si><t>a&#1;b</t></si>"),
        b'<!DOCTYPE sst [<!ENTITY a "b">]>' + part("<si><t>&a;</t></si>"),
        part("<si><t>公</t></si>").replace("公".encode(), "公".encode("gb18030")),
        b"",
    ],
    ids=["cut", "nesting", "entity", "control", "numbered control", "DOCTYPE", "no UTF-8", "empty"],
)
def test_broken_shared_strings_are_refused(data: bytes, split: bool) -> None:  # noqa: FBT001
    with pytest.raises(FileRefused):
        read_strings([data], split=split)


def test_texts_that_occur_twice_are_one_value() -> None:
    codes, values = SharedStrings(["a", "b", "a", ""]).column(np.array([0, 2, 1, 2], np.int32))
    assert (codes.tolist(), values) == ([0, 0, 1, 0], ["a", "b"])
    assert SharedStrings(["a", "", "b", ""]).blank.tolist() == [1, 3]


_TEXT = st.text(st.characters(exclude_categories=["Cs"], min_codepoint=32), max_size=12)


@given(st.lists(_TEXT, max_size=12), st.integers(1, 64))
def test_any_text_comes_back(texts: list[str], piece: int) -> None:
    wanted = [
        text.replace("_x", "-x") for text in texts if "\ufffe" not in text and "\uffff" not in text
    ]
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in wanted]
    data = part("".join(f"<si><t>{text}</t></si>" for text in escaped))
    pieces = [data[at : at + piece] for at in range(0, len(data), piece)]
    trimmed = [text.strip(" \t\r\n") for text in wanted]
    assert read_strings(pieces).texts == trimmed
    assert read_strings(pieces, split=False).texts == trimmed
