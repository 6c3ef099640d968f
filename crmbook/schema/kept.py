"""行动项, 复盘 and 抽查: generated sheets that people write in, column by column (M87, M94, U21).

What is typed there stays, and rows and columns that people added do; what crmbook counts is
counted anew. The hidden column says which rows, and which texts in them, are crmbook's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from crmbook.schema.text import fold


class KeptLook(Enum):
    """How a column looks."""

    CENTRED = auto()
    WRAPPED = auto()
    DATE = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """One column: ``typed`` ones are people's to fill in, with a drop-down of ``choices``."""

    header: str
    width: int
    look: KeptLook = KeptLook.CENTRED
    typed: bool = False
    choices: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class KeptForm:
    """One sheet that keeps what people typed."""

    name: str
    table: str
    columns: tuple[KeptColumn, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """Its headers, left to right."""
        return tuple(column.header for column in self.columns)


_WRAPPED, _DATE, _NUMBER = KeptLook.WRAPPED, KeptLook.DATE, KeptLook.NUMBER
DRAFT: Final = "底稿"

RAISED: Final = "提出月份"
SUBJECT: Final = "对象"
METRIC: Final = "指标"
PROBLEM: Final = "问题"
CAUSE: Final = "可能原因"
MEASURE: Final = "建议措施"
OWNER: Final = "责任人"
DUE: Final = "完成时限"
STATUS: Final = "状态"
PROGRESS: Final = "进展"
REMINDER: Final = "提醒"
BEFORE: Final = "提出时"
AIM: Final = "应达到"
LATEST: Final = "最新月份"
AFTER: Final = "最新值"
CHANGE: Final = "变化"
EFFECT: Final = "效果"
CLOSED_IN: Final = "关闭月份"

NOT_BEGUN: Final = "未开始"
STATUSES: Final = (NOT_BEGUN, "进行中", "已完成", "已取消")
_CLOSED: Final = frozenset(map(fold, (
    "已完成", "完成", "已取消", "取消", "已关闭", "关闭", "已结束", "结束", "已解决", "解决", "不做",
    "不做了", "done", "closed", "√", "✓", "✔",
)))  # fmt: skip

ACTIONS: Final = KeptForm(
    "行动项",
    "行动项表",
    (
        KeptColumn(RAISED, 10), KeptColumn(SUBJECT, 7), KeptColumn(METRIC, 11),
        KeptColumn(PROBLEM, 20, _WRAPPED), KeptColumn(CAUSE, 25, _WRAPPED),
        KeptColumn(MEASURE, 25, _WRAPPED, typed=True), KeptColumn(OWNER, 8, typed=True),
        KeptColumn(DUE, 11, _DATE, typed=True),
        KeptColumn(STATUS, 8, typed=True, choices=STATUSES),
        KeptColumn(PROGRESS, 18, _WRAPPED, typed=True), KeptColumn(REMINDER, 9, _WRAPPED),
        KeptColumn(BEFORE, 8, _NUMBER), KeptColumn(AIM, 8, _NUMBER), KeptColumn(LATEST, 10),
        KeptColumn(AFTER, 8, _NUMBER), KeptColumn(CHANGE, 8, _NUMBER), KeptColumn(EFFECT, 9),
        KeptColumn(CLOSED_IN, 10), KeptColumn(DRAFT, 5, hidden=True),
    ),
)  # fmt: skip

MONTH: Final = "月份"
RESULT: Final = "结果"
LEAD: Final = "线索编号"
COMPANY: Final = "公司名称"
REP: Final = "负责人"
SOURCE: Final = "线索来源"
GRADE: Final = "月末等级"
BEGUN: Final = "获取日期"
ENDED: Final = "签约/流失日期"
DAYS: Final = "历时(天)"
CONTACTS: Final = "跟进次数"
WAITED: Final = "首次跟进(天)"
GAP: Final = "最长间隔(天)"
STAGE: Final = "阶段"
REASON: Final = "流失原因"
AMOUNT: Final = "签约金额(万元)"
LESSON: Final = "教训"

REVIEW: Final = KeptForm(
    "复盘",
    "复盘表",
    (
        KeptColumn(MONTH, 11), KeptColumn(RESULT, 7), KeptColumn(LEAD, 13),
        KeptColumn(COMPANY, 26, _WRAPPED), KeptColumn(REP, 9), KeptColumn(SOURCE, 13),
        KeptColumn(GRADE, 9), KeptColumn(BEGUN, 11, _DATE), KeptColumn(ENDED, 13, _DATE),
        KeptColumn(DAYS, 9, _NUMBER), KeptColumn(CONTACTS, 9, _NUMBER),
        KeptColumn(WAITED, 11, _NUMBER), KeptColumn(GAP, 11, _NUMBER), KeptColumn(STAGE, 14),
        KeptColumn(REASON, 14, _WRAPPED), KeptColumn(AMOUNT, 13, _NUMBER),
        KeptColumn(LESSON, 36, _WRAPPED, typed=True), KeptColumn(DRAFT, 5, hidden=True),
    ),
)  # fmt: skip

WEEK: Final = "周"
COMPLETE: Final = "完整度"
MISSING: Final = "缺什么"
REACHABLE: Final = "电话属实"
TRUE_NEED: Final = "需求属实"
SCORE: Final = "评分(1-5)"
CHECKER: Final = "抽查人"
REMARK: Final = "备注"

#: 抽查: the supervisor's weekly spot check, a score sheet whose results stay (M94).
SPOT_CHECK: Final = KeptForm(
    "抽查",
    "抽查表",
    (
        KeptColumn(WEEK, 11), KeptColumn(REP, 9), KeptColumn(LEAD, 13),
        KeptColumn(COMPANY, 28, _WRAPPED), KeptColumn(COMPLETE, 9, _NUMBER),
        KeptColumn(MISSING, 22, _WRAPPED),
        KeptColumn(REACHABLE, 10, typed=True, choices=("是", "否", "未接通")),
        KeptColumn(TRUE_NEED, 10, typed=True, choices=("是", "否")),
        KeptColumn(SCORE, 9, _NUMBER, typed=True, choices=("1", "2", "3", "4", "5")),
        KeptColumn(CHECKER, 9, typed=True), KeptColumn(REMARK, 30, _WRAPPED, typed=True),
    ),
)  # fmt: skip

KEPT_FORMS: Final = (ACTIONS, REVIEW, SPOT_CHECK)


def is_closed(status: str) -> bool:
    """Whether what stands under 状态 says that nothing more is to be done."""
    return fold(status) in _CLOSED
