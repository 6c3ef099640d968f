"""客户分布: leads by industry, region, state, source and tag, each by 意向等级 (M27, M86)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from crmbook.analysis.balance import Mismatch, balance
from crmbook.analysis.cases import Case
from crmbook.analysis.detail import UNGRADED
from crmbook.analysis.rates import Rate
from crmbook.analysis.structure import UNKNOWN_REGION, province
from crmbook.facts.ledger import Ledger
from crmbook.schema.kinds.tags import TagList, label
from crmbook.schema.sheets import leads

GRADES: Final = ("A", "B", "C", UNGRADED)
UNTAGGED: Final = "无标签"
_DASH: Final = "-"


class Dimension(Enum):
    """By what leads are distributed; by the header of its column."""

    INDUSTRY = "行业类型"
    REGION = "地区"
    STATE = "线索状态"
    SOURCE = "线索来源"
    TAG = "需求标签"

    @property
    def several(self) -> bool:
        """Whether one lead may stand in several rows, so that they add up to more than all."""
        return self is Dimension.TAG


@dataclass(frozen=True, slots=True)
class Group:
    """The leads of one value: how many of each grade (at month end), and those signed by today."""

    name: str
    total: int
    grades: Mapping[str, int]
    signed: Rate


def distribution(ledger: Ledger, found: Iterable[Case], by: Dimension) -> list[Group]:
    """Return the counted ones of some leads by a dimension, the largest group first."""
    values = _values(ledger, by)
    known: dict[Any, Iterable[str]] = {}
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in found:
        if case.row.counted:
            value = values[case.record] if values else _of_row(case, by)
            if value not in known:
                known[value] = _names(by, value)
            for name in known[value]:
                groups[name].append(case)
    made = [_group(name, group) for name, group in groups.items()]
    return sorted(made, key=lambda one: (-one.total, one.name))


def distribution_balance(
    groups: Sequence[Group], found: Iterable[Case], by: Dimension
) -> Iterator[Mismatch]:
    """Yield what does not add up: grades to each group, and groups to all leads."""
    total = sum(case.row.counted for case in found)
    for one in groups:
        yield from balance(f"{by.value} {one.name}", one.total, one.grades.values())
    if not by.several:
        yield from balance(f"{by.value} = 线索总数", total, [one.total for one in groups])


def _values(ledger: Ledger, by: Dimension) -> Sequence[Any]:
    columns = {
        Dimension.INDUSTRY: leads.INDUSTRY, Dimension.REGION: leads.REGION, Dimension.TAG: leads.TAGS
    }  # fmt: skip
    register = ledger.leads
    if register is None or by not in columns:
        return ()
    return register.values(columns[by]).tolist()  # type: ignore[no-any-return]


def _of_row(case: Case, by: Dimension) -> str | None:
    """Return what 月报明细 has of a dimension: the state as typed or derived, the source."""
    known = {Dimension.STATE: case.row.state, Dimension.SOURCE: case.row.source}
    return known.get(by)


def _names(by: Dimension, value: Any) -> Iterable[str]:
    """Return under what a value stands: its province, its 大类, each of its tags."""
    if by is Dimension.TAG:
        tags = [label(tag) for tag in value] if isinstance(value, TagList) else []
        return dict.fromkeys(tags) or (UNTAGGED,)
    text = "" if value is None else str(value)
    if by is Dimension.REGION:
        return (region_of(value),)
    if by is Dimension.INDUSTRY:
        return (text.partition(_DASH)[0] or "未填行业",)
    return (text,)


def region_of(value: Any) -> str:
    """Return under which province a cell of 地区 is counted."""
    return province("" if value is None else str(value)) or UNKNOWN_REGION


def _group(name: str, group: Sequence[Case]) -> Group:
    counted = Counter(case.row.grade for case in group)
    grades = {grade: counted[grade] for grade in GRADES}
    return Group(name, len(group), grades, Rate(sum(c.row.cohort for c in group), len(group)))
