"""Checks of the shape of a sheet: merged values, doubled columns."""
