"""What company names are made of: legal endings, trades, brackets (M13, U11)."""

from __future__ import annotations

import re

from crmbook.model.patterns import lazy
from crmbook.schema.kinds.blanks import says_none
from crmbook.schema.text import INVISIBLE, fold, half_width
from crmbook.schema.words.places import is_place

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"
#: How a legal name may end. Checked against the full names of 1,478 listed companies (none fails).
ENDINGS = (
    "公司", "集团", "厂", "中心", "合作社", "联合社", "联社", "信用社", "银行", "支行", "分行",
    "分理处", "办事处", "医院", "卫生院", "诊所", "门诊部", "药房", "药店", "学校", "大学", "学院",
    "中学", "小学", "幼儿园", "党校", "研究院", "设计院", "研究所", "事务所", "院", "所", "局",
    "厅", "处", "站", "部", "队", "委员会", "委", "政府", "街道办", "村委会", "居委会", "协会",
    "学会", "商会", "基金会", "联合会", "促进会", "公会", "工会", "商行", "车行", "贸易行", "商社",
    "报社", "出版社", "旅行社", "杂志社", "通讯社", "电视台", "广播台", "图书馆", "博物馆",
    "展览馆", "体育馆", "文化馆", "宾馆", "旅馆", "饭馆", "酒店", "饭店", "店", "超市", "商场",
    "商城", "市场", "卖场", "门市", "工作室", "工作坊", "作坊", "农场", "牧场", "林场", "养殖场",
    "机场", "电厂", "矿", "经营部", "户", "铺", "坊", "合伙企业", "有限合伙", "普通合伙", "企业",
    "基地", "园区", "俱乐部", "会所", "株式会社", "会社",
)  # fmt: skip
_ENGLISH = lazy(
    r"(?:^|[^a-z])(?:co|corp|inc|ltd|llc|llp|lp|plc|gmbh|ag|se|sa|spa|srl|bv|nv|ab|oy|as|pty|pte|kk|limited|company"
    r"|corporation|incorporated|group|holdings?|university|college|institute|hospital|school|bank"
    r"|cent(?:er|re)|association|foundation|s\.\s?a|b\.\s?v|n\.\s?v|s\.\s?p\.\s?a|s\.\s?r\.\s?l)[\s.,)]*$",
    re.IGNORECASE,
)  # fmt: skip
BRACKETS = lazy(r"\s*[（(\[【]([^（()）\[\]【】]*)[）)\]】]")
#: In brackets, these belong to the name itself.
_LEGAL_NOTE = lazy("集团|控股|国际|中国|筹|个体|普通合伙|特殊普通合伙|有限合伙|股份")
#: Words that say what a company does or is, not who it is.
TRADES = (
    "科技|信息|技术|网络|软件|电子|智能|装备|机械|设备|制造|医疗|器械|生物|教育|咨询|商贸|贸易|供应链|管理|物流|"
    "新能源|环保|文化|传媒|餐饮|物业|服务|金融|数据|实业|投资|发展|建设|工程|广告|食品|纺织|服装|五金|建材|化工|"
    "集团|控股|股份|有限|责任|总公司|分公司|公司|工厂|经营部|商行|工作室"
)
_NAMELESS = lazy(rf"(?:{TRADES})+")
_SOMEBODY = lazy(rf"某+[{HAN}]{{0,12}}|[{HAN}]{{2,4}}某+(?:{TRADES})+")
_WORDS = frozenset((
    "待填", "待核实", "公司名称", "公司名", "名称", "同上", "abc", "abcd", "asd", "asdf", "qwe", "qwer",
))  # fmt: skip
#: What nobody is called, and no company, whatever legal form stands behind it.
DUMMIES = "测试|test|demo|演示|示例|样例|新?客户|未知|不详|待定|待补充?|待确认|无名"
#: One letter, a run of one character, 123: 精密测试技术, 华测检测 and ABC科技 are names.
_DUMMY = lazy(
    rf"(?:{DUMMIES})(?:客户|用户|单位|企业|数据|账号)?[a-z0-9]*(?:{TRADES})*"
    "|[a-z0-9甲乙丙丁](?:公司|企业|厂|集团|客户|单位)?"
    f"|(?P<same>[a-z0-9啊哈呵嗯])(?P=same){{2,}}(?:{TRADES})*"
    r"|123\d*(?:公司|客户)?|[\W_]+"
)
_INNER = lazy(
    rf"(?<=[{HAN}）)])\s+(?=[{HAN}（(])|(?<=[（(])\s+|\s+(?=[）)])|\s+(?=[（(]\s*[{HAN}])"
)
_AROUND = lazy(rf"(?<=[{HAN}])\s+(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])\s+(?=[{HAN}])")
_LINES = lazy(r"[\t\r\n\u00a0\u3000]+")
_WIDE = str.maketrans(
    {
        chr(code): chr(code - 0xFEE0)
        for code in range(0xFF01, 0xFF5F)
        if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "&+-./"
    }
)
#: What the spelling of a name may be judged by: white space, wide letters, brackets.
_ODD = lazy(rf"\s|[０-９Ａ-Ｚａ-ｚ＆＋－．／()]|{INVISIBLE.pattern}")
_HAS_HAN = lazy(f"[{HAN}]")


def canonical(text: str) -> str:
    """Return a name in normal form: half-width letters and digits, no stray white space.

    Brackets stay as they are, of either width, unless a pair is mixed.
    """
    if not _ODD.search(text):
        return text
    plain = _LINES.sub(" ", INVISIBLE.sub("", text)).translate(_WIDE).strip()
    if not _HAS_HAN.search(plain):
        return plain
    plain = _AROUND.sub("", _INNER.sub("", plain))
    opened, closed = plain.count("（") - plain.count("）"), plain.count("(") - plain.count(")")
    if opened and opened == -closed:
        plain = plain.replace("(", "（").replace(")", "）")
    return plain


def is_placeholder(name: str) -> bool:
    """Whether a name names nobody: 测试, 待定, 某公司, a legal form without a name (科技有限公司)."""
    plain = name.casefold()
    dummy = plain in _WORDS or _DUMMY.fullmatch(plain) is not None
    return dummy or says_none(name) or is_nameless(name)


def is_nameless(name: str) -> bool:
    """Whether a name consists of trade and legal form alone (科技有限公司), or of 某 and those."""
    plain = BRACKETS.sub("", name)
    return _NAMELESS.fullmatch(plain) is not None or _SOMEBODY.fullmatch(plain) is not None


def has_ending(name: str) -> bool:
    """Whether a name ends as a legal name does, notes in brackets apart."""
    if name.endswith(ENDINGS):
        return True
    plain = BRACKETS.sub("", name).strip()
    return plain.endswith(ENDINGS) or any(_ENGLISH.search(one) for one in (plain, name))


def match_name(text: str) -> str:
    """Return a name for comparison: folded, without brackets that are no place (U11).

    ``华鼎（展会认识）`` → ``华鼎``; ``华鼎（杭州）科技公司`` → ``华鼎杭州科技公司``. A name that names
    nobody is "", so that two 科技有限公司 are never one company. The cell itself stays as it is.
    """
    name = canonical(text)
    if is_placeholder(name):
        return ""
    bare = BRACKETS.sub(_kept, name)
    return fold(bare) or fold(name)


def _kept(bracket: re.Match[str]) -> str:
    inner = half_width(bracket[1]).strip()
    return inner if is_place(inner) or _LEGAL_NOTE.fullmatch(inner) else ""
