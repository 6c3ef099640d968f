"""Words by which the log tells whether, and at whose wish, somebody is to be contacted (M56, §2.2).

They stand in 字典 under these 列名, where a team edits them; its rows replace the ones here.
"""

from __future__ import annotations

from typing import Final

from crmbook.schema.words.word import Word, word

NOT_NOW, ASKED_FOR = "暂停意向", "客户邀约"

FOLLOWING: Final[dict[str, tuple[Word, ...]]] = {
    NOT_NOW: (
        word("暂停", "暂时不需要 暂不需要 暂时不用 暂时用不上 暂时用不到 目前不需要 现在不需要 近期不需要"
                     " 今年不需要 先不用了 先放一放 过段时间再说 过一阵再说 以后再联系 有需要再联系"),
    ),
    ASKED_FOR: (
        word("邀约", "客户约 对方约 客户要求 对方要求 客户让 客户请 客户希望 对方希望 约定 约好 约了"),
    ),
}  # fmt: skip
