"""Analysis: one table a file, pure functions of a ledger; what they return is drawn by report."""
