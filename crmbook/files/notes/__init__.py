"""Notes that crmbook puts on cells: the comment, and the box that shows it."""

from crmbook.files.notes.sheet_notes import SheetNotes

__all__ = ["SheetNotes"]
