"""转化分析表: the ten columns of 002 模板3, then crmbook's own grey ones (FORMS.md)."""

from __future__ import annotations

from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.percent import Percent
from crmbook.schema.kinds.quantity import Count, Number
from crmbook.schema.kinds.text import LongText, Text

PERIOD = Column("统计周期", Text(), required=True, width=12)
TOTAL = Column("线索总数", Count(), width=10)
GRADE_A = Column("A类线索数", Count(), width=10)
GRADE_B = Column("B类线索数", Count(), width=10)
GRADE_C = Column("C类线索数", Count(), width=10)
SIGNED = Column("签约客户数", Count(), width=11)
RATE = Column("转化率", Percent(), width=9)
CYCLE = Column("平均销售周期(天)", Number(), width=15)
LOSS = Column("主要流失阶段", Text(), width=18)
ADVICE = Column("优化建议", LongText(), width=42)
STATE = Column("状态", Text(), width=9)
UNGRADED = Column("未评级", Count(), width=8)
COHORT = Column("批次转化率", Percent(), width=11)
EXCLUDED = Column("无效/重复", Text(), width=11)

#: Hidden: the leads that a closed month counted as signed, so that a later change names them.
BASIS = Column("封账签约", LongText(), width=12)

#: The ten columns of the document.
TEN: tuple[Column, ...] = (
    PERIOD, TOTAL, GRADE_A, GRADE_B, GRADE_C, SIGNED, RATE, CYCLE, LOSS, ADVICE,
)  # fmt: skip
#: What crmbook adds to their right, in grey.
GREY: tuple[Column, ...] = (STATE, UNGRADED, COHORT, EXCLUDED)

CONVERSION = Sheet(
    "转化分析表",
    table="转化",
    title="线索转化分析表（月度）",
    source="M03",
    columns=(*TEN, *GREY, BASIS),
    signature=(PERIOD, TOTAL, GRADE_A, SIGNED, RATE, CYCLE, LOSS),
)
