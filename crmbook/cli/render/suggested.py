"""What lists of suggestions have in common: the lead, its evidence, the column that was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar

import click

from crmbook.cli.printable import printable
from crmbook.facts.register import Register
from crmbook.i18n import _, ngettext
from crmbook.model.receipt import Receipt
from crmbook.qualify.evidence import Answer, Evidence
from crmbook.schema.column import Column
from crmbook.schema.sheets import leads

#: How many leads of a kind are told in text.
MOST = 5


class OfLead(Protocol):
    """Anything said of one record."""

    @property
    def record(self) -> int:
        """Which one."""


One = TypeVar("One", bound=OfLead)


def owned(found: Iterable[One], register: Register, owner: str | None) -> Iterator[One]:
    """Yield those of one person; all where none is asked for."""
    return (
        one for one in found if owner is None or register.text(leads.OWNER, one.record) == owner
    )


def lead_keys(register: Register, record: int) -> dict[str, Any]:
    """Return what names a lead in JSON."""
    return {
        "id": register.id(record),
        "sheet": register.places[int(register.place[record])].sheet,
        "row": int(register.rows[record]),
        "company": register.text(leads.COMPANY, record) or None,
        "owner": register.text(leads.OWNER, record) or None,
    }


def lead_line(register: Register, record: int, column: Column) -> str:
    """Return where a lead stands, its number, company and owner, in one line."""
    number, where = register.id(record), register.cell(record, column)
    named = "" if "!" in number else number
    owner = register.text(leads.OWNER, record) or _("nobody")
    company = register.text(leads.COMPANY, record)
    return printable("  ".join(filter(None, (where, named, company, owner))))


def evidence_text(name: str, evidence: Evidence) -> str:
    """Return what is known of a question: ``预算充足：60万元 ≥ 50万（预算(万元)）``."""
    if evidence.answer is Answer.UNKNOWN:
        return _("{name}: nobody has said").format(name=name)
    said = f"{evidence.words} {evidence.compared}".rstrip()
    if evidence.answer is Answer.NO:
        said = _("no: {words}").format(words=said)
    told = _("{name}: {said} ({where})").format(name=name, said=said, where=evidence.where)
    if evidence.against is None:
        return told
    words, where = evidence.against
    return _("{told}, but “{words}” ({where})").format(told=told, words=words, where=where)


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Return the same for JSON."""
    answer = {Answer.YES: "yes", Answer.NO: "no"}.get(evidence.answer, "unknown")
    return {
        "answer": answer,
        "where": evidence.where or None,
        "words": evidence.words or None,
        "compared": evidence.compared or None,
        "rule": evidence.rule or None,
        "against": None if evidence.against is None else " · ".join(evidence.against),
    }


def receipt_lines(receipt: Receipt | None, columns: Iterable[Column]) -> Iterator[str]:
    """Yield what was written, and where the version before is."""
    if receipt is None:
        return
    names = "、".join(column.header for column in columns)
    if not receipt.changed:
        yield _("{columns} are up to date: nothing written").format(columns=names)
        return
    yield ngettext("{columns}: {count} cell written", "{columns}: {count} cells written",
                   len(receipt.cells)).format(columns=names, count=f"{len(receipt.cells):,}")  # fmt: skip
    if receipt.backup is not None:
        yield printable(_("the version before is in {path}").format(path=receipt.backup))
    yield from map(printable, receipt.notes)


def receipt_keys(receipt: Receipt | None) -> dict[str, Any]:
    """Return the same for JSON."""
    if receipt is None:
        return {}
    return {
        "written": receipt.changed,
        "cells_written": len(receipt.cells),
        "backup": None if receipt.backup is None else str(receipt.backup),
    }


def titled(title: str, lines: Iterable[str], more: int) -> Iterator[str]:
    """Yield a list under its title, and how many more there are; nothing for an empty one."""
    found = list(lines)
    if not found:
        return
    yield ""
    yield click.style(title, bold=True)
    yield from found
    if more > 0:
        yield "  " + _("… {count} more (--format json lists all)").format(count=f"{more:,}")
