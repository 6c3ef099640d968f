from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbook.files.spans import Splice, parse
from crmbook.model.errors import FileRefused

PART = '\ufeff<?xml version="1.0"?>\n<x:a xmlns:x="urn:x" k=\'1>2\'><!-- <x:b/> --><x:b/>文<x:b n="&lt;">字</x:b></x:a>'


def test_spans_say_where_each_element_stands() -> None:
    data = PART.encode()
    root = parse(data)
    empty, full = root.children
    assert data[root.start : root.head] == b"<x:a xmlns:x=\"urn:x\" k='1>2'>"
    assert data[empty.start : empty.end] == b"<x:b/>"
    assert (empty.head, empty.tail) == (empty.end, empty.end)
    assert data[full.head : full.tail].decode() == full.text == "字"
    assert (full.name, full.tag, full.local, full.prefix) == ("x:b", "{urn:x}b", "b", "x:")
    assert full.attributes == {"n": "<"}


def test_only_what_is_spliced_changes() -> None:
    splice = Splice(PART.encode())
    empty, full = splice.root.children
    splice.append(empty, "<x:c/>")
    splice.append(empty, "<x:d/>")
    splice.set(full, "n", '"&')
    splice.set(full, "m", "2")
    splice.set(splice.root, "k", "1>2")
    expected = PART.replace("--><x:b/>", "--><x:b><x:c/><x:d/></x:b>").replace(
        '<x:b n="&lt;">', '<x:b m="2" n="&quot;&amp;">'
    )
    assert splice.finish().decode() == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("<a><b/><d/></a>", "<a><b/><c/><d/></a>"),
        ("<a><d/></a>", "<a><c/><d/></a>"),
        ("<a/>", "<a><c/></a>"),
        ("<a></a>", "<a><c/></a>"),
    ],
)
def test_a_missing_child_goes_where_the_schema_wants_it(part: str, expected: str) -> None:
    splice = Splice(part.encode())
    splice.insert_child(splice.root, "c", ("b", "c", "d"), "<c/>")
    assert splice.finish().decode() == expected


def test_nothing_spliced_is_the_very_same_bytes() -> None:
    data = PART.encode()
    assert Splice(data).finish() is data


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_any_text_survives_as_an_attribute(value: str) -> None:
    splice = Splice(b"<a b='old'/>")
    splice.set(splice.root, "b", value)
    assert parse(splice.finish()).attributes == {"b": value}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<a>", b"<a></b>", b"<!DOCTYPE a><a/>", "<a/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="GBK"?><a/>', b"<a>" * 5000, b"<a>\xff</a>", b"<a/><b/>",
    ],
    ids=["empty", "open", "crossed", "DOCTYPE", "UTF-16", "GBK", "deep", "no UTF-8", "two roots"],
)  # fmt: skip
def test_what_cannot_be_spliced_safely_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(FileRefused) as caught:
        parse(data)
    assert caught.value.remedy
