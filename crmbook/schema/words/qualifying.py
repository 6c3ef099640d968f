"""Words by which free text tells how far a lead is: need, budget, who decides, how soon (M24, M30, M32).

They stand in 字典 under these 列名, where a team edits them; its rows replace the ones here. A 是 word
that is denied (还没立项) says 否.
"""

from __future__ import annotations

from typing import Final

from crmbook.schema.words.word import Word, word

NEED, BUDGET, CHAIN, WILLING = "需求明确", "预算充足", "决策链清晰", "合作意愿"
SOON, TITLES, FORECAST = "紧急程度", "职位权限", "需求预判"
YES, NO = "是", "否"
DECIDES, INFLUENCES, USES = "最终决策人", "影响者", "使用者"
MONTH, QUARTER, LATER = "1个月内", "3个月内", "低"

QUALIFYING: Final[dict[str, tuple[Word, ...]]] = {
    NEED: (
        word(YES, "急需 需要 想要 要求 需采购 采购 招标 选型 询价 报价 演示 试用 上线 替换 更换 升级"
                  " 对接 打通 集成 统一 扩建 改造 新建 引进 寻找 希望能 想上 要上 想做 要做 需求明确"),
        word(NO, "了解一下 先了解 了解产品 随便看看 随便问问 看看再说 先看看 要资料 索取资料 观望"
                 " 没想好 没有需求 没需求 暂无需求 无需求 不需要 需求不明 需求未定 需求不明确 无明确需求"),
    ),
    BUDGET: (
        word(YES, "预算充足 预算已批 预算批了 预算已批复 预算到位 预算已到位 预算没问题 资金到位 资金充足"
                  " 已立项 立项通过 完成立项 有预算 不差钱"),
        word(NO, "预算不足 预算有限 预算紧张 预算不多 预算不够 没有预算 没预算 无预算 暂无预算 预算未定"
                 " 预算没定 预算未批 预算没批 预算被砍 预算取消 未立项 没立项 嫌贵 太贵 价格偏高"),
    ),
    CHAIN: (
        word(YES, "老板拍板 老板定 老板已同意 已见老板 见到老板 总经理拍板 总经理决定 董事长拍板 能拍板"
                  " 可以拍板 有决策权 说了算 决策人已确认 决策流程清楚 决策流程明确 决策链清晰"),
        word(NO, "做不了主 做不得主 说了不算 没有决策权 无决策权 要请示 需请示 要汇报 需汇报 问老板"
                 " 请示老板 上级决定 总部决定 总部审批 层层审批 多人决策 不知道谁决定 决策人不明"
                 " 找不到决策人 决策链长 决策链不清"),
    ),
    WILLING: (
        word(YES, "有意向 有兴趣 感兴趣 愿意合作 想合作 有合作意愿 意向强 意愿强 认可"),
        word(NO, "没兴趣 没有兴趣 不感兴趣 没意向 无意向 意愿不强 意向不强 暂不考虑 不考虑"),
    ),
    SOON: (
        word(MONTH, "急 急需 急用 加急 紧急 尽快 马上 立即 本周 下周 本月 这个月 月底前 下月 下个月"),
        word(QUARTER, "本季度 下季度 季度内"),
        word(LATER, "不急 不着急 不紧急 年底 明年 下半年 以后再说 往后放"),
    ),
    TITLES: (
        word(DECIDES, "董事长 总经理 总裁 老板 创始人 法人 法定代表人 执行董事 CEO 厂长 院长 校长 店主"),
        word(INFLUENCES, "副总经理 副总裁 副总 总监 部长 经理 主任 主管 负责人 科长 处长 总工 总助 CIO CTO"
                         " CFO COO 副厂长 副院长 副校长 总经理助理 总裁助理"),
        word(USES, "工程师 专员 助理 文员 职员 秘书 操作员 技术员 业务员 会计 出纳 仓管 班长 店员"),
    ),
    FORECAST: (
        word("智能化管理系统", "生产效率 产能 停机 排产 产量 人工录入 手工报表", "制造业"),
        word("质量追溯系统", "追溯 一物一码 质检 召回 批号", "制造业"),
        word("全渠道订单管理", "多店 多平台 电商订单 退货 对账 发货慢", "零售/电商"),
        word("会员营销系统", "会员 复购 积分 储值", "零售/电商"),
        word("运输可视化", "在途 车辆 调度 司机 签收", "物流运输"),
        word("项目成本管理", "分包 项目成本 工地 进度款 材料浪费", "建筑业"),
        word("预约与随访系统", "预约 随访 排班 病历", "医疗健康"),
    ),
}  # fmt: skip
#: Right before a word: it is not so.
DENIED: Final = (
    r"(?:没有?|未|尚未|还没有?|暂时?没有?|暂未|无|并无|不|不太|不是|并非|缺乏?|谈不上)"
    r"[^，。；,;\s]{0,2}$"
)
#: Before a word in its clause: nobody has said so.
UNSURE: Final = (
    r"如果|要是|假如|一旦|是否|有没有|会不会|能否|可能|也许|或许|不知|什么时候|何时|等.{0,6}再"
)
