"""The lists of a styles part that cell formats are made of: what is there, and what is added."""

from __future__ import annotations

from typing import Final

from crmbook.files.spans import Span, Splice, parse

#: The children of a style sheet (ECMA-376 18.8.39).
_ORDER: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip


class StyleList:
    """One list (``fills`` …) of its items, as bytes; ``spans`` are those that are there."""

    def __init__(self, name: str, data: bytes = b"", root: Span | None = None) -> None:
        container = None if root is None else root.find(name)
        self.spans = [] if container is None else list(container.children)
        self.items = [data[item.start : item.end] for item in self.spans]
        self.known = len(self.items)
        self._name = name

    def add(self, item: bytes) -> int:
        """Return the number of an item, which is added if it is not there."""
        if item not in self.items:
            self.items.append(item)
        return self.items.index(item)

    def put_into(self, splice: Splice) -> None:
        """Put what was added behind what is there."""
        new = b"".join(self.items[self.known :]).decode()
        container = splice.root.find(self._name)
        if new and container is not None:
            splice.append(container, new)
            splice.set(container, "count", str(len(self.items)))
        elif new:
            tag = splice.root.prefix + self._name
            made = f'<{tag} count="{len(self.items)}">{new}</{tag}>'
            splice.insert_child(splice.root, self._name, _ORDER, made)


def alone(item: bytes) -> Span:
    """Return the attributes of an item that was cut out of its part, and with them its prefix."""
    tag, _space, rest = item[1:].partition(b" ")
    name = tag.rpartition(b":")[2].rstrip(b"/>")
    return parse(b"<" + name + b" " + rest.split(b">", 1)[0].rstrip(b"/") + b"/>")
