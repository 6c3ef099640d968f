"""规则: every rule a manager can change in the workbook, its default and where it comes from.

One row a rule (编号, 规则, 值, 单位, 生效日期, 依据). A missing sheet or row means the default; a
bad value is a problem in that cell. Code asks :class:`RuleBook` by the constants declared here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from crmbook.model.patterns import lazy
from crmbook.schema.column import Rule

COMPLETENESS = Rule("完整度.阈值", "信息完整度低于此值时 check 不通过", 0.9, "比例", "001 M19",
                    minimum=0, maximum=1)  # fmt: skip
MONTH_END = Rule("月结日", "每月统计截止到哪一天（月末，或 1–28 的日子）", "月末", "日", "§2.11")
DETAIL_LIMIT = Rule("月报明细.上限", "明细超过此行数时，月报写数值而不写公式", 20000, "行", "§2.16",
                    minimum=1)  # fmt: skip
FOLLOWUP_START = Rule("跟进规则启用日期", "此日之前的逾期只进清理清单", "", "日期", "§2.19")
LIST_LIMIT = Rule("问题.同类显示上限", "同一类问题在文字报告里最多列出多少条", 20, "条", "§2.19",
                  minimum=1)  # fmt: skip
BACKUP_DAYS = Rule("备份.保留天数", "备份保留多少天", 30, "天", "U20", minimum=1)
BACKUP_COUNT = Rule("备份.保留份数", "每个工作簿保留多少份备份", 20, "份", "U20", minimum=1)
AMOUNT_LIMIT = Rule("金额.单位存疑", "金额（万元）达到此值时提示可能填成了元", 10000, "万元", "§2.1",
                    minimum=1)  # fmt: skip
TARGET_GAP = Rule("目标.严重差距", "低于目标的相对差距达到此值为“严重”", 0.15, "比例", "000 §2.9",
                  minimum=0, maximum=1)  # fmt: skip
SMALL_SAMPLE = Rule("渠道.小样本", "线索数少于此值的渠道，转化率置灰", 10, "条", "M84", minimum=0)
HINT_LOSS = Rule("建议.流失率", "某阶段流失率达到此值时给出优化建议", 0.05, "比例", "M88",
                 minimum=0, maximum=1)  # fmt: skip
HINT_RATE = Rule("建议.转化率目标", "没有填目标时，转化率低于此值给出建议", 0.15, "比例", "000 M87",
                 minimum=0, maximum=1)  # fmt: skip
HINT_RARE = Rule("建议.跟进不足", "某等级有此比例的线索超过跟进间隔时提示跟进不足", 0.3, "比例",
                 "002 M88", minimum=0, maximum=1)  # fmt: skip
HINT_FREQUENT = Rule("建议.跟进过密", "某等级有此比例的线索跟进过密时提示放缓", 0.3, "比例", "002 M88",
                     minimum=0, maximum=1)  # fmt: skip
WORKING_HOURS = Rule("工作时间", "10 分钟与 1 小时规则的计时时段", "9:00-18:00", "", "§2.7")
SPOT_CHECKS = Rule("抽查.每人", "每周每人抽查几条线索", 5, "条", "002 M94", minimum=1)
JUNIORS_FIRST = Rule("分配.新人优先", "B/C类优先新人，直到其负荷比资深高出此值", 0.1, "比例", "002 M42",
                     minimum=0, maximum=1)  # fmt: skip
INDUSTRY_FIRST = Rule("分配.行业优先", "优先做该行业的人，直到其负荷比别人高出此值（1 为满员才换人）", 1.0,
                      "比例", "002 M42", minimum=0, maximum=1)  # fmt: skip
PRODUCT_FIRST = Rule("分配.产品优先", "优先做该产品的人，直到其负荷比别人高出此值", 0.5, "比例", "002 M42",
                     minimum=0, maximum=1)  # fmt: skip

#: When somebody is reminded of what is due the day after.
REMINDER = "提醒.时刻"

_CADENCE = (
    ("线索.A类", "A类线索跟进间隔", "1-2", "天", "002 M51"),
    ("线索.B类", "B类线索跟进间隔", "3-5", "天", "002 M51"),
    ("线索.C类", "C类线索跟进间隔", "7-10", "天", "002 M51"),
    ("客户.潜在", "潜在客户联系间隔", "7", "天", "001 M53"),
    ("客户.意向", "意向客户联系间隔", "2-3", "天", "001 M53"),
    ("客户.成交", "成交客户联系间隔", "30", "天", "001 M53"),
    ("等级.A级", "A级客户：季度高管拜访", "90", "天", "000 M54"),
    ("等级.B级", "B级客户：月度电话回访", "30", "天", "000 M54"),
    ("等级.C级", "C级客户：季度产品更新邮件", "90", "天", "000 M54"),
    ("等级.D级", "D级客户：半年行业白皮书", "180", "天", "000 M54"),
)
_WAYS = (
    ("A类", "电话+拜访+方案定制", "促成商务洽谈"),
    ("B类", "邮件+案例分享+产品演示", "明确需求痛点"),
    ("C类", "行业资讯+白皮书推送+社群互动", "培育需求"),
)
_CAPS = (
    ("A类.每日", "A类线索每天跟进上限", 1, "次", "002 M52"),
    ("C类.每周", "C类线索每周跟进上限", 2, "次", "002 M52"),
    ("推送.每月", "每月主动推送上限", 2, "次", "000 M55"),
    ("暂停.轻触达", "暂停跟进的线索轻触达间隔", 30, "天", "002 M56"),
)
_CLOCKS = (
    ("僵尸线索", "多少天未跟进且无计划算僵尸线索", 7, "自然日", "002 M49"),
    ("新客户首次联系", "新客户分配后多少天内须联系", 7, "自然日", "004 M47"),
    ("分配通知", "分配后多少分钟内通知", 10, "工作分钟", "002 M43"),
    ("确认接收", "收到线索后多少小时内确认", 1, "工作小时", "002 M44"),
    ("更新记录", "跟进后多少小时内登记", 24, "自然小时", "002 M57"),
    ("签约交接", "签约后多少小时内同步客服与交付", 24, "自然小时", "002 M71"),
    ("售后回访", "交付后多少天内跟进使用情况", 3, "自然日", "000 M74"),
    ("售后响应", "客户反馈后多少小时内响应", 24, "自然小时", "000 M75"),
    ("售后解决", "客户反馈后多少小时内给出方案", 48, "自然小时", "000 M75"),
    ("资料整理", "审核后多少个工作日内整理完", 2, "工作日", "004 M96"),
    ("档案核对", "客户信息多少天须核对一次", 90, "自然日", "003 M66"),
    ("满意度调研", "多少天做一次满意度调研", 182, "自然日", "000 M76"),
    ("升级.业务员", "逾期多少天提醒业务员", 3, "自然日", "§3.8"),
    ("升级.主管", "逾期多少天提醒主管", 5, "自然日", "§3.8"),
    ("升级.高风险", "逾期多少天列为高风险", 7, "自然日", "§3.8"),
)
_SCORES = (
    ("预算.≥200万", "预算 200 万元及以上", 15, "分"), ("预算.≥100万", "预算 100 万元及以上", 13, "分"),
    ("预算.≥50万", "预算 50 万元及以上", 10, "分"), ("预算.≥20万", "预算 20 万元及以上", 6, "分"),
    ("预算.>0万", "有预算，不足 20 万元", 3, "分"), ("预算.达标", "预算达标分", 10, "分"),
    ("紧急.1个月内", "1 个月内，或紧急性高", 10, "分"), ("紧急.3个月内", "3 个月内", 8, "分"),
    ("紧急.中", "紧急性中", 6, "分"), ("紧急.低", "紧急性低", 2, "分"),
    ("紧急.达标", "需求紧急度达标分", 8, "分"), ("权限.最终决策人", "联系人是最终决策人", 10, "分"),
    ("权限.影响者", "联系人是影响者", 7, "分"), ("权限.使用者", "联系人是使用者", 4, "分"),
    ("权限.达标", "决策权限达标分", 7, "分"),
)  # fmt: skip
ENOUGH_BUDGET = Rule("评级.预算充足", "预算达到多少算充足", 50, "万元", "002 M30", minimum=0)
NEED_LENGTH = Rule(
    "评级.需求字数", "需求描述写到多少字，算说清了需求", 6, "字", "002 M30", minimum=1
)
MEDIUM_URGENT = Rule("四象限.中等紧急", "紧急性“中”算不算紧急", "否", "", "003 M34",
                     choices=("是", "否"))  # fmt: skip
MEDIUM_IMPORTANT = Rule("四象限.中等重要", "重要性“中”算不算重要", "否", "", "003 M34",
                        choices=("是", "否"))  # fmt: skip
_LEVELS = (
    ("A级.金额", "A级客户：近 12 个月采购额", 50, "万元"), ("A级.年限", "A级客户：合作年限", 2, "年"),
    ("B级.金额", "B级客户：近 12 个月采购额", 20, "万元"), ("B级.年限", "B级客户：合作年限", 1, "年"),
    ("D级.联系", "D级客户：半年内联系少于", 2, "次"),
)  # fmt: skip
_SCREEN = (
    ("硬性.员工数", "筛选：企业规模(员工数)", "100-500", "人"),
    ("硬性.地区", "筛选：地域范围", "上海、江苏、浙江、安徽、福建、江西、山东", ""),
    ("硬性.预算", "筛选：预算", "≥50", "万元"), ("硬性.行业", "筛选：行业类型（空为不限）", "", ""),
    ("软性.需求明确度", "筛选：需求明确度", "明确", ""), ("软性.决策权限", "筛选：决策权限", "影响者", ""),
    ("软性.合作意愿", "筛选：合作意愿", "有", ""),
)  # fmt: skip
_AUTHORITIES = ("最终决策人", "影响者", "使用者")
_PROGRAMME = (
    ("A级", "专属客服通道、产品升级方案、节日礼品"), ("B级", "行业解决方案、客户沙龙"),
    ("C级", "基础培训、促销"),
)  # fmt: skip
_STAGE_ACTIONS = (
    ("潜在", "收集需求、发送资料"), ("意向", "跟进方案反馈、解答疑问"),
    ("成交", "满意度调研、复购需求挖掘"), ("流失", "挽回名单：一个月后回访"),
)  # fmt: skip

_MEASURES = (
    (
        "来源.转化",
        "某来源转化下降时的建议措施",
        "核对该渠道的线索质量与首次联系时效；连续两月偏低则减少投入",
    ),
    (
        "来源.数量",
        "某来源线索减少时的建议措施",
        "与市场部核对该渠道的投放与留资；补足有效渠道的预算",
    ),
    (
        "负责人.转化",
        "某人转化下降时的建议措施",
        "主管陪访A类线索，复盘流失；检查跟进是否过密或不足",
    ),
    ("负责人.数量", "某人线索减少时的建议措施", "核对分配与负荷，重新分配待联系线索"),
    ("等级.转化", "某等级转化下降时的建议措施", "复核该等级的评级标准，按等级调整跟进频率"),
    ("等级.数量", "某等级线索减少时的建议措施", "检查筛选标准与渠道结构，提高高意向线索的占比"),
    ("地区.转化", "某地区转化下降时的建议措施", "了解当地竞争与报价，安排上门拜访"),
    ("地区.数量", "某地区线索减少时的建议措施", "在该地区补充渠道或活动"),
    ("来源.流失", "某来源流失上升时的建议措施", "核对该渠道线索是否符合筛选标准，不符合的尽早剔除"),
    ("负责人.流失", "某人流失上升时的建议措施", "主管抽查流失线索的跟进记录，陪同挽回"),
    ("等级.流失", "某等级流失上升时的建议措施", "复核该等级的评级，按等级调整跟进频率"),
    ("地区.流失", "某地区流失上升时的建议措施", "了解当地竞品与价格，调整报价或交期"),
    ("流失阶段.分配阶段", "分配阶段流失上升时的建议措施", "缩短分配与首次联系的时间，当天联系"),
    ("流失阶段.跟进阶段", "跟进阶段流失上升时的建议措施", "按规则间隔跟进，补案例分享与产品演示"),
    ("流失阶段.转化阶段", "转化阶段流失上升时的建议措施", "主管介入商务洽谈，复核报价与付款条件"),
    ("跟进.不足", "某等级跟进不足时的建议措施", "缩短该等级的跟进间隔，每天先清逾期"),
    ("跟进.过密", "某等级跟进过密时的建议措施", "放缓联系，改发资料，等客户反馈再约"),
    ("原因未定", "数据不足以说明原因时的建议措施", "逐条复盘本月签约与流失线索，再定措施"),
)

RULES: tuple[Rule, ...] = (
    COMPLETENESS, MONTH_END, DETAIL_LIMIT, LIST_LIMIT, FOLLOWUP_START, AMOUNT_LIMIT, TARGET_GAP,
    SMALL_SAMPLE, HINT_LOSS, HINT_RATE, HINT_RARE, HINT_FREQUENT, BACKUP_DAYS, BACKUP_COUNT,
    *(Rule(f"周期.{c}", t, v, u, b) for c, t, v, u, b in _CADENCE),
    *(Rule(f"方式.{g}", f"{g}线索的跟进方式", way, "", "002 M51") for g, way, _ in _WAYS),
    *(Rule(f"目标.{g}", f"{g}线索的跟进目标", goal, "", "002 M51") for g, _, goal in _WAYS),
    *(Rule(f"上限.{c}", t, v, u, b, minimum=0) for c, t, v, u, b in _CAPS),
    *(Rule(f"时限.{c}", t, v, u, b, minimum=0) for c, t, v, u, b in _CLOCKS),
    WORKING_HOURS, SPOT_CHECKS,
    JUNIORS_FIRST, INDUSTRY_FIRST, PRODUCT_FIRST,
    Rule(REMINDER, "到期前一天几点提醒", "18:00", "", "002 M59"),
    *(Rule(f"评分.{c}", t, v, u, "000 §2.4", minimum=0) for c, t, v, u in _SCORES),
    ENOUGH_BUDGET, NEED_LENGTH, MEDIUM_URGENT, MEDIUM_IMPORTANT,
    *(Rule(f"客户等级.{c}", t, v, u, "000 §2.3", minimum=0) for c, t, v, u in _LEVELS),
    *(Rule(f"筛选.{c}", t, v, u, "002 M24", choices=_AUTHORITIES if c == "软性.决策权限" else ())
      for c, t, v, u in _SCREEN),
    Rule("高价值.成交金额", "高价值客户群体：成交金额", 10, "万元", "001 M38", minimum=0),
    Rule("高价值.复购率", "高价值客户群体：复购率", 0.2, "比例", "001 M38", minimum=0, maximum=1),
    *(Rule(f"维护.{c}", f"{c}客户的维护内容", v, "", "000 U21") for c, v in _PROGRAMME),
    *(Rule(f"阶段动作.{c}", f"{c}客户的阶段动作", v, "", "001 U21") for c, v in _STAGE_ACTIONS),
    Rule("标签策略.价格敏感", "标签“价格敏感”的跟进策略", "促销", "", "001 U21"),
    Rule("整理.失联", "多少天没有联系、也没有计划，算长期失联", 180, "天", "000 M39", minimum=1),
    Rule("整理.挽回", "流失多少天后进挽回名单", 30, "天", "001 U21", minimum=0),
    Rule("整理.挽回原因", "这些流失原因可能已过去，值得再联系",
         "价格高、预算取消、需求取消或推迟、联系不上、决策人变更、交期不满足", "", "001 U21"),
    Rule("节日.提前", "节日名单提前多少天", 14, "天", "000 U21", minimum=0),
    *(Rule(f"措施.{c}", t, v, "", "002 §五") for c, t, v in _MEASURES),
)  # fmt: skip
BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
#: Rows that a manager may add, by pattern of their 编号: a band of the score, each like one here.
FAMILIES: Mapping[str, Rule] = {
    r"评分\.预算\.[≥>]\d+(?:\.\d+)?万": BY_CODE["评分.预算.≥50万"],
    r"评分\.紧急\.\d+(?:\.\d+)?个月内": BY_CODE["评分.紧急.1个月内"],
    r"评分\.权限\.(?!达标$).+": BY_CODE["评分.权限.影响者"],
    r"评分卡\..+\..+": BY_CODE["评分.权限.影响者"],
}
_FAMILIES = tuple((lazy(pattern), like) for pattern, like in FAMILIES.items())
_ISSUED = "编号.已发."
#: The row of 规则 by which crmbook knows a workbook that was moved or renamed (DESIGN 2, state).
BOOK_ID = "工作簿.编号"
_NUMBER = lazy(r"[-+]?\d+(\.\d+)?%?")
_SPAN = lazy(r"(≥|>=|>|≤|<=|<)?(\d+(?:\.\d+)?)(?:[-—~～至到](\d+(?:\.\d+)?))?")
_DAYS = lazy(r"(\d{1,4})(?:\.0)?(?:[-—~～至到](\d{1,4}))?天?")
_CLOCK = lazy(r"(\d{1,2})[:：](\d{2})(?:[:：]00)?")
#: The rules that say after how many days somebody is to be contacted again.
CADENCE = "周期."
#: What a criterion of the screening says that asks nothing.
UNLIMITED = "不限"
#: Rules whose value is a span.
SPANS = frozenset({"筛选.硬性.员工数", "筛选.硬性.预算"})

RuleValue = str | int | float


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules in force: defaults, overridden by the rows of the 规则 sheet that are good.

    ``book_id`` is the workbook's own number, nothing where 规则 holds none.
    """

    values: Mapping[str, RuleValue] = field(default_factory=dict)
    book_id: str = ""

    def __getitem__(self, rule: Rule | str) -> RuleValue:
        code = rule if isinstance(rule, str) else rule.code
        return self.values[code] if code in self.values else BY_CODE[code].default

    def number(self, rule: Rule | str) -> float:
        """Return a rule's value as a number."""
        return float(self[rule])

    def family(self, prefix: str) -> dict[str, float]:
        """Return the numbers of the rules whose 编号 begin like this, those a manager added too."""
        codes = dict.fromkeys(
            (
                *(code for code in BY_CODE if code.startswith(prefix)),
                *(code for code in self.values if code.startswith(prefix)),
            )
        )
        return {code: float(self[code]) for code in codes}

    def count(self, rule: Rule) -> int:
        """Return a rule's value as a whole number."""
        return int(float(self[rule]))


def issued_rule(code: str) -> str:
    """Return the series of numbers whose highest a row of 规则 keeps: XS2024; "" for other rows."""
    return code.removeprefix(_ISSUED) if code.startswith(_ISSUED) else ""


def issued_code(series: str) -> str:
    """Return the 编号 of the row that keeps the highest number of a series (§2.5)."""
    return _ISSUED + series


def rule_of(code: str) -> Rule | None:
    """Return the rule that a row's 编号 names, or the one it is like; None for no rule."""
    if code in BY_CODE:
        return BY_CODE[code]
    return next((like for pattern, like in _FAMILIES if pattern.fullmatch(code)), None)


def is_known(code: str) -> bool:
    """Whether a row's 编号 is a rule of crmbook's, or one of the numbers it keeps there (§2.5)."""
    return rule_of(code) is not None or code == BOOK_ID or code.startswith(_ISSUED)


def read_value(rule: Rule, raw: object) -> RuleValue | None:
    """Return what a manager typed as the rule's value, None when it cannot be one.

    A rule whose default is a number takes a number or a percentage within its bounds; 月结日 takes
    月末 or a day of 1–28; any other rule takes text.
    """
    if rule is MONTH_END:
        return _month_end(raw)
    if isinstance(rule.default, str):
        return _text(rule, raw)
    number = _number(raw)
    if number is None:
        return None
    low, high = rule.minimum, rule.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        return None
    return int(number) if isinstance(rule.default, int) and number.is_integer() else number


def _text(rule: Rule, raw: object) -> str | None:
    text = None if raw is None else str(raw).strip()
    if text is None or (rule.choices and text not in rule.choices):
        return None
    if rule.code.startswith(CADENCE) and days_of(text) is None:
        return None
    if rule.code == REMINDER and clock_of(text) is None:
        return None
    spans = rule.code not in SPANS or text == UNLIMITED or span_of(text) is not None
    return text if spans else None


def span_of(text: str) -> tuple[float, float] | None:
    """Return the bounds of a span that a rule names: ``100-500``, ``≥50``, ``<20``; None for no span."""
    match = _SPAN.fullmatch(text.replace(" ", ""))
    if match is None:
        return None
    low, high = (float(match[at]) if match[at] else None for at in (2, 3))
    if low is None or (high is None) == (match[1] is None):
        return None
    if high is not None:
        return (low, high) if low <= high else None
    return (low, inf) if match[1] in {"≥", ">=", ">"} else (0.0, low)


def days_of(text: str) -> tuple[int, int] | None:
    """Return the days of a cadence, earliest and latest: ``1-2``, ``7``, ``3-5天``; None for none."""
    match = _DAYS.fullmatch(text.replace(" ", ""))
    if match is None:
        return None
    low = int(match[1])
    high = int(match[2] or low)
    return (low, high) if 0 < low <= high else None


def clock_of(text: str) -> dt.time | None:
    """Return the time of day that a rule names: ``18:00``, ``9：30``; None for none."""
    match = _CLOCK.fullmatch(text.replace(" ", ""))
    if match is None or not (int(match[1]) < 24 and int(match[2]) < 60):
        return None
    return dt.time(int(match[1]), int(match[2]))


def _number(raw: object) -> float | None:
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, int | float):
        return float(raw)
    text = str(raw).strip()
    if not _NUMBER.fullmatch(text):
        return None
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _month_end(raw: object) -> RuleValue | None:
    if str(raw).strip() == MONTH_END.default:
        return str(MONTH_END.default)
    day = _number(raw)
    return int(day) if day is not None and day.is_integer() and 1 <= day <= 28 else None
