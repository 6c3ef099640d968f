"""Charts: what XlsxWriter leaves unsaid, said.

A chart that does not say whether its lines are smooth, what its labels show and whether its corners
are round is read by the version in ``docProps/app.xml``: 12 (Excel 2007, as XlsxWriter writes)
means no. In a book that a later program saved all of it means yes: LibreOffice 25.2 then drew our
trend with curves and labels of four lines. So a chart that comes into such a book must say it.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from crmbook.files.graft.fragments import elements, local_name

#: What labels may show, in the order of the schema; all but what is asked for is off.
_LABELS: Final = (
    "showLegendKey",
    "showVal",
    "showCatName",
    "showSerName",
    "showPercent",
    "showBubbleSize",
)
_BEFORE_CORNERS: Final = frozenset({"date1904", "lang"})
_BEHIND_LABELS: Final = frozenset({"separator", "showLeaderLines", "leaderLines", "extLst"})


def say_defaults(chart: etree._Element) -> None:
    """Write into a chart what else would depend on the book that it is in."""
    if next(elements(chart, "roundedCorners"), None) is None:
        at = sum(local_name(child) in _BEFORE_CORNERS for child in elements(chart))
        chart.insert(at, _off(chart, "roundedCorners"))
    for labels in _all(chart, "dLbls"):
        _say_labels(labels)
    for lines in _all(chart, "lineChart"):
        for series in elements(lines, "ser"):
            if next(elements(series, "smooth"), None) is None:
                _insert(series, _off(chart, "smooth"), frozenset({"extLst"}))


def _say_labels(labels: etree._Element) -> None:
    if next(elements(labels, "delete"), None) is not None:
        return
    said = {local_name(child): child for child in elements(labels) if local_name(child) in _LABELS}
    for child in said.values():
        labels.remove(child)
    for name in _LABELS:
        _insert(labels, said.get(name, _off(labels, name)), _BEHIND_LABELS)


def _insert(parent: etree._Element, child: etree._Element, behind: frozenset[str]) -> None:
    """Put a child last, but before those that the schema wants behind it."""
    later = [other for other in elements(parent) if local_name(other) in behind]
    if later:
        later[0].addprevious(child)
    else:
        parent.append(child)


def _all(chart: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in chart.iter("*") if local_name(element) == name]


def _off(beside: etree._Element, name: str) -> etree._Element:
    return etree.Element(f"{{{etree.QName(beside).namespace}}}{name}", {"val": "0"})
