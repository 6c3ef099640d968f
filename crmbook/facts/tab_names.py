"""What the name of a tab says: a month (1月, 2024年3月), and what is left of it, perhaps a person."""

from __future__ import annotations

from dataclasses import dataclass

from crmbook.model.patterns import lazy
from crmbook.schema.numerals import arabic
from crmbook.schema.text import half_width, tidy

_NUMERAL = lazy("(?:十[一二]?|[一二三四五六七八九])(?=月)")
_MONTH = lazy(
    r"(?:(?P<long>20\d\d)[年./_ -]*|(?P<short>\d\d)年)?(?<!\d)(?P<month>1[0-2]|0?[1-9])月份?"
    r"|(?<!\d)(?P<year>20\d\d)(?:[./_-](?P<number>1[0-2]|0?[1-9])|(?P<padded>0[1-9]|1[0-2]))(?!\d)"
)
#: What people write around a month or a name: 3月线索登记表, 张三的客户.
_WORDS = lazy(
    "线索|客户|跟进|登记|记录|销售|业务|新增|明细|台账|名单|数据|资料|意向|月度|表|的"
    r"|[\s\-_—./·,，、()（）\[\]【】]"
)

_OTHER_TIME = lazy("[前后起至到]")  # 3月以前: no month of its own


@dataclass(frozen=True, slots=True)
class TabName:
    """A tab's name read. ``month`` 1–12 (None: it names none); ``year`` None where it has none.

    ``rest`` is what remains beside the month and words such as 线索表: ``张三`` of ``张三3月``.
    """

    month: int | None
    year: int | None
    rest: str


def read_tab_name(name: str) -> TabName:
    """Return what a tab's name says; one that names two months, or a day, names no month."""
    text = _NUMERAL.sub(lambda match: arabic(match[0]), tidy(half_width(name)))
    found = list(_MONTH.finditer(text))
    rest = _WORDS.sub("", _MONTH.sub("", text))
    if len(found) != 1 or any(map(str.isdigit, rest)) or _OTHER_TIME.search(rest):
        return TabName(None, None, rest if not found else "")
    match = found[0]
    year = match["long"] or match["year"] or match["short"]
    number = match["month"] or match["number"] or match["padded"]
    return TabName(int(number), None if year is None else int(year) % 100 + 2000, rest)
