"""目标: what was aimed at and what came of it, per rep and month, with both gaps (M87, M91, §2.9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import Final

from crmbook.analysis.cases import Case, number
from crmbook.analysis.monthly import MonthFigures, figures
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule
from crmbook.facts.register import Register
from crmbook.schema.rules import TARGET_GAP
from crmbook.schema.sheets import PEOPLE, TARGETS, leads, settings
from crmbook.schema.text import fold

EVERYBODY: Final = "全体"
_EVERYBODY: Final = frozenset(
    {"", "全体", "全员", "全部", "所有", "合计", "公司", "团队", "全公司"}
)


class Standing(StrEnum):
    """How an actual stands to its target. A miss of rule 目标.严重差距 or more is grave."""

    MET = "达标"
    MISSED = "未达标"
    GRAVE = "严重"
    UNKNOWN = "无法计算"


@dataclass(frozen=True, slots=True)
class Aim:
    """One row of 目标 with what came of it.

    ``subject`` is 全体, a rep or a team; ``actual`` None where the book cannot tell (or does not
    know the 指标 or 对象: not ``understood``); ``lower``: less is better (周期, 流失率); ``ended``:
    the month is over by today.
    """

    month: Month
    subject: str
    metric: str
    target: float
    actual: float | None
    lower: bool
    standing: Standing
    ended: bool
    owner: str
    due: dt.datetime | None
    understood: bool

    @property
    def gap(self) -> float | None:
        """Actual − target, in the unit of the 指标 (points of a rate as a fraction)."""
        return None if self.actual is None else self.actual - self.target

    @property
    def relative(self) -> float | None:
        """How far behind the target, over the target; negative where it is surpassed."""
        return _behind(self.target, self.actual, lower=self.lower)


def targets(ledger: Ledger, found: list[Case]) -> list[Aim]:
    """Return the rows of 目标 that have a month and a value, in the order of the sheet."""
    register = ledger[TARGETS]
    return [] if register is None else list(_aims(ledger, register, found))


_Count = Callable[[MonthFigures, list[Case]], float | None]
#: 指标 → how it is counted over a month of a subject's leads.
METRICS: Final[Mapping[str, _Count]] = {
    "线索总数": lambda one, _own: one.total,
    "A类线索数": lambda one, _own: one.grades["A"],
    "B类线索数": lambda one, _own: one.grades["B"],
    "C类线索数": lambda one, _own: one.grades["C"],
    "签约客户数": lambda one, _own: one.signed,
    "转化率": lambda one, _own: one.rate,
    "批次转化率": lambda one, _own: one.cohort_rate,
    "平均销售周期(天)": lambda one, _own: one.cycle,
    "流失率": lambda one, own: _lost(one.month, own) / one.total if one.total else None,
    "签约金额(万元)": lambda one, own: _amount(one.month, own),
    "客单价(万元)": lambda one, own: _amount(one.month, own) / one.signed if one.signed else None,
}
_LOWER: Final = frozenset({"平均销售周期(天)", "流失率"})
#: Those that need 签约日期: without the column nothing is known, which is not 0 (§2.1).
_SIGNINGS: Final = frozenset(
    {"签约客户数", "转化率", "批次转化率", "平均销售周期(天)", "签约金额(万元)", "客单价(万元)"}
)
_ALIASES: Final = {
    fold(alias): name
    for name, aliases in {
        "线索总数": ("线索数", "新增线索", "新增线索数", "客户发展数量", "客户开发数"),
        "签约客户数": ("签约数", "成交客户数", "成交数", "新签客户数"),
        "转化率": ("期间转化率", "线索转化率", "成交率"),
        "平均销售周期(天)": ("平均销售周期", "销售周期", "成交周期"),
        "流失率": ("线索流失率",),
        "签约金额(万元)": ("签约金额", "签约额", "销售额", "业绩", "成交金额"),
        "客单价(万元)": ("客单价",),
    }.items()
    for alias in (name, *aliases)
} | {fold(name): name for name in METRICS}


def metric_of(text: str) -> str:
    """Return the 指标 that a cell means, "" where crmbook does not count it."""
    return _ALIASES.get(fold(text), "")


def is_lower_better(metric: str) -> bool:
    """Whether less of a 指标 is better."""
    return metric in _LOWER


class Actuals:
    """Figures of any 对象, 指标 and month of a ledger's leads, each counted once."""

    def __init__(self, ledger: Ledger, found: list[Case]) -> None:
        self._ledger, self._found, self._subjects = ledger, found, _Subjects(ledger)
        self._own: dict[str, list[Case] | None] = {}
        self._months: dict[tuple[str, Month], MonthFigures] = {}

    def value(self, subject: str, metric: str, month: Month) -> float | None:
        """Return a figure, None where the book cannot tell."""
        own, name = self._cases(subject), metric_of(metric)
        if own is None or not _known(self._ledger, name):
            return None
        return METRICS[name](self._figures(subject, own, month), own)

    def leads(self, subject: str, month: Month) -> int:
        """Return how many leads that count a 对象 acquired in a month."""
        own = self._cases(subject)
        return 0 if own is None else self._figures(subject, own, month).total

    def _cases(self, subject: str) -> list[Case] | None:
        if subject not in self._own:
            self._own[subject] = self._subjects.cases(subject, self._found)
        return self._own[subject]

    def _figures(self, subject: str, own: list[Case], month: Month) -> MonthFigures:
        if (subject, month) not in self._months:
            (found,) = figures([case.row for case in own], [month])
            self._months[subject, month] = found
        return self._months[subject, month]


def unknown_aims(aims: list[Aim]) -> list[Aim]:
    """Return the aims whose 指标 or 对象 means nothing to crmbook: they are told, not dropped."""
    return [one for one in aims if not one.understood]


def _aims(ledger: Ledger, register: Register, found: list[Case]) -> Iterator[Aim]:
    rule, subjects = MonthRule.of(ledger.rules), _Subjects(ledger)
    months, values = register.values(settings.TARGET_MONTH), register.values(settings.TARGET_VALUE)
    dues = register.values(settings.TARGET_DUE)
    for record in range(len(register)):
        target = number(values[record])
        if not isinstance(months[record], dt.datetime) or target is None:
            continue
        month = Month(months[record].year, months[record].month)
        typed = register.text(settings.TARGET_METRIC, record)
        metric, subject = metric_of(typed), register.text(settings.TARGET_SUBJECT, record)
        own = subjects.cases(subject, found)
        actual = None if own is None else _actual(ledger, metric, month, own)
        lower = metric in _LOWER
        yield Aim(
            month=month,
            subject=EVERYBODY if fold(subject) in _EVERYBODY else subject,
            metric=metric or typed,
            target=target,
            actual=actual,
            lower=lower,
            standing=_standing(ledger, _behind(target, actual, lower=lower), actual),
            ended=rule.end(month) <= ledger.today + dt.timedelta(seconds=1),
            owner=register.text(settings.TARGET_OWNER, record),
            due=dues[record] if isinstance(dues[record], dt.datetime) else None,
            understood=bool(metric) and own is not None,
        )


def _actual(ledger: Ledger, metric: str, month: Month, own: list[Case]) -> float | None:
    if not _known(ledger, metric):
        return None
    (one,) = figures([case.row for case in own], [month])
    return METRICS[metric](one, own)


def _known(ledger: Ledger, metric: str) -> bool:
    """Whether the book can tell a 指标 at all."""
    register = ledger.leads
    if metric not in METRICS or register is None:
        return False
    if metric == "流失率":
        return leads.LOST in register
    return metric not in _SIGNINGS or leads.SIGNED in register


def _lost(month: Month, own: list[Case]) -> int:
    """Return how many leads were lost in a month: those without a 流失阶段 too, as 漏斗分析 counts."""
    return sum(case.row.lost_month == month for case in own)


def _amount(month: Month, own: list[Case]) -> float:
    return fsum(case.amount or 0 for case in own if case.row.signed_month == month)


def _behind(target: float, actual: float | None, *, lower: bool) -> float | None:
    if actual is None or not target:
        return None
    return (actual - target if lower else target - actual) / target


def _standing(ledger: Ledger, behind: float | None, actual: float | None) -> Standing:
    if actual is None:
        return Standing.UNKNOWN
    behind = round(behind or 0, 9)  # 0.15 − 0.1275 over 0.15 is 15 %, whatever a float makes of it
    if behind <= 0:
        return Standing.MET
    return Standing.GRAVE if behind >= ledger.rules.number(TARGET_GAP) else Standing.MISSED


class _Subjects:
    """Whose leads a 对象 means: everybody's, a rep's (also by an alias), or a team's (人员)."""

    def __init__(self, ledger: Ledger) -> None:
        self._names = ledger.vocabularies[PEOPLE.name].aliases
        self._teams: dict[str, set[str]] = {}
        register = ledger[PEOPLE]
        for record in range(0 if register is None else len(register)):
            assert register is not None  # noqa: S101 - the range is empty where there is none
            team = fold(register.text(settings.TEAM, record))
            self._teams.setdefault(team, set()).add(register.text(settings.PERSON_NAME, record))

    def cases(self, subject: str, found: list[Case]) -> list[Case] | None:
        """Return a subject's cases, None where nobody is meant by it."""
        folded = fold(subject)
        if folded in _EVERYBODY:
            return found
        names = self._teams.get(folded) or {self._names.get(folded, subject)}
        own = [case for case in found if case.row.owner in names]
        known = own or folded in self._teams or folded in self._names
        return own if known else None
