"""Whether the sheets of a book may be renamed and removed at all."""

from __future__ import annotations

from typing import Final

from crmbook.files.package import Package
from crmbook.files.spans import Span
from crmbook.files.workbook_part import WorkbookPart, refuse_signed_or_tracked
from crmbook.i18n import _
from crmbook.model.errors import FileRefused

_TRUE: Final = frozenset({"1", "true", "on"})


def refuse_locked(package: Package, workbook: WorkbookPart, root: Span) -> None:
    """Raise FileRefused for a book that is signed, tracks changes, or whose structure is protected."""
    refuse_signed_or_tracked(package, workbook)
    lock = root.find("workbookProtection")
    if lock is not None and lock.attributes.get("lockStructure", "") in _TRUE:
        raise FileRefused(
            _("the structure of the workbook is protected; its sheets must stay as they are"),
            _("unprotect it (Review › Protect Workbook) and retry"),
            path=package.path,
        )


def tabs_of(root: Span) -> list[Span]:
    """Return the ``sheet`` elements of a workbook part."""
    container = root.find("sheets")
    return [] if container is None else list(container.all("sheet"))
