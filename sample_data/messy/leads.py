"""The messy lead registers: their columns, and a tidy lead to spoil."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sample_data.messy.plan import Cell, Item, MergedDown, Record

HEADERS = (
    "线索编号", "公司名称", "行业类型", "企业规模(员工数)", "联系人", "职位", "联系电话", "邮箱",
    "线索来源", "需求描述", "意向等级", "负责人", "分配时间", "线索状态", "下次跟进时间", "最后跟进时间",
    "微信号", "备注", "获取时间", "签约日期", "签约金额(万元)", "流失日期", "流失阶段", "流失原因",
    "预算(万元)", "决策权限", "需求标签",
)  # fmt: skip
#: 李四's sheet says the same in words of his own, in another order, with one column too many.
TITLES = {
    "线索编号": "编号", "公司名称": "客户名称", "行业类型": "行业", "企业规模(员工数)": "规模",
    "联系人": "联系人姓名", "职位": "职务", "联系电话": "手机\n（必填）", "邮箱": "电子邮箱",
    "线索来源": "来源渠道", "需求描述": "客户需求", "负责人": "业务员", "分配时间": "分配日期",
    "线索状态": "状态", "下次跟进时间": "下次跟进", "获取时间": "登记日期", "签约日期": "成交日期",
    "签约金额(万元)": "成交金额", "流失日期": "丢单日期",
}  # fmt: skip
SECOND = "意向"
OTHER_HEADERS = (
    "线索编号", "负责人", "公司名称", "联系人", "职位", "联系电话", "邮箱", "行业类型",
    "企业规模(员工数)", "线索来源", "需求描述", "意向等级", "分配时间", "线索状态", "获取时间",
    "下次跟进时间", "最后跟进时间", "备注", "签约日期", "签约金额(万元)", "流失日期", "流失阶段",
    "流失原因", "微信号", "预算(万元)", "决策权限", "需求标签", SECOND,
)  # fmt: skip

_BRANDS = (
    "恒远",
    "明达",
    "瑞泰",
    "嘉禾",
    "盛源",
    "同辰",
    "安帆",
    "远诚",
    "华越",
    "正联",
    "卓景",
    "凯岳",
    "润川",
    "博睿",
    "晟霖",
    "亿拓",
    "科昊",
    "锦晖",
)
_CITIES = (
    "杭州",
    "宁波",
    "绍兴",
    "嘉兴",
    "台州",
    "温州",
    "苏州",
    "无锡",
    "常州",
)
_TAILS = (
    "4682",
    "7319",
    "5264",
    "8037",
    "6915",
    "2748",
    "9361",
    "3582",
    "7406",
    "6193",
)
_NAMES = (
    "王建国",
    "李海燕",
    "陈志强",
    "刘文涛",
    "杨雪梅",
    "黄俊杰",
    "赵国平",
    "周春华",
    "徐立新",
    "孙鹏飞",
)
NOTHING: Mapping[str, Any] = MappingProxyType({})


def lead(
    wrong: Mapping[str, tuple[Cell, str]] = NOTHING,
    cells: Mapping[str, Cell] = NOTHING,
    look: str = "",
) -> Record:
    """Return a tidy lead, but for ``wrong``: header → (the cell, the code of what is wrong with it).

    ``cells`` are other cells, all in order; None empties one. What is tidy is filled in when the
    sheets are laid out (:func:`numbered`).
    """
    found = tuple((header, code) for header, (_value, code) in wrong.items())
    spoiled = {header: value for header, (value, _code) in wrong.items()}
    return Record({**cells, **spoiled}, found, look)


def numbered(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items with the tidy cells of each record filled in, counted from 1."""
    count = itertools.count(1)

    def fill(record: Record) -> Record:
        return replace(record, cells={**_tidy(next(count)), **record.cells})

    for item in items:
        if isinstance(item, Record):
            yield fill(item)
        elif isinstance(item, MergedDown):
            yield replace(item, records=tuple(map(fill, item.records)))
        else:
            yield item


def _tidy(at: int) -> dict[str, Cell]:
    return {
        "线索编号": f"XS2024{at:03d}",
        "公司名称": f"{_CITIES[at % 9]}{_BRANDS[at % 18]}{'机械' if at % 2 else '贸易'}有限公司",
        "行业类型": "制造业" if at % 2 else "零售/电商", "企业规模(员工数)": "200-500人",
        "联系人": _NAMES[at % 10], "职位": "采购经理",
        "联系电话": f"13{5 + at % 5}{_TAILS[at % 10]}{_TAILS[(at * 7 + at // 10) % 10]}",
        "邮箱": f"c{at}@kehu.example", "线索来源": "展会留资", "需求描述": "想上进销存系统",
        "意向等级": "B类", "负责人": "张三", "分配时间": dt.date(2024, 2, 1 + at % 28),
        "线索状态": "跟进中", "获取时间": dt.date(2024, 2, 1 + at % 28),
    }  # fmt: skip
