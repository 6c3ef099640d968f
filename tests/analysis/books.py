"""Ledgers made in memory from rows, parsed as a workbook's cells are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import ColumnData, Place, Register
from crmbook.facts.settings import rule_book, vocabularies
from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.base import Context
from crmbook.schema.sheets import FOLLOWUPS, LEADS, ORDERS, leads, orders
from crmbook.schema.sheets import followups as log

Row = Mapping[str, Any]
TODAY = dt.datetime(2024, 3, 31, 23, 59, 59)


def register(sheet: Sheet, rows: Sequence[Row], context: Context | None = None) -> Register:
    """Return a register of rows by header; a column that no row has is absent."""
    context = context or Context(today=TODAY)
    columns = [one for one in sheet.columns if any(one.header in row for row in rows)]
    return Register(
        sheet=sheet,
        places=(
            Place("台账.xlsx", sheet.name, {one.header: at for at, one in enumerate(columns, 1)}),
        ),
        place=np.zeros(len(rows), dtype=np.int16),
        rows=np.arange(2, len(rows) + 2, dtype=np.int32),
        data={one.header: _data(one, rows, context) for one in columns},
    )


def _data(column: Column, rows: Sequence[Row], context: Context) -> ColumnData:
    cells = [row.get(column.header) for row in rows]
    raw = list(dict.fromkeys((type(one), one) for one in cells if one is not None))
    codes = {one: at for at, one in enumerate(raw)}
    values = [one for _type, one in raw]
    found = [codes.get((type(one), one), -1) for one in cells]
    words = vocabularies({}).get(column.vocabulary) if column.vocabulary else None
    parsed = column.kind.parse_all(values, replace(context, vocabulary=words))
    return ColumnData(column, np.array(found, dtype=np.int32), values, parsed)


def ledger(rows: Mapping[Sheet, Sequence[Row]], today: dt.datetime = TODAY, **rules: Any) -> Ledger:
    """Return a ledger of registers; ``rules`` by the part of their code behind the point."""
    registers = {sheet.name: register(sheet, own) for sheet, own in rows.items()}
    book = rule_book(registers)
    return Ledger(
        today=today,
        registers=registers,
        rules=replace(book, values={**book.values, **rules.get("values", {})}),
        vocabularies=vocabularies(registers),
    )


DAYS = st.integers(0, 120).map(lambda days: dt.datetime(2023, 12, 2) + dt.timedelta(days))
_MAYBE = st.one_of(st.none(), DAYS)
_STATES = ("", "待分配", "待联系", "跟进中", "暂停跟进", "已签约", "已流失", "无效", "重复")


def _choice(*words: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from((*words, None))


@st.composite
def lead_rows(draw: st.DrawFn, at: int) -> Row:
    """Draw one lead, of one of few companies; any of its cells may be blank."""
    return {
        leads.ID.header: f"XS2024{at:03d}",
        leads.COMPANY.header: draw(_choice("甲公司", "乙公司", "丙公司", f"第{at}公司")),
        leads.SOURCE.header: draw(_choice("官网注册", "展会留资", "1688", "抖音")),
        leads.INDUSTRY.header: draw(_choice("制造业", "零售/电商")),
        leads.REGION.header: draw(_choice("浙江杭州", "江苏省南京市", "上海")),
        leads.TAGS.header: draw(_choice("价格敏感", "急需采购;价格敏感", "规模:中型")),
        leads.GRADE.header: draw(_choice("A类", "A+类", "B类", "C类")),
        leads.OWNER.header: draw(_choice("张三", "李四", "王芳")),
        leads.STATUS.header: draw(st.sampled_from(_STATES)) or None,
        leads.ACQUIRED.header: draw(_MAYBE),
        leads.ASSIGNED.header: draw(_MAYBE),
        leads.SIGNED.header: draw(_MAYBE),
        leads.AMOUNT.header: draw(st.one_of(st.none(), st.integers(1, 90))),
        leads.LOST.header: draw(_MAYBE),
        leads.LOST_STAGE.header: draw(_choice("分配阶段", "跟进阶段", "转化阶段")),
        leads.LOST_REASON.header: draw(_choice("价格高", "联系不上")),
    }


@st.composite
def log_rows(draw: st.DrawFn, leads_count: int) -> Row:
    """Draw one log row, of one of the leads or of a number that nobody has."""
    when = draw(_MAYBE)
    return {
        log.LEAD_ID.header: f"XS2024{draw(st.integers(0, leads_count)):03d}",
        log.WHEN.header: when,
        log.BY.header: draw(_choice("张三", "李四", "赵磊")),
        log.DUE.header: draw(_MAYBE),
        log.GRADE_CHANGE.header: draw(_choice("A类→B类", "C类→B类", "B类→A+类", "B类→B类")),
        log.RECORDED.header: draw(
            st.one_of(st.none(), st.integers(0, 3).map(lambda d: (when or TODAY) + dt.timedelta(d)))
        ),
        log.STAGE.header: draw(
            _choice(
                "机会识别", "初步接触", "需求深度挖掘", "方案呈现与谈判", "成交签约", "售后跟进"
            )
        ),
    }


@st.composite
def books(draw: st.DrawFn) -> Ledger:
    """Draw a book of up to a dozen leads and their log."""
    count = draw(st.integers(0, 12))
    rows = [draw(lead_rows(at)) for at in range(count)]
    logged = [draw(log_rows(count)) for _ in range(draw(st.integers(0, 12)))]
    return ledger({LEADS: rows, FOLLOWUPS: logged})


@st.composite
def order_rows(draw: st.DrawFn, at: int) -> Row:
    """Draw one order, of one of few customers; any of its cells may be blank."""
    amount = draw(st.one_of(st.none(), st.integers(1, 90)))
    return {
        orders.ID.header: f"DD2024{at:03d}",
        orders.CUSTOMER_ID.header: draw(_choice("KH2024001", "KH2024002", "KH2024003")),
        orders.LEAD_ID.header: draw(_choice("XS2024000", "XS2024001", "XS2024999")),
        orders.SIGNED.header: draw(_MAYBE),
        orders.PRODUCT.header: draw(_choice("ERP系统", "MES系统")),
        orders.QUANTITY.header: draw(st.one_of(st.none(), st.integers(1, 5))),
        orders.AMOUNT.header: amount,
        orders.RECEIVABLE.header: draw(_MAYBE),
        orders.RECEIVED.header: draw(st.one_of(st.none(), st.integers(0, 90))),
        orders.RECEIVED_ON.header: draw(_MAYBE),
        orders.STATUS.header: draw(_choice("履约中", "已完成", "已取消")),
        orders.OWNER.header: draw(_choice("张三", "李四")),
    }


@st.composite
def order_books(draw: st.DrawFn) -> Ledger:
    """Draw a book of up to a dozen orders, and two leads that some of them come from."""
    rows = [draw(order_rows(at)) for at in range(draw(st.integers(0, 12)))]
    return ledger({LEADS: [draw(lead_rows(at)) for at in range(2)], ORDERS: rows})
