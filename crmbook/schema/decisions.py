"""Decision sheets: what is proposed there, in which columns, and by what a line is known again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

DECISION: Final = "决定"
STATE: Final = "状态"


class Look(Enum):
    """How a column of a decision sheet looks."""

    TEXT = auto()
    WRAPPED = auto()
    CENTRED = auto()
    PERCENT = auto()
    DECISION = auto()


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: its header, its width in characters."""

    header: str
    width: int
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """One decision sheet. ``key``: the headers under which stands what a line is known by.

    ``symmetric``: the order of the key does not matter (a pair of records).
    """

    name: str
    table: str
    columns: tuple[FormColumn, ...]
    key: tuple[str, ...]
    symmetric: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """Its headers, left to right."""
        return tuple(column.header for column in self.columns)

    def key_of(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return what a line with those values under the key's headers is known by."""
        return tuple(sorted(values)) if self.symmetric else values


SURE: Final = "把握"
KEPT: Final = "保留编号"
KEPT_COMPANY: Final = "保留的公司"
KEPT_CONTACT: Final = "联系人、电话"
KEPT_OWNER: Final = "负责人"
OTHER: Final = "重复编号"
OTHER_COMPANY: Final = "重复的公司"
OTHER_CONTACT: Final = "对方联系人、电话"
OTHER_OWNER: Final = "对方负责人"
WHY: Final = "为什么像"
DIFFERS: Final = "两边不同"

#: 疑似重复: one line a record that is proposed to be merged into another (M21, M22).
DUPLICATES: Final = DecisionForm(
    "疑似重复",
    "疑似重复表",
    (
        FormColumn(DECISION, 8, Look.DECISION),
        FormColumn(SURE, 7, Look.PERCENT),
        FormColumn(KEPT, 12, Look.CENTRED),
        FormColumn(KEPT_COMPANY, 20, Look.WRAPPED),
        FormColumn(KEPT_CONTACT, 15, Look.WRAPPED),
        FormColumn(KEPT_OWNER, 8, Look.CENTRED),
        FormColumn(OTHER, 12, Look.CENTRED),
        FormColumn(OTHER_COMPANY, 20, Look.WRAPPED),
        FormColumn(OTHER_CONTACT, 15, Look.WRAPPED),
        FormColumn(OTHER_OWNER, 8, Look.CENTRED),
        FormColumn(WHY, 26, Look.WRAPPED),
        FormColumn(DIFFERS, 24, Look.WRAPPED),
        FormColumn(STATE, 11, Look.CENTRED),
    ),
    key=(KEPT, OTHER),
    symmetric=True,
)

LEAD: Final = "线索编号"
LEAD_COMPANY: Final = "公司名称"
GIVEN: Final = "分配时间"
NOW_WITH: Final = "现负责人"
NEW_OWNER: Final = "建议负责人"
REASON: Final = "原因"

#: 改派: one line a lead whose owner a manager may change: not contacted in time, or given back (M47).
REASSIGN: Final = DecisionForm(
    "改派",
    "改派表",
    (
        FormColumn(DECISION, 8, Look.DECISION),
        FormColumn(LEAD, 13, Look.CENTRED),
        FormColumn(LEAD_COMPANY, 26, Look.WRAPPED),
        FormColumn(GIVEN, 12, Look.CENTRED),
        FormColumn(NOW_WITH, 12, Look.CENTRED),
        FormColumn(NEW_OWNER, 12, Look.CENTRED),
        FormColumn(REASON, 50, Look.WRAPPED),
        FormColumn(STATE, 12, Look.CENTRED),
    ),
    key=(LEAD, NOW_WITH),
)
