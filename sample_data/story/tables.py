"""The story as rows of text, sheet by sheet, under the declared headers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from crmbook.schema.sheets import FOLLOWUPS, LEADS
from sample_data.story.grades import mark
from sample_data.story.lead import Lead
from sample_data.story.months import PLANS
from sample_data.story.people import TEAM

Row = dict[str, str]
METRICS = ("线索总数", "签约客户数", "转化率")


def register(leads: Iterable[Lead]) -> list[Row]:
    """Return the rows of 线索登记表, by number."""
    return [_lead(lead) for lead in sorted(leads, key=lambda one: one.number)]


def _lead(lead: Lead) -> Row:
    last = lead.log[-1] if lead.log else None
    due = "" if last is None or last.due is None or lead.end else _text(last.due)
    row = {
        **lead.values,
        LEADS.columns[0].header: lead.number,
        "公司名称": lead.company.name,
        "联系人": lead.person.name,
        "意向等级": mark(lead.last_grade),
        "负责人": lead.owner,
        "分配时间": _text(lead.assigned),
        "线索状态": lead.fate.status,
        "下次跟进时间": due if lead.last_grade[:1] in {"A", "B"} else "",
        "最后跟进时间": _text(last.when if last else None),
        "获取时间": _text(lead.acquired),
        "签约日期": _text(lead.signed),
        "签约金额(万元)": "" if lead.amount is None else f"{lead.amount:g}",
        "流失日期": _text(lead.lost),
        "流失阶段": lead.lost_stage,
        "流失原因": lead.lost_reason,
        "客户编号": lead.customer,
    }
    return _checked(row, LEADS.by_header)


def followups(leads: Iterable[Lead]) -> list[Row]:
    """Return the rows of 跟进记录表, in order of time."""
    rows = [
        {
            "线索编号": lead.number, "跟进时间": _text(one.when), "跟进人": one.by,
            "跟进方式": one.way, "跟进内容摘要": one.content, "客户反馈/异议": one.feedback,
            "下一步计划": one.plan, "预计完成时间": _text(one.due), "意向等级变化": one.change,
            "公司名称": lead.company.name, "客户方对接人": one.counterpart, "发起方": one.initiator,
            "登记时间": _text(one.recorded), "销售阶段": one.stage, "是否推送": one.pushed,
        }
        for lead in leads
        for one in lead.log
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["跟进时间"], row["线索编号"]))
    return [_checked(row, FOLLOWUPS.by_header) for row in rows]


def people() -> list[Row]:
    """Return the rows of 人员."""
    return [
        {
            "姓名": rep.name, "别名": rep.alias, "团队": rep.team, "主管": rep.head,
            "区域": rep.region, "行业": rep.industry, "产品": rep.product, "资历": rep.seniority,
            "容量": str(rep.capacity), "每日跟进上限": str(rep.daily),
            "在岗": "否" if rep.left else "是", "离职日期": _text(rep.left),
        }
        for rep in TEAM
    ]  # fmt: skip


def conversion() -> list[Row]:
    """Return what people typed into 转化分析表: its figures are left to ``crmbook monthly``."""
    return [{"统计周期": plan.label, "优化建议": plan.advice} for plan in PLANS]


def targets() -> list[Row]:
    """Return the rows of 目标: what the first quarter of 2024 was to bring."""
    wanted = {"2024年1月": (150, 20), "2024年2月": (110, 14), "2024年3月": (180, 27)}
    return [
        {
            "月份": _text(plan.first),
            "对象": "全体",
            "指标": metric,
            "目标值": f"{value:g}",
            "责任人": "林涛",
            "完成时限": _text(plan.last),
        }
        for plan in PLANS
        if plan.label in wanted
        for metric, value in zip(METRICS, (*wanted[plan.label], 0.15), strict=True)
    ]


def _text(when: dt.date | None) -> str:
    """Return a date in ISO form; a moment at midnight is a date without a time."""
    if when is None:
        return ""
    if isinstance(when, dt.datetime) and (when.hour or when.minute):
        return f"{when:%Y-%m-%d %H:%M}"
    return f"{when:%Y-%m-%d}"


def _checked(row: Row, known: Iterable[str] | Sequence[str]) -> Row:
    """Return a row whose every filled cell has a declared column; anything else is a typo here."""
    strange = {header for header, text in row.items() if text} - set(known)
    if strange:
        raise KeyError(*strange)
    return row
