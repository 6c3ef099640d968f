"""Sizes and amounts as people write them: ``200-500人``, ``≥50万元``, ``年营收1-5亿元`` (M15).

One grammar for both; a :class:`Measure` says which units a column knows and what a bare number is.
What the grammar does not cover (很多人, 几十万, 五六十万) is not read at all: nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from crmbook.model.patterns import lazy
from crmbook.schema.numerals import arabic, number_of, plain
from crmbook.schema.text import fold

_THOUSANDS = lazy(r"(?<=\d),(?=\d{3}(?!\d))")
_NOTE = lazy(r"\((?![\d)]*\)?$)[^()]*\)$")
_SCALES = {"百": 2, "千": 3, "k": 3, "万": 4, "w": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8,
           "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12}  # fmt: skip
_NEGATIVE = lazy(r"(?:[^\d,;]*[^\d,;~至到])?-(?:¥|rmb)?\d")
_LOW = "≥|>=|>|大于等于|大于|超过|不低于|不少于|至少|高于|多于|最少|最低|起码"
_HIGH = "≤|<=|<|小于等于|小于|不超过|不高于|不多于|最多|至多|最高|低于|少于"
_ABOUT = "约为|大约|大概|约|近|≈|~|差不多|预计|大致"
_AFTER_LOW = r"及以上|或以上|以上|\+|起"
_AFTER_HIGH = "及以下|或以下|以下|以内|之内|内"
_AFTER_ABOUT = "左右|上下"
_SAYING = ("scale", "unit", "sign")  # groups that say what a number is in
_TO = "-+|~|—+|–|−|至|到"


@dataclass(frozen=True, slots=True)
class Range:
    """A size or an amount: ``low`` and ``high`` inclusive, None where open; equal when exact.

    ``about`` marks 约; ``revenue`` is the 年营收 (万元) that some write beside the number of people.
    """

    low: float | None
    high: float | None
    unit: str = ""
    about: bool = False
    revenue: Range | None = None

    def __str__(self) -> str:
        text = ("约" if self.about else "") + self._span()
        return text if self.revenue is None else f"{text},年营收{self.revenue}"

    def _span(self) -> str:
        if self.low is None or self.high is None:
            bound, side = (self.high, "以下") if self.low is None else (self.low, "以上")
            return f"{plain(bound or 0)}{self.unit}{side}"
        if self.low == self.high:
            return f"{plain(self.low)}{self.unit}"
        return f"{plain(self.low)}-{plain(self.high)}{self.unit}"

    @property
    def exact(self) -> bool:
        """Whether it is one number, said without 约."""
        return self.low is not None and self.low == self.high and not self.about


@dataclass(frozen=True)
class Measure:
    """What a column measures.

    ``units`` map a unit word to its factor in ``unit``; ``scaled`` is the factor of a number with a
    scale but no unit (50万: 元), ``bare`` that of a number alone.
    """

    unit: str
    units: dict[str, Decimal]
    bare: Decimal
    scaled: Decimal
    labels: str
    before: str = field(default="(?!)")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The whole grammar as one regular expression over folded text."""
        units = "|".join(sorted(map(re.escape, self.units), key=len, reverse=True))
        scales = "|".join(sorted(_SCALES, key=len, reverse=True))
        side = (
            rf"(?P<sign{{0}}>{self.before})?(?P<n{{0}}>\d+(?:\.\d+)?)(?P<more{{0}}>多|余|\+)?"
            rf"(?P<scale{{0}}>{scales})?(?P<unit{{0}}>{units})?"
        )
        return re.compile(
            rf"(?:{self.labels})?(?:为|是|在|[:：=])?"
            rf"(?:(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<about>{_ABOUT}))?"
            rf"{side.format(1)}(?:(?:{_TO}){side.format(2)})?"
            rf"(?:(?P<above>{_AFTER_LOW})|(?P<below>{_AFTER_HIGH})|(?P<around>{_AFTER_ABOUT}))?"
            r"整?"
        )

    def read(self, text: str) -> Reading | None:
        """Return what a text says, None when the grammar does not cover it."""
        match = self.pattern.fullmatch(normal(text))
        if match is None:
            return None
        parts = match.groupdict()
        low = self._value(parts, 1)
        high = low if parts["n2"] is None else self._value(parts, 2)
        if parts["n2"] is not None and not (parts["scale1"] or parts["unit1"]):
            low = self._shared(parts, low, high)
        span = _span(parts, low, high)
        if span is None:
            return None
        explicit = any(parts[f"{name}{side}"] for name in _SAYING for side in (1, 2))
        return Reading(replace(span, unit=self.unit), explicit=explicit)

    def _value(self, parts: dict[str, str | None], side: int) -> Decimal:
        number = Decimal(parts[f"n{side}"] or 0)
        scale, unit, sign = (parts[f"{name}{side}"] for name in _SAYING)
        factor = self.units[unit] if unit else self.scaled if scale or sign else self.bare
        return (number * factor).scaleb(_SCALES.get(scale or "", 0))

    def _shared(self, parts: dict[str, str | None], low: Decimal, high: Decimal) -> Decimal:
        """Return the lower end of ``200-300万元`` in the upper end's unit, unless that reverses it."""
        shared = self._value({**parts, "scale1": parts["scale2"], "unit1": parts["unit2"]}, 1)
        unscaled = self._value({**parts, "unit1": parts["unit2"]}, 1)
        return shared if shared <= high else unscaled if parts["unit2"] else low


@dataclass(frozen=True, slots=True)
class Reading:
    """A range, and whether its text named a scale or a unit (``explicit``) or was a bare number."""

    range: Range
    explicit: bool


def normal(text: str) -> str:
    """Return a text ready for the grammar: half-width, no spaces, digits, no separators, no note."""
    return _THOUSANDS.sub("", _NOTE.sub("", arabic(fold(text))))


def is_negative(text: str) -> bool:
    """Whether a text that the grammar does not cover begins with a negative number: ``-50万``."""
    return _NEGATIVE.match(normal(text)) is not None


def _span(parts: dict[str, str | None], low: Decimal, high: Decimal) -> Range | None:
    is_range = parts["n2"] is not None
    above = parts["low"] or parts["above"] or parts["more1"] or parts["more2"]
    below = parts["high"] or parts["below"]
    about = bool(parts["about"] or parts["around"])
    if low > high or (above and below) or (is_range and (above or below)):
        return None
    if above:
        return Range(number_of(low), None, about=about)
    if below:
        return Range(None, number_of(high), about=about)
    return Range(number_of(low), number_of(high), about=about)


_HEADS = (
    "人",
    "名",
    "名员工",
    "位",
    "位员工",
    "员工",
    "个人",
    "人员",
    "人规模",
    "employees",
    "people",
)
_COINS = ("元", "块", "块钱", "元人民币", "人民币", "rmb", "cny", "元rmb", "圆", "元/年", "/年")
PEOPLE = Measure(
    unit="人",
    units=dict.fromkeys(_HEADS, Decimal(1)),
    bare=Decimal(1),
    scaled=Decimal(1),
    labels="(?:现有|共有|共计|共|公司|企业|团队|在职|在册)*(?:员工总数|员工人数|员工数|员工|人数|规模|人员)?",
)  # fmt: skip
_YUAN = Decimal(1).scaleb(-4)
MONEY = Measure(
    unit="万元",
    units=dict.fromkeys(_COINS, _YUAN),
    bare=Decimal(1),
    scaled=_YUAN,
    labels="(?:年度?|每年|月度?|总|本年度?|今年)?(?:采购|项目|合同|签约|成交|投入)?"
           "(?:营业收入|营收|收入|销售额|产值|预算|采购额|采购量|金额|合同额|总额|总价|费用|价格)?",
    before="¥|￥|rmb|人民币|cny",
)  # fmt: skip
