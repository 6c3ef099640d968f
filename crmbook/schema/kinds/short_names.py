"""What a company is called in talk: 宁波启航商贸有限公司 is 宁波启航 (U17)."""

from __future__ import annotations

from typing import Final

from crmbook.model.patterns import lazy
from crmbook.schema.kinds.company_names import BRACKETS, TRADES, is_nameless

_LEAST: Final = 4
_MOST: Final = 8
_TAIL: Final = lazy(rf"(?:{TRADES}|合作社|事务所|中心|厂|店)+$")


def short_name(company: str) -> str:
    """Return a company's name without brackets, trade and legal form; at most 8 characters.

    What would leave fewer than four, or a place alone, keeps its trade.
    """
    plain = BRACKETS.sub("", company).strip() or company.strip()
    if is_nameless(plain):
        return plain[:_MOST]
    bare = _TAIL.sub("", plain)
    return (bare if len(bare) >= _LEAST else plain)[:_MOST]
