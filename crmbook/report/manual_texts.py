"""The words of 说明; the rules quote the declared defaults, so that they cannot disagree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crmbook.i18n import N_, _
from crmbook.schema.rules import BY_CODE

INTRODUCTION: Final = N_(
    "This file is the team's record; nothing else holds the data. Type, sort, filter, colour and add"
    " columns as you like: crmbook reads columns by their headers and leaves alone what it does not"
    " know. Type new rows directly below the last one."
)

SHEETS: Final[Mapping[str, str]] = {
    "线索登记表": N_(
        "one row a lead; a blank 线索编号 is issued by crmbook; [+] above opens more columns"
    ),
    "跟进记录表": N_("one row a contact; 公司名称 fills itself in from the number"),
    "客户档案": N_("one row a customer, 24 fields in six bands"),
    "订单": N_("one row a contract: amount, hand-over, payment"),
    "服务记录": N_("one row a request, complaint or survey after the sale"),
    "转化分析表": N_("one row a month, made by “crmbook monthly”; 优化建议 is yours to write"),
    "人员": N_("who is who: owners are chosen from here, 别名 lists what else they are called"),
    "规则": N_("every threshold and interval; change 值 (yellow), leave 编号"),
    "字典": N_("the words of the drop-downs; insert a row inside a block to add one"),
    "字段": N_("your own columns: type, required, options; other headers for known columns"),
    "目标": N_("monthly targets by team or person"),
    "节假日": N_("days off and working weekends that differ from the official calendar"),
}

COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("crmbook check 台账.xlsx", N_("which cells are wrong, whose they are, how to mend them")),
    ("crmbook monthly 台账.xlsx", N_("counts 转化分析表 anew in this file; everything else stays")),
    ("crmbook monthly 台账.xlsx --close 2024-03", N_("closes a month: its figures no longer move")),
    ("crmbook explain V111", N_("what a check means, with a bad and a good example")),
    ("crmbook new 台账.xlsx --sample", N_("another workbook like this, with sample rows")),
)


def rules() -> list[tuple[str, str]]:
    """Return (subject, sentence) of the rules people ask for most."""
    return [
        ("线索编号", _("XS + year + 3 digits (XS2024001); after 999 comes XS20241000")),
        ("意向等级", _(
            "A类: clear need, budget, known decision makers. B类: a need, budget or decision makers"
            " unclear. C类: a potential need. A+类 counts as A类."
        )),
        ("跟进频率", _("A类 every {a} days, B类 {b}, C类 {c}").format(
            a=_value("周期.线索.A类"), b=_value("周期.线索.B类"), c=_value("周期.线索.C类")
        )),
        ("转化率", _(
            "customers signed in the month / leads acquired in the month; 无效 and 重复 not counted"
        )),
        ("信息完整度", _("{threshold:.0%} of the required cells, a phone or a 微信号 is enough").format(
            threshold=float(_value("完整度.阈值"))
        )),
        ("僵尸线索", _("no contact for {days} days and no plan: reassign or clean up").format(
            days=_value("时限.僵尸线索")
        )),
        ("日期", _("2024-03-01, or 2024-03-01 10:30; do not type 3.10, Excel keeps it as 3.1")),
        ("金额", _("in 万元: 50 means 500,000 yuan")),
        ("电话", _("as text; a mobile of 11 digits, or area code and number: 0571-88888888")),
    ]  # fmt: skip


def _value(code: str) -> str:
    return str(BY_CODE[code].default)
