"""Tabs: a new sheet's place in the workbook, and what counts tabs and must count on."""

from __future__ import annotations

from crmbook.files.attributes import whole_number
from crmbook.files.graft.host import Host
from crmbook.files.spans import OFFICE_RELATIONS, Span, escape
from crmbook.i18n import _
from crmbook.model.errors import FileRefused


def insert_position(host: Host, after: str | None) -> int:
    """Return the index that a new sheet will have: behind ``after`` ("": before all), or last.

    Raises UsageError when there is no sheet ``after``.
    """
    if after is None:
        return len(host.tabs)
    if not after:
        return 0
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
        _count_on(host, view, "activeTab", index, 0)  # not said: the first, which stays so
        _count_on(host, view, "firstSheet", index)


def _id_attribute(container: Span) -> str:
    """Return ``r:id`` in the host's own spelling, declaring the prefix where there is none."""
    for prefix, namespace in container.prefixes.items():
        if prefix and namespace == OFFICE_RELATIONS:
            return f"{prefix}:id"
    return f'xmlns:r="{OFFICE_RELATIONS}" r:id'


def _count_on(host: Host, span: Span, attribute: str, index: int, unsaid: int = -1) -> None:
    said = span.attributes.get(attribute)
    number = unsaid if said is None else whole_number(said)
    if number >= index and not (attribute == "firstSheet" and number == 0):
        host.workbook.set(span, attribute, str(number + 1))
