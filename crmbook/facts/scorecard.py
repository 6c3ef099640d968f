"""评分卡: points per value, as rows of 规则 hold them; read, edited and reckoned without any library.

A row ``评分卡.<列名>.<值>`` gives the points of a value: a word, ``空``, ``其他``, or of numbers ``<20``,
``20~50`` (20 counts, 50 does not) and ``≥50``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from crmbook.facts.register import Register
from crmbook.model.patterns import lazy
from crmbook.schema.ranges import Range
from crmbook.schema.rules import RuleBook

PREFIX: Final = "评分卡."
BLANK, OTHER = "空", "其他"
_BIN = lazy(r"(?:<(?P<below>[\d.]+)|(?P<low>[\d.]+)~(?P<high>[\d.]+)|≥(?P<least>[\d.]+))")


class Part(NamedTuple):
    """What one column adds: its value as the card has it, and the points of it."""

    header: str
    value: str
    points: float
    most: float


@dataclass(frozen=True)
class Scorecard:
    """The points of each value by column."""

    points: Mapping[str, Mapping[str, float]]

    def __bool__(self) -> bool:
        return bool(self.points)

    @property
    def most(self) -> float:
        """The points that can be reached."""
        return sum(max(values.values()) for values in self.points.values())

    def parts(self, register: Register, record: int) -> Iterator[Part]:
        """Yield what each column adds for a lead."""
        for header, values in self.points.items():
            label = label_of(value_of(register, header, record), values)
            yield Part(header, label, values.get(label, values.get(OTHER, 0)), max(values.values()))

    def total(self, register: Register, record: int) -> float:
        """Return the points of a lead."""
        return sum(part.points for part in self.parts(register, record))


def scorecard(rules: RuleBook, register: Register) -> Scorecard:
    """Return the card that 规则 holds; rows of columns that the register lacks count for nothing."""
    headers = sorted(register.data, key=lambda header: -len(header))
    found: dict[str, dict[str, float]] = {}
    for code, points in rules.family(PREFIX).items():
        name = code.removeprefix(PREFIX)
        header = next((one for one in headers if name.startswith(f"{one}.")), None)
        if header is not None:
            found.setdefault(header, {})[name.removeprefix(f"{header}.")] = points
    return Scorecard(found)


def value_of(register: Register, header: str, record: int) -> Any:
    """Return a lead's parsed value; of a range its lower bound, for numbers are compared."""
    data = register.data[header]
    code = int(data.codes[record])
    value = data.parsed.values[code] if code >= 0 else None
    if isinstance(value, Range):
        return value.low if value.low is not None else value.high
    return value


def label_of(value: Any, labels: Mapping[str, Any]) -> str:
    """Return under which of a card's labels a value falls."""
    if value is None or value == "":
        return BLANK if BLANK in labels else OTHER
    if isinstance(value, int | float) and not isinstance(value, bool):
        return next((label for label in labels if _holds(label, float(value))), OTHER)
    text = word_of(value)
    return text if text in labels else OTHER


def word_of(value: Any) -> str:
    """Return a value as a card names it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _holds(label: str, value: float) -> bool:
    match = _BIN.fullmatch(label)
    if match is None:
        return False
    if match["below"]:
        return value < float(match["below"])
    if match["least"]:
        return value >= float(match["least"])
    return float(match["low"]) <= value < float(match["high"])
