"""Company names (M13, M103, U11): the full legal name, as it stands on the licence."""

from __future__ import annotations

import re
from typing import ClassVar

from crmbook.i18n import _
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.company_names import (
    DUMMIES,
    HAN,
    TRADES,
    canonical,
    has_ending,
    is_nameless,
    is_placeholder,
    match_name,
)
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.kinds.text import spaces
from crmbook.schema.text import is_nothing, tidy

__all__ = ["Company", "canonical", "has_ending", "is_placeholder", "match_name"]

#: A cell that says that the customer is a person: legal names are for companies (M103).
_PERSONAL = frozenset(("个人", "个体", "个体户", "个体工商户", "自然人", "散客", "个人客户"))
# Without x, which may be a mask, and without 某.
_BODY = "[\u3400-\u4dbf\u4e00-\u67cf\u67d1-\u9fffA-WYZa-wyz0-9·&-]"

#: How a name may begin that is none (see company_names): looked at one by one.
_DUMMY = (
    rf"(?:[tT][eE][sS][tT]|[dD][eE][mM][oO]|{DUMMIES}|123|[A-Za-z0-9甲乙丙丁](?:公司|企业|厂|集团|客户|单位)"
    "|(?P<same>[A-Za-z0-9啊哈呵嗯])(?P=same){2})"
)
# One look at the first character tells most names from trades: a third of the time.
_FIRST = "".join(sorted({trade[0] for trade in TRADES.split("|")}))


class Company(Kind):
    """A company's name; str, half-width letters, no inner spaces between Chinese characters."""

    name: ClassVar[str] = "company"
    checks: ClassVar[tuple[str, ...]] = (
        "company-no-suffix", "company-style", "company-placeholder", "spaces",
    )  # fmt: skip
    clean: ClassVar[re.Pattern[str] | None] = lazy(
        rf"(?!{_DUMMY})(?!(?=[{_FIRST}])(?:{TRADES})+$){_BODY}+(?:（{_BODY}+）|\({_BODY}+\))?{_BODY}*(?<=[{HAN}）)])"
        "(?:公司|厂|中心|合作社|集团|医院|学校|大学|学院|银行|研究院|经营部|商行|事务所)"
    )

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse one name. What it lacks is a warning: the cell keeps what people typed."""
        del context
        text = tidy(raw)
        if is_nothing(text):
            return Parsed()
        name = canonical(text)
        if is_masked(name):
            return Parsed(name, masked=True)
        trimmed = _style(text, name) or spaces(raw, text)
        if is_placeholder(name):
            issue = Issue("company-placeholder", _why(name))
            return Parsed(name, (*trimmed, issue))
        return Parsed(name, (*trimmed, *_suffix(name)))


def _why(name: str) -> str:
    if is_nameless(name):
        return _("“{name}” has no name of its own").format(name=name)
    return _("“{name}” is no company's name").format(name=name)


def _style(text: str, name: str) -> tuple[Issue, ...]:
    """Return the issue of a spelling; brackets of either width are equally good."""
    if text == name:
        return ()
    message = _("normal form: {name}").format(name=name)
    return (Issue("company-style", message, fix=name),)


def _suffix(name: str) -> tuple[Issue, ...]:
    if has_ending(name) or name in _PERSONAL:
        return ()
    message = _("“{name}” does not end like a legal name (公司, 厂, 中心, 合作社 …)").format(
        name=name
    )
    return (Issue("company-no-suffix", message),)
