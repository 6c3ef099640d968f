"""The configuration sheets: 人员, 规则, 字典, 字段, 目标, 节假日 (§2.1, §2.7, §2.9)."""

from __future__ import annotations

from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.decision import Boolean
from crmbook.schema.kinds.quantity import Count, Number
from crmbook.schema.kinds.text import LongText, Text

PERSON_NAME = Column("姓名", Text(), required=True, aliases=("销售姓名",), width=10)
PERSON_ALIAS = Column("别名", Text(), width=16)
TEAM = Column("团队", Text(), aliases=("部门", "小组"), width=10)
HEAD = Column("主管", Text(), aliases=("上级",), width=10)
PERSON_REGION = Column("区域", Text(), width=14)
PERSON_INDUSTRY = Column("行业", Text(), width=14)
PERSON_PRODUCT = Column("产品", Text(), width=14)
SENIORITY = Column("资历", Choice(), vocabulary="资历", width=8)
CAPACITY = Column("容量", Count(), width=8)
DAILY_CAP = Column("每日跟进上限", Count(), width=12)
ON_DUTY = Column("在岗", Boolean(), width=8)
LEFT = Column("离职日期", Date(), width=12)

PEOPLE = Sheet(
    "人员",
    table="人员表",
    key=PERSON_NAME,
    aliases=("销售", "销售人员", "人员表", "团队"),
    source="M42",
    columns=(
        PERSON_NAME, PERSON_ALIAS, TEAM, HEAD, PERSON_REGION, PERSON_INDUSTRY, PERSON_PRODUCT,
        SENIORITY, CAPACITY, DAILY_CAP, ON_DUTY, LEFT,
    ),
    signature=(PERSON_ALIAS, TEAM, HEAD, SENIORITY, CAPACITY, DAILY_CAP, ON_DUTY, LEFT),
)  # fmt: skip

RULE_CODE = Column("编号", Text(), required=True, width=24)
RULE_TITLE = Column("规则", Text(), width=40)
RULE_VALUE = Column("值", Text(), width=16)
RULE_UNIT = Column("单位", Text(), width=10)
RULE_SINCE = Column("生效日期", Date(), width=12)
RULE_BASIS = Column("依据", Text(), width=30)

RULES = Sheet(
    "规则",
    table="规则表",
    key=RULE_CODE,
    config=True,
    source="M89",
    columns=(RULE_CODE, RULE_TITLE, RULE_VALUE, RULE_UNIT, RULE_SINCE, RULE_BASIS),
    signature=(RULE_TITLE, RULE_VALUE, RULE_SINCE, RULE_BASIS),
)

WORD_COLUMN = Column("列名", Text(), required=True, width=14)
WORD_VALUE = Column("值", Text(), required=True, width=20)
WORD_ALIAS = Column("别名", Text(), width=36)
WORD_CLASS = Column("分类", Text(), width=14)

DICTIONARY = Sheet(
    "字典",
    table="字典表",
    config=True,
    source="M14, M23",
    columns=(WORD_COLUMN, WORD_VALUE, WORD_ALIAS, WORD_CLASS),
    signature=(WORD_COLUMN, WORD_VALUE, WORD_ALIAS),
)

FIELD_SHEET = Column("工作表", Text(), required=True, width=14)
FIELD_HEADER = Column("列名", Text(), required=True, width=18)
FIELD_TARGET = Column("对应列", Text(), width=18)
FIELD_KIND = Column("类型", Choice(), vocabulary="字段类型", width=10)
FIELD_REQUIRED = Column("必填", Boolean(), width=8)
FIELD_OPTIONS = Column("选项", LongText(), width=30)
FIELD_SENSITIVE = Column("敏感", Boolean(), width=8)

FIELDS = Sheet(
    "字段",
    table="字段表",
    config=True,
    source="M08",
    columns=(
        FIELD_SHEET, FIELD_HEADER, FIELD_TARGET, FIELD_KIND, FIELD_REQUIRED, FIELD_OPTIONS,
        FIELD_SENSITIVE,
    ),
    signature=(FIELD_SHEET, FIELD_HEADER, FIELD_TARGET, FIELD_KIND, FIELD_REQUIRED),
)  # fmt: skip

TARGET_MONTH = Column("月份", Date(month=True), required=True, width=12)
TARGET_SUBJECT = Column("对象", Text(), width=12)
TARGET_METRIC = Column("指标", Text(), required=True, width=16)
TARGET_VALUE = Column("目标值", Number(), required=True, width=10)
TARGET_OWNER = Column("责任人", Text(), width=10)
TARGET_DUE = Column("完成时限", Date(), width=12)

TARGETS = Sheet(
    "目标",
    table="目标表",
    config=True,
    source="M87, M91",
    columns=(
        TARGET_MONTH, TARGET_SUBJECT, TARGET_METRIC, TARGET_VALUE, TARGET_OWNER, TARGET_DUE
    ),
    signature=(TARGET_MONTH, TARGET_SUBJECT, TARGET_METRIC, TARGET_VALUE),
)  # fmt: skip

HOLIDAY_DATE = Column("日期", Date(), required=True, width=12)
HOLIDAY_WORKING = Column("是否上班", Boolean(), required=True, width=10)
HOLIDAY_NAME = Column("名称", Text(), width=16)

HOLIDAYS = Sheet(
    "节假日",
    table="节假日表",
    config=True,
    source="§2.7",
    columns=(HOLIDAY_DATE, HOLIDAY_WORKING, HOLIDAY_NAME),
    signature=(HOLIDAY_DATE, HOLIDAY_WORKING),
)
