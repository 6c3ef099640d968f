"""客户档案: who signed becomes a customer; six old customers were there before the book began."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from sample_data.story.calendar import days
from sample_data.story.industries import FORMS, INDUSTRIES
from sample_data.story.lead import Lead
from sample_data.story.names import POSITIONS, Registry, mail
from sample_data.story.people import BY_NAME, HEIRS, LEAVER, active

Row = dict[str, str]
_RECENT = days(dt.date(2024, 3, 4), dt.date(2024, 3, 22))
_STYLES = ("微信优先", "下午联系", "只接受邮件报价", "上午10点前开例会，勿打电话", "")
_GOALS = (
    "今年产值增长两成",
    "年内开第二厂区",
    "三年内数字化车间验收",
    "门店开到50家",
    "降低库存三成",
)
_NEXT = (
    "跟进实施里程碑，收集关键用户反馈",
    "首月使用回访",
    "满意度调研，挖掘二期需求",
    "确认验收时间",
)
#: product → what its buyers are likely to want next (M101).
LATENT = {
    "ERP系统": "MES系统、设备物联平台", "MES系统": "设备物联平台、质量追溯", "WMS仓储系统": "TMS运输系统",
    "OMS订单系统": "WMS仓储系统、会员系统", "进销存系统": "会员系统", "TMS运输系统": "WMS仓储系统",
    "项目管理系统": "OA系统", "OA系统": "移动审批、电子签章", "会员系统": "企业微信营销",
    "设备物联平台": "能耗管理",
}  # fmt: skip


def customers(won: Sequence[Lead], registry: Registry, rng: Random) -> list[Row]:
    """Return the rows of 客户档案, the old customers first; sets each lead's 客户编号."""
    rows = [_old(year, registry, rng) for year in (2020, 2021, 2021, 2022, 2022, 2023)]
    rows += [_new(lead, rng) for lead in sorted(won, key=lambda one: (one.signed, one.number))]
    counts: dict[str, int] = {}
    leads = {id(row): lead for row, lead in zip(rows[6:], _by_signing(won), strict=True)}
    for row in rows:
        year = row["建档日期"][:4]
        counts[year] = counts.get(year, 0) + 1
        row["客户编号"] = f"KH{year}{counts[year]:03d}"
        if id(row) in leads:
            leads[id(row)].customer = row["客户编号"]
    return rows


def _by_signing(won: Sequence[Lead]) -> list[Lead]:
    return sorted(won, key=lambda one: (one.signed, one.number))


def _new(lead: Lead, rng: Random) -> Row:
    assert lead.signed is not None  # noqa: S101 - only the signed become customers
    last = lead.log[-1]
    owner = rng.choice(HEIRS) if lead.owner == LEAVER else lead.owner
    product, need, pain = lead.offer
    decider = lead.values["决策权限"] == "最终决策人"
    return {
        "客户名称(全称)": lead.company.name, "所属行业": lead.values["行业类型"],
        "企业规模": lead.values["企业规模(员工数)"], "客户类型": "新客户",
        "主要联系人姓名": lead.person.name, "职位": lead.values["职位"],
        "联系方式": lead.values["联系电话"], "微信号": lead.values["微信号"],
        "决策链关系": _chain(lead.person.name, decider=decider, rng=rng),
        "主营业务": lead.company.business, "当前痛点/挑战": pain, "近期目标/规划": rng.choice(_GOALS),
        "显性需求": need, "隐性需求": "", "需求紧急性": lead.values.get("需求紧急性", ""),
        "需求重要性": lead.values.get("需求重要性", ""),
        "成立时间": f"{rng.randint(1998, 2020)}-{rng.randint(1, 12):02d}-01",
        "最近接触时间": f"{last.when:%Y-%m-%d %H:%M}", "接触方式": last.way, "我方参与人": owner,
        "沟通核心内容": last.content, "下一步计划": rng.choice(_NEXT),
        "潜在需求": LATENT[product], "合作可能性评分": str(rng.choice((4, 5, 5))),
        "重点跟进方向": f"{product}按期上线", "邮箱": lead.values["邮箱"],
        "需求标签": lead.values.get("需求标签", ""), "来源渠道": lead.values["线索来源"],
        "建档日期": f"{lead.signed:%Y-%m-%d}", "负责人": owner, "客户阶段": "成交客户-履约中",
        "推荐潜力": rng.choice("高中低"), "主体类型": "企业", "核实状态": "已核实",
        "核实人": BY_NAME[owner].head, "核实日期": f"{lead.signed:%Y-%m-%d}",
        "最后核对日期": f"{lead.signed:%Y-%m-%d}", "偏好": rng.choice(_STYLES),
    }  # fmt: skip


def _old(year: int, registry: Registry, rng: Random) -> Row:
    industry = rng.choices(INDUSTRIES, [one.weight for one in INDUSTRIES])[0]
    company = registry.company(industry.trades, FORMS)
    position = rng.choice(POSITIONS["最终决策人"])
    person, owner = registry.person(position), rng.choice(active(dt.date(2024, 3, 1))[:6]).name
    product, need, pain = rng.choice(industry.offers)
    founded = f"{rng.randint(1995, 2012)}-{rng.randint(1, 12):02d}-01"
    return {
        "客户名称(全称)": company.name, "所属行业": industry.values[0], "企业规模": "500-1000人",
        "客户类型": "战略客户" if year < 2022 else "存量客户", "主要联系人姓名": person.name,
        "职位": position, "联系方式": registry.mobile(), "微信号": "",
        "决策链关系": _chain(person.name, decider=True, rng=rng), "成立时间": founded,
        "主营业务": company.business, "当前痛点/挑战": pain,
        "近期目标/规划": rng.choice(_GOALS), "显性需求": need, "需求紧急性": "中", "需求重要性": "高",
        "最近接触时间": f"{rng.choice(_RECENT):%Y-%m-%d}", "接触方式": "拜访", "我方参与人": owner,
        "沟通核心内容": "季度回访，了解使用情况和明年计划", "下一步计划": "准备二期方案",
        "潜在需求": LATENT[product], "合作可能性评分": "5", "重点跟进方向": "二期扩容，请其推荐同行",
        "邮箱": mail(person, company), "来源渠道": "客户转介绍",
        "建档日期": f"{year}-{rng.randint(3, 9):02d}-{rng.randint(1, 28):02d}", "负责人": owner,
        "客户阶段": "成交客户-履约中", "客户等级(认定)": "A级" if year < 2022 else "", "推荐潜力": "高",
        "需求稳定": "是", "主体类型": "企业", "核实状态": "已核实", "核实人": BY_NAME[owner].head,
        "核实日期": "2024-01-10", "最后核对日期": "2024-01-10", "偏好": rng.choice(_STYLES),
    }  # fmt: skip


def _chain(name: str, *, decider: bool, rng: Random) -> str:
    surname = rng.choice("陈周吴郑钱孙")
    if decider:
        return f"最终决策人:{name};影响者:技术主管{surname}工"
    return f"最终决策人:总经理{surname}总;影响者:{name}"
