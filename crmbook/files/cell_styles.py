"""Cell formats as far as crmbook asks for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellStyles:
    """What crmbook asks of a book's cell formats, each list indexed by ``cellXfs`` index.

    ``fills``: 6-digit RGB of a solid fill ("" none; theme colours resolved); ``strikes``: the font
    is struck through; ``dates``: the number format shows a date; ``durations``: ``[h]:mm``.
    """

    fills: tuple[str, ...] = ()
    strikes: tuple[bool, ...] = ()
    dates: tuple[bool, ...] = ()
    durations: tuple[bool, ...] = ()
