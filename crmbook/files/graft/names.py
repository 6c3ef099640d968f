"""Names: a donor's defined names among those of the host."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crmbook.files.attributes import whole_number
from crmbook.files.calculation import WORKBOOK_ORDER
from crmbook.files.graft.host import Host
from crmbook.files.graft.references import Renaming
from crmbook.files.spans import Span, escape
from crmbook.model.cells import quote_sheet

_BUILT_IN: Final = "_xlnm."
_Key = tuple[str, int | None]  # a name without its case, and the sheet it is local to


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One name to define: for the sheet at ``index`` alone, or (None) for the whole book."""

    name: str
    text: str
    index: int | None
    attributes: tuple[tuple[str, str], ...]

    @property
    def key(self) -> _Key:
        return self.name.casefold(), self.index

    def written(self, prefix: str) -> str:
        local = "" if self.index is None else f' localSheetId="{self.index}"'
        more = "".join(f' {key}="{escape(value)}"' for key, value in self.attributes)
        opened = f'<{prefix}definedName name="{escape(self.name)}"{local}{more}>'
        return f"{opened}{escape(self.text)}</{prefix}definedName>"

    def is_said_by(self, span: Span) -> bool:
        """Whether the host already says exactly this."""
        said = {k: v for k, v in span.attributes.items() if k not in {"name", "localSheetId"}}
        return span.text == self.text and said == dict(self.attributes)


def define_names(
    host: Host, names: Iterable[Span], index: int, changed: Renaming, *, replaces: bool
) -> None:
    """Splice the donor's names into the workbook, for the sheet at ``index``.

    Print titles, print area and filter of a replaced sheet give way to the donor's, or go. A name
    for the whole book that means something else in it becomes one of the grafted sheet alone,
    where it takes precedence.
    """
    # Local names are counted as before an insertion: at a new sheet's index they are another's.
    keyed = ((_key(span), span) for span in host.names)
    existing = {key: span for key, span in keyed if replaces or key[1] is None}
    wanted = [_wanted(span, index, changed, existing) for span in names]
    new = [name for name in wanted if name.key not in existing]
    container = host.workbook.root.find("definedNames")
    gone = _outdated(existing, wanted, index)
    if container is not None and not new and len(gone) == len(container.children):
        host.workbook.replace(container, "")  # an empty list is against the schema
        return
    for span in gone:
        host.workbook.replace(span, "")
    for name in wanted:
        said = existing.get(name.key)
        if said is not None and not name.is_said_by(said):
            host.workbook.replace(said, name.written(said.prefix))
    _append(host, new)


def _outdated(existing: dict[_Key, Span], wanted: list[_Wanted], index: int) -> list[Span]:
    """Return the sheet's print titles, print area and filter that are not to be any more."""
    keys = {name.key for name in wanted}
    return [
        span
        for key, span in existing.items()
        if key[1] == index and key[0].startswith(_BUILT_IN) and key not in keys
    ]


def _key(span: Span) -> _Key:
    local = span.attributes.get("localSheetId")
    return span.attributes.get("name", "").casefold(), None if local is None else whole_number(
        local
    )


def _wanted(span: Span, index: int, changed: Renaming, existing: dict[_Key, Span]) -> _Wanted:
    attributes = dict(span.attributes)
    name = attributes.pop("name")
    text = changed.formula(span.text)
    local = attributes.pop("localSheetId", None) is not None
    other = existing.get((name.casefold(), None))
    if not local and other is not None and other.text != text:
        local = not _speaks_of(other.text, changed.new_sheet)
    return _Wanted(name, text, index if local else None, tuple(attributes.items()))


def _speaks_of(text: str, sheet: str) -> bool:
    """Whether a name refers to the sheet, hence is one that an earlier graft defined."""
    quoted = "'" + sheet.replace("'", "''") + "'!"
    folded = text.casefold()
    return any(folded.startswith(s.casefold()) for s in (quoted, quote_sheet(sheet) + "!"))


def _append(host: Host, new: list[_Wanted]) -> None:
    if not new:
        return
    root = host.workbook.root
    content = "".join(name.written(root.prefix) for name in new)
    container = root.find("definedNames")
    if container is not None:
        host.workbook.append(container, content)
        return
    tag = f"{root.prefix}definedNames"
    filled = f"<{tag}>{content}</{tag}>"
    host.workbook.insert_child(root, "definedNames", WORKBOOK_ORDER, filled)
