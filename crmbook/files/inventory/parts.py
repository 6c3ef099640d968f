"""Features that have parts of their own, told from the kinds of the relationships that lead there."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Final

from crmbook.files.package import Package
from crmbook.files.relationships import Relationship, read_relationships

#: The last word of a relationship's type → our name of the feature. What every book has (styles,
#: shared strings, theme …) is no feature.
KINDS: Final = {
    "table": "tables",
    "chart": "charts",
    "chartEx": "charts",
    "image": "pictures",
    "cellImage": "cell pictures",
    "comments": "notes",
    "threadedComment": "threaded comments",
    "pivotTable": "pivot tables",
    "slicer": "slicers",
    "timeline": "timelines",
    "externalLink": "external links",
    "connections": "connections",
    "queryTable": "queries",
    "vbaProject": "macros",
    "xlMacrosheet": "macro sheets",
    "ctrlProp": "form controls",
    "control": "ActiveX controls",
    "oleObject": "embedded objects",
    "package": "embedded objects",
    "diagramData": "diagrams",
    "customXml": "custom XML",
    "xmlMaps": "XML maps",
    "powerPivotData": "data model",
    "webextension": "add-ins",
    "webextensiontaskpanes": "add-ins",
    "sheetMetadata": "dynamic arrays",
    "rdRichValue": "rich values",
    "revisionHeaders": "tracked changes",
    "origin": "signature",
    "vbaProjectSignature": "macro signature",
    "chartsheet": "chart sheets",
    "dialogsheet": "dialog sheets",
}


def part_features(package: Package) -> Counter[str]:
    """Return how many parts there are of each feature; a part that two point at counts once."""
    seen: set[tuple[str, str]] = set()
    for relationship in relationships(package):
        feature = KINDS.get(relationship.kind)
        if feature is not None:
            seen.add((feature, relationship.part or relationship.target))
    return Counter(feature for feature, _target in seen)


def relationships(package: Package) -> Iterator[Relationship]:
    """Yield every relationship of every part. Raises FileRefused when one of them is damaged."""
    for name in package.names:
        folder, file = posixpath.split(name.replace("\\", "/"))
        if file.endswith(".rels") and posixpath.basename(folder) == "_rels":
            source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            yield from read_relationships(package, source).values()
