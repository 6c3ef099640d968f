"""订单 and 服务记录: what was sold to the customers, paid, delivered, and asked afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from sample_data.story.calendar import LAST, next_working, office_hour
from sample_data.story.lead import Lead
from sample_data.story.people import HEIRS, LEAVER

Row = dict[str, str]
_TERMS = ("首付30%，上线60%，质保10%", "首付50%，验收50%", "签约全款", "分三期付款")
_ASKED = {
    "反馈": ("报表里怎么加自定义字段", "新员工账号怎么开通", "扫码枪连接不上", "导入期初库存报错"),
    "投诉": ("月末结账太慢，影响出报表", "顾问两次改期"),
    "售后需求": ("希望增加看板", "想加两个仓库的用户数", "要接企业微信审批"),
    "售后跟进": ("首月使用回访，关键用户已会操作", "上线回访，数据核对无误"),
    "满意度调研": ("半年满意度调研",),
}


def orders(won: Sequence[Lead], customers: Sequence[Row], rng: Random) -> list[Row]:
    """Return the rows of 订单: repeat orders of old customers, then one a signing, by date."""
    rows = [*_repeat(customers[:6], rng), *(_of_lead(lead, rng) for lead in won)]
    rows.sort(key=lambda row: (row["签约日期"], row["线索编号"], row["客户编号"]))
    counts: dict[str, int] = {}
    for row in rows:
        year = row["签约日期"][:4]
        counts[year] = counts.get(year, 0) + 1
        row["订单编号"] = f"DD{year}{counts[year]:03d}"
    return rows


def _of_lead(lead: Lead, rng: Random) -> Row:
    assert lead.signed is not None  # noqa: S101 - only the signed have orders
    assert lead.amount is not None  # noqa: S101
    owner = rng.choice(HEIRS) if lead.owner == LEAVER else lead.owner
    return {
        "客户编号": lead.customer, "线索编号": lead.number, "产品": lead.offer[0],
        **_deal(lead.signed, lead.amount, rng), "负责人": owner,
    }  # fmt: skip


def _repeat(old: Sequence[Row], rng: Random) -> Iterator[Row]:
    for customer in old:
        day = dt.date.fromisoformat(customer["建档日期"])
        while day < dt.date(2024, 3, 1):
            signed = next_working(day)
            yield {
                "客户编号": customer["客户编号"], "线索编号": "",
                "产品": rng.choice(("ERP系统", "MES系统", "年度运维", "WMS仓储系统")),
                **_deal(signed, rng.choice((12, 26, 38, 55, 72)), rng), "负责人": customer["负责人"],
            }  # fmt: skip
            day += dt.timedelta(rng.randint(200, 420))


def _deal(signed: dt.date, amount: float, rng: Random) -> Row:
    delivered = next_working(signed + dt.timedelta(rng.randint(30, 80)))
    due = next_working(signed + dt.timedelta(rng.randint(7, 45)))
    done = delivered <= LAST
    share = 1 if done and rng.random() < 0.7 else 0.5 if due <= LAST else 0
    paid = round(amount * share, 2)
    handed = office_hour(rng, next_working(signed + dt.timedelta(rng.choice((1, 1, 1, 3)))))
    return {
        "签约日期": f"{signed:%Y-%m-%d}", "数量": str(rng.choice((1, 1, 1, 2, 5))),
        "合同金额(万元)": f"{amount:g}", "付款方式": rng.choice(_TERMS),
        "法务审核日期": f"{signed - dt.timedelta(rng.randint(0, 3)):%Y-%m-%d}",
        "交接时间": f"{handed:%Y-%m-%d %H:%M}" if handed.date() <= LAST else "",
        "交付日期": f"{delivered:%Y-%m-%d}", "应收日期": f"{due:%Y-%m-%d}",
        "已回款(万元)": f"{paid:g}", "最近回款日期": f"{min(due, LAST):%Y-%m-%d}" if paid else "",
        "状态": "已完成" if done and share == 1 else "履约中",
    }  # fmt: skip


def services(rows: Sequence[Row], rng: Random) -> list[Row]:
    """Return the rows of 服务记录: questions about what has been delivered, by time."""
    found: list[Row] = []
    for order in rows:
        delivered = dt.date.fromisoformat(order["交付日期"])
        if delivered > LAST - dt.timedelta(12) or delivered.year < 2023:
            continue
        kinds = ["售后跟进", *rng.sample(sorted(_ASKED.keys() - {"售后跟进"}), rng.randint(0, 2))]
        for kind in kinds:
            days = 3 if kind == "售后跟进" else rng.randint(4, 60)
            day = next_working(delivered + dt.timedelta(days))
            if day <= LAST - dt.timedelta(3):
                found.append(_service(order, kind, day, rng))
    return sorted(found, key=lambda row: (row["反馈时间"], row["客户编号"]))


def _service(order: Row, kind: str, day: dt.date, rng: Random) -> Row:
    asked = office_hour(rng, day, (9, 10, 11, 14))
    answered = asked + dt.timedelta(minutes=rng.choice((10, 20, 45, 90, 180)))
    if rng.random() < 0.08:  # too late by 000's 24 hours
        answered = office_hour(rng, next_working(day + dt.timedelta(2)))
    solved = office_hour(rng, next_working(answered.date() + dt.timedelta(1)), (16, 17))
    scored = kind in {"满意度调研", "售后跟进"}
    scores = [str(rng.choice((3, 4, 4, 5, 5))) if scored else "" for _ in range(3)]
    return {
        "客户编号": order["客户编号"], "类型": kind, "反馈时间": f"{asked:%Y-%m-%d %H:%M}",
        "内容": rng.choice(_ASKED[kind]), "响应时间": f"{answered:%Y-%m-%d %H:%M}",
        "解决时间": f"{solved:%Y-%m-%d %H:%M}", "处理人": order["负责人"],
        "服务质量": scores[0], "产品体验": scores[1], "合作意愿": scores[2],
    }  # fmt: skip
