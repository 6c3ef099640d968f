"""Where 问题清单 went, and what a reader must know of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crmbook.cli.printable import printable
from crmbook.cli.render.receipt import receipt_lines
from crmbook.i18n import _
from crmbook.schema.sheets import PROBLEM_LIST

if TYPE_CHECKING:  # it loads XlsxWriter
    from crmbook.workflows.write import Written


def written_lines(written: Written | None) -> Iterator[str]:
    """Yield one line for each thing to know; none where nothing was to be written."""
    if written is None:
        return
    yield printable(_where(written))
    yield from receipt_lines(written.receipt)


def written_keys(written: Written | None) -> dict[str, Any]:
    """Return the same for JSON."""
    if written is None:
        return {}
    backup = None if written.receipt is None else written.receipt.backup
    return {
        "written": str(written.path),
        "beside": written.why_beside or None,
        "backup": None if backup is None else str(backup),
    }


def _where(written: Written) -> str:
    if written.why_beside:
        return _("{why}; the result is in {path}; {remedy}").format(
            why=written.why_beside, path=written.path, remedy=written.remedy
        )
    if written.receipt is not None and not written.receipt.changed:
        return _("{path} is up to date: nothing written").format(path=written.path)
    return _("{path}: {sheets} regenerated").format(path=written.path, sheets=PROBLEM_LIST)
