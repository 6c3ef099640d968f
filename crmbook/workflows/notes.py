"""What a reader of the figures must know of how the sheets look: colours, hidden rows, totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from crmbook.facts.ledger import Ledger, SheetLook
from crmbook.i18n import _

#: Names for the colours people use, by hue; the nearest one is said (U05).
_PALETTE = {
    "红": (230, 60, 50),
    "橙": (240, 150, 40),
    "黄": (250, 230, 60),
    "绿": (90, 190, 90),
    "蓝": (80, 140, 220),
    "紫": (150, 90, 190),
    "灰": (190, 190, 190),
}


def notes(ledger: Ledger) -> Iterator[str]:
    """Yield one line for each thing that is counted, or is not, though it may not look so."""
    yield from _skipped(ledger)
    for look in ledger.looks:
        yield from _look(look)
    for register in ledger.registers.values():
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
        by_sheet.setdefault(one.sheet, []).append(f"第{one.row}行“{one.text[:12]}”")
    for sheet, rows in by_sheet.items():
        yield _("{sheet}: {count} rows are no records and were left out: {rows}").format(
            sheet=sheet, count=len(rows), rows="、".join(rows[:6]) + ("…" if len(rows) > 6 else "")
        )


def _look(look: SheetLook) -> Iterator[str]:
    if look.fills:
        colours: Counter[str] = Counter()
        for rgb, count in look.fills.items():
            colours[colour_name(rgb)] += count
        listed = " ".join(f"{name}{count}" for name, count in colours.most_common())
        yield _("{sheet}: {count} rows are coloured ({colours}); colours are not counted").format(
            sheet=look.sheet, count=sum(colours.values()), colours=listed
        )
    if look.struck:
        yield _("{sheet}: {count} rows are struck through, and still counted").format(
            sheet=look.sheet, count=look.struck
        )
    if look.hidden:
        yield _("{sheet}: {count} hidden rows are counted").format(
            sheet=look.sheet, count=look.hidden
        )


def colour_name(rgb: str) -> str:
    """Return the everyday name of a colour: the nearest of seven."""
    red, green, blue = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))

    def distance(name: str) -> int:
        r, g, b = _PALETTE[name]
        return (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2

    return min(_PALETTE, key=distance)
