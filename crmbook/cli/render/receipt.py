"""What a reader must know of a write: where the version before lies, and its notes."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.cli.printable import printable
from crmbook.i18n import _
from crmbook.model.receipt import Receipt


def receipt_lines(receipt: Receipt | None) -> Iterator[str]:
    """Yield one line for each thing to know; none where nothing was written."""
    if receipt is None:
        return
    if receipt.backup is not None:
        yield printable(_("the version before is in {path}").format(path=receipt.backup))
    yield from map(printable, receipt.notes)


def receipt_notes(receipt: Receipt | None) -> list[str]:
    """Return the notes of a write for JSON."""
    return [] if receipt is None else [*receipt.notes]
