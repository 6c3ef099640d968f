"""What a scan refuses to read, in words."""

from __future__ import annotations

from crmbook.i18n import _
from crmbook.model.errors import FileRefused


def refuse_doctype(*_declaration: object) -> None:
    """Refuse a part with a DOCTYPE: no workbook program writes one; attackers do."""
    raise FileRefused(
        _("a part of the workbook declares a DOCTYPE, which no spreadsheet program does"),
        _("ask where the file comes from; crmbook does not read it"),
    )


def broken_xml(error: Exception) -> FileRefused:
    """Return the refusal of a part that is no well-formed XML."""
    return FileRefused(
        _("a part of the workbook is damaged (broken XML: {error})").format(error=error), repair()
    )


def too_many_rows() -> FileRefused:
    """Return the refusal of a sheet with more rows than Excel's 1,048,576."""
    return FileRefused(
        _("the sheet has more than 1,048,576 rows, or a row is numbered above that"), repair()
    )


def missing_text() -> FileRefused:
    """Return the refusal of a cell that refers to a shared string beyond the last."""
    return FileRefused(_("a cell refers to a text that the workbook does not hold"), repair())


def missing_sheet(name: str) -> FileRefused:
    """Return the refusal of a sheet whose part is missing, or lies outside of the file."""
    return FileRefused(
        _("the sheet “{name}” is listed, but not in the file").format(name=name), repair()
    )


def spread_too_far(rows: int, columns: int) -> FileRefused:
    """Return the refusal of a sheet whose cells would fill the memory."""
    return FileRefused(
        _("the sheet spreads its cells too far ({rows} rows, {columns} columns)").format(
            rows=rows, columns=columns
        ),
        _("delete the stray cells, save it, and try again"),
    )


def repair() -> str:
    """Return the remedy for a file that its program would repair."""
    return _("open it in Excel or WPS, let it repair the file, and save it again")
