"""Scanning xlsx: a streaming reader that keeps cells as indices into distinct values.

``scan_book`` is the entry. Rows in the form that ordinary programs write go through numpy, a block
at a time (``tokens``); every other dialect through expat (``parser``); both hand out the same.
"""

from crmbook.files.scan.book import scan_book

__all__ = ["scan_book"]
