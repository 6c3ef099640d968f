"""Wishes: what ``--map 源列=目标列`` says, read against the columns that are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crmbook.i18n import _
from crmbook.intake.source import SourceColumn, SourceTable
from crmbook.model.cells import column_number
from crmbook.model.errors import UsageError
from crmbook.model.patterns import lazy
from crmbook.schema.column import Column, Sheet
from crmbook.schema.kinds.phone import Phone
from crmbook.schema.kinds.tags import Tags
from crmbook.schema.kinds.text import LongText
from crmbook.schema.sheets import leads
from crmbook.schema.spellings import claim_of, fold_header, spellings

#: Source column → the column it becomes, None: it is left out.
Wishes = Mapping[int, Column | None]

#: A target that leaves a column out.
NOWHERE = frozenset({"", "-", "—", "无", "不导入", "忽略"})
_LETTERS = lazy(r"[A-Za-z]{1,3}")
_EQUALS = lazy(r"(.+)[=＝]([^=＝]*)", 16)  # re.DOTALL: a title may have a line break
_SHOWN = 12


def wishes_of(
    texts: Iterable[str], table: SourceTable, targets: Targets
) -> dict[int, Column | None]:
    """Return what ``--map`` asks for, by source column.

    Raises UsageError for what is no ``源列=目标列``, names a column that is not there, or sends two
    columns to one that holds a single value.
    """
    wishes: dict[int, Column | None] = {}
    for text in texts:
        match = _EQUALS.fullmatch(text)
        if match is None:
            raise UsageError(
                _("“{text}” does not say which column becomes which").format(text=text),
                _("write --map 源列=目标列"),
            )
        source = find_column(match[1], table)
        if source.number in wishes:
            raise UsageError(
                _("the source column “{name}” is mapped twice").format(name=source.name),
                _("name each column once"),
            )
        wishes[source.number] = targets.find(match[2])
    require_single(wishes, table)
    return wishes


def find_column(name: str, table: SourceTable) -> SourceColumn:
    """Return the column of a title (as it stands, or folded), else of its letters.

    Raises UsageError when there is none, or several share the title.
    """
    wanted = name.strip()
    names = table.names
    exact = [one for one in table if wanted in {one.title, names[one.number]}]
    found = exact or [one for one in table if fold_header(one.title) == fold_header(wanted)]
    if len(found) > 1 and names[found[0].number] != wanted:
        letters = "、".join(names[one.number] for one in found)
        raise UsageError(
            _("several columns of the source are called “{name}”").format(name=wanted),
            _("name it with its letters: {names}").format(names=letters),
        )
    if found:
        return found[0]
    if _LETTERS.fullmatch(wanted):
        number = column_number(wanted)
        lettered = next((one for one in table if one.number == number), None)
        if lettered is not None:
            return lettered
    raise UsageError(
        _("the source has no column “{name}”").format(name=wanted),
        _("it has {names}").format(names=_listed(names.values())),
        path=table.path,
    )


class Targets:
    """The columns that a source column may become: a declared sheet's, and the book's own others."""

    def __init__(self, sheet: Sheet, own: Sequence[Column] = ()) -> None:
        self.sheet = sheet
        self.own = {fold_header(column.header): column for column in own}

    def find(self, name: str) -> Column | None:
        """Return the column of a name, None where it says to leave the column out.

        Raises UsageError when there is none, or crmbook computes it.
        """
        wanted = name.strip()
        if wanted in NOWHERE:
            return None
        own = self.own.get(fold_header(wanted))
        if own is not None:
            return own
        claim = claim_of(wanted, spellings(self.sheet))
        if claim is None:
            raise UsageError(
                _("{sheet} has no column “{name}”").format(sheet=self.sheet.name, name=wanted),
                _("it has {names}").format(names=_listed(one.header for one in self.sheet.columns)),
            )
        if claim.column.computed:
            raise UsageError(
                _("“{name}” is computed and cannot be imported").format(name=claim.column.header),
                _("leave it out"),
            )
        return claim.column


def is_joinable(column: Column) -> bool:
    """Whether several columns may become one: phones side by side, texts one after the other."""
    joined = isinstance(column.kind, Phone | LongText | Tags)
    return joined or column in {leads.REGION, leads.ADDRESS}


def require_single(wishes: Wishes, table: SourceTable) -> None:
    """Raise UsageError where two columns become one that holds a single value."""
    seen: dict[str, int] = {}
    for number, target in wishes.items():
        if target is None or is_joinable(target):
            continue
        other = seen.setdefault(target.header, number)
        if other != number:
            names = table.names
            raise UsageError(
                _("two columns are mapped to {target}: {names}").format(
                    target=target.header, names=_listed((names[other], names[number]))
                ),
                _("keep one of them"),
                path=table.path,
            )


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    more = "…" if len(shown) > _SHOWN else ""
    return "、".join(" ".join(name.split()) for name in shown[:_SHOWN]) + more
