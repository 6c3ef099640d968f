"""Intake: what the columns of a messy list mean, and its rows as records of a register.

No file is opened here: a list comes as a :class:`~crmbook.intake.source.SourceTable` and leaves as
records, rejects and log entries; matching and writing are others' work.
"""
