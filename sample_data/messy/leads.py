"""The messy registers 张三 and 李四: two sheets that are one register (U06)."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sample_data.messy.plan import Band, Cell, Fault, Item, MergedDown, Record, Unsaved

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

_BRANDS = "恒远 明达 瑞泰 嘉禾 盛源 同辰 安帆 远诚 华越 正联 卓景 凯岳 润川 博睿 晟霖 亿拓 科昊 锦晖".split()
_CITIES = "杭州 宁波 绍兴 嘉兴 台州 温州 苏州 无锡 常州".split()
_TAILS = "4682 7319 5264 8037 6915 2748 9361 3582 7406 6193".split()
_NAMES = "王建国 李海燕 陈志强 刘文涛 杨雪梅 黄俊杰 赵国平 周春华 徐立新 孙鹏飞".split()
Wrong = dict[str, tuple[Cell, str]]


def lead(wrong: Wrong | None = None, /, look: str = "", **cells: Cell) -> Record:
    """Return a tidy lead, but for ``wrong``: header → (the cell, the code of what is wrong with it).

    ``cells`` are other cells that are in order; None empties one. Without a number of its own the
    lead gets one when the sheets are laid out (:func:`numbered`).
    """
    found = tuple((header, code) for header, (_value, code) in (wrong or {}).items())
    spoiled = {header: value for header, (value, _code) in (wrong or {}).items()}
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


def zhang() -> Iterator[Item]:
    """Yield the rows of sheet 张三: cells that are wrong by themselves, and near misses."""
    yield from _phones_and_mails()
    yield Band(((1, "——2月展会——"),), merged=True)
    yield from _names()
    yield Band(((0, "小计"), (3, 19)))
    yield from _words_and_amounts()
    yield Band(tuple(enumerate(HEADERS)))
    yield from _dates()
    yield Band(())
    yield MergedDown("负责人", (lead(), lead(), lead(look="yellow"), lead()))
    yield from _cells()
    yield from _near_misses()
    yield Band(((0, "合计"), (3, 70)))


def _phones_and_mails() -> Iterator[Item]:
    for phone, code in (
        ("1380000111", "V111"), ("1386741235b", "V111"), ("138", "V111"), ("1.38E+10", "V112"),
        ("13800000000", "V113"), ("+86 138-6741-2358", "V114"), ("88886432", "V115"),
    ):  # fmt: skip
        yield lead({"联系电话": (phone, code)})
    for mail, code in (
        ("zhangxx", "V121"), ("li@@kehu.example", "V121"), ("li@qq.con", "V122"),
        ("ｗａｎｇ@qq.com", "V123"),
    ):  # fmt: skip
        yield lead({"邮箱": (mail, code)}, look="green" if mail == "zhangxx" else "")


def _names() -> Iterator[Item]:
    yield lead({"公司名称": ("宁波启航", "V131")})
    yield lead({"公司名称": ("ＡＢＣ商贸有限公司", "V132")})
    yield lead({"公司名称": ("科技有限公司", "V133")})
    yield lead({"联系人": ("张三13867412358", "V134")})
    yield lead({"联系人": ("无", "V135")})
    yield lead({"负责人": ("诸葛明", "V136")})
    yield lead({"线索编号": ("SX2024001", "V141")})


def _words_and_amounts() -> Iterator[Item]:
    yield lead({"企业规模(员工数)": ("很多人", "V161")})
    yield lead({"预算(万元)": ("面议", "V162")})
    signed = {"线索状态": "已签约", "签约日期": dt.date(2024, 3, 15)}
    yield lead({"签约金额(万元)": (500000, "V163")}, **signed)
    yield lead({"签约金额(万元)": (-50, "V164")}, **signed)
    yield lead({"签约金额(万元)": ("50万", "V165")}, **signed)
    yield lead({"意向等级": ("很高", "V171")})
    yield lead({"意向等级": ("Ａ类", "V172")}, 决策权限="最终决策人")
    yield lead({"意向等级": ("B", "V172")})
    yield lead({"线索来源": ("路过看到", "V181")}, look="strike")
    yield lead({"线索来源": ("官网", "V182")})
    yield lead({"需求标签": ("急需采够", "V183")})


def _dates() -> Iterator[Item]:
    yield lead({"分配时间": ("2024-02-30", "V151")})
    yield lead({"分配时间": ("2024年2月20日", "V152")})
    yield lead({"分配时间": (3.1, "V153")})
    yield lead({"分配时间": ("3月3日", "V154")}, 获取时间=dt.date(2024, 3, 3))
    yield lead({"获取时间": (dt.date(2099, 3, 2), "V155")})
    yield lead({"下次跟进时间": ("下周三", "V156")})
    yield lead({"分配时间": (dt.date(1900, 1, 5), "V157")})


def _cells() -> Iterator[Item]:
    yield lead({"需求描述": (" 想上ERP ", "V101")})
    yield lead({"需求描述": (Fault("#REF!", "=#REF!B2"), "V102")})
    yield lead({"职位": (Unsaved('=CONCATENATE("采购","经理")'), "V103")})
    yield lead({"线索来源": (None, "V104")})
    for _ in range(4):  # a name on a card and nothing more
        yield lead(
            {header: (None, "V104") for header in ("联系电话", "需求描述", "意向等级", "线索来源")},
            邮箱=None, 职位=None, 行业类型=None, look="red",
        )  # fmt: skip


def _near_misses() -> Iterator[Item]:
    """Yield what looks wrong and is not: nothing may be found in these rows."""
    yield lead(联系电话="138****5678", 联系人="张*", 邮箱="zh***@kehu.example")
    yield lead(联系电话="0571-86642358", 联系人="王总")
    yield lead(联系电话=None, 微信号="haiyan_1986")
    yield lead(公司名称="绍兴市上虞区人民医院", 联系人="欧阳海燕")
    yield lead(备注="还没成交，等老板回来", look="hidden")
    yield lead(需求描述="12台设备停机原因说不清，想联网采集")
    yield lead(线索状态="待分配", 负责人=None)
    yield lead(线索状态="无效", 联系电话=None, 需求描述=None, 意向等级=None)
    yield lead(意向等级="A+类", 决策权限="最终决策人", **{"预算(万元)": "≥50万元"})
    yield lead(
        线索状态="已流失", 流失日期=dt.date(2024, 3, 5), 流失阶段="跟进阶段", 流失原因="价格高",
        负责人="王五",
    )  # fmt: skip
    yield lead(企业规模="", **{"企业规模(员工数)": 320}, 备注="未接，下午再打")
    yield lead(分配时间=dt.datetime(2024, 3, 4, 9, 30), 获取时间=dt.datetime(2024, 3, 4, 9, 20))


def li() -> Iterator[Item]:
    """Yield the rows of sheet 李四: records that contradict themselves, the log, or each other."""
    mine: dict[str, Cell] = {"负责人": "李四"}
    day = dt.date(2024, 3, 15)
    yield lead({"签约日期": (None, "R301")}, 线索状态="已签约", **mine)
    yield lead({"签约金额(万元)": (None, "R302")}, 线索状态="已签约", 签约日期=day, **mine)
    yield lead(
        {"签约日期": (dt.date(2024, 2, 1), "R303")}, 线索状态="已签约", 获取时间=dt.date(2024, 2, 19),
        分配时间=dt.date(2024, 2, 19), **mine, **{"签约金额(万元)": 20},
    )  # fmt: skip
    yield lead({"线索状态": ("跟进中", "R304")}, 签约日期=day, **mine, **{"签约金额(万元)": 20})
    yield lead(
        {"流失原因": (None, "R305")}, 线索状态="已流失", 流失日期=day, 流失阶段="转化阶段", **mine
    )
    yield lead({"获取时间": (None, "R306")}, 分配时间=None, **mine)
    yield lead({"备注": ("3月12日已打款", "R307")}, **mine)
    yield lead({"决策权限": (None, "R308")}, 意向等级="A类", **mine)
    yield lead({"负责人": ("王五", "R309")})
    yield lead({"线索编号": ("XS2024906", "X401")}, 公司名称="台州新锐电子有限公司", **mine)
    yield Band(((0, "合计"), (3, 16)))


#: Leads that the log speaks of: number → what the record says (they stand on 李四's sheet).
TOLD: dict[str, dict[str, Cell]] = {
    "XS2024901": {"分配时间": dt.date(2024, 3, 5), "获取时间": dt.date(2024, 3, 5)},
    "XS2024902": {
        "线索状态": "已流失", "流失日期": dt.date(2024, 3, 1), "流失阶段": "跟进阶段",
        "流失原因": "预算取消",
    },
    "XS2024903": {"最后跟进时间": dt.date(2024, 2, 20)},
    "XS2024904": {"意向等级": "C类"},
    "XS2024905": {"意向等级": "B类"},
    "XS2024906": {"最后跟进时间": dt.date(2024, 3, 12)},
}  # fmt: skip
_TOLD_WRONG = {"XS2024903": ("最后跟进时间", "X406"), "XS2024905": ("意向等级", "X408")}


def told() -> Iterator[Record]:
    """Yield the leads of the log's stories."""
    for number, cells in TOLD.items():
        record = lead(**{"负责人": "李四", "线索编号": number, "分配时间": dt.date(2024, 2, 5),
                         "获取时间": dt.date(2024, 2, 5), **cells})  # fmt: skip
        wrong = (_TOLD_WRONG[number],) if number in _TOLD_WRONG else ()
        yield Record(record.cells, wrong)
