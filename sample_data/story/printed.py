"""What stands in print, and so must stand in the sample.

The documents' two leads with their log rows (REQUIREMENTS §5), and the companies of the printed
问题清单 with their numbers and troubles (FORMS.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sample_data.story.lead import Contact, Fate, Lead
from sample_data.story.names import Company, Person, Registry

HUADING = Company("杭州华鼎科技有限公司", "杭州", "huading")
QIHANG = Company("宁波启航商贸有限公司", "宁波", "qihang")
HENGDA = Company("苏州恒达机械厂", "苏州", "hengda")


def documents() -> list[Lead]:
    """Return XS2024001 and XS2024002 as printed, errors, masks and all."""
    first = Lead(
        dt.datetime(2024, 3, 1), Fate.OPEN, month_grade="A", first_grade="A", last_grade="A",
        number="XS2024001", assigned=dt.datetime(2024, 3, 1), owner="李*",
        company=Company("科技有限公司", "", ""), person=Person("张*", ""),
        values={
            "行业类型": "制造业", "企业规模(员工数)": "200-500人", "职位": "采购经理",
            "联系电话": "138", "邮箱": "zhangxx", "线索来源": "官网注册",
            "需求描述": "需采购ERP系统", "决策权限": "最终决策人",
        },
        log=[Contact(
            dt.datetime(2024, 3, 2), "李*", "电话", "介绍ERP核心功能,知晓现有系统痛点",
            "对“库存管理模块”感兴趣,需发送案例", "3月3日发送案例,约定3月4日演示",
            dt.date(2024, 3, 4), "A类→A+类", pushed="",
        )],
    )  # fmt: skip
    second = Lead(
        dt.datetime(2024, 3, 2), Fate.OPEN, month_grade="B", first_grade="B", last_grade="B",
        number="XS2024002", assigned=dt.datetime(2024, 3, 2), owner="赵*",
        company=Company("YY商贸有限公司", "", ""), person=Person("王*", ""),
        values={
            "行业类型": "零售/电商", "企业规模(员工数)": "50-100人", "职位": "总经理",
            "联系电话": "1395678", "邮箱": "wangyy", "线索来源": "展会留资",
            "需求描述": "寻找物流供应商",
        },
        log=[Contact(
            dt.datetime(2024, 3, 2), "赵*", "邮件", "推送物流行业解决方案白皮书",
            "已收到,需内部讨论", "3月5日电话跟进讨论结果", dt.date(2024, 3, 5), "B类→B类", pushed="",
        )],
    )  # fmt: skip
    return [first, second]


def cast(leads: Sequence[Lead], registry: Registry) -> None:
    """Give the printed companies their numbers, owners and troubles (before the log is written)."""
    forgotten, hengda = [lead for lead in leads if lead.fate is Fate.UNDATED]
    ungraded = [lead for lead in leads if lead.fate is Fate.OPEN and not lead.month_grade]
    graded = [lead for lead in leads if lead.fate is Fate.OPEN and lead.month_grade == "A"]
    huading = next(lead for lead in graded if lead.acquired >= dt.datetime(2024, 1, 3))
    for lead, company, owner, number in (
        (huading, HUADING, "张三", "XS2024012"),
        (ungraded[0], QIHANG, "张三", "XS2024031"),
        (hengda, HENGDA, "李四", "XS2024045"),
    ):
        lead.company, lead.owner = registry.take(company), owner
        _swap(leads, lead, number)
    forgotten.owner, ungraded[1].owner = "张三", "李四"
    huading.person, huading.values["职位"] = Person("张伟", "weizhang"), "采购总监"
    ungraded[0].person, ungraded[0].values["职位"] = Person("王总", "wang"), "总经理"
    hengda.person, hengda.values["职位"] = Person("李工", "li"), "设备科科长"
    for lead in (huading, ungraded[0], hengda):
        lead.values |= {"邮箱": "", "地区": lead.company.region}


def _swap(leads: Sequence[Lead], lead: Lead, number: str) -> None:
    """Exchange numbers with whoever holds this one; registration days differ by a few at most."""
    other = next(one for one in leads if one.number == number)
    lead.number, other.number = number, lead.number
