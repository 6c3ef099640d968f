"""XML parts broken on purpose: tags, attributes, namespaces, references, encodings, nesting."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from random import Random

from tests.fuzz.archives import members, packed

Mutation = Callable[[bytes, Random], bytes]

_TAG = re.compile(rb"<[^<>?!]+>")
_ATTRIBUTE = re.compile(rb"""\s[\w:.-]+\s*=\s*("[^"]*"|'[^']*')""")
_TEXT = re.compile(rb">([^<>]+)<")
_VALUES = (
    b"", b"0", b"-1", b"1e999", b"NaN", b"99999999999999999999", b"4294967295", b"1048577",
    b"2147483648", b"1.5", b"\xc2\xa01", b"\xd9\xa1", b" 3 ", b"+3", b"0x10", b"true", b"A0", b"A1:B",
    b"XFD1048576", b"XFE1048577", b"A1:XFD1048576", b"B2:A1", b"#REF!", b"rId999", b"sheet999.xml",
    b"../../../x", b"http://x/", b"//x/y", b"%2e%2e/x", b"/xl/workbook.xml", b"&#1;", b"&#0;",
    b"&lt;&amp;", b"&x;", b"&#xD800;", b"_x0000_", b"A" * 40_000, b"\xf0\x9f\x98\x80", b"s", b"str",
    b"inlineStr", b"e", b"d", b"b",
)  # fmt: skip
_PIECES = (
    b"<", b">", b'"', b"'", b"/", b"&", b"=", b"\0", b"\xff", b"\xef\xbb\xbf", b"<!--", b"-->",
    b"<![CDATA[", b"]]>", b"<?x?>", b"<!-- <row r='1'><c r='A1'/></row> -->", b"<x:y xmlns:x='u'/>",
    b"<row r='2'><c r='A2'><v>7</v></c></row>", b"<c r='A1'><v>1</v></c>", b"<v/>", b"<f>1+1</f>",
)  # fmt: skip
_NAMESPACES = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/package/2006/relationships",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"urn:x",
    b"",
)
_MUCH = 4 << 20
_BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


def in_a_part(data: bytes, dice: Random) -> bytes:
    """Break one of the XML parts; those that are read most often are most often broken."""
    parts = members(data)
    xml = [(info, old) for info, old in parts if info.filename.endswith((".xml", ".rels", ".vml"))]
    often = [one for one in xml if _often(one[0])]
    if not xml:
        return data
    info, content = dice.choice(often or xml if dice.random() < 0.8 else xml)
    for _time in range(dice.choice((1, 1, 1, 2, 5))):
        content = dice.choice(MUTATIONS)(content, dice)
    return packed([(one, content if one is info else old) for one, old in parts])


def _often(info: zipfile.ZipInfo) -> bool:
    name = info.filename.lower()
    return any(
        word in name for word in ("sheet", "workbook", "styles", "strings", "types", "table")
    )


def tag(content: bytes, dice: Random) -> bytes:
    """Take a tag out, put one in twice, or in another place, or under another name."""
    found = list(_TAG.finditer(content))
    if not found:
        return content
    one, other = dice.choice(found), dice.choice(found)
    renamed = one[0].replace(b"<", b"<" + dice.choice((b"x", b"x:", b"/", b"!")), 1)
    many = max(2, min(2000, _MUCH // len(one[0])))  # what broken quotes make a tag may be long
    new = dice.choice((b"", one[0] * 2, other[0], renamed, one[0] * many))
    return content[: one.start()] + new + content[one.end() :]


def attribute(content: bytes, dice: Random) -> bytes:
    """Take an attribute out, put one in twice, or give one a value that cannot be."""
    found = list(_ATTRIBUTE.finditer(content))
    if not found:
        return content
    one = dice.choice(found)
    name = one[0].partition(b"=")[0]
    odd = name + b'="' + dice.choice(_VALUES) + b'"'
    new = dice.choice((b"", one[0] * 2, odd, odd, odd, odd, dice.choice(found)[0]))
    return content[: one.start()] + new + content[one.end() :]


def text(content: bytes, dice: Random) -> bytes:
    """Put another text into an element."""
    found = list(_TEXT.finditer(content))
    if not found:
        return content
    one = dice.choice(found)
    return content[: one.start(1)] + dice.choice(_VALUES) + content[one.end(1) :]


def piece(content: bytes, dice: Random) -> bytes:
    """Put a piece of markup anywhere, over some bytes."""
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.choice(_PIECES) + content[at + dice.choice((0, 0, 1, 5)) :]


def between(content: bytes, dice: Random) -> bytes:
    """Put a piece of markup between two tags, where it is well-formed."""
    found = list(_TAG.finditer(content))
    at = dice.choice(found).end() if found else 0
    return content[:at] + dice.choice(_PIECES[9:]) + content[at:]


def namespace(content: bytes, dice: Random) -> bytes:
    """Swap a namespace for another one, or give its elements a prefix."""
    old, new = dice.sample(_NAMESPACES[:4], 1)[0], dice.choice(_NAMESPACES)
    if dice.random() < 0.5:
        return content.replace(old, new)
    prefixed = re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1p:\2", content)
    return prefixed.replace(b' xmlns="', b' xmlns:p="', dice.choice((0, 1)))


def encoding(content: bytes, dice: Random) -> bytes:
    """Write the part in another encoding, or say so."""
    try:
        characters = content.decode()
    except UnicodeDecodeError:
        return content
    codec = dice.choice("utf-16 utf-16-le utf-8-sig utf-32 gb18030 latin-1 cp037".split())
    if dice.random() < 0.4:
        characters = characters.replace("UTF-8", codec.upper(), 1).replace("utf-8", codec, 1)
    return characters.encode(codec, "replace")


def doctype(content: bytes, dice: Random) -> bytes:
    """Declare entities and use them."""
    at = content.find(b"?>") + 2 if b"?>" in content else 0
    found = content[:at] + _BOMB + content[at:]
    return text(found, dice) if dice.random() < 0.5 else found.replace(b"></", b">&b;</", 1)


def deep(content: bytes, dice: Random) -> bytes:
    """Nest elements very deeply, perhaps without an end."""
    found = list(_TAG.finditer(content))
    at = dice.choice(found).end() if found else 0
    depth = dice.choice((300, 3_000, 100_000))
    end = b"</a>" * depth if dice.random() < 0.7 else b""
    return content[:at] + b"<a>" * depth + end + content[at:]


def emptied(content: bytes, dice: Random) -> bytes:
    """Leave nothing, or only a beginning."""
    return content[: dice.choice((0, 1, 40, dice.randrange(len(content) + 1)))]


MUTATIONS: tuple[Mutation, ...] = (
    tag, tag, attribute, attribute, attribute, attribute, text, text, piece, between, between,
    namespace, encoding, doctype, deep, emptied,
)  # fmt: skip
