"""What a kind of value is: how a cell is parsed, what may be wrong with it, how it is written.

A kind works on one *distinct* raw value at a time; a register of 100,000 leads has some 15
different sources, and each is parsed once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, cast

from crmbook.i18n import _
from crmbook.model.cells import UNCACHED, CellError, Raw


class Issue(NamedTuple):
    """Something wrong with one value.

    ``check`` is the name of a check (``phone-format``); ``message`` says what, ``remedy`` how to
    mend it (both translated; remedy empty: the check's own); ``fix`` is the value that mends it; ``guess``:
    it is less sure than the fixes of its check usually are.
    """

    check: str
    message: str
    fix: Raw = None
    remedy: str = ""
    guess: bool = False


class Parsed(NamedTuple):
    """What a raw value means. ``value`` None: blank, or unreadable (then an issue says so)."""

    value: Any = None
    issues: tuple[Issue, ...] = ()
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The allowed values of one column with their aliases (字典, 人员, or a column's own choices).

    ``aliases`` maps every accepted spelling, folded by ``crmbook.schema.text.fold``, to its value.
    ``complete`` false: values outside of it are no problem (an empty 字典 checks nothing).
    """

    values: tuple[str, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What parsing may depend on besides the value; the same for a whole column."""

    today: dt.datetime
    vocabulary: Vocabulary | None = None
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class ParsedColumn:
    """The distinct values of a column, parsed: aligned with the raw values they came from.

    ``issues``, ``masked`` and ``blanks`` (nothing but white space) are sparse, by index of the
    distinct value.
    """

    values: list[Any]
    issues: dict[int, tuple[Issue, ...]]
    masked: frozenset[int] = frozenset()
    blanks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Odd:
    """What is not its own meaning among a column's distinct values, by index (see ParsedColumn)."""

    values: dict[int, Any]
    issues: dict[int, tuple[Issue, ...]]
    masked: set[int]
    blanks: set[int]

    def column(self, raws: list[Raw]) -> ParsedColumn:
        """Return the whole column: the raw values, these in their places."""
        values: list[Any] = list(raws)
        for at, value in self.values.items():
            values[at] = value
        return ParsedColumn(values, self.issues, frozenset(self.masked), frozenset(self.blanks))


class Kind:
    """One kind of value. Subclasses set ``name``, ``checks`` and override ``parse_text`` at least."""

    name: ClassVar[str]
    #: Names of the checks this kind can raise, beside those of :func:`parse_special`.
    checks: ClassVar[tuple[str, ...]] = ()
    #: Strings that fully match need no parsing: they are their own canonical value, free of issues.
    clean: ClassVar[re.Pattern[str] | None] = None
    #: The number format of a cell of this kind in a new workbook ("@": text).
    number_format: ClassVar[str] = "@"

    def parse(self, raw: Raw, context: Context) -> Parsed:
        """Parse one raw cell value. Error cells and uncached formulas are issues of their own."""
        if raw is None:
            return Parsed()
        if isinstance(raw, CellError):
            return Parsed(issues=(Issue("error-cell", _("error value {value}").format(value=raw)),))
        if raw is UNCACHED:
            message = _("formula without a stored result: its value cannot be read")
            return Parsed(issues=(Issue("uncached-formula", message),))
        if isinstance(raw, str):
            return self.parse_text(raw, context)
        return self.parse_other(raw, context)

    def parse_text(self, raw: str, context: Context) -> Parsed:
        """Parse a text cell."""
        raise NotImplementedError

    def parse_other(self, raw: Raw, context: Context) -> Parsed:
        """Parse a number, truth value or date; by default as the text a reader would see."""
        return self.parse_text(str(raw), context)

    def parse_all(self, raws: Iterable[Raw], context: Context) -> ParsedColumn:
        """Parse distinct values."""
        values = list(raws)
        return self.parse_odd(values, context).column(values)

    def parse_odd(self, raws: list[Raw], context: Context) -> Odd:
        """Parse distinct values, and tell of those only that are not their own meaning.

        What matches ``clean`` costs one regular expression, no more.
        """
        odd = Odd({}, {}, set(), set())
        for at in self._unclean(raws):
            parsed = self.parse(raws[at], context)
            odd.values[at] = parsed.value
            if parsed.issues:
                odd.issues[at] = parsed.issues
            elif parsed.value is None:
                odd.blanks.add(at)
            if parsed.masked:
                odd.masked.add(at)
        return odd

    def _unclean(self, values: list[Raw]) -> Iterable[int]:
        """Return the positions of values that must be parsed one by one."""
        if self.clean is None:
            return range(len(values))
        if len(values) >= _MANY and set(map(type, values)) == {str}:
            found = _unclean_lines(self.clean, cast("list[str]", values))
            if found is not None:
                return found
        matches = self.clean.fullmatch
        return [
            at
            for at, value in enumerate(values)
            if type(value) is not str or matches(value) is None
        ]

    def format(self, value: Any) -> str:
        """Return a parsed value as it should be written; ``parse`` of it gives the value again."""
        return str(value)


_MANY = 1000


@lru_cache(maxsize=64)
def _lines_of(clean: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?>(?:{clean.pattern})\n)*+", clean.flags | re.MULTILINE)


def _unclean_lines(clean: re.Pattern[str], values: list[str]) -> list[int] | None:
    """Return which values do not match ``clean``: runs of lines that do are passed over at once.

    None when a value holds a line break. Calling ``fullmatch`` 470,000 times took a tenth of the
    time of a check of 100,000 leads; this takes a quarter of that.
    """
    blob = "\n".join(values) + "\n"
    if blob.count("\n") != len(values):
        return None
    found, line, at = list[int](), 0, 0
    run, count, find = _lines_of(clean).match, blob.count, blob.find
    while match := run(blob, at):
        line += count("\n", at, match.end())
        if line == len(values):
            break
        found.append(line)
        line += 1
        at = find("\n", match.end()) + 1
    return found
