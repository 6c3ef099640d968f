"""Checks across records and sheets."""
