"""Paper: landscape, one page wide, header row on every page, 第&P页/共&N页 (FORMS.md).

A4, but for registers whose text would be too small to read on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from xlsxwriter.worksheet import Worksheet

from crmbook.report.palette import SIZE

A4 = 9
A3 = 8
_MARGIN = 0.4  # inches, left and right
_WIDTHS = {A4: 11.69, A3: 16.54}  # inches, of a landscape sheet
_LEGIBLE = 6.0  # points; smaller text goes to A3
_LEAST = 4.5  # points; smaller text, even on A3, goes to a second page


def set_paper(
    worksheet: Worksheet, title: str, repeat: tuple[int, int] | None = None, *, pages: int = 0
) -> None:
    """Set a sheet up for printing.

    ``repeat``: the first and last row (0-based) of each page; ``pages``: how many pages it may be
    long (0: any number). An ``&`` in the title is doubled: in a header it starts a code.
    """
    worksheet.set_landscape()
    worksheet.set_paper(A4)
    worksheet.fit_to_pages(1, pages)
    worksheet.set_margins(left=_MARGIN, right=_MARGIN, top=0.7, bottom=0.6)
    worksheet.center_horizontally()
    worksheet.set_header(f"&L&9&F&C&12&B{title.replace('&', '&&')}&R&9&D")
    worksheet.set_footer("&L&9&A&R&9第&P页/共&N页")
    if repeat is not None:
        worksheet.repeat_rows(*repeat)


def set_wide(worksheet: Worksheet, widths: Sequence[int]) -> int:
    """Fit columns of these widths (characters) on the smallest paper that keeps their text legible.

    Returns how many pages wide they are: one, but for a register that no A3 sheet can hold.
    """
    paper, pages = paper_for(widths)
    worksheet.set_paper(paper)
    worksheet.fit_to_pages(pages, 0)
    return pages


def paper_for(widths: Sequence[int]) -> tuple[int, int]:
    """Return (paper, pages wide) for columns of these widths in characters."""
    if text_size(widths, A4) >= _LEGIBLE:
        return A4, 1
    return A3, max(1, ceil(_LEAST / text_size(widths, A3)))


def text_size(widths: Sequence[int], paper: int) -> float:
    """Return the size in points that text has on one page of a paper; it is never enlarged.

    A character is 7 pixels wide, a column has 5 more, at 96 to the inch.
    """
    inches = sum(7 * width + 5 for width in widths) / 96
    return SIZE * min(1.0, (_WIDTHS[paper] - 2 * _MARGIN) / max(inches, 1.0))
