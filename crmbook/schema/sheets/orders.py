"""订单 and 服务记录: what was sold, received and asked afterwards (§2.1; M74–M78, M106, U19)."""

from __future__ import annotations

from crmbook.model.checks import Impact
from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.choice import Choice
from crmbook.schema.kinds.date import Date
from crmbook.schema.kinds.number import LEAD_NUMBER, CustomerNumber, OrderNumber
from crmbook.schema.kinds.person import Owner
from crmbook.schema.kinds.quantity import Count, Money
from crmbook.schema.kinds.score import Score
from crmbook.schema.kinds.text import LongText, Text

ID = Column("订单编号", OrderNumber(), aliases=("合同编号", "订单号"), width=14)
CUSTOMER_ID = Column("客户编号", CustomerNumber(), width=14)
LEAD_ID = Column("线索编号", LEAD_NUMBER, width=13)
SIGNED = Column("签约日期", Date(past=True), required=True, impact=Impact.REPORT, width=12)
PRODUCT = Column("产品", Text(), aliases=("产品名称", "商品"), width=18)
QUANTITY = Column("数量", Count(), width=8)
AMOUNT = Column(
    "合同金额(万元)",
    Money(exact=True),
    required=True,
    aliases=("合同金额", "订单金额"),
    impact=Impact.REPORT,
    sensitive=True,
    width=14,
)
TERMS = Column("付款方式", Text(), width=12)
REVIEWED = Column("法务审核日期", Date(past=True), width=14, source="M73")
HANDED_OVER = Column("交接时间", Date(past=True), width=16, source="M71")
DELIVERED = Column("交付日期", Date(), width=12)
RECEIVABLE = Column("应收日期", Date(), width=12)
RECEIVED = Column(
    "已回款(万元)", Money(exact=True), aliases=("已回款", "回款金额"), sensitive=True, width=14
)
RECEIVED_ON = Column("最近回款日期", Date(past=True), width=14)
STATUS = Column("状态", Choice(), aliases=("订单状态",), vocabulary="订单状态", width=10)
OWNER = Column("负责人", Owner(), vocabulary="人员", width=10)

ORDERS = Sheet(
    "订单",
    table="订单表",
    owner=OWNER,
    key=ID,
    aliases=("订单表", "合同", "合同台账"),
    full_only=True,
    source="M106",
    columns=(
        ID, CUSTOMER_ID, LEAD_ID, SIGNED, PRODUCT, QUANTITY, AMOUNT, TERMS, REVIEWED, HANDED_OVER,
        DELIVERED, RECEIVABLE, RECEIVED, RECEIVED_ON, STATUS, OWNER,
    ),
    signature=(ID, PRODUCT, QUANTITY, AMOUNT, TERMS, RECEIVABLE, RECEIVED),
)  # fmt: skip

SERVICE_CUSTOMER = Column("客户编号", CustomerNumber(), required=True, width=14)
SERVICE_TYPE = Column("类型", Choice(), vocabulary="服务类型", width=10)
REPORTED = Column("反馈时间", Date(past=True), required=True, width=16)
CONTENT = Column("内容", LongText(), width=36)
ANSWERED = Column("响应时间", Date(past=True), width=16)
SOLVED = Column("解决时间", Date(past=True), width=16)
HANDLER = Column("处理人", Owner(), vocabulary="人员", width=10)
QUALITY = Column("服务质量", Score(), width=10)
EXPERIENCE = Column("产品体验", Score(), width=10)
WILLINGNESS = Column("合作意愿", Score(), width=10)

SERVICES = Sheet(
    "服务记录",
    table="服务",
    owner=HANDLER,
    aliases=("售后跟进记录", "售后记录"),
    full_only=True,
    source="M74",
    columns=(
        SERVICE_CUSTOMER, SERVICE_TYPE, REPORTED, CONTENT, ANSWERED, SOLVED, HANDLER, QUALITY,
        EXPERIENCE, WILLINGNESS,
    ),
    signature=(REPORTED, ANSWERED, SOLVED, HANDLER, QUALITY),
)  # fmt: skip
