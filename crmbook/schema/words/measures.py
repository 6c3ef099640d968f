"""Units of measure: what 单位 holds in a table of figures, where it is no company."""

from __future__ import annotations

import re

from crmbook.model.patterns import lazy

MEASURE = lazy(
    r"[十百千万亿]*(?:美元|欧元|日元|港元|元|人次|人|户|家|所|个|次|件|台|套|吨|公斤|千克|克|标准煤|"
    r"公里|海里|平方米|平方公里|立方米|千米|米|亩|公顷|升|千瓦时|千瓦|小时|分钟|天|日|周|月|年|册|张|箱|"
    r"只|头|条|辆|艘|架|座|栋|间|份|项|对|双|分|度|岁|倍|担|床)?(?:[/每].{1,6})?"
    r"|%|‰|(?:kg|km|cm|mm|m|g|t|l|ml|h|ha|kw|mw|gw|kwh|mwh|gwh|pcs|usd|eur|rmb|cny)[23]?",
    re.IGNORECASE,
)
