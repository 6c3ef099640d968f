"""Which province a city or an area code lies in, and what 华东 or 江浙沪 covers (M46)."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final

from crmbook.schema.words.places import CITIES, PREFECTURES

#: province: its first prefecture, its first county-level city ("" for none), in GB/T 2260's order.
_FIRST: Final = """
河北 石家庄 辛集|山西 太原 古交|内蒙古 呼和浩特 霍林郭勒|辽宁 沈阳 新民|吉林 长春 榆树
黑龙江 哈尔滨 尚志|江苏 南京 江阴|浙江 杭州 建德|安徽 合肥 巢湖|福建 福州 福清|江西 南昌 乐平
山东 济南 胶州|河南 郑州 巩义|湖北 武汉 大冶|湖南 长沙 浏阳|广东 广州 乐昌|广西 南宁 横州
海南 海口 五指山|四川 成都 都江堰|贵州 贵阳 清镇|云南 昆明 安宁|西藏 拉萨 米林|陕西 西安 兴平
甘肃 兰州 华亭|青海 西宁 同仁|宁夏 银川 灵武|新疆 乌鲁木齐 阜康
"""
#: What teams call several provinces. 华东 as in 规则 筛选.硬性.地区.
WIDER: Final = {
    name: frozenset(provinces.split())
    for name, provinces in (
        ("华东", "上海 江苏 浙江 安徽 福建 江西 山东"),
        ("华北", "北京 天津 河北 山西 内蒙古"),
        ("东北", "辽宁 吉林 黑龙江"),
        ("华中", "河南 湖北 湖南"),
        ("华南", "广东 广西 海南"),
        ("西南", "重庆 四川 贵州 云南 西藏"),
        ("西北", "陕西 甘肃 青海 宁夏 新疆"),
        ("长三角", "上海 江苏 浙江 安徽"),
        ("江浙沪", "上海 江苏 浙江"),
        ("京津冀", "北京 天津 河北"),
        ("珠三角", "广东"),
        ("川渝", "四川 重庆"),
        ("大湾区", "广东 香港 澳门"),
    )
}
NATIONWIDE: Final = frozenset(("全国", "中国", "不限", "大中华"))
#: The digits behind the 0 of an area code: the longest that fits tells the province.
_AREAS: Final = """
10 北京|20 广东|21 上海|22 天津|23 重庆|24 辽宁|25 江苏|27 湖北|28 四川|29 陕西|31 河北|33 河北
34 山西|35 山西|37 河南|39 河南|41 辽宁|42 辽宁|43 吉林|45 黑龙江|46 黑龙江|47 内蒙古|48 内蒙古
51 江苏|52 江苏|53 山东|54 山东|63 山东|55 安徽|56 安徽|57 浙江|58 浙江|59 福建|66 广东|69 云南
70 江西|71 湖北|72 湖北|73 湖南|74 湖南|75 广东|76 广东|77 广西|79 江西|81 四川|82 四川|83 四川
85 贵州|87 云南|88 云南|89 西藏|898 海南|90 新疆|99 新疆|91 陕西|93 甘肃|94 甘肃|95 宁夏|97 青海
"""


def _table(text: str) -> list[list[str]]:
    return [entry.split() for line in text.strip().splitlines() for entry in line.split("|")]


@cache
def province_by_city() -> dict[str, str]:
    """Return the province of each prefecture and county-level city, by their short names."""
    found: dict[str, str] = {}
    for column, names in ((1, PREFECTURES), (2, CITIES)):
        starts = [(names.index(entry[column]), entry[0]) for entry in _table(_FIRST)]
        for (start, province), (end, _next) in pairwise((*starts, (len(names), ""))):
            for name in names[start:end]:
                found.setdefault(name, province)
    return found


@cache
def _provinces_by_area() -> dict[str, str]:
    return {entry[0]: entry[1] for entry in _table(_AREAS)}


def province_of_area(code: str) -> str:
    """Return the province of an area code (0571 → 浙江), "" for none that is known."""
    known, digits = _provinces_by_area(), code.removeprefix("0")
    return next((known[digits[:size]] for size in (3, 2) if digits[:size] in known), "")
