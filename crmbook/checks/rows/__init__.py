"""Checks of one record: cells that contradict one another."""
