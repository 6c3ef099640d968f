"""Tabs: a new sheet's place in the workbook, and what counts tabs and must count on."""

from __future__ import annotations

from typing import Final

from crmbook.files.graft.host import Host
from crmbook.files.spans import OFFICE_RELATIONS, Span, escape
from crmbook.i18n import _
from crmbook.model.errors import FileRefused, UsageError

_LONGEST: Final = 31
_FORBIDDEN: Final = frozenset(":\\/?*[]")


def refuse_name(name: str) -> None:
    """Raise UsageError for a sheet name that Excel would not take."""
    length = len(name.encode("utf-16-le", "surrogatepass")) // 2
    bad = sorted(_FORBIDDEN.intersection(name)) + [c for c in name if not c.isprintable()]
    if not name.strip() or length > _LONGEST:
        message = _("a sheet name has 1 to {most} characters, not {count}: {name}")
        raise UsageError(message.format(most=_LONGEST, count=length, name=name))
    if bad or name.startswith("'") or name.endswith("'"):
        message = _("a sheet name holds none of : \\ / ? * [ ] and no ' at its ends: {name}")
        raise UsageError(message.format(name=name))
    if name.casefold() == "history":
        raise UsageError(_("Excel keeps the sheet name “History” for itself"))


def insert_position(host: Host, after: str | None) -> int:
    """Return the index that a new sheet will have: behind ``after``, or last.

    Raises UsageError when there is no sheet ``after``.
    """
    if after is None:
        return len(host.tabs)
    return host.book.sheets.index(host.book.sheet(after)) + 1


def insert_tab(host: Host, name: str, relation: str, index: int) -> None:
    """Splice a ``sheet`` element in at ``index``; names and views that count tabs count on."""
    workbook = host.workbook
    container = workbook.root.find("sheets")
    if container is None:
        raise FileRefused(_("it has no list of sheets"), _("let Excel or WPS repair it first"))
    sheet_id = max((sheet.sheet_id for sheet in host.book.sheets), default=0) + 1
    element = (
        f'<{container.prefix}sheet name="{escape(name)}" sheetId="{sheet_id}"'
        f' {_id_attribute(container)}="{relation}"/>'
    )
    if index == len(host.tabs):
        workbook.append(container, element)
        return
    workbook.insert(host.tabs[index].start, element)
    for span in host.names:
        _count_on(host, span, "localSheetId", index)
    views = workbook.root.find("bookViews")
    for view in views.children if views else ():
        _count_on(host, view, "activeTab", index)
        _count_on(host, view, "firstSheet", index)


def _id_attribute(container: Span) -> str:
    """Return ``r:id`` in the host's own spelling, declaring the prefix where there is none."""
    for prefix, namespace in container.prefixes.items():
        if prefix and namespace == OFFICE_RELATIONS:
            return f"{prefix}:id"
    return f'xmlns:r="{OFFICE_RELATIONS}" r:id'


def _count_on(host: Host, span: Span, attribute: str, index: int) -> None:
    number = int(span.attributes.get(attribute, "-1"))
    if number >= index:
        host.workbook.set(span, attribute, str(number + 1))
