"""What a reader must know of where a book lies: copies beside it, folders of chat programs (U20)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crmbook.files.conflicts import find_copies
from crmbook.files.places import cache_of
from crmbook.i18n import _

_MOST = 5


def desk_notes(path: Path) -> Iterator[str]:
    """Yield a line for copies of the book beside it, and one for a folder where it gets lost."""
    copies = find_copies(path)
    if copies:
        names = "、".join(one.path.name for one in copies[:_MOST])
        more = "…" if len(copies) > _MOST else ""
        yield _("beside it lie copies that were not read: {names}").format(names=names + more)
    program = cache_of(path)
    if program:
        yield _(
            "{book} lies in a folder of {program} whose files get lost; save it elsewhere first"
        ).format(book=path.name, program=program)
