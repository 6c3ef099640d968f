"""What a row among the data is when it is no record (U07): totals, separators, notes."""

from __future__ import annotations

import re

from crmbook.files.header.looks import Look, look_of
from crmbook.files.header.shape import Shape
from crmbook.model.cells import Raw
from crmbook.model.patterns import lazy
from crmbook.schema.text import half_width, tidy

SUBTOTAL = "subtotal"
TOTAL = "total"
SEPARATOR = "separator"
REPEATED_HEADER = "repeated-header"
NOTE = "note"
BLANK = "blank"
PERHAPS = "note?"  # a note only if its neighbour is one

_TOTAL = lazy(
    r"[^:]{0,12}?(?P<sub>小\s*计|本页合计)?(?:合\s*计|总\s*计|共\s*计|总\s*和|累\s*计|(?P<sub2>小\s*计))"
    r"(?:\(.{0,8}\))?:?\s*(?:[\d,.]+\s*(?:家|条|个|户|人|万元|万|元)?)?"
    r"|(?:grand\s+|sub-?\s*)?totals?:?|sum:?|gesamt\w*:?|(?:zwischen)?summe:?|insgesamt:?",
    re.IGNORECASE,
)
_SUB = lazy(r"小\s*计|本页|^sub|^zwischen", re.IGNORECASE)
_NOTE = lazy(
    r"\(?(?:备注|注意事项|注意|附注|注释|注|说明|填表说明|填写说明|填报说明|数据来源|资料来源|来源说明|"
    r"notes?|nota|source|fuente|anmerkung(?:en)?|hinweis|quelle|legende)\s*\d*\s*[:.]",
    re.IGNORECASE,
)
_FOOTNOTE = lazy(r"(?:\(?\d{1,2}\)|[①-⑳]|\d{1,2}/|[A-Z]/|[*†‡])\s*\S")
_SIGNED = lazy(
    r"(?:制表|审核|填表|统计|编制|经办|打印|导出|复核|负责|主管|填报|报表)(?:人|日期|时间|单位)?\s*:.*"
)
_RULE = lazy(r"[-–—―─━=＝*#~～_·•.…+>》】]{2,}|[【《<\[].{1,30}[】》>\]]")
_PERIOD = lazy(
    r"(?:\d{4}年|\d{2}年)?\s*(?:\d{1,2}月份?|[一二三四]季度|第[一二三四1-4]季度|[上下]半年|Q[1-4])"
    r"(?:\s*\S{0,6}(?:展会|线索|客户|汇总|名单|数据|新增|部分))?|\d{4}年(?:度)?",
    re.IGNORECASE,
)
_IDENTITY = lazy(
    r"(?:XS|KH|DD)\d{6,}"  # numbers of leads, customers, orders
    r"|(?<!\d)(?:\+?86)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)"
    r"|(?<!\d)0\d{2,3}[-\s)]\d{7,8}(?!\d)|(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)"
    r"|\S@\S+\.\S",
    re.IGNORECASE,
)
_LEGAL = lazy(r"(?:公司|集团|厂|中心|合作社|商行|事务所|研究院|医院|学校|银行|部|店)$")
_LONG = 40
_TELLING = 120  # characters that tell what a row is; cells hold up to 32,767


def closes_table(values: list[Raw]) -> bool:
    """Whether a row of these values is a total, a note or a signature, without a look around it."""
    texts = [_plain(value) for value in values if isinstance(value, str)]
    if any(_IDENTITY.search(text) for text in texts):
        return False
    if any(_TOTAL.fullmatch(text) for text in texts):
        return True
    signed = len(texts) == len(values) and all(_SIGNED.match(text) for text in texts)
    return bool(texts) and (signed or (len(values) <= 2 and bool(_NOTE.match(texts[0]))))


def row_kind(shape: Shape, at: int, cells: dict[int, Raw]) -> str | None:
    """Return what the row at a position is, None for a record.

    A lead's number, a phone or an address makes a record of any row, and so does a name in a
    company column, unless the whole of it reads as a total.
    """
    if not cells or cells.keys() <= shape.serials:
        return BLANK
    texts = _texts(cells)
    if any(_IDENTITY.search(text) for text in texts.values()):
        return None
    for text in texts.values():
        if _TOTAL.fullmatch(text):
            return SUBTOTAL if _SUB.search(text) else TOTAL
    if any(_is_mobile(value) for value in cells.values()) or not texts:
        return None
    return _kind_of_sparse(shape, at, texts, len(cells))


def _kind_of_sparse(shape: Shape, at: int, texts: dict[int, str], count: int) -> str | None:
    first = min(texts)
    signed = count == len(texts) and all(_SIGNED.match(other) for other in texts.values())
    if signed or (count <= 2 and _NOTE.match(texts[first])):
        return NOTE
    return _kind_of_lone(shape, at, first, texts[first]) if count == 1 else None


def _kind_of_lone(shape: Shape, at: int, column: int, text: str) -> str | None:
    """Return what a row with one text is; a name in a company column is a record."""
    if _RULE.match(text) or _PERIOD.fullmatch(text):
        return SEPARATOR
    wide = shape.span(at) > max(2, len(shape.columns) / 2)
    if shape.companies and not wide and (_LEGAL.search(text) or column in shape.companies):
        return None
    numbers = column == shape.first and bool(shape.companies)  # 线索编号, 序号: no place for words
    if wide or (numbers and look_of(text) is not Look.DATUM):
        return NOTE if len(text) > _LONG else SEPARATOR
    return None


def tail_kind(shape: Shape, at: int, cells: dict[int, Raw]) -> str | None:
    """Return what a row at the end of the data is, where more is taken for a note than inside.

    ``PERHAPS``: a note only if what stands above or below it is one.
    """
    kind, texts = row_kind(shape, at, cells), _texts(cells)
    if kind or len(cells) >= max(0.4 * shape.typical, 1.5) or _has_identity(cells, texts):
        return kind
    if not texts:
        return TOTAL if shape.named and not cells.keys() & shape.named else None
    gap = at > shape.start and shape.row(at) > shape.row(at - 1) + 1
    if texts.keys() & shape.companies and not (gap and len(cells) == 1):
        return NOTE if any(_is_prose(shape, *cell) for cell in texts.items()) else None
    if any(_misplaced(shape, column, text) for column, text in texts.items()):
        return NOTE
    if len(cells) > 1:
        return None
    return NOTE if gap or shape.span(at) > 1 else PERHAPS


def _has_identity(cells: dict[int, Raw], texts: dict[int, str]) -> bool:
    if any(_IDENTITY.search(text) or _LEGAL.search(text) for text in texts.values()):
        return True
    return any(_is_mobile(value) for value in cells.values())


def _misplaced(shape: Shape, column: int, text: str) -> bool:
    """Whether a text cannot be a value of its column: words under figures, prose under names."""
    if shape.figures.get(column, 0.0) >= 0.9 and look_of(text) is not Look.DATUM:
        return True
    missing = shape.always - {column}
    return _is_prose(shape, column, text) or (bool(missing) and column > min(missing))


def _is_prose(shape: Shape, column: int, text: str) -> bool:
    """Whether a text is a footnote, or far longer than what its column holds."""
    longest = max(_LONG, 2.5 * shape.length.get(column, 0.0))
    return _FOOTNOTE.match(text) is not None or len(text) > longest


def _texts(cells: dict[int, Raw]) -> dict[int, str]:
    return {column: _plain(value) for column, value in cells.items() if isinstance(value, str)}


def _plain(value: str) -> str:
    return tidy(half_width(value[:_TELLING]))


def _is_mobile(value: Raw) -> bool:
    return type(value) is int and 13_000_000_000 <= value < 20_000_000_000
