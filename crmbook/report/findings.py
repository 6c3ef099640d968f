"""What 问题清单 and the page of ``check`` are drawn from: problems as lines to be read (FORMS.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from crmbook.model.checks import Impact, Severity

#: The columns of 问题清单, in the order of FORMS.md.
NUMBER: Final = "序"
OWNER: Final = "负责人"
COMPANY: Final = "公司名称"
ID: Final = "编号"
PLACE: Final = "位置"
COLUMN: Final = "列名"
VALUE: Final = "现在填的"
PROBLEM: Final = "问题"
REMEDY: Final = "怎么改"
IMPACT: Final = "影响"
DONE: Final = "已改"
HEADERS: Final = (
    NUMBER, OWNER, COMPANY, ID, PLACE, COLUMN, VALUE, PROBLEM, REMEDY, IMPACT, DONE,
)  # fmt: skip
BOX: Final = "□"
#: A sign beside each colour: the list works in black and white.
SIGNS: Final = {Severity.ERROR: "✗", Severity.WARNING: "!"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. ``place`` is what people read, ``target`` the address it leads to ("" for none).

    ``done`` is what somebody typed under 已改, ``typed`` under headers of their own.
    """

    owner: str
    company: str
    id: str
    place: str
    column: str
    value: str
    problem: str
    remedy: str
    impact: Impact
    severity: Severity
    target: str = ""
    done: str = ""
    typed: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Solved:
    """A line of an earlier list that is no problem any more, kept for what somebody typed there.

    ``cells`` are its texts under :data:`HEADERS`.
    """

    cells: Mapping[str, str]
    typed: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is shown of a check. ``since`` and ``summary`` are lines beside the ``verdict``.

    ``total`` counts the problems found, of which ``lines`` may be a part; ``extra`` are the headers
    of people's own columns; ``book`` is the file's name.
    """

    book: str
    as_of: dt.datetime
    verdict: str
    lines: Sequence[Finding]
    total: int
    since: Sequence[str] = ()
    summary: Sequence[str] = ()
    notes: Sequence[str] = ()
    not_checked: Sequence[str] = ()
    more: Sequence[str] = ()
    extra: Sequence[str] = ()
    solved: Sequence[Solved] = ()
