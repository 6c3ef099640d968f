"""Days of a few leads, made in memory."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crmbook.facts.calendar import working_calendar
from crmbook.facts.ledger import Ledger
from crmbook.followups.agenda import Agenda, agenda
from crmbook.followups.cadence import Cadence
from crmbook.followups.customers import CustomerDesk
from crmbook.followups.item import Item
from crmbook.followups.leads import LeadDesk
from crmbook.schema.sheets import CUSTOMERS, FOLLOWUPS, LEADS, ORDERS, PEOPLE
from tests.analysis.books import Row
from tests.analysis.books import ledger as make

MONDAY = dt.datetime(2024, 3, 18, 23, 59, 59)


def lead(number: int, **other: Any) -> Row:
    """Return an open lead of 张三, class A."""
    return {
        "线索编号": f"XS2024{number:03d}", "公司名称": f"杭州第{number}科技有限公司", "联系人": "张伟",
        "联系电话": f"138{number:08d}", "意向等级": "A类", "负责人": "张三", "分配时间": "2024-03-01",
        **other,
    }  # fmt: skip


def talk(number: int, when: str, **other: Any) -> Row:
    """Return a log row about a lead."""
    return {"线索编号": f"XS2024{number:03d}", "跟进时间": when, "跟进人": "张三", "跟进方式": "电话",
            "跟进内容摘要": "介绍方案", **other}  # fmt: skip


def desk(
    rows: list[Row], log: list[Row] | None = None, today: dt.datetime = MONDAY, **more: Any
) -> Ledger:
    """Return the ledger; ``more``: people, customers, orders by name, and rules by 编号."""
    sheets = {LEADS: rows}
    if log:
        sheets[FOLLOWUPS] = log
    for name, sheet in (("people", PEOPLE), ("customers", CUSTOMERS), ("orders", ORDERS)):
        if more.get(name):
            sheets[sheet] = more[name]
    return make(sheets, today, values=more.get("rules", {}))


def day(ledger: Ledger) -> Agenda:
    """Return the day's list of leads and customers."""
    cadence = Cadence(ledger.rules, working_calendar(ledger))
    found: list[Item] = []
    if ledger.leads is not None:
        found += LeadDesk.of(ledger, ledger.leads, cadence).items()
    customers = ledger[CUSTOMERS]
    if customers is not None:
        found += CustomerDesk.of(ledger, customers, cadence).items()
    return agenda(ledger, found)


def only(ledger: Ledger) -> Item | None:
    """Return the one item of a day, None where it has none."""
    items = day(ledger).items
    assert len(items) <= 1, items
    return items[0] if items else None
