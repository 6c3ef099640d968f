"""Paper: A4 landscape, one page wide, header row on every page, 第&P页/共&N页 (FORMS.md)."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

_A4 = 9


def set_paper(
    worksheet: Worksheet, title: str, repeat: tuple[int, int] | None = None, *, pages: int = 0
) -> None:
    """Set a sheet up for printing.

    ``repeat``: the first and last row (0-based) of each page; ``pages``: how many pages it may be
    long (0: any number). An ``&`` in the title is doubled: in a header it starts a code.
    """
    worksheet.set_landscape()
    worksheet.set_paper(_A4)
    worksheet.fit_to_pages(1, pages)
    worksheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    worksheet.center_horizontally()
    worksheet.set_header(f"&L&9&F&C&12&B{title.replace('&', '&&')}&R&9&D")
    worksheet.set_footer("&L&9&A&R&9第&P页/共&N页")
    if repeat is not None:
        worksheet.repeat_rows(*repeat)
