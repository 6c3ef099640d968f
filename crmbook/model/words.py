"""Words for what the model holds: impact, severity, a cell's value in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from crmbook.i18n import N_, _
from crmbook.model.cells import UNCACHED, Raw
from crmbook.model.checks import Impact, Severity

_IMPACT = {Impact.REPORT: N_("report"), Impact.CONTACT: N_("contact"), Impact.FORM: N_("form")}
_SEVERITY = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning")}


def impact_word(impact: Impact) -> str:
    """Return 月报, 联系 or 规范."""
    return _(_IMPACT[impact])


def severity_word(severity: Severity) -> str:
    """Return 错误 or 提醒."""
    return _(_SEVERITY[severity])


def series(parts: Iterable[str]) -> str:
    """Return things one after the other: 张三 3，李四 2."""
    return _(", ").join(parts)


def labelled(name: str, text: str) -> str:
    """Return ``name: text`` with the colon of the language."""
    return _("{name}: {text}").format(name=name, text=text)


def shown(value: Raw | dt.date, longest: int = 24) -> str:
    """Return a cell's value as a reader sees it in one line; a blank cell is named."""
    if value is None or value == "":
        return _("(blank)")
    if value is UNCACHED:
        return _("(formula)")
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    text = str(value)
    line = "".join(char if char.isprintable() else " " for char in text)
    return line if len(line) <= longest else line[: longest - 1] + "…"
