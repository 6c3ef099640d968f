"""``doctor`` as text and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import dumps, envelope_of
from crmbook.files.inventory import Inventory
from crmbook.i18n import _, ngettext
from crmbook.model.errors import CrmbookError
from crmbook.model.words import labelled, series
from crmbook.workflows.abilities import Ability
from crmbook.workflows.doctor import Examination, SheetRows
from crmbook.workflows.doctor_words import (
    ability_text,
    dialect_text,
    feature_text,
    state_text,
)


def doctor_json(found: Examination, today: dt.date) -> str:
    """Return everything under names that do not depend on the language."""
    inventory = found.inventory
    return dumps(
        {
            **envelope_of("doctor", found.path, today),
            "format": found.format or None,
            "size": found.size,
            "modified": found.modified.isoformat(timespec="seconds"),
            "refused": _why(found.refused),
            "program": inventory and {
                "name": inventory.program.name,
                "saved_by": inventory.program.saved_by,
                "saved_at": inventory.program.saved_at,
            },
            "sheets": [*map(_sheet_json(inventory), found.sheets)],
            "features": {} if inventory is None else inventory.features,
            "dialect": [] if inventory is None else [*inventory.dialect],
            "date1904": inventory is not None and inventory.date1904,
            "can_write": [
                {"what": one.what, "sheet": one.sheet or None, "why_not": _why(one.refusal)}
                for one in found.abilities
            ],
            "locks": [
                {
                    "who": lock.name, "program": lock.kind, "file": lock.lock_path.name,
                    "since": lock.since and lock.since.isoformat(timespec="seconds"),
                }
                for lock in found.locks
            ],
            "copies": [
                {
                    "file": one.path.name, "kind": one.kind.value,
                    "modified": one.modified.isoformat(timespec="seconds"),
                }
                for one in found.copies
            ],
            "cache_of": found.cache_of or None,
            "backups": {
                "folder": str(found.backups.folder), "count": found.backups.count,
                "bytes": found.backups.bytes,
            },
            "writes": len(found.history.writes),
        }
    )  # fmt: skip


def _why(refusal: CrmbookError | None) -> dict[str, str] | None:
    return None if refusal is None else {"what": refusal.what, "remedy": refusal.remedy}


def _sheet_json(inventory: Inventory | None) -> Any:
    facts = {} if inventory is None else {one.name: one for one in inventory.sheets}

    def sheet(one: SheetRows) -> dict[str, Any]:
        known = facts.get(one.name)
        features = {} if known is None else known.features
        return {"name": one.name, "rows": one.rows, "state": one.state, "features": features}

    return sheet


def doctor_text(found: Examination) -> Iterator[str]:
    """Yield the findings, what is wrong first."""
    yield click.style(printable(_headline(found)), bold=True)
    if found.refused is not None:
        yield printable("✗ " + labelled(_("cannot be read"), _reason(found.refused)))
    yield from map(printable, _desk(found))
    yield from _block(_("Sheets:"), map(_sheet, found.sheets))
    if found.inventory is not None:
        yield from _inventory(found.inventory)
    yield from _block(_("crmbook can write:"), _can(found.abilities))
    yield from _block(_("crmbook cannot write:"), _cannot(found.abilities))
    yield from _block(_("Backups:"), _backups(found))


def _headline(found: Examination) -> str:
    program = "" if found.inventory is None else found.inventory.program.name
    parts = [found.format, program, f"{found.size / 1024:,.0f} KB"]
    saved = f"{found.modified:%Y-%m-%d %H:%M}"
    by = "" if found.inventory is None else found.inventory.program.saved_by
    who = _("saved {when} by {who}") if by else _("saved {when}")
    return labelled(
        str(found.path), " · ".join([*filter(None, parts), who.format(when=saved, who=by)])
    )


def _reason(refusal: CrmbookError) -> str:
    return "；".join(part for part in (refusal.what, refusal.remedy) if part)


def _desk(found: Examination) -> Iterator[str]:
    for lock in found.locks:
        since = f"{lock.since:%Y-%m-%d %H:%M}" if lock.since else "?"
        yield "! " + _("open: {who}, {program}, since {since} ({file})").format(
            who=lock.who, program=lock.kind, since=since, file=lock.lock_path.name
        )
    if found.cache_of:
        yield "! " + _("it lies in a folder of {program} whose files get lost").format(
            program=found.cache_of
        )
    for copy in found.copies:
        told = {
            "conflict": _("conflict copy beside it: {file} ({when}); bring both together by hand"),
            "copy": _("copy beside it: {file} ({when})"),
        }[copy.kind.value]
        yield "! " + told.format(file=copy.path.name, when=f"{copy.modified:%Y-%m-%d %H:%M}")


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = [f"  {printable(line)}" for line in lines]
    if found:
        yield ""
        yield title
        yield from found


def _sheet(one: SheetRows) -> str:
    rows = ngettext("{count} row", "{count} rows", one.rows).format(count=one.rows)
    state = state_text(one.state)
    return f"{one.name}  {rows}" + (f"  {state}" if state else "")


def _inventory(inventory: Inventory) -> Iterator[str]:
    features = [feature_text(name, count) for name, count in inventory.features.items()]
    dialect = [dialect_text(name) for name in inventory.dialect]
    if inventory.date1904:
        dialect.append(_("dates counted from 1904"))
    yield from _block(_("It carries:"), [series(features)] if features else [])
    yield from _block(_("Unusual in its file:"), [series(dialect)] if dialect else [])


def _can(abilities: Sequence[Ability]) -> Iterator[str]:
    able = [one for one in abilities if one.refusal is None]
    if able:
        yield _named(able, abilities)


def _cannot(abilities: Sequence[Ability]) -> Iterator[str]:
    """Yield one line for each reason, with all that it concerns."""
    reason = attrgetter("refusal.what", "refusal.remedy")
    refused = sorted((one for one in abilities if one.refusal is not None), key=reason)
    for (what, remedy), group in groupby(refused, key=reason):
        named = _named(list(group), abilities)
        yield labelled(named, "；".join(filter(None, (what, remedy))))


def _named(some: Sequence[Ability], abilities: Sequence[Ability]) -> str:
    """Return what they concern: 生成的表，所有表的单元格."""
    texts = []
    for what in dict.fromkeys(one.what for one in some):
        sheets = [one.sheet for one in some if one.what == what]
        every = len(sheets) == sum(one.what == what for one in abilities)
        texts.append(ability_text(what, "" if every else "、".join(sheets)))
    return series(texts)


def _backups(found: Examination) -> Iterator[str]:
    kept = found.backups
    if not kept.count or kept.oldest is None or kept.newest is None:
        yield _("none on this machine")
        return
    yield _("{count} ({size} MB), {oldest} to {newest}, in {folder}").format(
        count=kept.count, size=f"{kept.bytes / (1 << 20):.1f}",
        oldest=f"{kept.oldest:%Y-%m-%d}", newest=f"{kept.newest:%Y-%m-%d}", folder=kept.folder,
    )  # fmt: skip
