"""渠道有效性 by week, month or any span, by source or class of sources (M23, M84)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Case, Span
from crmbook.analysis.rates import Rate
from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month, MonthRule
from crmbook.schema.sheets import DICTIONARY, leads, settings
from crmbook.schema.text import fold
from crmbook.schema.vocabularies import group_of

UNKNOWN_CLASS = "未分类"
_WEEK = dt.timedelta(7)


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """One source, or class of them, in a span: 留资量, 有效率, A类占比, 转化率, 签约金额 in 万元.

    ``signed`` counts the companies signed in the span, whenever they were acquired (period basis);
    ``amount`` is theirs, as far as it is known; ``small``: too few valid leads to say much.
    """

    name: str
    received: int
    valid: Rate
    grade_a: Rate
    signed: Rate
    amount: float
    small: bool


def sources(
    found: Sequence[Case], span: Span, key: Callable[[Case], str], small: int
) -> list[SourceFigures]:
    """Return the sources of a span by key, the one with most valid leads first.

    ``small`` is how many valid leads are enough (规则 渠道.小样本). A lead whose month only its tab
    tells (U06) lies in no span.
    """
    begun = [case for case in found if case.begun in span]
    signed = [case for case in found if case.signed in span]
    groups = (begun, signed, _first_of_each_company(signed))
    names = dict.fromkeys(map(key, (*begun, *signed)))
    made = [
        _figures(name, [[case for case in group if key(case) == name] for group in groups], small)
        for name in names
    ]
    return sorted(made, key=lambda one: (-one.valid.part, -one.received, one.name))


def by_source(case: Case) -> str:
    """Return the source of a lead."""
    return case.row.source


def by_class(ledger: Ledger) -> Callable[[Case], str]:
    """Return what tells a lead's class of sources: as 字典 has it (分类), else the documents'."""
    register, own = ledger[DICTIONARY], dict[str, str]()
    for record in range(0 if register is None else len(register)):
        assert register is not None  # noqa: S101 - the range is empty where there is none
        if register.text(settings.WORD_COLUMN, record) == leads.SOURCE.header:
            group = register.text(settings.WORD_CLASS, record)
            own[register.text(settings.WORD_VALUE, record)] = group

    def group_of_case(case: Case) -> str:
        name = case.row.source
        return own.get(name) or group_of(leads.SOURCE.vocabulary, name) or UNKNOWN_CLASS

    return group_of_case


def week_of(day: dt.datetime) -> Span:
    """Return the week of a day, 周一至周日 (§2.2)."""
    monday = dt.datetime(day.year, day.month, day.day) - dt.timedelta(day.weekday())
    return Span(monday, monday + _WEEK)


def weeks(last: dt.datetime, count: int) -> list[Span]:
    """Return ``count`` weeks, old to new, the last of them that of a day."""
    now = week_of(last)
    return [Span(now.start - at * _WEEK, now.end - at * _WEEK) for at in reversed(range(count))]


def month_span(month: Month, rule: MonthRule) -> Span:
    """Return the span of a month as the team closes it (规则 月结日)."""
    return Span(rule.start(month), rule.end(month))


def sources_balance(
    figures: Sequence[SourceFigures], parts: Sequence[SourceFigures]
) -> Iterator[Mismatch]:
    """Yield what does not add up between two ways of counting a span: its sources and classes."""
    wholes = [fsum(one) for one in zip(*map(_counts, figures), strict=True)] or [0.0] * 5
    columns = list(zip(*map(_counts, parts), strict=True)) or [()] * 5
    for name, whole, column in zip(_NAMES, wholes, columns, strict=True):
        yield from balance(name, whole, column)


_NAMES = ("留资量", "有效数", "A类数", "签约数", "签约金额(万元)")


def _counts(one: SourceFigures) -> tuple[float, ...]:
    return one.received, one.valid.part, one.grade_a.part, one.signed.part, one.amount


def _first_of_each_company(signed: Sequence[Case]) -> list[Case]:
    """Keep one signing a company: 签约客户数 counts companies (§2.11)."""
    known: dict[str, Case] = {}
    for case in signed:
        known.setdefault(fold(case.row.company) or case.row.number, case)
    return list(known.values())


def _figures(name: str, groups: Sequence[Sequence[Case]], small: int) -> SourceFigures:
    begun, signed, firsts = groups
    valid = [case for case in begun if case.row.counted]
    return SourceFigures(
        name=name,
        received=len(begun),
        valid=Rate(len(valid), len(begun)),
        grade_a=Rate(sum(case.row.grade == "A" for case in valid), len(valid)),
        signed=Rate(len(firsts), len(valid)),
        amount=fsum(case.amount or 0 for case in signed),
        small=len(valid) < small,
    )
