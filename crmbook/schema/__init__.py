"""Declarations: sheets, columns, kinds of values, rules; standard library only."""
