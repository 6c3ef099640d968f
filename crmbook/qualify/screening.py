"""初筛: hard and soft criteria, each passed, failed or unknown, with the value that decided (M24)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.settings import split_aliases
from crmbook.qualify.amounts import budgets
from crmbook.qualify.evidence import Answer, Evidence
from crmbook.qualify.homes import homes
from crmbook.qualify.inputs import Inputs
from crmbook.qualify.regions import Spot, territory
from crmbook.schema.ranges import Range
from crmbook.schema.rules import UNLIMITED, RuleBook, span_of
from crmbook.schema.sheets import leads
from crmbook.schema.words.qualifying import DECIDES, INFLUENCES, USES

SIZE, REGION, BUDGET, INDUSTRY = (f"筛选.硬性.{one}" for one in ("员工数", "地区", "预算", "行业"))
CLEAR, AUTHORITY, WILLING = (f"筛选.软性.{one}" for one in ("需求明确度", "决策权限", "合作意愿"))
_LEVELS: Final = {USES: 0, INFLUENCES: 1, DECIDES: 2}
Found = NDArray[Any]
Judge = Callable[[Any], Answer]


@dataclass(frozen=True)
class Criterion:
    """One criterion: its row of 规则, what it wants, and each lead's (value, said), None unknown."""

    rule: str
    wanted: str
    values: Found
    judge: Judge

    @property
    def hard(self) -> bool:
        """Whether it is a hard one."""
        return self.rule.startswith("筛选.硬性.")

    @property
    def name(self) -> str:
        """What it is about, in a word: 员工数 or 地区."""
        return self.rule.rpartition(".")[2]

    @cached_property
    def answers(self) -> NDArray[np.int8]:
        """What it says of each lead; a value that many leads share is judged once."""
        known: dict[int, Answer] = {id(None): Answer.UNKNOWN}
        for one in self.values:
            if id(one) not in known:
                known[id(one)] = self.judge(one[0])
        return np.fromiter((known[id(one)] for one in self.values), np.int8, len(self.values))

    def of(self, record: int) -> Evidence:
        """Return whether a lead passes, and the value that decided."""
        found = self.values[record]
        said = "" if found is None else found[1]
        return Evidence(Answer(int(self.answers[record])), self.name, said, self.rule)


@dataclass(frozen=True)
class Screening:
    """The criteria in force, in the order of 规则."""

    criteria: tuple[Criterion, ...]
    leads: int

    def of(self, record: int) -> Iterator[tuple[Criterion, Evidence]]:
        """Yield each criterion with what it says of a lead."""
        return ((one, one.of(record)) for one in self.criteria)

    @cached_property
    def hard(self) -> NDArray[np.int8]:
        """Whether the hard criteria hold for each lead: no as soon as one fails."""
        return _all([one for one in self.criteria if one.hard], self.leads)

    @cached_property
    def fit(self) -> NDArray[np.int8]:
        """The same without the budget: whether a lead is one for us (M35)."""
        return _all([one for one in self.criteria if one.hard and one.rule != BUDGET], self.leads)


def _all(criteria: Sequence[Criterion], leads: int) -> NDArray[np.int8]:
    """Return for each lead whether all criteria hold; without any, nobody can tell."""
    if not criteria:
        return np.zeros(leads, np.int8)
    told = np.array([one.answers for one in criteria])
    found: NDArray[np.int8] = np.where(
        (told == Answer.NO).any(axis=0), Answer.NO,
        np.where((told == Answer.YES).all(axis=0), Answer.YES, Answer.UNKNOWN),
    ).astype(np.int8)  # fmt: skip
    return found


def screening(ledger: Ledger, register: Register, inputs: Inputs) -> Screening:
    """Return the criteria; one whose rule says 不限 asks nothing."""
    rules = ledger.rules
    made = (
        _size(rules, register),
        _region(rules, register),
        _budget(rules, register),
        _industry(rules, register),
        _criterion(rules, CLEAR, _answered(inputs.need), _same),
        _criterion(
            rules, AUTHORITY, _typed(register, leads.AUTHORITY), _at_least(str(rules[AUTHORITY]))
        ),
        _criterion(rules, WILLING, _answered(inputs.willing), _same),
    )
    return Screening(tuple(one for one in made if one.wanted not in {"", UNLIMITED}), len(register))


def _criterion(rules: RuleBook, rule: str, values: Found, judge: Judge) -> Criterion:
    return Criterion(rule, str(rules[rule]).strip(), values, judge)


def _each(found: Found, pair: Callable[[Any], tuple[Any, str] | None]) -> Found:
    """Return (value, said) of each lead, made once for each distinct thing found."""
    known: dict[int, Any] = {}
    result: Found = np.full(len(found), None, dtype=object)
    for at in np.flatnonzero(found != None).tolist():  # noqa: E711 - elementwise
        one = found[at]
        if id(one) not in known:
            known[id(one)] = pair(one)
        result[at] = known[id(one)]
    return result


def _typed(register: Register, column: Any) -> Found:
    return _each(register.values(column), lambda value: (value, str(value)))


def _answered(evidences: Found) -> Found:
    return _each(
        evidences,
        lambda one: None if one.answer is Answer.UNKNOWN else (one.answer, one.words),
    )


def _same(answer: Answer) -> Answer:
    return answer


def _size(rules: RuleBook, register: Register) -> Criterion:
    span = span_of(str(rules[SIZE]))

    def judge(size: Range) -> Answer:
        """Judge a size; a range that lies partly outside is not known to fit."""
        if span is None:
            return Answer.UNKNOWN
        low, high = size.low or 0.0, float("inf") if size.high is None else size.high
        if high < span[0] or low > span[1]:
            return Answer.NO
        return Answer.YES if low >= span[0] and high <= span[1] else Answer.UNKNOWN

    sizes = register.values(leads.SIZE)
    found = _each(sizes, lambda one: (one, str(one)) if isinstance(one, Range) else None)
    return _criterion(rules, SIZE, found, judge)


def _region(rules: RuleBook, register: Register) -> Criterion:
    wanted = territory(str(rules[REGION]))
    found = _each(
        homes(register), lambda spot: (spot, spot.said.partition(" ")[2]) if spot.known else None
    )

    def judge(spot: Spot) -> Answer:
        if wanted.covers(spot):
            return Answer.YES
        return Answer.NO if len(spot.provinces) == 1 else Answer.UNKNOWN

    return _criterion(rules, REGION, found, judge)


def _budget(rules: RuleBook, register: Register) -> Criterion:
    span = span_of(str(rules[BUDGET]))
    found = _each(budgets(register), lambda amount: (amount.low, amount.said))

    def judge(low: float) -> Answer:
        if span is None:
            return Answer.UNKNOWN
        return Answer.YES if span[0] <= low <= span[1] else Answer.NO

    return _criterion(rules, BUDGET, found, judge)


def _industry(rules: RuleBook, register: Register) -> Criterion:
    wanted = split_aliases(str(rules[INDUSTRY]))

    @cache
    def judge(industry: str) -> Answer:
        """制造业-机械 is 制造业."""
        fits = any(industry == one or industry.startswith(f"{one}-") for one in wanted)
        return Answer.YES if fits else Answer.NO

    return _criterion(rules, INDUSTRY, _typed(register, leads.INDUSTRY), judge)


def _at_least(wanted: str) -> Judge:
    def judge(level: str) -> Answer:
        known = level in _LEVELS and wanted in _LEVELS
        if not known:
            return Answer.UNKNOWN
        return Answer.YES if _LEVELS[level] >= _LEVELS[wanted] else Answer.NO

    return judge
