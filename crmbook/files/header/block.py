"""The header block: what :func:`crmbook.files.header.locate` found."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """A table's place on its sheet; rows and columns are 1-based, bounds inclusive.

    ``titles``: column → title, those of the main table first, in order; ``columns``: all columns of
    the main table, titled or not; ``groups``: column → the names that stand over its title and
    others', top down. Totals and notes below the data lie after ``data_last_row``, which is
    ``data_first_row - 1`` for a table without data.
    """

    first_row: int
    last_row: int
    data_first_row: int
    data_last_row: int
    titles: dict[int, str]
    columns: tuple[int, ...] = ()
    groups: dict[int, tuple[str, ...]] = field(default_factory=dict)
