"""The shape of a table's data: how full its rows are, what its columns usually hold."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crmbook.files.grid import Grid
from crmbook.files.header.looks import Look, is_blank, look_of
from crmbook.model.cells import Raw
from crmbook.schema.spellings import fold_header, means_company

_SERIAL = frozenset({"序号", "序", "项次", "行号", "no", "nr", "#", "№", "编号no"})
_SAMPLE = 200  # rows that tell what a column holds
_FEWEST = 20  # the same of a very wide table, whose cells are too many to be looked at
_CELLS = 400_000  # cells that are looked at one by one
_FILLED = 0.9


class Shape:
    """The rows of ``grid`` from position ``start`` to before ``stop``, in a table's columns."""

    def __init__(
        self, grid: Grid, columns: tuple[int, ...], titles: dict[int, str], rows: tuple[int, int]
    ) -> None:
        self.grid = grid
        self.columns = tuple(column for column in columns if column in grid.columns)
        self.start, self.stop = rows
        self.first = self.columns[0] if self.columns else 0
        self.companies = frozenset(c for c in self.columns if means_company(titles.get(c, "")))
        self.serials = frozenset(
            c for c in self.columns if fold_header(titles.get(c, "")) in _SERIAL
        )

    @property
    def sampled(self) -> int:
        """The position behind the rows that tell what the columns hold."""
        rows = max(_FEWEST, min(_SAMPLE, _CELLS // max(len(self.columns), 1)))
        return min(self.stop, self.start + rows)

    def filled(self, columns: Iterable[int]) -> NDArray[np.int32]:
        """Return how many of some columns each row fills."""
        counts = np.zeros(self.stop - self.start, dtype=np.int32)
        for column in columns:
            counts += self.grid.columns[column].codes[self.start : self.stop] >= 0
        return counts

    @cached_property
    def counts(self) -> NDArray[np.int32]:
        """How many of the table's columns each row fills (typed or computed)."""
        return self.filled(self.columns)

    @cached_property
    def typed(self) -> NDArray[np.int32]:
        """As ``counts``, without cells that hold a formula."""
        typed = self.counts.copy()
        for column in self.columns:
            formulas = self.grid.columns[column].formulas
            if not len(formulas):
                continue
            inside = formulas[(formulas >= self.start) & (formulas < self.stop)]
            held = self.grid.columns[column].codes[inside] >= 0
            typed[inside[held] - self.start] -= 1
        return typed

    @cached_property
    def prefilled(self) -> NDArray[np.bool_]:
        """Rows of formulas drawn down ahead of the records: nothing in them was typed."""
        none = (self.typed == 0) & (self.counts > 0)
        if not none.any() or none.all():
            return np.zeros(len(none), dtype=bool)
        prefilled: NDArray[np.bool_] = none & (self.counts <= np.median(self.counts[~none]) / 2)
        return prefilled

    @cached_property
    def typical(self) -> float:
        """The median number of filled columns."""
        counts = self.counts[(self.counts > 0) & ~self.prefilled]
        return float(np.median(counts)) if len(counts) else 0.0

    def cells(self, at: int) -> dict[int, Raw]:
        """Return the cells of the row at a position of ``grid.rows``, blank ones left out."""
        found = {column: self.grid.columns[column].at(at) for column in self.columns}
        return {column: value for column, value in found.items() if not is_blank(value)}

    def row(self, at: int) -> int:
        """Return the sheet row of a position."""
        return int(self.grid.rows[at])

    def span(self, at: int) -> int:
        """Return how many columns the widest cell of a row reaches over."""
        return self._spans.get(self.row(at), 1)

    @cached_property
    def _spans(self) -> dict[int, int]:
        spans: dict[int, int] = {}
        for area in self.grid.merged:
            width = area.last_column - area.first_column + 1
            for row in range(area.first_row, min(area.last_row, area.first_row + 50) + 1):
                spans[row] = max(spans.get(row, 1), width)
        return spans

    @cached_property
    def figures(self) -> dict[int, float]:
        """The share of figures among a column's first cells; columns without cells are absent."""
        shares = {}
        stop = self.sampled
        for column in self.columns:
            data = self.grid.columns[column]
            codes = data.codes[self.start : stop]
            looks = [look_of(data.values[code]) for code in codes[codes >= 0].tolist()]
            if looks:
                figures = sum(look in {Look.DATUM, Look.YEAR} for look in looks)
                shares[column] = figures / len(looks)
        return shares

    @cached_property
    def length(self) -> dict[int, float]:
        """The median length of each column's first cells, in characters."""
        lengths = {}
        stop = self.sampled
        for column in self.columns:
            data = self.grid.columns[column]
            codes = data.codes[self.start : stop]
            held = [len(str(data.values[code])) for code in codes[codes >= 0].tolist()]
            lengths[column] = float(np.median(held)) if held else 0.0
        return lengths

    @cached_property
    def always(self) -> frozenset[int]:
        """The columns that nearly every row fills."""
        stop = self.sampled
        rows = max(stop - self.start, 1)
        return frozenset(
            column
            for column in self.columns
            if (self.grid.columns[column].codes[self.start : stop] >= 0).sum() >= _FILLED * rows
        )

    @cached_property
    def named(self) -> frozenset[int]:
        """The columns that nearly every row fills with words."""
        return frozenset(column for column in self.always if self.figures.get(column, 1.0) < 0.5)
