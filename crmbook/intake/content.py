"""Evidence: what the values of a column say it holds, whatever its title.

Asked of some 300 distinct values; each test is one look at a value through the kinds' own parsers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from crmbook.intake.pairing import halves
from crmbook.intake.persons import is_person
from crmbook.intake.roles import Role
from crmbook.intake.source import SourceColumn
from crmbook.model.cells import CellError, Raw
from crmbook.model.patterns import lazy
from crmbook.schema.kinds.base import Context, Kind, Vocabulary
from crmbook.schema.kinds.blanks import not_yet
from crmbook.schema.kinds.choice import IndustryChoice, canonical
from crmbook.schema.kinds.company_names import has_ending
from crmbook.schema.kinds.email import Email
from crmbook.schema.kinds.masked import is_masked
from crmbook.schema.kinds.number import LEAD_NUMBER
from crmbook.schema.kinds.phone import Phone, numbers
from crmbook.schema.ranges import MONEY, PEOPLE
from crmbook.schema.text import half_width, tidy
from crmbook.schema.words.measures import MEASURE
from crmbook.schema.words.places import PLACES, is_place

Words = Mapping[str, Vocabulary]
_LONGEST: Final = 120  # characters; what is longer is a text, whatever stands in it
_CONTEXT: Final = Context(today=dt.datetime(2000, 1, 1))  # of no parser that is asked here

_WEBSITE = lazy(r"(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+(?:com|cn|net|org|com\.cn)(?:/\S*)?",
                re.IGNORECASE)  # fmt: skip
_POSITION = lazy(
    r"(?:.{0,12}(?:经理|总监|主管|总裁|董事长|董事|厂长|院长|校长|所长|部长|科长|处长|主任|工程师|专员|助理|"
    r"采购|销售|会计|出纳|店长|站长|秘书|顾问|行长|法人|负责人|合伙人|创始人|老板|设计师|研究员|教授)(?:\(.*\))?"
    r"|CEO|CTO|CFO|COO|CIO|CMO|VP|HR|总工|总助)",
    re.IGNORECASE,
)
_ADDRESS = lazy(
    r".*(?:[省市区县镇乡村].*(?:路|街|道|巷|弄|大厦|园区|工业园|村|[号栋幢室座楼]).*|[路街道巷弄]\d+号.*)"
)
_WECHAT = lazy(r"wxid_\w+|[a-z][a-z0-9_-]{5,19}", re.IGNORECASE)
_GRADE = lazy("[ABCａｂｃＡＢＣabc]\\+?类.{0,6}")
_FULL_DATE = lazy(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}.*|20\d{6}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What share of a column's distinct values each role explains.

    ``dates``: which are dates; ``measures``: which are numbers or units, of no company's name.
    """

    count: int
    shares: dict[Role, float] = field(default_factory=dict)
    dates: float = 0.0
    measures: float = 0.0

    def share(self, role: Role) -> float:
        """Return the share of values that fit a role; a spare phone is a phone."""
        return self.shares.get(Role.PHONE if role is Role.SPARE else role, 0.0)

    @property
    def best(self) -> tuple[Role, float] | None:
        """The role that explains most, the more telling one first."""
        fits = [
            (self.shares[role], -at, role) for at, role in enumerate(TELLING) if role in self.shares
        ]
        if not fits:
            return None
        share, _at, role = max(fits)
        return role, share


def evidence(column: SourceColumn, words: Words) -> Evidence:
    """Return what a column's values say; empty cells and placeholders say nothing."""
    values = [value for value in column.sample() if _says_something(value)]
    if not values:
        return Evidence(0)
    texts = [_text(value) for value in values]
    short = [(v, t) for v, t in zip(values, texts, strict=True) if len(t) <= _LONGEST]
    shares = {}
    for role, test in _tests(words).items():
        hits = sum(test(value, text) for value, text in short)
        if hits:
            shares[role] = hits / len(values)
    dates = sum(map(_is_date, values, texts)) / len(values)
    measures = sum(map(_is_measure, values, texts)) / len(values)
    return Evidence(len(values), shares, dates, measures)


def _says_something(value: Raw) -> bool:
    if isinstance(value, CellError) or value is None:
        return False
    if not isinstance(value, str):
        return True
    text = tidy(value)
    return not (not_yet(text) or is_masked(text))


def _text(value: Raw) -> str:
    return tidy(half_width(value)) if isinstance(value, str) else str(value)


Test = Callable[[Raw, str], bool]

#: Roles that values alone can tell, the more telling one first.
TELLING: Final = (
    Role.EMAIL, Role.PHONE, Role.WEBSITE, Role.NUMBER, Role.COMPANY, Role.OWNER, Role.ADDRESS, Role.REGION,
    Role.GRADE, Role.STATUS, Role.SIZE, Role.BUDGET, Role.INDUSTRY, Role.SOURCE, Role.POSITION,
    Role.PERSON,
)  # fmt: skip


def _tests(words: Words) -> dict[Role, Test]:
    def among(name: str) -> Test:
        vocabulary = words.get(name)
        known = vocabulary is not None and bool(vocabulary.values)
        return lambda _value, text: known and vocabulary is not None and _in(text, vocabulary)

    return {
        Role.EMAIL: _is_email,
        Role.PHONE: _is_phone,
        Role.WEBSITE: lambda _value, text: _WEBSITE.fullmatch(text) is not None,
        Role.NUMBER: _is_number,
        Role.COMPANY: _is_company,
        Role.OWNER: among("人员"),
        Role.ADDRESS: lambda _value, text: len(text) >= 6 and _ADDRESS.fullmatch(text) is not None,
        Role.REGION: lambda _value, text: _is_region(text),
        Role.GRADE: lambda _value, text: _GRADE.fullmatch(text) is not None,
        Role.STATUS: among("线索状态"),
        Role.SIZE: lambda _value, text: "人" in text and PEOPLE.read(text) is not None,
        Role.BUDGET: lambda _value, text: "万" in text and MONEY.read(text) is not None,
        Role.INDUSTRY: _industry(words.get("行业类型")),
        Role.SOURCE: among("线索来源"),
        Role.POSITION: lambda _value, text: len(text) <= 16 and _POSITION.fullmatch(text) is not None,
        Role.PERSON: _is_person,
        Role.WECHAT: lambda _value, text: _WECHAT.fullmatch(text) is not None,
    }  # fmt: skip


def _in(text: str, vocabulary: Vocabulary) -> bool:
    return canonical(text, vocabulary) is not None


def _industry(vocabulary: Vocabulary | None) -> Test:
    kind = IndustryChoice()
    return lambda value, text: (
        isinstance(value, str) and kind.value_of(text, vocabulary) is not None
    )


def _good(kind: Kind, value: Raw, bad: frozenset[str]) -> bool:
    parsed = kind.parse(value, _CONTEXT)
    return parsed.value is not None and not any(issue.check in bad for issue in parsed.issues)


_BAD_PHONE = frozenset({"phone-format", "phone-no-area", "phone-digits-lost"})
_BAD_MAIL = frozenset({"email-format"})


def _is_email(value: Raw, text: str) -> bool:
    return "@" in text and _good(Email(), value, _BAD_MAIL)


def _is_phone(value: Raw, text: str) -> bool:
    """Whether a value is a number to call; digits that stand alone must be a mobile's."""
    if len(text) > 60 or sum(character.isdigit() for character in text) < 7:
        return False
    if not _good(Phone(), value, _BAD_PHONE):
        return _lost_digits(text)
    found = numbers(str(Phone().parse(value, _CONTEXT).value))
    bare = text.isdigit()
    return bool(found) and (not bare or found[0].startswith(("1", "400", "800")) or len(text) >= 10)


_SCIENTIFIC = lazy(r"1\.\d+[eE]\+?1[0-3]")


def _lost_digits(text: str) -> bool:
    """Whether a text is what Excel makes of a mobile number in a csv: a phone all the same."""
    return _SCIENTIFIC.fullmatch(text) is not None


def _is_number(value: Raw, text: str) -> bool:
    return text[:2].upper() == "XS" and _good(LEAD_NUMBER, value, frozenset({"number-format"}))


def _is_company(value: Raw, text: str) -> bool:
    return (
        isinstance(value, str)
        and 4 <= len(text) <= 60
        and has_ending(text)
        and not _WEBSITE.fullmatch(text)
    )


@lru_cache(maxsize=4096)
def _is_region(text: str) -> bool:
    return text in PLACES or (len(text) <= 16 and is_place(text))


def _is_person(value: Raw, text: str) -> bool:
    """Whether a value is a person, or a person with a company: 张伟/杭州华鼎机械有限公司."""
    return isinstance(value, str) and (is_person(text) or halves(text) is not None)


def _is_measure(value: Raw, text: str) -> bool:
    return not isinstance(value, str) or MEASURE.fullmatch(text) is not None


def _is_date(value: Raw, text: str) -> bool:
    return isinstance(value, dt.datetime) or _FULL_DATE.fullmatch(text) is not None


def is_datum(value: Raw) -> bool:
    """Whether a cell holds what no title does: a phone number or an e-mail address."""
    if value is None or isinstance(value, CellError):
        return False
    text = _text(value)
    return _is_email(value, text) or _is_phone(value, text)
