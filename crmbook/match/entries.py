"""What is compared: the records of leads and customers side by side, by field (M21, §3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np

from crmbook.facts.register import Mask, Register
from crmbook.match import normal
from crmbook.match.coded import Coded, Normal, of_columns, recoded
from crmbook.schema.column import Column
from crmbook.schema.kinds.company_parts import CompanyParts, company_parts, places_in
from crmbook.schema.sheets import CUSTOMERS, LEADS, customers, leads

#: Field → its normal form and its columns, by sheet. A lead's spare phone is a phone.
_FIELDS: Final[dict[str, tuple[Normal, dict[str, Column | None]]]] = {
    "name": (normal.companies, {LEADS.name: leads.COMPANY, CUSTOMERS.name: customers.NAME}),
    "person": (normal.persons, {LEADS.name: leads.CONTACT, CUSTOMERS.name: customers.CONTACT}),
    "phone": (normal.phones, {LEADS.name: leads.PHONE, CUSTOMERS.name: customers.PHONE}),
    "spare": (normal.phones, {LEADS.name: leads.SPARE_PHONE}),
    "mail": (normal.emails, {LEADS.name: leads.EMAIL, CUSTOMERS.name: customers.EMAIL}),
    "wechat": (normal.plain, {LEADS.name: leads.WECHAT, CUSTOMERS.name: customers.WECHAT}),
    "address": (
        normal.plain,
        {LEADS.name: leads.ADDRESS, CUSTOMERS.name: CUSTOMERS.by_header.get("地址")},
    ),
    "website": (normal.websites, {LEADS.name: leads.WEBSITE}),
    "area": (normal.plain, {LEADS.name: leads.REGION}),
    "industry": (
        normal.plain,
        {LEADS.name: leads.INDUSTRY, CUSTOMERS.name: customers.INDUSTRY},
    ),
    "size": (normal.parsed, {LEADS.name: leads.SIZE, CUSTOMERS.name: customers.SIZE}),
    "position": (normal.plain, {LEADS.name: leads.POSITION, CUSTOMERS.name: customers.POSITION}),
    "need": (normal.plain, {LEADS.name: leads.NEED, CUSTOMERS.name: customers.EXPLICIT}),
    "source": (normal.plain, {LEADS.name: leads.SOURCE, CUSTOMERS.name: customers.SOURCE}),
    "owner": (normal.plain, {LEADS.name: leads.OWNER, CUSTOMERS.name: customers.OWNER}),
}  # fmt: skip


class Entry(NamedTuple):
    """One record: which of the registers it is in, and where."""

    register: int
    record: int


@dataclass(frozen=True)
class Entries:
    """All records of the registers, one after the other, as coded fields."""

    registers: tuple[Register, ...]
    fields: dict[str, Coded[Any]]
    #: How many records each register has.
    sizes: tuple[int, ...]

    def __len__(self) -> int:
        return sum(self.sizes)

    def __getitem__(self, field: str) -> Coded[Any]:
        return self.fields[field]

    def entry(self, at: int) -> Entry:
        """Return where an entry comes from."""
        for number, size in enumerate(self.sizes):
            if at < size:
                return Entry(number, at)
            at -= size
        raise IndexError(at)

    def said(self, at: int) -> tuple[str, ...]:
        """Return all that an entry says, for an order that does not depend on rows."""
        return tuple(
            str(one.values[code]) if (code := int(one.codes[at])) >= 0 else ""
            for one in self.fields.values()
        )

    @staticmethod
    def columns(register: Register, field: str) -> list[Column]:
        """Return the columns of a register in which a field stands."""
        names = ("phone", "spare") if field == "phone" else (field,)
        found = [_FIELDS[name][1].get(register.sheet.name) for name in names]
        return [one for one in found if one is not None]

    @cached_property
    def parts(self) -> list[CompanyParts]:
        """The parts of each distinct company name."""
        return [company_parts(name) for name in self["name"].values]

    @cached_property
    def core(self) -> Coded[str]:
        """Each company's own name with its trade."""
        return self["name"].map(lambda _names: [part.core for part in self.parts])

    @cached_property
    def brand(self) -> Coded[str]:
        """Each company's own name without its trade."""
        return self["name"].map(lambda _names: [part.brand for part in self.parts])

    @cached_property
    def branch(self) -> Coded[str]:
        """What makes a company a branch; "" for a head office."""
        return self["name"].map(lambda _names: [part.branch for part in self.parts])

    @cached_property
    def form(self) -> Coded[str]:
        """集团 or 公司, missing where the name has no legal form."""
        return self["name"].map(lambda _names: [part.form or None for part in self.parts])

    @cached_property
    def title(self) -> Coded[CompanyParts]:
        """All that names consist of, in whatever order and brackets it stands."""
        return self["name"].map(lambda _names: self.parts)

    @cached_property
    def region(self) -> Coded[frozenset[str]]:
        """The provinces and cities a record is at home in: by its name, else by 地区."""
        area = self["area"].values
        known = [frozenset(places_in(one)) or frozenset((one,)) for one in area]
        places = [frozenset(part.places) for part in self.parts]
        named, said = self["name"].codes, self["area"].codes
        if not area:
            return recoded([(named, [one or None for one in places])])
        table = [*known, frozenset()]
        return recoded_pairs(named, said, [*places, frozenset()], table)

    @cached_property
    def phone(self) -> Coded[tuple[str, ...]]:
        """All numbers of a record."""
        first, spare = self["phone"], self["spare"]
        if not spare.values:
            return first
        return recoded_pairs(first.codes, spare.codes, [*first.values, ()], [*spare.values, ()])

    @cached_property
    def mail(self) -> Coded[str]:
        """Each address as letters and digits."""
        return self["mail"].map(normal.squash)

    @cached_property
    def domain(self) -> Coded[str]:
        """Each address's domain, where it is a company's own."""
        return self["mail"].map(normal.domains)


def recoded_pairs(
    left: np.ndarray, right: np.ndarray, ours: Sequence[Any], theirs: Sequence[Any]
) -> Coded[Any]:
    """Return a field of the union of two: sets of places, or tuples of numbers."""
    width = len(theirs)
    both = (left % len(ours)).astype(np.int64) * width + right % width
    pairs, codes = np.unique(both, return_inverse=True)
    values = [_union(ours[one // width], theirs[one % width]) for one in pairs.tolist()]
    return recoded([(codes.astype(np.int32), values)])


def _union(left: Any, right: Any) -> Any:
    if isinstance(left, frozenset):
        return left | right or None
    return tuple(sorted({*left, *right})) or None


def entries_of(registers: Sequence[Register], out: Sequence[Mask] = ()) -> Entries:
    """Return the records of registers of leads and customers as coded fields.

    ``out``: for each register which records take no part, as if they were blank.
    """
    fields = {
        field: of_columns([(one, columns.get(one.sheet.name)) for one in registers], how)
        for field, (how, columns) in _FIELDS.items()
    }
    if out and (gone := np.concatenate(out)).any():
        for one in fields.values():
            one.codes[gone] = -1
    return Entries(tuple(registers), fields, tuple(len(one) for one in registers))
