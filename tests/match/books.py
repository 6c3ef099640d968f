"""Registers made of a few rows, among strangers, through a saved workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import crmbook
from crmbook.facts.register import Register
from crmbook.match.duplicates import Duplicates, find
from crmbook.match.members import Member
from tests.checks.workbooks import write_book

Row = dict[str, Any]
_BRANDS = "宏远 明达 启航 天宇 博雅 瑞丰 金鼎 远景 恒信 卓越 蓝海 新锐 森林 飞跃 汇通 中科 星辰 百川 立信 广源"
_PEOPLE = "王芳 李娜 刘洋 陈静 杨帆 赵鹏 黄丽 周杰 吴昊 徐婷 孙涛 马超 朱琳 胡军 郭敏 何平 高峰 林涛 罗兰 郑爽"
_TRADES = "科技 物流 医疗器械 餐饮管理 软件"
_CITIES = "北京 上海 广州 成都"


def strangers() -> list[Row]:
    """Return twenty leads that have nothing to do with anybody."""
    people, trades, cities = _PEOPLE.split(), _TRADES.split(), _CITIES.split()
    return [
        {
            "公司名称": f"{cities[at % 4]}{brand}{trades[at % 5]}有限公司",
            "联系人": people[at],
            "联系电话": f"1{3 + at % 6}{at * 7919 % 10}{at * 104729 % 10**8:08d}",
            "邮箱": f"{chr(97 + at)}{at * 31}x@{chr(97 + at)}{at * 17}corp.cn",
            "需求描述": f"需求{at}",
        }
        for at, brand in enumerate(_BRANDS.split())
    ]


def leads(path: Path, rows: list[Row], **sheets: list[Row]) -> list[Register]:
    """Return the registers of a book: these leads, then customers if any."""
    book = crmbook.open(write_book(path, {"leads": rows, **sheets}))
    ledger = book.ledger()
    found = [ledger.registers.get(name) for name in ("线索登记表", "客户档案")]
    return [one for one in found if one is not None]


def verdict(path: Path, one: Row, other: Row) -> str:
    """Return what two leads among strangers are: same, role, related or strangers."""
    found = find(leads(path, [one, *strangers(), other]))
    return relation(found, {2, 23})


def relation(found: Duplicates, rows: set[int]) -> str:
    """Return how records of these rows were listed."""
    listed: dict[str, list[tuple[Member, ...]]] = {
        "same": [one.members for one in found.clusters],
        "role": [one.members for one in found.roles],
        "related": [(one.a, one.b) for one in found.related],
    }
    for name, groups in listed.items():
        if any(rows <= {member.row for member in group} for group in groups):
            return name
    return "strangers"
