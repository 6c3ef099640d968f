"""Kinds of values: how a cell is parsed, what may be wrong with it, how it is written."""
