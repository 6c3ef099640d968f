"""客户档案: one row per customer (003's 24 fields in 6 groups; 001; 004's card; §2.1)."""

from __future__ import annotations

from crmbook.model.checks import Impact
from crmbook.schema.column import Column, Group, Sheet
from crmbook.schema.kinds.choice import Choice, IndustryChoice
from crmbook.schema.kinds.company import Company
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.decision import Boolean, DecisionChain
from crmbook.schema.kinds.email import Email
from crmbook.schema.kinds.number import CustomerNumber
from crmbook.schema.kinds.person import Owner, Person
from crmbook.schema.kinds.phone import Phone
from crmbook.schema.kinds.quantity import Count, PeopleRange
from crmbook.schema.kinds.score import Score
from crmbook.schema.kinds.tags import Tags
from crmbook.schema.kinds.text import LongText, Text

ID = Column(
    "客户编号", CustomerNumber(), aliases=("客户ID",), impact=Impact.REPORT, width=14, source="M05"
)
NAME = Column(
    "客户名称(全称)",
    Company(),
    required=True,
    aliases=("客户名称", "客户全称", "公司名称", "企业名称", "名称"),
    group=Group.BASIC,
    width=30,
    source="M13",
)
INDUSTRY = Column(
    "所属行业",
    IndustryChoice(),
    aliases=("行业类型", "行业"),
    vocabulary="行业类型",
    group=Group.BASIC,
    width=18,
    source="M14",
)
SIZE = Column(
    "企业规模",
    PeopleRange(),
    aliases=("规模", "企业规模(员工数)"),
    group=Group.BASIC,
    width=22,
    source="M15",
)
TYPE = Column(
    "客户类型", Choice(), vocabulary="客户类型", group=Group.BASIC, width=10, source="M16"
)
CONTACT = Column(
    "主要联系人姓名",
    Person(),
    required=True,
    aliases=("主要联系人", "联系人", "联系人姓名"),
    impact=Impact.CONTACT,
    group=Group.CONTACT,
    width=12,
)
POSITION = Column("职位", Text(), aliases=("职务", "岗位"), group=Group.CONTACT, width=12)
PHONE = Column(
    "联系方式",
    Phone(),
    aliases=("联系电话", "电话", "手机", "联系人电话", "联系人手机"),
    fallbacks=("客户电话", "公司电话", "企业电话", "单位电话"),
    impact=Impact.CONTACT,
    sensitive=True,
    group=Group.CONTACT,
    width=18,
    source="M18",
)
DECISION = Column(
    "决策链关系",
    DecisionChain(),
    aliases=("决策链",),
    sensitive=True,
    group=Group.CONTACT,
    width=30,
    source="M12",
)
FOUNDED = Column(
    "成立时间",
    Date(past=True, month=True),
    aliases=("成立日期",),
    group=Group.BACKGROUND,
    width=12,
    source="M17",
)
BUSINESS = Column("主营业务", LongText(), group=Group.BACKGROUND, width=24)
PAIN = Column("当前痛点/挑战", LongText(), aliases=("当前痛点", "痛点"), group=Group.BACKGROUND,
              width=26)  # fmt: skip
GOALS = Column("近期目标/规划", LongText(), aliases=("近期目标",), group=Group.BACKGROUND, width=24)
EXPLICIT = Column("显性需求", LongText(), aliases=("需求描述",), group=Group.NEEDS, width=26)
IMPLICIT = Column("隐性需求", LongText(), group=Group.NEEDS, width=26)
URGENCY = Column("需求紧急性", Choice(), vocabulary="需求紧急性", group=Group.NEEDS, width=10)
IMPORTANCE = Column("需求重要性", Choice(), vocabulary="需求重要性", group=Group.NEEDS, width=10)
LAST_CONTACT = Column(
    "最近接触时间",
    Date(past=True),
    aliases=("最后跟进时间", "最近联系时间"),
    impact=Impact.CONTACT,
    group=Group.HISTORY,
    width=16,
)
WAY = Column(
    "接触方式",
    Choice(),
    aliases=("跟进方式",),
    vocabulary="跟进方式",
    group=Group.HISTORY,
    width=10,
)
PARTICIPANT = Column(
    "我方参与人", Owner(), vocabulary="人员", group=Group.HISTORY, width=12, source="U08"
)
TALK = Column("沟通核心内容", LongText(), group=Group.HISTORY, width=30)
NEXT_STEP = Column("下一步计划", LongText(), group=Group.HISTORY, width=26)
POTENTIAL = Column("潜在需求", LongText(), group=Group.POTENTIAL, width=24)
SCORE = Column(
    "合作可能性评分",
    Score(),
    aliases=("合作可能性",),
    group=Group.POTENTIAL,
    width=10,
    source="M33",
)
FOCUS = Column("重点跟进方向", LongText(), group=Group.POTENTIAL, width=24)

WECHAT = Column("微信号", Text(), aliases=("微信",), sensitive=True, group=Group.OPEN, width=14)
EMAIL = Column("邮箱", Email(), aliases=("联系人邮箱",), sensitive=True, group=Group.OPEN, width=24)
TAGS = Column("需求标签", Tags(), vocabulary="需求标签", group=Group.OPEN, width=20)
SOURCE = Column(
    "来源渠道",
    Choice(),
    aliases=("线索来源",),
    vocabulary="线索来源",
    group=Group.OPEN,
    width=12,
)
CREATED = Column("建档日期", Date(past=True), group=Group.OPEN, width=12)
OWNER = Column(
    "负责人",
    Owner(),
    required=True,
    aliases=("业务员", "客户经理"),
    vocabulary="人员",
    group=Group.OPEN,
    width=10,
)
COLLABORATOR = Column("协作人", Owner(), vocabulary="人员", group=Group.OPEN, width=12)
STAGE = Column("客户阶段", Choice(), vocabulary="客户阶段", group=Group.OPEN, width=16)
LEVEL = Column(
    "客户等级(认定)", Choice(), aliases=("客户等级",), vocabulary="客户等级", group=Group.OPEN,
    width=12, source="§2.3",
)  # fmt: skip
SUGGESTED_LEVEL = Column("建议等级", Text(), computed=True, group=Group.OPEN, width=20)
REFERRAL = Column("推荐潜力", Choice(), vocabulary="推荐潜力", group=Group.OPEN, width=10)
STABLE = Column("需求稳定", Boolean(), group=Group.OPEN, width=10)
ENTITY = Column("主体类型", Choice(), vocabulary="主体类型", group=Group.OPEN, width=10)
VERIFIED = Column("核实状态", Choice(), vocabulary="核实状态", group=Group.OPEN, width=10)
VERIFIER = Column("核实人", Owner(), vocabulary="人员", group=Group.OPEN, width=10)
VERIFIED_ON = Column("核实日期", Date(past=True), group=Group.OPEN, width=12)
REVIEWED_ON = Column("最后核对日期", Date(past=True), group=Group.OPEN, width=12)
ATTACHMENT = Column("附件", Text(), group=Group.OPEN, width=20)
PREFERENCE = Column("偏好", Text(), group=Group.OPEN, width=20)
MERGED_INTO = Column(
    "合并至", CustomerNumber(), only_import=True, group=Group.SYSTEM, width=14, source="M21"
)

_CARD = tuple(
    Column(header, kind, group=Group.CARD, sensitive=sensitive, width=12)
    for header, kind, sensitive in (
        ("地址", Text(), False),
        ("法定代表人", Person(), False),
        ("年龄", Count(), True),
        ("教育背景", Text(), True),
        ("家庭", Text(), True),
        ("爱好", Text(), True),
        ("能力", Text(), False),
        ("与公司交易时间", Date(past=True), False),
        ("公司组织形式", Text(), False),
        ("资产", Text(), True),
        ("注册资本", Text(), False),
        ("行业地位", Text(), False),
        ("组织架构", Text(), False),
        ("客户方参与人", Text(), False),
        ("客户特征", LongText(), False),
        ("经营情况", LongText(), False),
        ("交易状态", Text(), False),
    )
)

CUSTOMERS = Sheet(
    "客户档案",
    table="客户",
    key=ID,
    owner=OWNER,
    company=NAME,
    aliases=("客户", "客户信息", "客户信息采集表", "客户表", "客户资料"),
    title="客户档案",
    full_only=True,
    source="M04",
    columns=(
        ID,
        NAME, INDUSTRY, SIZE, TYPE,
        CONTACT, POSITION, PHONE, DECISION,
        FOUNDED, BUSINESS, PAIN, GOALS,
        EXPLICIT, IMPLICIT, URGENCY, IMPORTANCE,
        LAST_CONTACT, WAY, PARTICIPANT, TALK, NEXT_STEP,
        POTENTIAL, SCORE, FOCUS,
        WECHAT, EMAIL, TAGS, SOURCE, CREATED, OWNER, COLLABORATOR, STAGE, LEVEL, SUGGESTED_LEVEL,
        REFERRAL, STABLE, ENTITY, VERIFIED, VERIFIER, VERIFIED_ON, REVIEWED_ON, ATTACHMENT,
        PREFERENCE, MERGED_INTO,
        *_CARD,
    ),
    signature=(TYPE, DECISION, PAIN, IMPLICIT, SCORE, LEVEL, STAGE, FOUNDED, TALK, FOCUS),
)  # fmt: skip
