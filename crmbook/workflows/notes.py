"""What a reader of the figures must know of how the sheets look: colours, hidden rows, totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from crmbook.facts.ledger import Ledger, SheetLook
from crmbook.i18n import _, ngettext
from crmbook.schema.colour_words import COLOURS, colour_name
from crmbook.schema.sheets import LEADS
from crmbook.workflows.tab_notes import tab_notes


def notes(ledger: Ledger) -> Iterator[str]:
    """Yield one line for each thing that is counted, or is not, though it may not look so."""
    yield from _skipped(ledger)
    yield from tab_notes(ledger)
    for look in ledger.looks:
        yield from _look(look)
    for register in ledger.registers.values():
        if not len(register) and register.sheet is LEADS:
            yield _("{sheet} has a header, but no records yet").format(sheet=register.sheet.name)
        if len(register.places) > 1:
            yield _("{sheet}: {count} sheets read as one register ({names})").format(
                sheet=register.sheet.name,
                count=len(register.places),
                names="、".join(place.sheet for place in register.places),
            )
        for place in register.places:
            if not place.visible:
                yield _("{sheet} is a hidden sheet, and counted").format(sheet=place.sheet)


def _skipped(ledger: Ledger) -> Iterator[str]:
    by_sheet: dict[str, list[str]] = {}
    for one in ledger.skipped:
        by_sheet.setdefault(one.sheet, []).append(
            _("row {row} “{text}”").format(row=one.row, text=one.text[:12])
        )
    for sheet, rows in by_sheet.items():
        yield ngettext(
            "{sheet}: {count} row is no record and was left out: {rows}",
            "{sheet}: {count} rows are no records and were left out: {rows}",
            len(rows),
        ).format(
            sheet=sheet, count=len(rows), rows="、".join(rows[:6]) + ("…" if len(rows) > 6 else "")
        )


def _look(look: SheetLook) -> Iterator[str]:
    if look.fills:
        colours: Counter[str] = Counter()
        for rgb, count in look.fills.items():
            colours[colour_name(rgb)] += count
        listed = " ".join(
            f"{name}{count}" for name, count in sorted(colours.items(), key=_foremost)
        )
        coloured = sum(colours.values())
        yield ngettext(
            "{sheet}: {count} row is coloured ({colours}); colours are not counted",
            "{sheet}: {count} rows are coloured ({colours}); colours are not counted",
            coloured,
        ).format(sheet=look.sheet, count=coloured, colours=listed)
    if look.struck:
        yield ngettext(
            "{sheet}: {count} row is struck through, and still counted",
            "{sheet}: {count} rows are struck through, and still counted",
            look.struck,
        ).format(sheet=look.sheet, count=look.struck)
    if look.hidden:
        yield ngettext(
            "{sheet}: {count} hidden row is counted",
            "{sheet}: {count} hidden rows are counted",
            look.hidden,
        ).format(sheet=look.sheet, count=look.hidden)


def _foremost(pair: tuple[str, int]) -> tuple[int, int]:
    """Sort by count, equal ones by hue: a file's styles come in no order that means anything."""
    name, count = pair
    return -count, COLOURS.index(name)
