"""分类整理: how many leads and customers there are by 行业, 需求阶段 and grade (M39)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from crmbook.facts.carried import carried
from crmbook.facts.chain import chains, grades_at
from crmbook.facts.ledger import Ledger
from crmbook.facts.log_leads import lead_records
from crmbook.facts.moments import moments
from crmbook.facts.months import Month, MonthRule, start_dates
from crmbook.facts.register import Register
from crmbook.facts.status import open_leads
from crmbook.schema.column import Column
from crmbook.schema.sheets import CUSTOMERS, LEADS, customers, followups, leads

INDUSTRY, STAGE, GRADE, LEVEL = "行业", "需求阶段", "意向等级", "客户等级"


class Count(NamedTuple):
    """How many there are of one kind in a sheet; ``new``: of those, begun in the month."""

    sheet: str
    by: str
    value: str
    total: int
    new: int


def census(ledger: Ledger, month: Month) -> list[Count]:
    """Return open leads and customers by kind, most first; a blank is counted as "".

    意向等级 (leads) and 客户等级 (customers) are counted apart (§2.3); 需求阶段 of a lead is the 销售阶段
    that the log names last, of a customer its 客户阶段.
    """
    return [*_of_leads(ledger, month), *_of_customers(ledger, month)]


def _of_leads(ledger: Ledger, month: Month) -> Iterator[Count]:
    register = ledger.leads
    if register is None:
        return
    again, merged = carried(ledger), ~register.blank(leads.MERGED_INTO)
    there = [
        at for at in open_leads(ledger, register).tolist() if at not in again and not merged[at]
    ]
    new = _begun_in(ledger, month, start_dates(register).tolist())
    grades = grades_at(ledger, ledger.today, chains(ledger))
    stages = _stages(ledger, register)
    for by, values in (
        (INDUSTRY, register.values(leads.INDUSTRY)), (STAGE, stages), (GRADE, grades),
    ):  # fmt: skip
        yield from _counted(LEADS.name, by, [(values[at], new[at]) for at in there])


def _of_customers(ledger: Ledger, month: Month) -> Iterator[Count]:
    register = ledger[CUSTOMERS]
    if register is None:
        return
    there = np.flatnonzero(register.blank(customers.MERGED_INTO)).tolist()
    new = _begun_in(ledger, month, register.values(customers.CREATED).tolist())
    columns: tuple[tuple[str, Column], ...] = (
        (INDUSTRY, customers.INDUSTRY), (STAGE, customers.STAGE), (LEVEL, customers.LEVEL),
    )  # fmt: skip
    for by, column in columns:
        values = register.values(column)
        yield from _counted(CUSTOMERS.name, by, [(values[at], new[at]) for at in there])


def _counted(sheet: str, by: str, pairs: Iterable[tuple[object, bool]]) -> Iterator[Count]:
    some = [("" if value is None else str(value), new) for value, new in pairs]
    fresh = Counter(value for value, new in some if new)
    for value, count in sorted(Counter(value for value, _new in some).items(), key=_order):
        yield Count(sheet, by, value, count, fresh[value])


def _order(pair: tuple[str, int]) -> tuple[bool, int, str]:
    value, count = pair
    return not value, -count, value


def _begun_in(ledger: Ledger, month: Month, dates: list[object]) -> list[bool]:
    rule = MonthRule.of(ledger.rules)
    return [isinstance(one, dt.datetime) and rule.month(one) == month for one in dates]


def _stages(ledger: Ledger, register: Register) -> list[object]:
    """Return the 销售阶段 that the log names last of each lead."""
    found: list[object] = [None] * len(register)
    log = ledger.log
    if log is None or followups.STAGE not in log:
        return found
    whose, when = lead_records(ledger, log), moments(log, followups.WHEN)
    stages = log.values(followups.STAGE)
    for row in np.argsort(when, kind="stable").tolist():
        if whose[row] >= 0 and stages[row] is not None and not np.isnat(when[row]):
            found[int(whose[row])] = stages[row]
    return found
