"""A census of features: how many elements and attributes of each kind a part holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.proof.foreign import local, parsed

#: What stands in rows is compared byte by byte and by a reader; here it would only be noise.
_CELLS = "sheetData"
#: Says nothing when it is empty; some programs write it all the same, and Excel drops it.
_CONTAINERS = frozenset({"definedNames"})


def census(part: bytes) -> Counter[str]:
    """Count the kinds; what is no XML is one kind of its own: its bytes."""
    try:
        root = parsed(part)
    except etree.XMLSyntaxError:
        return Counter({repr(part): 1})
    return Counter(_kinds(root))


def _kinds(root: etree._Element) -> Iterator[str]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            yield repr(etree.tostring(element, with_tail=False))
            continue
        if local(element) in _CONTAINERS and not len(element):
            continue
        yield str(element.tag)
        yield from (f"{element.tag}@{name!s}" for name in element.attrib)
        if local(element) != _CELLS:
            waiting += element
