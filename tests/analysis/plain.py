"""The same leads and log rows counted the slow way: plain Python over the cells, row by row."""

from __future__ import annotations

import datetime as dt
from typing import Any

from crmbook.facts.ledger import Ledger
from crmbook.facts.months import Month
from crmbook.schema.sheets import ORDERS

Plain = dict[str, Any]


def log_rows(book: Ledger) -> list[Plain]:
    register = book.log
    if register is None:
        return []
    headers = list(register.data)
    return [
        {header: register.values(register.data[header].column)[at] for header in headers}
        for at in range(len(register))
    ]


def lead_rows(book: Ledger) -> list[Plain]:
    register = book.leads
    if register is None:
        return []
    numbers = {row.get("线索编号") for row in log_rows(book)} - {None}
    found = []
    for at in range(len(register)):
        row: Plain = {
            header: data.parsed.values[data.codes[at]] if data.codes[at] >= 0 else None
            for header, data in register.data.items()
        }
        row["状态"] = row.get("线索状态") or _state(row, numbers)
        row["开始"] = row.get("获取时间") or row.get("分配时间")
        row["月份"] = month_of(row["开始"])
        row["计入"] = row["状态"] not in ("无效", "重复")
        over = row["状态"] in ("无效", "重复", "已流失")
        row["签约"] = None if over else row.get("签约日期")
        row["流失"] = row.get("流失日期") if row["状态"] == "已流失" else None
        found.append(row)
    return found


def order_rows(book: Ledger) -> list[Plain]:
    """The orders that count, one dict a row, blanks as None."""
    register = book[ORDERS]
    if register is None:
        return []
    rows = [
        {
            header: data.parsed.values[data.codes[at]] if data.codes[at] >= 0 else None
            for header, data in register.data.items()
        }
        for at in range(len(register))
    ]
    return [row for row in rows if row.get("签约日期") and row.get("状态") != "已取消"]


def _state(row: Plain, numbers: set[Any]) -> str:
    if row.get("签约日期"):
        return "已签约"
    if row.get("流失日期"):
        return "已流失"
    if row.get("线索编号") in numbers:
        return "跟进中"
    return "待联系" if row.get("负责人") else "待分配"


def month_of(when: dt.datetime | None) -> Month | None:
    return None if when is None else Month(when.year, when.month)


def signed_companies(rows: list[Plain], month: Month) -> list[Plain]:
    """The first row of each company signed in a month."""
    found: dict[str, Plain] = {}
    for row in rows:
        if month_of(row["签约"]) == month:
            found.setdefault(row.get("公司名称") or row["线索编号"], row)
    return list(found.values())


def grades_at(book: Ledger, moment: dt.datetime) -> list[str]:
    """The letter of each lead's grade just before a moment, "" for none: the log read step by step.

    Log rows count in the order of time, then of rows; without one before, what the first one says
    the grade was, else the register's.
    """
    steps: dict[Any, list[tuple[dt.datetime, int, str]]] = {}
    for at, row in enumerate(log_rows(book)):
        change, when = row.get("意向等级变化"), row.get("跟进时间")
        if change is not None and when is not None:
            steps.setdefault(row.get("线索编号"), []).append((when, at, str(change)))
    found = []
    for lead in lead_rows(book):
        own = sorted(steps.get(lead.get("线索编号"), []))
        grade = lead.get("意向等级")
        if own and own[0][0] >= moment:
            grade = own[0][2].split("→")[0]
        for when, _at, change in own:
            if when < moment:
                grade = change.split("→")[1]
        found.append(str(grade or "")[:1])
    return found


def first_of(month: Month) -> dt.datetime:
    """The first moment of a month."""
    return dt.datetime(month.year, month.number, 1)
