"""跟进记录表: the follow-up log (002 模板2; extension columns REQUIREMENTS §2.1)."""

from __future__ import annotations

from crmbook.i18n import N_
from crmbook.model.checks import Impact
from crmbook.schema.column import Column, Group, Sheet
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.decision import Boolean
from crmbook.schema.kinds.grade import GradeChange
from crmbook.schema.kinds.number import LEAD_NUMBER
from crmbook.schema.kinds.person import Owner, Person
from crmbook.schema.kinds.text import LongText, Text

LEAD_ID = Column(
    "线索编号",
    LEAD_NUMBER,
    aliases=("编号", "线索ID", "ID", "线索号"),
    impact=Impact.REPORT,
    width=13,
    help=N_("The number in 线索登记表."),
    source="M02",
)
WHEN = Column(
    "跟进时间",
    Date(past=True),
    required=True,
    aliases=("跟进日期", "联系时间", "拜访日期", "日期", "接触时间"),
    impact=Impact.REPORT,
    width=16,
)
BY = Column(
    "跟进人",
    Owner(),
    required=True,
    aliases=("跟进人员", "业务员", "销售", "负责人", "拜访人"),
    vocabulary="人员",
    width=10,
)
WAY = Column(
    "跟进方式",
    Choice(),
    required=True,
    aliases=("联系方式", "接触方式", "方式", "沟通方式"),
    vocabulary="跟进方式",
    width=10,
    source="§2.15",
)
CONTENT = Column(
    "跟进内容摘要",
    LongText(),
    required=True,
    aliases=("跟进内容", "跟进摘要", "沟通内容", "跟进记录", "沟通核心内容"),
    width=36,
)
FEEDBACK = Column(
    "客户反馈/异议",
    LongText(),
    aliases=("客户反馈", "异议", "反馈"),
    width=30,
)
NEXT_STEP = Column(
    "下一步计划", LongText(), aliases=("下步计划", "下一步", "下次跟进计划", "后续计划"), width=30
)
DUE = Column(
    "预计完成时间",
    Date(plan=True),
    aliases=("预计完成日期", "计划完成时间", "下次跟进时间", "完成时间"),
    impact=Impact.CONTACT,
    width=16,
)
GRADE_CHANGE = Column(
    "意向等级变化",
    GradeChange(),
    aliases=("等级变化", "意向变化"),
    impact=Impact.REPORT,
    width=14,
    help=N_("A类→A+类; blank: unchanged."),
    source="M31",
)
COMPANY_NAME = Column(
    "公司名称", Text(), computed=True, aliases=("客户名称", "公司"), group=Group.OPEN, width=26
)
COUNTERPART = Column(
    "客户方对接人", Person(), aliases=("对接人", "联系人", "联系人姓名"), group=Group.OPEN, width=12
)
INITIATOR = Column("发起方", Choice(), vocabulary="发起方", group=Group.OPEN, width=8)
RECORDED = Column(
    "登记时间",
    Date(past=True),
    aliases=("录入时间", "填写时间"),
    group=Group.OPEN,
    width=16,
    source="M57",
)
STAGE = Column(
    "销售阶段", Choice(), aliases=("阶段",), vocabulary="销售阶段", group=Group.OPEN, width=14
)
PUSHED = Column("是否推送", Boolean(), aliases=("推送",), group=Group.OPEN, width=8, source="M55")
TACTIC = Column(
    "跟进策略", Choice(), aliases=("策略", "转化策略"), vocabulary="跟进策略", group=Group.OPEN, width=12,
    source="M65",
)  # fmt: skip

FOLLOWUPS = Sheet(
    "跟进记录表",
    table="跟进",
    owner=BY,
    company=COMPANY_NAME,
    aliases=("跟进记录", "跟进", "跟进表", "拜访记录", "销售线索跟进记录表"),
    title="销售线索跟进记录表",
    source="M02",
    columns=(
        LEAD_ID, WHEN, BY, WAY, CONTENT, FEEDBACK, NEXT_STEP, DUE, GRADE_CHANGE,
        COMPANY_NAME, COUNTERPART, INITIATOR, RECORDED, STAGE, PUSHED, TACTIC,
    ),
    signature=(WHEN, WAY, CONTENT, NEXT_STEP, DUE, GRADE_CHANGE, FEEDBACK),
)  # fmt: skip
