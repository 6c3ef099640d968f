"""Sheet 李四: records that contradict themselves, the log, or each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sample_data.messy.leads import lead
from sample_data.messy.plan import Band, Cell, Item, Record


def rows() -> Iterator[Item]:
    """Yield the rows of the sheet, those that the log speaks of first."""
    yield from _told()
    mine: dict[str, Cell] = {"负责人": "李四"}
    day = dt.date(2024, 3, 15)
    undated = {"签约日期": (None, "R301"), "签约金额(万元)": (None, "R302")}
    yield lead(undated, {"线索状态": "已签约", **mine})
    yield lead({"签约金额(万元)": (None, "R302")}, {"线索状态": "已签约", "签约日期": day, **mine})
    begun = {"获取时间": dt.date(2024, 2, 19), "分配时间": dt.date(2024, 2, 19)}
    before = {"签约日期": (dt.date(2024, 2, 1), "R303")}
    yield lead(before, {"线索状态": "已签约", "签约金额(万元)": 20, **begun, **mine})
    yield lead({"线索状态": ("跟进中", "R304")}, {"签约日期": day, **mine, "签约金额(万元)": 20})
    yield lead(
        {"流失原因": (None, "R305")},
        {"线索状态": "已流失", "流失日期": day, "流失阶段": "转化阶段", **mine},
    )
    yield lead({"获取时间": (None, "R306")}, {"分配时间": None, **mine})
    yield lead({"备注": ("3月12日已打款", "R307")}, {**mine})
    yield lead({"决策权限": (None, "R308")}, {"意向等级": "A类", **mine})
    yield lead({"负责人": ("王五", "R309")})
    yield lead({"线索编号": (None, "X410")}, {"公司名称": "温州启元贸易有限公司", **mine})
    yield lead({"线索编号": ("XS2024906", "X401")}, {"公司名称": "台州新锐电子有限公司", **mine})
    yield Band(((0, "合计"), (3, 17)))


#: Leads that the log speaks of: number → what the record says (they stand on 李四's sheet).
TOLD: dict[str, dict[str, Cell]] = {
    "XS2024901": {"分配时间": dt.date(2024, 3, 5), "获取时间": dt.date(2024, 3, 5)},
    "XS2024902": {
        "线索状态": "已流失",
        "流失日期": dt.date(2024, 3, 1),
        "流失阶段": "跟进阶段",
        "流失原因": "预算取消",
    },
    "XS2024903": {"最后跟进时间": dt.date(2024, 2, 20)},
    "XS2024904": {"意向等级": "C类"},
    "XS2024905": {"意向等级": "B类"},
    "XS2024906": {"最后跟进时间": dt.date(2024, 3, 12)},
}
_TOLD_WRONG = {"XS2024903": ("最后跟进时间", "X406"), "XS2024905": ("意向等级", "X408")}
_FEBRUARY = dt.date(2024, 2, 5)


def _told() -> Iterator[Record]:
    """Yield the leads of the log's stories."""
    for number, cells in TOLD.items():
        tidy: dict[str, Cell] = {"分配时间": _FEBRUARY, "获取时间": _FEBRUARY, **cells}
        wrong = (_TOLD_WRONG[number],) if number in _TOLD_WRONG else ()
        yield Record({"负责人": "李四", "线索编号": number, **tidy}, wrong)
