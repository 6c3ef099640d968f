"""Sheets as tabs of a book: their names, renaming and removing them."""
