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

    ``symmetric``: the order of the key does not matter (a pair of records). ``decision``: the header
    under which it is answered; ``names``: a name may be typed there instead of 是/否/待定.
    """

    name: str
    table: str
    columns: tuple[FormColumn, ...]
    key: tuple[str, ...]
    symmetric: bool = False
    decision: str = DECISION
    names: bool = False

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

RULING: Final = "主管裁定"
SUGGESTED: Final = "建议负责人"
COMPANY: Final = "公司"
FIRST: Final = "先报编号"
FIRST_OWNER: Final = "先报负责人"
FIRST_DATE: Final = "先报日期"
FIRST_SEEN: Final = "先报首次出现"
FIRST_CONTACT: Final = "先报最后跟进"
LATER: Final = "后报编号"
LATER_OWNER: Final = "后报负责人"
LATER_DATE: Final = "后报日期"
LATER_SEEN: Final = "后报首次出现"
LATER_CONTACT: Final = "后报最后跟进"
GROUNDS: Final = "依据"

#: 撞单: one line for two people who hold records of one company (U18, M22).
DISPUTES: Final = DecisionForm(
    "撞单",
    "撞单表",
    (
        FormColumn(RULING, 10, Look.DECISION),
        FormColumn(SUGGESTED, 10, Look.CENTRED),
        FormColumn(COMPANY, 22, Look.WRAPPED),
        FormColumn(FIRST, 12, Look.CENTRED),
        FormColumn(FIRST_OWNER, 10, Look.CENTRED),
        FormColumn(FIRST_DATE, 11, Look.CENTRED),
        FormColumn(FIRST_SEEN, 12, Look.CENTRED),
        FormColumn(FIRST_CONTACT, 12, Look.CENTRED),
        FormColumn(LATER, 12, Look.CENTRED),
        FormColumn(LATER_OWNER, 10, Look.CENTRED),
        FormColumn(LATER_DATE, 11, Look.CENTRED),
        FormColumn(LATER_SEEN, 12, Look.CENTRED),
        FormColumn(LATER_CONTACT, 12, Look.CENTRED),
        FormColumn(GROUNDS, 40, Look.WRAPPED),
        FormColumn(STATE, 14, Look.CENTRED),
    ),
    key=(FIRST, LATER),
    symmetric=True,
    decision=RULING,
    names=True,
)

LEAD: Final = "线索编号"
LEAD_COMPANY: Final = "公司名称"
GIVEN: Final = "分配时间"
NOW_WITH: Final = "现负责人"
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
        FormColumn(SUGGESTED, 12, Look.CENTRED),
        FormColumn(REASON, 50, Look.WRAPPED),
        FormColumn(STATE, 12, Look.CENTRED),
    ),
    key=(LEAD, NOW_WITH),
)

BECOMES: Final = "转为"
SIGNED: Final = "签约日期"
REMARK: Final = "提醒"

#: 待转客户: one line a lead that was signed and is no customer yet (M72).
CONVERT: Final = DecisionForm(
    "待转客户",
    "待转客户表",
    (
        FormColumn(DECISION, 8, Look.DECISION),
        FormColumn(LEAD, 13, Look.CENTRED),
        FormColumn(LEAD_COMPANY, 28, Look.WRAPPED),
        FormColumn(NOW_WITH, 10, Look.CENTRED),
        FormColumn(SIGNED, 12, Look.CENTRED),
        FormColumn(BECOMES, 16, Look.CENTRED),
        FormColumn(SURE, 7, Look.PERCENT),
        FormColumn(REASON, 36, Look.WRAPPED),
        FormColumn(REMARK, 36, Look.WRAPPED),
        FormColumn(STATE, 12, Look.CENTRED),
    ),
    key=(LEAD, BECOMES),
)

NUMBER: Final = "编号"
FROM: Final = "原负责人"
TO: Final = "新负责人"
STANDING: Final = "等级·状态"
LAST: Final = "上次跟进"
NEXT: Final = "下一步"
BY_WHEN: Final = "计划日期"

#: 交接: one line a lead or customer that goes to somebody else, with what they have to know (M50).
HANDOVER: Final = DecisionForm(
    "交接",
    "交接表",
    (
        FormColumn(DECISION, 8, Look.DECISION),
        FormColumn(NUMBER, 13, Look.CENTRED),
        FormColumn(LEAD_COMPANY, 26, Look.WRAPPED),
        FormColumn(FROM, 9, Look.CENTRED),
        FormColumn(TO, 9, Look.CENTRED),
        FormColumn(STANDING, 15, Look.CENTRED),
        FormColumn(LAST, 36, Look.WRAPPED),
        FormColumn(NEXT, 28, Look.WRAPPED),
        FormColumn(BY_WHEN, 12, Look.CENTRED),
        FormColumn(STATE, 12, Look.CENTRED),
    ),
    key=(NUMBER, FROM, TO),
)

SORT: Final = "类别"
PROPOSED: Final = "建议"
SEEN: Final = "最后联系"

#: 整理: one line a lead or customer that the monthly clean-up would archive, mark or reopen (M39).
TIDY: Final = DecisionForm(
    "整理",
    "整理表",
    (
        FormColumn(DECISION, 8, Look.DECISION),
        FormColumn(PROPOSED, 12, Look.CENTRED),
        FormColumn(NUMBER, 13, Look.CENTRED),
        FormColumn(SORT, 11, Look.CENTRED),
        FormColumn(LEAD_COMPANY, 26, Look.WRAPPED),
        FormColumn(NOW_WITH, 10, Look.CENTRED),
        FormColumn(SEEN, 12, Look.CENTRED),
        FormColumn(REASON, 50, Look.WRAPPED),
        FormColumn(STATE, 22, Look.WRAPPED),
    ),
    key=(NUMBER, PROPOSED),
)

#: Every decision sheet: crmbook's own, never a register of anybody's.
DECISION_FORMS: Final = (DUPLICATES, DISPUTES, REASSIGN, CONVERT, HANDOVER, TIDY)
