"""Fragments: entries of a donor's styles, compared by meaning and written in the host's dialect."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from lxml import etree

from crmbook.files.attributes import whole_number
from crmbook.files.scan.refusals import broken_xml
from crmbook.files.spans import MAIN, escape

_MAIN_TAG: Final = f"{{{MAIN}}}"
_FALSE: Final = frozenset({"0", "false"})
_XF_NUMBERS: Final = ("numFmtId", "fontId", "fillId", "borderId")
_FIRST_CUSTOM_FORMAT: Final = 164


def safe_parse(data: bytes) -> etree._Element:
    """Parse a part without entities, network or unbounded trees. Raises FileRefused: broken."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise broken_xml(error) from None


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def elements(parent: etree._Element | None, local: str = "") -> Iterator[etree._Element]:
    """Yield the child elements, those of one local name if it is given."""
    for child in () if parent is None else parent:
        if isinstance(child.tag, str) and (not local or local_name(child) == local):
            yield child


def said(element: etree._Element) -> dict[str, str]:
    """Return an element's attributes."""
    return {str(key): str(value) for key, value in element.attrib.items()}


def meaning(element: etree._Element) -> Hashable:
    """Return what two equal entries have in common, whatever their prefixes and attribute order."""
    name = element.tag.removeprefix(_MAIN_TAG)
    children = tuple(meaning(child) for child in elements(element))
    return name, _attributes(name, element), (element.text or "").strip(), children


def _attributes(name: str, element: etree._Element) -> frozenset[tuple[str, str]]:
    found = said(element)
    if name == "xf":
        for key in _XF_NUMBERS:
            found.setdefault(key, "0")
        off = [key for key, value in found.items() if key.startswith("apply") and value in _FALSE]
        for key in off:
            del found[key]
    if name == "numFmt" and whole_number(found.get("numFmtId", "0")) >= _FIRST_CUSTOM_FORMAT:
        del found["numFmtId"]  # the code is the format; its number differs from book to book
    return frozenset(found.items())


def written(element: etree._Element, prefix: str) -> str:
    """Return the entry as XML with the host's ``prefix`` (``x:`` or nothing).

    Extension lists stay behind: they speak of parts of the donor that are not carried.
    """
    name = prefix + local_name(element)
    attributes = "".join(
        f' {key}="{escape(value)}"'
        for key, value in said(element).items()
        if not key.startswith("{")
    )
    kept = (child for child in elements(element) if child.tag.startswith(_MAIN_TAG))
    content = escape((element.text or "").strip()) + "".join(
        written(child, prefix) for child in kept if local_name(child) != "extLst"
    )
    return f"<{name}{attributes}>{content}</{name}>" if content else f"<{name}{attributes}/>"
