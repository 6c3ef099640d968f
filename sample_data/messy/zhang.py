"""Sheet 张三: cells that are wrong by themselves, rows that are no records, and near misses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sample_data.messy.leads import HEADERS, lead
from sample_data.messy.plan import Band, Cell, Fault, Item, MergedDown, Unsaved


def rows() -> Iterator[Item]:
    """Yield the rows of the sheet."""
    yield from _phones_and_mails()
    yield Band(((1, "——2月展会——"),), merged=True)
    yield from _names()
    yield Band(((0, "小计"), (3, 21)))
    yield from _words_and_amounts()
    yield Band(tuple(enumerate(HEADERS)))
    yield from _dates()
    yield Band(())
    yield MergedDown("负责人", (lead(), lead(), lead(look="yellow"), lead()))
    yield from _cells()
    yield from _near_misses()
    yield Band(((0, "合计"), (3, 76)))


def _phones_and_mails() -> Iterator[Item]:
    for phone, code in (
        ("1380000111", "V111"),
        ("1386741235b", "V111"),
        ("138", "V111"),
        ("1.38E+10", "V112"),
        ("13800000000", "V113"),
        ("+86 138-6741-2358", "V114"),
        (13867412358, "V114"),
        ("88886432", "V115"),
        ("wx: zhang_wei88", "V116"),
    ):
        yield lead({"联系电话": (phone, code)})
    for mail, code in (
        ("zhangxx", "V121"),
        ("li@@kehu.example", "V121"),
        ("li@qq.con", "V122"),
        ("ｗａｎｇ@qq.com", "V123"),
    ):
        yield lead({"邮箱": (mail, code)}, look="green" if mail == "zhangxx" else "")


def _names() -> Iterator[Item]:
    yield lead({"公司名称": ("宁波启航", "V131")})
    yield lead({"公司名称": ("ＡＢＣ商贸有限公司", "V132")})
    yield lead({"公司名称": ("科技有限公司", "V133")})
    yield lead({"联系人": ("张三13867412358", "V134")})
    yield lead({"联系人": ("无", "V135")})
    yield lead({"联系人": ("待定", "V135")})
    yield lead({"负责人": ("诸葛明", "V136")})
    yield lead({"线索编号": ("SX2024001", "V141")})


def _words_and_amounts() -> Iterator[Item]:
    yield lead({"企业规模(员工数)": ("很多人", "V161")})
    yield lead({"预算(万元)": ("面议", "V162")})
    signed: dict[str, Cell] = {"线索状态": "已签约", "签约日期": dt.date(2024, 3, 15)}
    yield lead({"签约金额(万元)": (500000, "V163")}, {**signed})
    yield lead({"签约金额(万元)": (-50, "V164")}, {**signed})
    yield lead({"签约金额(万元)": ("50万", "V165")}, {**signed})
    yield lead({"意向等级": ("很高", "V171")})
    yield lead({"意向等级": ("Ａ类", "V172")}, {"决策权限": "最终决策人"})
    yield lead({"意向等级": ("B", "V172")})
    yield lead({"线索来源": ("路过看到", "V181")}, look="strike")
    yield lead({"线索来源": ("官网", "V182")})
    yield lead({"需求标签": ("急需采够", "V183")})


def _dates() -> Iterator[Item]:
    yield lead({"分配时间": ("2024-02-30", "V151")})
    yield lead({"分配时间": ("2024年2月20日", "V152")})
    yield lead({"分配时间": (3.1, "V153")})
    yield lead({"分配时间": ("3月3日", "V154")}, {"获取时间": dt.date(2024, 3, 3)})
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
            dict.fromkeys(("联系电话", "需求描述", "意向等级", "线索来源"), (None, "V104")),
            {"邮箱": None, "职位": None, "行业类型": None},
            look="red",
        )


def _near_misses() -> Iterator[Item]:
    """Yield what looks wrong and is not: nothing may be found in these rows."""
    yield lead({}, {"联系电话": "138****5678", "联系人": "张*", "邮箱": "zh***@kehu.example"})
    yield lead({}, {"联系电话": "0571-86642358", "联系人": "王总"})
    yield lead({}, {"联系电话": "13867412358/0571-86642358（微信同号）", "联系人": "张总、李工"})
    yield lead({}, {"联系电话": "0512-66882358-803", "联系人": "陈姐"})
    yield lead({}, {"联系电话": "400-820-8820", "负责人": "小张"})
    yield lead({}, {"联系电话": None, "微信号": "haiyan_1986"})
    yield lead({}, {"公司名称": "绍兴市上虞区人民医院", "联系人": "欧阳海燕"})
    yield lead({}, {"备注": "还没成交，等老板回来"}, look="hidden")
    yield lead({}, {"需求描述": "12台设备停机原因说不清，想联网采集"})
    yield lead({}, {"线索状态": "待分配", "负责人": None})
    yield lead({}, {"线索状态": "无效", "联系电话": None, "需求描述": None, "意向等级": None})
    yield lead({}, {"意向等级": "A+类", "决策权限": "最终决策人", "预算(万元)": "≥50万元"})
    yield lead(
        {},
        {
            "线索状态": "已流失",
            "流失日期": dt.date(2024, 3, 5),
            "流失阶段": "跟进阶段",
            "流失原因": "价格高",
            "负责人": "王五",
        },
    )
    yield lead({}, {"企业规模(员工数)": 320, "备注": "未接，下午再打"})
    yield lead(
        {}, {"分配时间": dt.datetime(2024, 3, 4, 9, 30), "获取时间": dt.datetime(2024, 3, 4, 9, 20)}
    )
