"""Cells of the meeting's tables: texts, figures as Excel rounds them, days."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from crmbook.model.printable import printable
from crmbook.report.meeting_page import Cell


def text_cell(text: str) -> Cell:
    """Return a text; line breaks become spaces."""
    return Cell(printable(text.replace("\n", " ")))


#: Decimals that each form shows of a number.
_DECIMALS: Final = {"{:d}": 0, "{:.1f}": 1, "{:,.1f}": 1, "{:.1%}": 3}


def number_cell(value: float | None, form: str) -> Cell:
    """Return a figure, rounded half up as Excel shows it; "—" for what is not known."""
    if value is None:
        return Cell("—", -1.0)
    step = Decimal(1).scaleb(-_DECIMALS[form])
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP)
    return Cell(form.format(rounded if _DECIMALS[form] else int(rounded)), value)


def date_cell(when: dt.datetime | None) -> Cell:
    """Return a day, sorted as one; "—" for none."""
    return (
        Cell("—", 0, figure=False)
        if when is None
        else Cell(f"{when:%Y-%m-%d}", when.toordinal(), figure=False)
    )
