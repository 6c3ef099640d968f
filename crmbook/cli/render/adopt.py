"""``adopt`` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, streamed
from crmbook.cli.render.receipt import receipt_lines, receipt_notes
from crmbook.i18n import _, ngettext
from crmbook.intake.adoption import AdoptedSheet, WordProposal
from crmbook.intake.mapping import MappedColumn
from crmbook.model.receipt import Receipt
from crmbook.schema.sheets import LEADS
from crmbook.workflows.adopting import Adoption
from crmbook.workflows.colouring import Coloured
from crmbook.workflows.stacking import Stack

_SHOWN: Final = 12


def adopt_json(found: Adoption, receipt: Receipt | None) -> Iterator[str]:
    """Yield the result as JSON text."""
    return streamed(
        {
            **envelope("adopt", found.book, found.today),
            "sheets": [_sheet(one) for one in found.sheets],
            "words": [_word(one) for one in (*found.words, *found.strange)],
            "colours": [_coloured(one) for one in found.more.colours],
            "stack": _stack(found.more.stack),
            "applied": receipt is not None,
            "backup": str(receipt.backup) if receipt and receipt.backup else None,
            "notes": receipt_notes(receipt),
        }
    )


def _sheet(one: AdoptedSheet) -> dict[str, Any]:
    return {
        "sheet": one.table.sheet,
        "register": one.register.name if one.register else None,
        "rows": len(one.table),
        "mapping": one.mapping.as_json() if one.mapping else {},
        "own": [
            {"title": column.title, "kind": column.kind, "options": [*column.options]}
            for column in one.own
        ],
    }


def _word(one: WordProposal) -> dict[str, Any]:
    return {
        "list": one.vocabulary,
        "value": one.value,
        "meaning": one.meaning or None,
        "count": one.count,
    }


def _coloured(one: Coloured) -> dict[str, Any]:
    return {
        "colour": one.word.colour,
        "column": one.word.column.header,
        "value": one.word.value,
        "rows": len(one),
        "written": [*one.written],
        "agreeing": one.agreeing,
        "kept": [{"cell": cell, "value": value} for cell, value in one.kept],
    }


def _stack(one: Stack | None) -> dict[str, Any] | None:
    return None if one is None else {
        "register": LEADS.name,
        "rows": one.rows,
        "sheets": [{"sheet": tab, "rows": rows} for tab, rows in one.tabs.items()],
        "carried": one.carried,
        "known": one.known,
        "owners": one.owners,
        "months": one.months,
        "unread": one.unread,
    }  # fmt: skip


def adopt_text(found: Adoption, receipt: Receipt | None) -> Iterator[str]:
    """Yield the verdict, then each sheet with its columns, then the words."""
    yield printable(_verdict(found, receipt))
    for one in found.sheets:
        yield ""
        yield from map(printable, _sheet_lines(one))
    yield from map(printable, _word_lines(found))
    yield from map(printable, _colour_lines(found))
    if found.more.stack is not None:
        yield from map(printable, _stack_lines(found.more.stack))
    yield from receipt_lines(receipt)


def _verdict(found: Adoption, receipt: Receipt | None) -> str:
    known = sum(one.register is not None for one in found.sheets)
    told = _("{path}: {known} of {all} sheets recognised").format(
        path=found.book.path.name, known=known, all=len(found.sheets)
    )
    if receipt is None:
        rest = _("nothing written; --apply keeps it") if found.plan else _("nothing to keep")
    elif receipt.changed:
        rest = _("kept in 字段 and 字典: every command reads it so from now on")
    else:
        rest = _("kept already: nothing written")
    return f"{told}；{rest}"


def _sheet_lines(one: AdoptedSheet) -> Iterator[str]:
    if one.register is None or one.mapping is None:
        yield _("{sheet}: no register of crmbook's; left alone").format(sheet=one.table.sheet)
        return
    yield _("{sheet} → {register}, {count} rows").format(
        sheet=one.table.sheet, register=one.register.name, count=len(one.table)
    )
    own = {column.title: column for column in one.own}
    for column in one.mapping:
        if column.target is not None:
            yield f"  {_column(column)}"
        elif column.name in own:
            kind = own[column.name]
            options = f"（{'、'.join(kind.options)}）" if kind.options else ""
            yield _("  {name} → a column of your own: {kind}{options}").format(
                name=column.name, kind=kind.kind, options=options
            )


def _column(one: MappedColumn) -> str:
    assert one.target is not None  # noqa: S101 - the caller has seen to it
    if one.name == one.target.header:
        return f"{one.name}  ✓"
    return f"{one.name} → {one.target.header}  {round(100 * one.confidence)}%  {one.why}"


def _word_lines(found: Adoption) -> Iterator[str]:
    if found.words:
        yield ""
        yield _("other words for what 字典 knows:")
        for one in found.words[:_SHOWN]:
            yield f"  {one.vocabulary}：{one.value} → {one.meaning}（{one.count}）"
    if found.strange:
        yield ""
        yield _("words that nothing in 字典 is like; write there what they mean:")
        for one in found.strange[:_SHOWN]:
            yield f"  {one.vocabulary}：{one.value}（{one.count}）"


def _colour_lines(found: Adoption) -> Iterator[str]:
    if found.more.colours:
        yield ""
    for one in found.more.colours:
        yield from _colour(one, found.more.there)


def _colour(one: Coloured, there: Mapping[str, int]) -> Iterator[str]:
    word = one.word
    if not len(one):
        listed = " ".join(f"{colour}{count}" for colour, count in there.items())
        yield _("no row is {colour}; there are: {there}").format(
            colour=word.colour, there=listed or _("none")
        )
        return
    yield ngettext(
        "{colour} → {column} {value}: {count} row, {new} blank, {same} say so already",
        "{colour} → {column} {value}: {count} rows, {new} blank, {same} say so already",
        len(one),
    ).format(
        colour=word.colour, column=word.column.header, value=word.value,
        count=len(one), new=len(one.written), same=one.agreeing,
    )  # fmt: skip
    for cell, value in one.kept[:_SHOWN]:
        yield _("  {cell} says {value}: left as it is").format(cell=cell, value=value)
    if len(one.kept) > _SHOWN:
        yield _("  … and {count} more").format(count=len(one.kept) - _SHOWN)


def _stack_lines(one: Stack) -> Iterator[str]:
    tabs = "、".join(f"{tab}({rows})" for tab, rows in one.tabs.items() if rows)
    yield ""
    if not one.rows:
        yield _("{sheet}: every row of the stacked sheets stands there already").format(
            sheet=LEADS.name
        )
        return
    yield ngettext(
        "{sheet} gets {count} row of {tabs}; those sheets stay, and are not counted twice",
        "{sheet} gets {count} rows of {tabs}; those sheets stay, and are not counted twice",
        one.rows,
    ).format(sheet=LEADS.name, count=one.rows, tabs=tabs)
    told = (
        (one.carried, _("  {count} stand again on a later sheet: as they stand there")),
        (one.known, _("  {count} stand there already")),
        (one.owners, _("  {count} have their owner from the name of the sheet")),
        (one.unread, _("  {count} cells hold an error or a formula without a result: left blank")),
        (one.months, _("  {count} have their month from the name of a sheet")),
    )
    for count, text in told:
        if count:
            yield text.format(count=count)
