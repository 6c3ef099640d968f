"""Words by which the log tells whom to contact, at whose wish, and that a deal is near (M56, M64, §2.2).

They stand in 字典 under these 列名, where a team edits them; its rows replace the ones here.
"""

from __future__ import annotations

from typing import Final

from crmbook.schema.words.word import Word, word

NOT_NOW, ASKED_FOR, SIGNALS = "暂停意向", "客户邀约", "转化信号"

FOLLOWING: Final[dict[str, tuple[Word, ...]]] = {
    NOT_NOW: (
        word("暂停", "暂时不需要 暂不需要 暂时不用 暂时用不上 暂时用不到 目前不需要 现在不需要 近期不需要"
                     " 今年不需要 先不用了 先放一放 过段时间再说 过一阵再说 以后再联系 有需要再联系"),
    ),
    ASKED_FOR: (
        word("邀约", "客户约 对方约 客户要求 对方要求 客户让 客户请 客户希望 对方希望 约定 约好 约了"),
    ),
    SIGNALS: (
        word("谈细节", "合同细节 合同条款 付款方式 付款条件 账期 实施周期 交付周期 交货期"),
        word("要验证", "试用 试点 试样 实地考察 参观工厂 看现场 高层对接 高层会面 见你们老总"),
        word("认可方案", "对比多家供应商后认可 认可我方方案 认可我们方案 方案优势 倾向我们 更看好我们"),
    ),
}  # fmt: skip
