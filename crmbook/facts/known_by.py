"""By what a lead is known where no number says so: its company, phones and contact (U06)."""

from __future__ import annotations

from typing import TypeVar

from crmbook.facts.register import ColumnData, Register
from crmbook.schema.kinds.company import match_name
from crmbook.schema.kinds.phone import numbers
from crmbook.schema.sheets import leads
from crmbook.schema.text import fold

_Value = TypeVar("_Value")


def keys(register: Register, names: list[str]) -> list[list[tuple[str, str]]]:
    """Return what each record is known by: its company with each phone, and with its contact."""
    phones, contacts = _phones(register), _contacts(register)
    return [
        [(name, one) for one in (*phone, contact) if one] if name else []
        for name, phone, contact in zip(names, phones, contacts, strict=True)
    ]


def _phones(register: Register) -> list[tuple[str, ...]]:
    data = register.data.get(leads.PHONE.header)
    if data is None:
        return [()] * len(register)
    distinct = [numbers(value) if isinstance(value, str) else () for value in data.parsed.values]
    return _spread(data, [*distinct, ()])


def _contacts(register: Register) -> list[str]:
    """Return each record's contact, folded; a masked one says too little (§2.12)."""
    data = register.data.get(leads.CONTACT.header)
    if data is None:
        return [""] * len(register)
    known = [
        fold(value) if isinstance(value, str) and at not in data.parsed.masked else ""
        for at, value in enumerate(data.parsed.values)
    ]
    return _spread(data, [*known, ""])


def company_names(register: Register) -> list[str]:
    """Return each record's company for comparison, "" where none is named."""
    column = register.sheet.company
    data = None if column is None else register.data.get(column.header)
    if data is None:
        return [""] * len(register)
    return _spread(data, [*map(_match_name, data.parsed.values), ""])


def _spread(data: ColumnData, distinct: list[_Value]) -> list[_Value]:
    """Return what each record has, given for each distinct value; the last is for blank cells."""
    return [distinct[code] for code in data.codes.tolist()]


def company_name(register: Register, record: int) -> str:
    """Return one record's company for comparison, "" where none is named."""
    column = register.sheet.company
    if column is None or column not in register:
        return ""
    return _match_name(register.values(column)[record])


def _match_name(value: object) -> str:
    text = "" if value is None else str(value)
    return match_name(text) or fold(text)
