"""Choosing: which of the tables of a source is the list; two that are equally likely are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from crmbook.i18n import _
from crmbook.intake.mapping import ColumnMapping, Known, map_columns
from crmbook.intake.source import SourceTable
from crmbook.intake.stacked import stack_of
from crmbook.model.cells import a1
from crmbook.model.errors import UsageError
from crmbook.schema.column import Sheet

_RIVAL = 0.9  # of the best table's score
_LIST = 4.5  # the score of a company and a phone: less is hardly a list of leads


def choose(tables: Sequence[SourceTable], sheet: Sheet, known: Known | None = None) -> SourceTable:
    """Return the table that maps best; the fullest where none is recognised.

    Month sheets and rep sheets of one layout are one list (U06).

    Raises UsageError, with what to add to the command, when two map equally well.
    """
    if len(tables) == 1:
        return tables[0]
    known = known or Known()
    unasked = Known(words=known.words, own=known.own)
    mapped = [(table, map_columns(table, sheet, unasked)) for table in tables]
    good = [pair for pair in mapped if pair[1].identifies]
    good = [pair for pair in good if len(pair[0])] or good
    if not good:
        return max(tables, key=_size)
    best = max(good, key=_rank)
    whole = stack_of(best[0], tables, known.words)
    if whole is not None:
        return whole
    rivals = [
        table
        for table, mapping in good
        if table is not best[0] and mapping.score >= max(_RIVAL * best[1].score, _LIST)
    ]
    if rivals:
        raise _ask(best[0], rivals)
    return best[0]


def _rank(pair: tuple[SourceTable, ColumnMapping]) -> tuple[float, int]:
    return pair[1].score, len(pair[0])


def _size(table: SourceTable) -> int:
    return sum(column.filled for column in table)


def _ask(best: SourceTable, rivals: Sequence[SourceTable]) -> UsageError:
    tables = (best, *rivals)
    if len({table.sheet for table in tables}) == len(tables):
        names = "、".join(table.sheet for table in tables)
        return UsageError(
            _("several sheets may be the list: {names}").format(names=names),
            _("say which: --source-sheet {name}").format(name=best.sheet),
            path=best.path,
        )
    places = "、".join(f"{table.sheet}!{place_of(table)}" for table in tables)
    return UsageError(
        _("several tables may be the list: {names}").format(names=places),
        _("say which: --source-sheet {name} --range {area}").format(
            name=best.sheet, area=place_of(best)
        ),
        path=best.path,
    )


def place_of(table: SourceTable) -> str:
    """Return the area of a table, header included: ``E3:J90``."""
    numbers = [column.number for column in table]
    top = table.first_row or table.data_first_row
    last = max(table.data_last_row, table.last_row)
    return f"{a1(top, min(numbers))}:{a1(last, max(numbers))}"
