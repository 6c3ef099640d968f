"""What an incoming row changes in a record, what it leaves, what it contradicts."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from crmbook.facts.record import Record
from crmbook.facts.register import ColumnData, Place, Register
from crmbook.model.cells import Raw, Value
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import Context
from crmbook.schema.sheets import LEADS, leads
from crmbook.transfer.updating import update

CONTEXT = Context(dt.datetime(2024, 3, 31))
NEW = {"联系电话": leads.PHONE, "公司名称": leads.COMPANY, "联系人": leads.CONTACT,
       "备用电话": leads.SPARE_PHONE, "需求标签": leads.TAGS, "邮箱": leads.EMAIL,
       "负责人": leads.OWNER, "意向等级": leads.GRADE}  # fmt: skip


def existing(cells: dict[str, Raw]) -> Record:
    data = {}
    for header, column in NEW.items():
        raw = cells.get(header)
        values: list[Raw] = [] if raw is None else [raw]
        codes = np.array([0 if values else -1], dtype=np.int32)
        parsed = column.kind.parse_all(values, CONTEXT)
        data[header] = ColumnData(column, codes, values, parsed)
    place = Place("台账.xlsx", "线索登记表", {header: at for at, header in enumerate(NEW, 1)})
    register = Register(
        LEADS, (place,), np.zeros(1, dtype=np.int16), np.array([2], dtype=np.int32), data
    )
    return Record(register, 0)


def settled(
    cells: dict[str, Raw], incoming: dict[str, Value], *, prefer_source: bool = False
) -> tuple[dict[str, Value], dict[str, Value]]:
    rows: dict[Column, Value] = {NEW[header]: value for header, value in incoming.items()}
    found = update(existing(cells), rows, CONTEXT, prefer_source=prefer_source)
    changes = {column.header: new for column, (_old, new) in found.changes.items()}
    return changes, {column.header: new for column, (_old, new) in found.conflicts.items()}


@pytest.mark.parametrize(
    ("cells", "incoming", "changes", "conflicts"),
    [
        ({"邮箱": "a@b.cn"}, {"邮箱": None}, {}, {}),
        ({"邮箱": "a@b.cn"}, {"邮箱": ""}, {}, {}),
        ({}, {"邮箱": "a@b.cn"}, {"邮箱": "a@b.cn"}, {}),
        ({"邮箱": " "}, {"邮箱": "a@b.cn"}, {"邮箱": "a@b.cn"}, {}),
        ({"公司名称": "华鼎（杭州）公司"}, {"公司名称": "华鼎(杭州)公司"}, {}, {}),
        ({"联系人": "张*"}, {"联系人": "张伟"}, {"联系人": "张伟"}, {}),
        ({"联系人": "李*"}, {"联系人": "张伟"}, {}, {"联系人": "张伟"}),
        ({"联系电话": "13800001111"}, {"联系电话": "138-0000-1111"}, {}, {}),
        ({"联系电话": "13900001111"}, {"联系电话": "13700002222"}, {"备用电话": "13700002222"}, {}),
        ({"联系电话": "13900001111", "备用电话": "13700002222"}, {"联系电话": "13700002222"}, {}, {}),
        ({"联系电话": "13900001111", "备用电话": "0571-88888888"}, {"联系电话": "13700002222"}, {},
         {"联系电话": "13700002222"}),
        ({"需求标签": "急需采购"}, {"需求标签": "价格敏感；急需采购"},
         {"需求标签": "急需采购;价格敏感"}, {}),
        ({"负责人": "张三"}, {"负责人": "李四"}, {}, {"负责人": "李四"}),
        ({"意向等级": "A"}, {"意向等级": "A类"}, {}, {}),
    ],
    ids=["none", "empty", "fills", "fills white space", "brackets", "masked", "masked, another",
         "same phone", "further phone", "known phone", "no place for it", "tags", "owner", "style"],
)  # fmt: skip
def test_what_a_row_changes(
    cells: dict[str, Raw],
    incoming: dict[str, Value],
    changes: dict[str, Value],
    conflicts: dict[str, Value],
) -> None:
    assert settled(cells, incoming) == (changes, conflicts)


def test_a_preferred_source_overwrites_what_differs() -> None:
    assert settled({"负责人": "张三"}, {"负责人": "李四"}, prefer_source=True) == (
        {"负责人": "李四"},
        {},
    )


def test_a_preferred_source_clears_nothing_either() -> None:
    assert settled({"负责人": "张三"}, {"负责人": None}, prefer_source=True) == ({}, {})
