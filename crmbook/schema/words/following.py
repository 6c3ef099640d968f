"""Words by which the log tells whom to contact, at whose wish, and that a deal is near (M56, M64, §2.2).

They stand in 字典 under these 列名, where a team edits them; its rows replace the ones here.
"""

from __future__ import annotations

from typing import Final

from crmbook.schema.words.word import Word, word

NOT_NOW, ASKED_FOR, SIGNALS, OBJECTIONS = "暂停意向", "客户邀约", "转化信号", "客户异议"

FOLLOWING: Final[dict[str, tuple[Word, ...]]] = {
    NOT_NOW: (
        word("暂停", "暂时不需要 暂不需要 暂时不用 暂时用不上 暂时用不到 目前不需要 现在不需要 近期不需要"
                     " 今年不需要 先不用了 先放一放 过段时间再说 过一阵再说 以后再联系 有需要再联系"),
    ),
    ASKED_FOR: (
        word("邀约", "客户约 对方约 客户要求 对方要求 客户让 客户请 客户希望 对方希望 约定 约好 约了"),
    ),
    OBJECTIONS: (
        word("价格", "价格高 价格偏高 太贵 偏贵 嫌贵 报价高 报价偏高 便宜点 打折 折扣 预算不够 预算有限"
                     " 没预算"),
        word("竞品", "竞品 别家 其他供应商 在对比 要对比 需要对比 对比竞品 比价 另一家"),
        word("决策", "要请示 要汇报 等老板 等领导 内部讨论 内部反馈 再商量 总部审批"),
        word("时机", "以后再说 过段时间 暂时不需要 不着急 明年 年底再 再看看"),
        word("产品", "功能不 不支持 对接不上 担心 顾虑 不稳定 交期 售后不"),
    ),
    SIGNALS: (
        word("谈细节", "合同细节 合同条款 付款方式 付款条件 账期 实施周期 交付周期 交货期"),
        word("要验证", "试用 试点 试样 实地考察 参观工厂 看现场 高层对接 高层会面 见你们老总"),
        word("认可方案", "对比多家供应商后认可 认可我方方案 认可我们方案 方案优势 倾向我们 更看好我们"),
    ),
}  # fmt: skip
