"""The team: three groups with a head each, and one colleague who left at the end of 2023."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rep:
    """One row of 人员. ``weight`` is the share of new leads that the rep gets."""

    name: str
    alias: str
    team: str
    head: str
    region: str
    industry: str
    product: str
    seniority: str
    capacity: int
    daily: int
    weight: int
    left: dt.date | None = None


LEAVER_GONE = dt.date(2023, 12, 29)
HEADS = ("林涛", "徐岚", "马骏")

TEAM: tuple[Rep, ...] = (
    Rep("林涛", "林经理", "一组", "", "浙江", "制造业", "ERP", "资深", 20, 6, 0),
    Rep("张三", "小张", "一组", "林涛", "浙江", "制造业", "ERP", "资深", 100, 14, 15),
    Rep("李四", "小李", "一组", "林涛", "江苏", "制造业", "MES", "资深", 100, 14, 14),
    Rep("王芳", "芳姐", "一组", "林涛", "浙江", "零售/电商", "进销存", "资深", 90, 12, 12),
    Rep("徐岚", "徐经理", "二组", "", "江苏、上海", "零售/电商", "OMS", "资深", 20, 6, 0),
    Rep("赵磊", "磊子", "二组", "徐岚", "上海", "零售/电商", "OMS", "资深", 90, 12, 12),
    Rep("周敏", "敏敏", "二组", "徐岚", "江苏", "物流运输", "WMS", "资深", 80, 12, 11),
    Rep("吴昊", "耗子", "二组", "徐岚", "安徽", "制造业", "MES", "新人", 60, 10, 8),
    Rep("马骏", "马经理", "三组", "", "山东、福建", "建筑业", "项目管理", "资深", 20, 6, 0),
    Rep("陈静", "静静", "三组", "马骏", "山东", "建筑业", "项目管理", "资深", 80, 12, 11),
    Rep("刘洋", "洋洋", "三组", "马骏", "福建、江西", "医疗健康", "WMS", "新人", 60, 10, 9),
    Rep("何佳", "小何", "三组", "马骏", "江西、安徽", "教育", "OA", "新人", 50, 10, 8),
    Rep(
        "孙琪", "琪琪", "二组", "徐岚", "上海", "零售/电商", "OMS", "资深", 80, 12, 11, LEAVER_GONE
    ),
)
LEAVER = "孙琪"
HEIRS = ("吴昊", "赵磊", "周敏")
BY_NAME = {rep.name: rep for rep in TEAM}


def active(day: dt.date) -> list[Rep]:
    """Return who may be given a lead on a day."""
    return [rep for rep in TEAM if rep.weight and (rep.left is None or day <= rep.left)]
