"""``adopt`` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, streamed
from crmbook.cli.render.receipt import receipt_lines, receipt_notes
from crmbook.i18n import _
from crmbook.intake.adoption import AdoptedSheet, WordProposal
from crmbook.intake.mapping import MappedColumn
from crmbook.model.receipt import Receipt
from crmbook.workflows.adopting import Adoption

_SHOWN: Final = 12


def adopt_json(found: Adoption, receipt: Receipt | None) -> Iterator[str]:
    """Yield the result as JSON text."""
    return streamed(
        {
            **envelope("adopt", found.book, found.today),
            "sheets": [_sheet(one) for one in found.sheets],
            "words": [_word(one) for one in (*found.words, *found.strange)],
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


def adopt_text(found: Adoption, receipt: Receipt | None) -> Iterator[str]:
    """Yield the verdict, then each sheet with its columns, then the words."""
    yield printable(_verdict(found, receipt))
    for one in found.sheets:
        yield ""
        yield from map(printable, _sheet_lines(one))
    yield from map(printable, _word_lines(found))
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
