"""线索登记表: the lead register (002 模板1; extension columns REQUIREMENTS §2.1)."""

from __future__ import annotations

from crmbook.i18n import N_
from crmbook.model.checks import Impact
from crmbook.schema.column import Column, Group, Sheet
from crmbook.schema.kinds.choice import Choice, IndustryChoice
from crmbook.schema.kinds.company import Company
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.email import Email
from crmbook.schema.kinds.grade import Grade
from crmbook.schema.kinds.number import LEAD_NUMBER, CustomerNumber, SurvivorNumber
from crmbook.schema.kinds.person import Owner, Person
from crmbook.schema.kinds.phone import Phone
from crmbook.schema.kinds.quantity import Money, MoneyRange, PeopleRange
from crmbook.schema.kinds.tags import Tags
from crmbook.schema.kinds.text import LongText, Text

ID = Column(
    "线索编号",
    LEAD_NUMBER,
    aliases=("编号", "线索ID", "ID", "线索号", "Lead ID", "Lead No"),
    impact=Impact.REPORT,
    width=13,
    help=N_("XS + year + 3 digits, e.g. XS2024001. Leave blank: crmbook issues it."),
    source="M09",
)
COMPANY = Column(
    "公司名称",
    Company(),
    required=True,
    aliases=(
        "客户名称", "客户名称(全称)", "公司", "公司全称", "企业名称", "企业全称", "单位", "单位名称",
        "客户", "名称", "客户公司", "公司/单位", "Company", "Company Name", "Account",
    ),
    fallbacks=(
        "简称", "公司简称", "客户简称", "企业简称", "证券简称", "A股简称", "扩位证券简称",
    ),
    vague=("名称", "单位", "公司", "客户", "简称", "Company", "Account"),
    counts=True,
    width=30,
    help=N_("The full legal name, no abbreviation."),
    source="M13",
)  # fmt: skip
INDUSTRY = Column(
    "行业类型",
    IndustryChoice(),
    aliases=("所属行业", "行业", "行业分类", "客户行业", "Industry"),
    vocabulary="行业类型",
    width=14,
    source="M14",
)
SIZE = Column(
    "企业规模(员工数)",
    PeopleRange(),
    aliases=("企业规模", "规模", "员工数", "员工人数", "公司规模", "人数", "人员规模", "Employees"),
    width=14,
    help=N_("Number of employees or a range, e.g. 200-500人."),
    source="M15",
)
CONTACT = Column(
    "联系人",
    Person(),
    required=True,
    aliases=("主要联系人", "主要联系人姓名", "联系人姓名", "姓名", "联络人", "客户联系人", "Contact",
             "Contact Name", "Name"),
    impact=Impact.CONTACT,
    counts=True,
    width=10,
)  # fmt: skip
POSITION = Column(
    "职位",
    Text(),
    aliases=("职务", "岗位", "头衔", "职称", "联系人职位", "联系人职务", "Title", "Position"),
    width=12,
)
PHONE = Column(
    "联系电话",
    Phone(),
    required=True,
    aliases=("手机", "手机号", "手机号码", "电话", "电话号码", "联系方式", "移动电话", "联系手机",
             "联系人电话", "联系人手机", "Phone", "Mobile", "Tel"),
    fallbacks=("客户电话", "公司电话", "企业电话", "单位电话"),
    impact=Impact.CONTACT,
    counts=True,
    sensitive=True,
    width=16,
    help=N_("Mobile, or area code and number: 0571-88888888. Text, not a number."),
    source="M18",
)  # fmt: skip
EMAIL = Column(
    "邮箱",
    Email(),
    aliases=("邮件", "电子邮箱", "电子邮件", "邮箱地址", "联系人邮箱", "Email", "E-mail", "Mail"),
    fallbacks=("公司邮箱", "客户邮箱", "企业邮箱"),
    impact=Impact.CONTACT,
    sensitive=True,
    width=24,
    source="M18",
)
SOURCE = Column(
    "线索来源",
    Choice(),
    required=True,
    aliases=("来源渠道", "客户来源", "来源", "渠道", "获客渠道", "Source", "Lead Source"),
    vocabulary="线索来源",
    impact=Impact.REPORT,
    counts=True,
    width=12,
    source="M23",
)
NEED = Column(
    "需求描述",
    LongText(),
    required=True,
    aliases=("需求", "客户需求", "显性需求", "需求内容", "Need", "Description"),
    counts=True,
    width=36,
)
GRADE = Column(
    "意向等级",
    Grade(),
    required=True,
    aliases=("意向", "意向度", "意向级别", "线索等级", "线索级别", "Grade", "Rating"),
    choices=("A类", "B类", "C类", "A+类"),
    impact=Impact.REPORT,
    counts=True,
    width=10,
    help=N_("A: clear need, budget, decision makers. B: need. C: potential."),
    source="M29",
)
OWNER = Column(
    "负责人",
    Owner(),
    required=True,
    aliases=("业务员", "销售", "销售人员", "销售负责人", "跟进人", "客户经理", "归属人", "所属销售",
             "负责人姓名", "业务员姓名", "销售姓名", "Owner", "Sales"),
    vocabulary="人员",
    impact=Impact.REPORT,
    counts=True,
    width=10,
)  # fmt: skip
ASSIGNED = Column(
    "分配时间",
    Date(past=True),
    aliases=("分配日期", "派发时间", "指派时间", "Assigned"),
    impact=Impact.REPORT,
    counts=True,
    width=16,
    source="M17",
)

STATUS = Column(
    "线索状态",
    Choice(),
    aliases=("状态", "客户状态", "跟进状态", "Status"),
    vocabulary="线索状态",
    impact=Impact.REPORT,
    group=Group.OPEN,
    width=10,
    source="§2.14",
)
NEXT_CONTACT = Column(
    "下次跟进时间",
    Date(plan=True),
    aliases=("下次跟进", "下次跟进日期", "下次联系时间", "下次跟进计划"),
    impact=Impact.CONTACT,
    group=Group.OPEN,
    width=16,
    source="M06",
)
LAST_CONTACT = Column(
    "最后跟进时间",
    Date(past=True),
    aliases=("最后跟进", "最近跟进时间", "最近跟进", "最后联系时间", "最近接触时间"),
    impact=Impact.CONTACT,
    computed=True,
    group=Group.OPEN,
    width=16,
    source="M06",
)
WECHAT = Column(
    "微信号",
    Text(),
    aliases=("微信", "联系人微信", "WeChat"),
    impact=Impact.CONTACT,
    sensitive=True,
    group=Group.OPEN,
    width=14,
)
SPARE_PHONE = Column(
    "备用电话",
    Phone(),
    aliases=("座机", "固定电话", "固话", "电话2", "其他电话", "办公电话"),
    impact=Impact.CONTACT,
    sensitive=True,
    group=Group.OPEN,
    width=16,
    source="U08",
)
REMARK = Column(
    "备注", LongText(), aliases=("说明", "备注说明", "Notes", "Remark"), group=Group.OPEN, width=24
)
ACQUIRED = Column(
    "获取时间",
    Date(past=True),
    aliases=("建档日期", "首次接触时间", "线索时间", "登记日期", "登记时间", "录入时间", "创建时间",
             "获取日期", "留资时间", "Created"),
    impact=Impact.REPORT,
    counts=True,
    group=Group.OPEN,
    width=16,
    source="U08",
)  # fmt: skip
SIGNED = Column(
    "签约日期",
    Date(past=True),
    aliases=("成交日期", "签约时间", "成交时间", "签单日期"),
    impact=Impact.REPORT,
    group=Group.OPEN,
    width=12,
)
AMOUNT = Column(
    "签约金额(万元)",
    Money(exact=True),
    aliases=("签约金额", "成交金额", "合同金额", "签单金额", "成交金额(万元)"),
    impact=Impact.REPORT,
    sensitive=True,
    group=Group.OPEN,
    width=14,
)
LOST = Column(
    "流失日期",
    Date(past=True),
    aliases=("流失时间", "丢单日期"),
    impact=Impact.REPORT,
    group=Group.OPEN,
    width=12,
)
LOST_STAGE = Column(
    "流失阶段",
    Choice(),
    aliases=("丢单阶段",),
    vocabulary="流失阶段",
    impact=Impact.REPORT,
    group=Group.OPEN,
    width=10,
    source="§2.15",
)
LOST_REASON = Column(
    "流失原因",
    Choice(),
    aliases=("丢单原因", "未成交原因"),
    vocabulary="流失原因",
    group=Group.OPEN,
    width=14,
    source="§2.15",
)

REGION = Column(
    "地区",
    Text(),
    aliases=("区域", "所在地区"),
    fallbacks=("省份", "城市", "省", "市"),
    group=Group.EVALUATION,
    width=12,
)
BUDGET = Column(
    "预算(万元)",
    MoneyRange(),
    aliases=("预算", "预算金额", "采购预算", "预计成交金额"),
    sensitive=True,
    group=Group.EVALUATION,
    width=12,
    source="M15",
)
URGENCY = Column(
    "需求紧急性",
    Choice(),
    aliases=("紧急性", "需求紧急度", "紧急程度"),
    vocabulary="需求紧急性",
    group=Group.EVALUATION,
    width=12,
)
IMPORTANCE = Column(
    "需求重要性",
    Choice(),
    aliases=("重要性", "重要程度"),
    vocabulary="需求重要性",
    group=Group.EVALUATION,
    width=12,
)
AUTHORITY = Column(
    "决策权限",
    Choice(),
    aliases=("决策角色",),
    vocabulary="决策权限",
    sensitive=True,
    group=Group.EVALUATION,
    width=12,
)
TAGS = Column(
    "需求标签",
    Tags(),
    aliases=("标签", "客户标签"),
    vocabulary="需求标签",
    group=Group.EVALUATION,
    width=20,
    source="M11",
)
COMPETITOR = Column("竞品", Text(), aliases=("竞争对手",), group=Group.EVALUATION, width=12)
SUGGESTED_GRADE = Column("建议等级", Text(), computed=True, group=Group.EVALUATION, width=12)
SCORE = Column("线索评分", Text(), computed=True, group=Group.EVALUATION, width=24)
OPPORTUNITY = Column("销售机会", Text(), computed=True, group=Group.EVALUATION, width=10)
NOTIFIED = Column("通知时间", Date(past=True), group=Group.ASSIGNMENT, width=16, source="M43")
CONFIRMED = Column("确认时间", Date(past=True), group=Group.ASSIGNMENT, width=16, source="M44")
COLLABORATOR = Column(
    "协作人",
    Owner(),
    aliases=("我方参与人", "协同人", "协办人"),
    vocabulary="人员",
    group=Group.ASSIGNMENT,
    width=12,
    source="U08",
)
RULING = Column("主管裁定", Text(), group=Group.ASSIGNMENT, width=14, source="M22")
CUSTOMER_ID = Column("客户编号", CustomerNumber(), group=Group.SYSTEM, width=14, source="M72")
MERGED_INTO = Column("合并至", SurvivorNumber(), group=Group.SYSTEM, width=13)
ADDRESS = Column(
    "地址",
    Text(),
    aliases=("公司地址", "注册地址", "办公地址", "详细地址", "通讯地址", "Address"),
    only_import=True,
    group=Group.SYSTEM,
    width=30,
)
WEBSITE = Column(
    "网址",
    Text(),
    aliases=("公司网址", "官网", "网站", "公司网站", "Website"),
    only_import=True,
    group=Group.SYSTEM,
    width=24,
)

LEADS = Sheet(
    "线索登记表",
    table="线索",
    key=ID,
    owner=OWNER,
    company=COMPANY,
    aliases=("线索", "线索表", "登记表", "客户线索", "线索登记", "销售线索信息登记表"),
    title="销售线索信息登记表",
    source="M01",
    columns=(
        ID, COMPANY, INDUSTRY, SIZE, CONTACT, POSITION, PHONE, EMAIL, SOURCE, NEED, GRADE, OWNER,
        ASSIGNED,
        STATUS, NEXT_CONTACT, LAST_CONTACT, WECHAT, SPARE_PHONE, REMARK, ACQUIRED, SIGNED, AMOUNT,
        LOST, LOST_STAGE, LOST_REASON,
        REGION, BUDGET, URGENCY, IMPORTANCE, AUTHORITY, TAGS, COMPETITOR, SUGGESTED_GRADE, SCORE,
        OPPORTUNITY, NOTIFIED, CONFIRMED, COLLABORATOR, RULING, CUSTOMER_ID, MERGED_INTO, ADDRESS,
        WEBSITE,
    ),
    signature=(COMPANY, CONTACT, PHONE, SOURCE, NEED, GRADE),
)  # fmt: skip
