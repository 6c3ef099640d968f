"""Sheet names: what Excel would take for one."""

from __future__ import annotations

from typing import Final

from crmbook.i18n import _
from crmbook.model.errors import UsageError

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
