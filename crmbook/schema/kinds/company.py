"""Company names (M13, M103, U11): the full legal name, as it stands on the licence."""

from __future__ import annotations

import re
from typing import ClassVar

from crmbook.i18n import _
from crmbook.schema.kinds.base import Context, Issue, Kind, Parsed
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.kinds.text import spaces
from crmbook.schema.text import half_width, is_nothing, tidy

#: How a legal name may end (003 M13; U11).
ENDINGS = (
    "公司", "集团", "厂", "中心", "合作社", "医院", "学校", "大学", "学院", "中学", "小学", "幼儿园", "研究院",
    "研究所", "设计院", "局", "银行", "信用社", "商行", "经营部", "工作室", "店", "事务所", "诊所", "协会", "学会",
    "商会", "基金会", "联合社", "联社", "委员会", "政府", "厅", "站", "所", "院", "社", "馆", "行", "部", "场", "队",
    "农场", "矿", "办事处", "门市", "超市", "酒店", "宾馆", "饭店", "商场", "合伙企业", "(有限合伙)", "合伙)",
    "分理处", "支行", "分行", "经销部", "服务部", "批发部", "基地", "园", "苑", "城", "庄",
)  # fmt: skip
_ENGLISH = re.compile(
    r"(?:\b(?:co|corp|inc|ltd|llc|llp|plc|gmbh|ag|sa|bv|nv|pty|limited|company|corporation|group|holdings?"
    r"|university|institute|hospital|school|bank|center|centre)\b\.?)[\s.)]*$", re.IGNORECASE
)  # fmt: skip
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"
_INNER = re.compile(rf"(?<=[{_HAN}）)])[ \t\u3000]+(?=[{_HAN}（(])")
_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]")
_LEGAL = re.compile(
    r"(?:集团)?(?:股份)?(?:有限)?(?:责任)?公司|(?:科技|商贸|贸易|信息技术|网络科技|实业|电子|机械|物流)?有限(?:责任)?公司"
)
_TRADES = (
    "科技|信息|技术|网络|软件|电子|智能|装备|机械|制造|医疗|器械|生物|教育|咨询|商贸|贸易|供应链|管理|物流|新能源|"
    "环保|文化|传媒|餐饮|物业|服务|金融|数据|实业|投资|发展|建设|工程|集团|股份|有限|责任|公司"
)
_NAMELESS = re.compile(rf"(?:{_TRADES})+")
_PLACEHOLDERS = frozenset(
    "测试 test 待定 待补 待填 不详 不知道 未知 某公司 xxx xx公司 xxx公司 aaa 111 123 公司 个人 客户".split()
)


class Company(Kind):
    """A company's name; str, half-width letters, no inner spaces between Chinese characters."""

    name: ClassVar[str] = "company"
    checks: ClassVar[tuple[str, ...]] = (
        "company-no-suffix", "company-style", "company-placeholder", "spaces",
    )  # fmt: skip
    clean: ClassVar[re.Pattern[str] | None] = re.compile(
        rf"(?!(?:{_TRADES})+$)[{_HAN}A-Za-z0-9（）()·&]*[{_HAN}](?:公司|厂|中心|合作社|集团|医院|学校|大学)"
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
        trimmed = spaces(raw, text)
        if is_placeholder(name):
            message = _("“{name}” has no name of its own").format(name=name)
            return Parsed(name, (*trimmed, Issue("company-placeholder", message)))
        return Parsed(name, (*trimmed, *_style(text, name), *_suffix(name)))


def canonical(text: str) -> str:
    """Return a name as it is compared and written: width and inner spaces put right."""
    plain = half_width(text).replace("(", "（").replace(")", "）") if _has_han(text) else text
    return _INNER.sub("", plain).strip()


def match_name(text: str) -> str:
    """Return a name without what stands in brackets: ``华鼎（展会认识）`` → 华鼎 (U11)."""
    return _BRACKETS.sub("", canonical(text)).strip()


def is_placeholder(name: str) -> bool:
    """Whether a name names nobody: 测试, 待定, or a legal form without a name (科技有限公司)."""
    folded = name.casefold()
    nameless = name.endswith("公司") and _NAMELESS.fullmatch(name) is not None
    return nameless or folded in _PLACEHOLDERS


def has_ending(name: str) -> bool:
    """Whether a name ends as a legal name does."""
    plain = _BRACKETS.sub("", name).strip() or name
    return plain.endswith(ENDINGS) or name.endswith(ENDINGS) or bool(_ENGLISH.search(name))


def _has_han(text: str) -> bool:
    return re.search(rf"[{_HAN}]", text) is not None


def _style(text: str, name: str) -> tuple[Issue, ...]:
    """Return the issue of a spelling; brackets of either width are equally good."""
    if text.replace("(", "（").replace(")", "）") == name:
        return ()
    message = _("normal form: {name}").format(name=name)
    return (Issue("company-style", message, fix=name),)


def _suffix(name: str) -> tuple[Issue, ...]:
    if has_ending(name):
        return ()
    message = _("“{name}” does not end like a legal name (公司, 厂, 中心, 合作社 …)").format(name=name)
    return (Issue("company-no-suffix", message),)
