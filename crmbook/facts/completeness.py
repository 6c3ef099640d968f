"""信息完整度: how much of what must be known of a lead is there (M19, REQUIREMENTS §2.18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Mask, Register
from crmbook.facts.status import excluded
from crmbook.schema.column import Column
from crmbook.schema.sheets import LEADS, leads

#: Alternatives of which one is enough: a phone *or* a 微信号, 获取时间 *or* 分配时间.
_EITHER: dict[str, tuple[Column, ...]] = {
    leads.PHONE.header: (leads.PHONE, leads.WECHAT),
    leads.ASSIGNED.header: (leads.ACQUIRED, leads.ASSIGNED),
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """Filled and wanted cells: of a sheet, of each owner, and of each record (``rows``, 0–1)."""

    filled: int
    wanted: int
    owners: dict[str, tuple[int, int]]
    rows: NDArray[np.float64]

    @property
    def share(self) -> float:
        """The share of wanted cells that are filled, 1 where nothing is wanted."""
        return self.filled / self.wanted if self.wanted else 1.0


def completeness(ledger: Ledger, register: Register) -> Completeness:
    """Return the completeness of the lead register.

    Columns that the book does not have are absent, not empty (§2.1); leads marked 无效 or 重复 are
    left out.
    """
    counted = ~excluded(register)
    filled = np.zeros(len(register), dtype=np.int64)
    wanted = 0
    for columns in _wanted(ledger, register):
        wanted += 1
        filled += _any_filled(register, columns)
    rows = filled / wanted if wanted else np.ones(len(register))
    owners = _by_owner(register, filled, counted, wanted)
    return Completeness(int(filled[counted].sum()), wanted * int(counted.sum()), owners, rows)


def missing(ledger: Ledger, register: Register, record: int) -> list[str]:
    """Return the headers of what must be known of a lead and is not there."""
    return [
        columns[0].header
        for columns in _wanted(ledger, register)
        if all(bool(register.blank(column)[record]) for column in columns)
    ]


def _wanted(ledger: Ledger, register: Register) -> Iterator[tuple[Column, ...]]:
    for column in LEADS.columns:
        declared = (LEADS.name, column.header) in ledger.required
        columns = _EITHER.get(column.header, (column,))
        if column is leads.ACQUIRED:
            continue  # counted together with 分配时间
        if (column.counts or declared) and any(one in register for one in columns):
            yield columns


def _any_filled(register: Register, columns: tuple[Column, ...]) -> Mask:
    filled = np.zeros(len(register), dtype=bool)
    for column in columns:
        filled |= ~register.blank(column)
    return filled


def _by_owner(
    register: Register, filled: NDArray[np.int64], counted: Mask, wanted: int
) -> dict[str, tuple[int, int]]:
    owners: dict[str, tuple[int, int]] = {}
    data = register.data.get(leads.OWNER.header)
    if data is None:
        return owners
    for at, owner in enumerate([*data.parsed.values, None]):
        code = at if at < len(data.raw) else -1
        mine = counted & (data.codes == code)
        count = int(mine.sum())
        if count:
            name = "" if owner is None else str(owner)
            have, want = owners.get(name, (0, 0))
            owners[name] = (have + int(filled[mine].sum()), want + wanted * count)
    return owners
