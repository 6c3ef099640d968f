"""Who and what each lead is: number, company, contact, owner, need, and the cells beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from sample_data.story.industries import FORMS, INDUSTRIES, Industry
from sample_data.story.lead import Fate, Lead
from sample_data.story.names import POSITIONS, Company, Person, Registry, mail
from sample_data.story.people import BY_NAME, HEIRS, LEAVER, LEAVER_GONE, active
from sample_data.story.words import INVALID

#: 线索来源 → weight; what is signed comes by word of mouth more often than by chance.
SOURCES = {
    "官网注册": 26, "展会留资": 22, "客户转介绍": 12, "搜索引擎广告": 12, "陌拜": 8, "行业社群": 7,
    "白皮书": 6, "合作伙伴推荐": 5, "400来电": 5,
}  # fmt: skip
_WON_SOURCES = {**SOURCES, "客户转介绍": 34, "官网注册": 34, "展会留资": 12, "合作伙伴推荐": 12}
_TAGS = ("急需采购", "价格敏感", "技术优先", "决策周期长")
_RIVALS = ("用友", "金蝶", "管家婆", "本地软件商", "自研")


def dress(leads: Sequence[Lead], registry: Registry, rng: Random) -> None:
    """Fill in everything about the leads but their log and their number."""
    for lead in leads:
        industry = rng.choices(INDUSTRIES, [one.weight for one in INDUSTRIES])[0]
        lead.offer = rng.choice(industry.offers)
        lead.company = registry.company(industry.trades, FORMS)
        _assign(lead, rng)
        _contact(lead, registry, rng)
        _describe(lead, industry, rng)
        _evaluate(lead, rng)


def _assign(lead: Lead, rng: Random) -> None:
    if lead.fate is Fate.UNASSIGNED:
        return
    lead.assigned = lead.acquired + dt.timedelta(minutes=rng.choice((3, 5, 5, 8, 10, 20, 45)))
    reps = active(lead.acquired.date())
    lead.owner = rng.choices(reps, [rep.weight for rep in reps])[0].name
    if lead.owner == LEAVER and (lead.end is None or lead.end > LEAVER_GONE):
        lead.opener, lead.owner = LEAVER, rng.choice(HEIRS)


def _contact(lead: Lead, registry: Registry, rng: Random) -> None:
    top = "A" in lead.last_grade + lead.month_grade
    decides = top and lead.fate not in {Fate.WON, Fate.LOST}
    role = "最终决策人" if decides else rng.choices(tuple(POSITIONS), (4, 5, 2))[0]
    position = rng.choice(POSITIONS[role])
    lead.person = registry.person(position)
    landline = rng.random() < 0.14
    phone = registry.landline(lead.company.city) if landline else registry.mobile()
    wechat = "" if rng.random() < 0.7 else f"{lead.person.latin}{rng.randint(60, 99)}"
    if wechat and not landline and rng.random() < 0.1:
        phone = ""  # known by 微信 alone (§2.18)
    lead.values |= {
        "职位": position,
        "决策权限": role if decides or rng.random() < 0.6 else "",
        "联系电话": phone,
        "微信号": wechat,
        "备用电话": registry.landline(lead.company.city) if rng.random() < 0.08 else "",
        "邮箱": mail(lead.person, lead.company) if rng.random() < 0.62 else "",
    }


def _describe(lead: Lead, industry: Industry, rng: Random) -> None:
    table = _WON_SOURCES if lead.fate in {Fate.WON, Fate.UNDATED} else SOURCES
    lead.values |= {
        "行业类型": rng.choice(industry.values),
        "企业规模(员工数)": rng.choice(industry.sizes),
        "线索来源": rng.choices(tuple(table), tuple(table.values()))[0],
        "需求描述": lead.offer[1],
        "地区": lead.company.region,
        "备注": rng.choice(INVALID) if lead.fate is Fate.INVALID else "",
    }
    if lead.owner and rng.random() < 0.7:
        assert lead.assigned is not None  # noqa: S101 - who has an owner was assigned
        lead.values["通知时间"] = _stamp(lead.assigned + dt.timedelta(minutes=rng.randint(1, 12)))
        lead.values["确认时间"] = _stamp(lead.assigned + dt.timedelta(minutes=rng.randint(13, 58)))


def _evaluate(lead: Lead, rng: Random) -> None:
    grade = lead.month_grade
    likely = {"A": 0.9, "B": 0.5}.get(grade, 0.15)
    if rng.random() < likely:
        low = rng.choice((10, 15, 20, 30, 50, 60, 80, 120)) * (2 if grade == "A" else 1)
        lead.values["预算(万元)"] = f"{low}-{low + low // 2}" if rng.random() < 0.3 else str(low)
        lead.values["需求紧急性"] = rng.choice(
            {"A": "高高中", "B": "高中中低"}.get(grade, "中低低")
        )
        lead.values["需求重要性"] = rng.choice("高中中低")
    if rng.random() < 0.3:
        lead.values["需求标签"] = rng.choice(_TAGS)
    if rng.random() < 0.15:
        lead.values["竞品"] = rng.choice(_RIVALS)
    if grade == "A" and lead.owner and BY_NAME[lead.owner].head and rng.random() < 0.25:
        lead.values["协作人"] = BY_NAME[lead.owner].head
    if lead.fate is Fate.WON:
        lead.amount = rng.choice((6.8, 8.5, 9.6, 12, 15, 18, 22.5, 28, 35, 48, 56, 78, 96, 128))


def _stamp(when: dt.datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"


def number(leads: Sequence[Lead]) -> None:
    """Give the leads their numbers, by year in order of 获取时间; 2024 begins after the printed 002."""
    counts = {2023: 0, 2024: 2}
    for lead in sorted(leads, key=lambda one: one.acquired):
        year = lead.acquired.year
        counts[year] += 1
        lead.number = f"XS{year}{counts[year]:03d}"


def repeat(leads: Sequence[Lead], rng: Random) -> None:
    """Make each 重复 lead a second entry of an earlier one, by another rep, spelt as people do."""
    earlier = [lead for lead in leads if lead.fate is Fate.OPEN and lead.month_grade]
    again = [lead for lead in leads if lead.fate is Fate.DUPLICATE]
    for lead, first in zip(again, rng.sample(earlier, len(again)), strict=True):
        name = first.company.name
        city = first.company.city
        lead.company = Company(
            rng.choice((name, name.replace(city, city + "市", 1))), city, first.company.brand
        )
        lead.person = Person(first.person.name, first.person.latin)
        same = ("联系电话", "职位", "需求描述", "行业类型", "企业规模(员工数)")
        lead.values |= {header: first.values[header] for header in same}
        lead.values |= {"合并至": first.number, "备注": f"与{first.number}重复", "邮箱": ""}
