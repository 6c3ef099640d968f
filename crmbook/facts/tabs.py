"""Month sheets and rep sheets: what a tab's name fills in for its records (U06).

The name fills a blank 负责人 when it is a person of 人员. A book without 人员 has people too: there the
name counts where the book itself calls somebody so, or where every tab of the register is called
like a person. It fills the month of a lead that has no date (see :mod:`crmbook.facts.begun`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crmbook.facts.months import Month
from crmbook.facts.register import ColumnData, Register
from crmbook.facts.settings import PEOPLE_VOCABULARY
from crmbook.facts.tab_names import TabName, read_tab_name
from crmbook.facts.tab_years import tab_months
from crmbook.model.patterns import lazy
from crmbook.schema.column import Column
from crmbook.schema.kinds.base import ParsedColumn, Vocabulary
from crmbook.schema.kinds.choice import canonical
from crmbook.schema.sheets import FOLLOWUPS, LEADS
from crmbook.schema.words.places import is_place

#: The registers whose tabs people name after months and reps.
_SHEETS = (LEADS, FOLLOWUPS)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范廖石贾韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤"
)
_NAME = lazy(f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?<![区部组店网展会户单向类级司厂市省])")


@dataclass(frozen=True, slots=True)
class Tab:
    """What one tab of a register says: ``month`` (``guessed``: its year stands elsewhere), ``owner``.

    ``filled`` counts the records whose blank 负责人 it fills.
    """

    month: Month | None = None
    guessed: bool = False
    owner: str = ""
    filled: int = 0


Tabs = Mapping[str, tuple[Tab, ...]]  # by register, one a place


def read_tabs(
    registers: Mapping[str, Register], words: Mapping[str, Vocabulary], today: dt.datetime
) -> dict[str, tuple[Tab, ...]]:
    """Return what the tabs say, and fill in each blank 负责人 that one of them names."""
    called = _called(registers.values())
    found = {}
    for sheet in _SHEETS:
        register = registers.get(sheet.name)
        if register is not None:
            found[sheet.name] = _read(register, (words[PEOPLE_VOCABULARY], called), today)
    return found


def _read(
    register: Register, known: tuple[Vocabulary, Collection[str]], today: dt.datetime
) -> tuple[Tab, ...]:
    names = [read_tab_name(place.sheet) for place in register.places]
    months = tab_months(register, names, today)
    owners = tab_owners(names, *known)
    filled = _fill(register, owners)
    return tuple(
        Tab(months.get(at), name.month is not None and name.year is None, owner, filled[at])
        for at, (name, owner) in enumerate(zip(names, owners, strict=True))
    )


def tab_owners(names: Sequence[TabName], people: Vocabulary, called: Collection[str]) -> list[str]:
    """Return whom tabs are called after, "" for nobody; ``called``: owners that a book names."""
    if people.complete:
        return [canonical(name.rest, people) or "" for name in names]
    rests = [name.rest for name in names if name.rest]
    alike = len(set(rests)) > 1 and all(map(_is_name, rests))
    return [name.rest if name.rest in called or (alike and name.rest) else "" for name in names]


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and not is_place(text)


def _called(registers: Collection[Register]) -> set[str]:
    """Return whom the book itself names as an owner."""
    return {
        value
        for register in registers
        if register.sheet.owner is not None and register.sheet.owner in register
        for value in register.data[register.sheet.owner.header].parsed.values
        if isinstance(value, str)
    }


def _fill(register: Register, owners: Sequence[str]) -> list[int]:
    """Give records without an owner the one of their tab; return how many on each tab."""
    column = register.sheet.owner
    counts = [0] * len(owners)
    if column is None or not any(owners):
        return counts
    data = register.data.get(column.header) or _nothing(register, column)
    blank = data.blank()
    codes, values = data.codes.copy(), list(data.parsed.values)
    for at, owner in enumerate(owners):
        mine = blank & (register.place == at)
        counts[at] = int(mine.sum()) if owner else 0
        if counts[at]:
            codes[mine] = len(values)
            values.append(owner)
    if any(counts):
        # The cells themselves stay blank: what is quoted of them is nothing.
        raw = [*data.raw, *([None] * (len(values) - len(data.raw)))]
        parsed = ParsedColumn(values, data.parsed.issues, data.parsed.masked, data.parsed.blanks)
        register.put(ColumnData(column, codes, raw, parsed, data.formulas, data.filled))
    return counts


def _nothing(register: Register, column: Column) -> ColumnData:
    codes = np.full(len(register), -1, dtype=np.int32)
    return ColumnData(column, codes, [], ParsedColumn([], {}, frozenset(), frozenset()))
