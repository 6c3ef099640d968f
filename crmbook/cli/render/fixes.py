"""Fixes as text and JSON: each with its cell, what stood there, what it becomes, and the rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.cli.render.receipt import receipt_lines, receipt_notes
from crmbook.cli.render.words import shown
from crmbook.i18n import _, ngettext
from crmbook.model.cells import Raw
from crmbook.model.fixes import Fix

if TYPE_CHECKING:  # they load what a check without --fix does not need
    from crmbook.model.receipt import Receipt
    from crmbook.workflows.check import CheckReport
    from crmbook.workflows.fixes import Fixes, Mended

_WIDTH: Final = 60
_SPACE: Final = "␣"  # a space that would not be seen


def diff_text(_report: CheckReport, found: Fixes) -> Iterator[str]:
    """Yield what ``--fix`` would change, file by file, a cell a line."""
    for book, fixes in groupby(found.fixes, key=attrgetter("book")):
        yield click.style(printable(book), bold=True) + "\n"
        yield from (f"  {_line(fix)}\n" for fix in fixes)
    yield from (f"{line}\n" for line in _would(found))
    yield _("nothing was written")


def diff_json(report: CheckReport, found: Fixes) -> Iterator[str]:
    """Yield the same as one JSON object."""
    return streamed(
        {
            **envelope("check", report.book, report.today),
            "fixes": map(fix_json, found.fixes),
            "guesses": found.guesses,
            "applied": False,
        }
    )


def fix_json(fix: Fix) -> dict[str, Any]:
    """Return one fix; dates are ISO, an empty cell is null."""
    return {
        "code": fix.check.code,
        "name": fix.check.name,
        "book": fix.book,
        "sheet": fix.sheet,
        "cell": fix.cell,
        "row": fix.row,
        "column": fix.header,
        "id": fix.id or None,
        "old": plain(fix.old),
        "new": plain(fix.new),
        "safe": fix.safe,
    }


def mended_keys(mended: Mended | None) -> dict[str, Any]:
    """Return what was mended, for the JSON of a check; nothing where it was not asked for."""
    if mended is None:
        return {}
    return {
        "fixes": [fix_json(fix) for fix in mended.made],
        "not_fixed": [fix_json(fix) for fix in mended.left],
        "guesses": mended.guesses,
        "applied": bool(mended.receipts),
        "fixed": [_receipt(receipt) for receipt in mended.receipts],
    }


def mended_lines(mended: Mended | None, limit: int) -> Iterator[str]:
    """Yield what was mended, of each rule so many lines as its problems have, then a blank line."""
    if mended is None:
        return
    yield from summary_line(mended)
    printed: Counter[str] = Counter()
    for fix in mended.made:
        printed[fix.check.code] += 1
        if printed[fix.check.code] <= limit:
            yield f"  {_line(fix)}"
    checks = {fix.check.code: fix.check for fix in mended.made}
    for code, count in sorted(printed.items()):
        if count > limit:
            yield "  " + _("{code} {title}: {count} more of the kind (--format json lists all)").format(
                code=code, title=_(checks[code].title), count=count - limit
            )  # fmt: skip
    yield from _left(mended.left)
    yield from (f"  {line}" for receipt in mended.receipts for line in receipt_lines(receipt))
    yield ""


def summary_line(mended: Mended | None) -> Iterator[str]:
    """Yield how many cells were mended, and what is left for people to decide."""
    if mended is None:
        return
    count = len(mended.made)
    told = ngettext("{count} cell mended", "{count} cells mended", count).format(count=count)
    yield (told if count else _("Nothing to mend by itself")) + _guesses(mended.guesses)


def offer_lines(report: CheckReport, mended: Mended | None) -> Iterator[str]:
    """Yield how many of the problems crmbook would mend itself, where it was not asked to."""
    count = sum(one.fix is not None and one.safe for one in report.problems)
    if mended is None and count:
        told = ngettext(
            "{count} of these crmbook mends itself: --fix (--diff shows it first)",
            "{count} of these crmbook mends itself: --fix (--diff shows them first)",
            count,
        )
        yield ""
        yield told.format(count=count)


def _would(found: Fixes) -> Iterator[str]:
    count = len(found.fixes)
    told = ngettext("{count} cell would be mended", "{count} cells would be mended", count)
    yield (told.format(count=count) if count else _("Nothing to mend by itself")) + _guesses(
        found.guesses
    )


def _guesses(count: int) -> str:
    if not count:
        return ""
    told = ngettext(
        "; {count} more is a guess (--unsafe-fixes)", "; {count} more are guesses (--unsafe-fixes)",
        count,
    )  # fmt: skip
    return told.format(count=count)


def _left(left: tuple[Fix, ...]) -> Iterator[str]:
    if left:
        cells = "、".join(fix.where for fix in left[:5]) + ("…" if len(left) > 5 else "")
        yield "  " + printable(
            ngettext(
                "{count} cell left as it is, for the file forbids to write it: {cells}",
                "{count} cells left as they are, for the file forbids to write them: {cells}",
                len(left),
            ).format(count=len(left), cells=cells)
        )


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "path": str(receipt.path),
        "cells": len(receipt.cells),
        "backup": None if receipt.backup is None else str(receipt.backup),
        "sha256_before": receipt.sha256_before,
        "sha256_after": receipt.sha256_after,
        "notes": receipt_notes(receipt),
    }


def _line(fix: Fix) -> str:
    sign = "" if fix.safe else " ?"
    rule = f"[{fix.check.code}{sign} {_(fix.check.title)}]"
    old, new = spelled(fix.old, fix.new), spelled(fix.new, fix.old)
    return printable(f"{fix.where}  {fix.header}  {old} → {new}  {rule}")


def spelled(value: Raw, other: Raw) -> str:
    """Return a value so that what tells it from another is seen: odd spaces, text for a number."""
    if not isinstance(value, str):
        return shown(value, _WIDTH)
    text = _seen(value, stray=isinstance(other, str))
    text = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
    return text if isinstance(other, str) or other is None else f"“{text}”"


def _seen(value: str, *, stray: bool) -> str:
    """Return a text with the white space that a trim would take, and what cannot be seen, visible."""
    inner = value.strip(" ")
    before = len(value) - len(value.lstrip(" "))
    behind = len(value) - before - len(inner)
    shown_inner = "".join(map(_visible, inner))
    around = _SPACE if stray else " "
    return around * before + shown_inner + around * behind


def _visible(character: str) -> str:
    if character == " " or (character.isprintable() and not character.isspace()):
        return character
    return f"\\u{ord(character):04x}"
