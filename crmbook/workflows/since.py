"""What changed since the last check, or since a file of then: the ``since`` of ``check`` (U04)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from crmbook.analysis.since import Since, compare
from crmbook.book import Book, end_of_day, open_book
from crmbook.facts.hashing import take
from crmbook.facts.snapshot import Snapshot
from crmbook.files.snapshots import Snapshots
from crmbook.i18n import _
from crmbook.model.errors import FileRefused
from crmbook.model.faults import fault_text
from crmbook.workflows.check import CheckReport

_WEEK = dt.timedelta(7)
_JSON_START = (b"{", b"\xef\xbb\xbf{")


def since_last(report: CheckReport, *, keep: bool) -> CheckReport:
    """Return the report with what changed since the last check of these files, if there was one.

    ``keep``: this check is remembered, as the one that the next is compared with. What cannot be
    kept is a note, no refusal: the report itself is right without it.
    """
    ledger, kept = report.book.ledger(report.today), _kept(report.book)
    old, fingerprint = kept.before(report.today), _fingerprint(report.book)
    same = old is not None and old.book == fingerprint
    now = replace(old, when=report.today) if old and same else take(ledger, fingerprint)
    if keep and not (old and same and old.when.date() == report.today.date()):
        report = _remembered(report, kept, now)
    if old is None:
        return report
    found = compare(old, now, ledger)
    if found.quiet and old.when.date() == report.today.date():
        return report  # twice on one day, and nothing happened between
    return replace(report, since=found)


def since_week(report: CheckReport) -> CheckReport:
    """Return the report with what changed since the last check of a week ago or before.

    None is so old: since the last one there is, and its day is told. This check is not remembered.
    """
    kept = _kept(report.book)
    old = kept.before(report.today - _WEEK + dt.timedelta(1)) or kept.before(report.today)
    if old is None:
        return report
    ledger = report.book.ledger(report.today)
    return replace(report, since=compare(old, take(ledger, _fingerprint(report.book)), ledger))


def remember(report: CheckReport) -> CheckReport:
    """Remember a check, as the one that the next is compared with."""
    book = report.book
    now = take(book.ledger(report.today), _fingerprint(book))
    return _remembered(report, _kept(book), now)


def since_file(report: CheckReport, path: Path, *, state: bool = True) -> CheckReport:
    """Return the report with what changed since a file: the JSON of a check, or an older workbook.

    The JSON names problems alone; where the snapshot of its day is still kept, rows and cells come
    from there (``state`` false: nothing kept is looked at). Raises FileRefused for what is neither.
    """
    ledger = report.book.ledger(report.today)
    if not _head(path).startswith(_JSON_START):
        before = open_book(path).ledger(report.today)
        old = replace(take(before, ""), when=dt.datetime.fromtimestamp(path.stat().st_mtime))
        found = compare(old, take(ledger, ""), ledger)
        return replace(report, since=replace(found, errors=None, warnings=None))
    then = _then(path)
    day = dt.date.fromisoformat(then["today"])
    snapshot = _kept(report.book).on(day) if state else None
    since = Since(end_of_day(day))
    if snapshot is not None:
        since = compare(snapshot, take(ledger, ""), ledger)
    return replace(report, since=_with_problems(since, then, report))


def _with_problems(since: Since, then: dict[str, Any], report: CheckReport) -> Since:
    old = Counter(
        (one["code"], one["id"] or one["cell"], one["column"]) for one in then["problems"]
    )
    new = Counter((one.code, one.id or one.cell, one.header or None) for one in report.problems)
    return replace(
        since,
        errors=then["summary"]["errors"],
        warnings=then["summary"]["warnings"],
        appeared=(new - old).total(),
        solved=(old - new).total(),
    )


def _remembered(report: CheckReport, kept: Snapshots, now: Snapshot) -> CheckReport:
    try:
        kept.keep(replace(now, errors=report.errors, warnings=report.warnings))
    except OSError as error:
        told = _("this check could not be remembered: {error}").format(error=fault_text(error))
        return replace(report, notes=(*report.notes, told))
    return report


def _kept(book: Book) -> Snapshots:
    return Snapshots.of([source.path for source in book.sources], book.rules.book_id)


def _fingerprint(book: Book) -> str:
    """Return one hash of all files, whatever their order."""
    found = sorted(source.sha256 for source in book.sources)
    return hashlib.sha256("".join(found).encode()).hexdigest()


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8).lstrip()
    except OSError as error:
        raise FileRefused(fault_text(error), path=path) from error


def _then(path: Path) -> dict[str, Any]:
    """Return the JSON of an older check. Raises FileRefused when it is none."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8-sig"))
        if _is_check(found):
            return found
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _no_check(path) from error
    raise _no_check(path)


def _is_check(found: dict[str, Any]) -> bool:
    """Whether it has all that is asked of it. Raises ValueError, KeyError, TypeError if not."""
    dt.date.fromisoformat(found["today"])
    counts = [found["summary"][name] for name in ("errors", "warnings")]
    needed = {"code", "id", "cell", "column"}
    return (
        found["command"] == "check"
        and all(isinstance(count, int) for count in counts)
        and all(needed <= set(one) for one in found["problems"])
    )


def _no_check(path: Path) -> FileRefused:
    return FileRefused(
        _("this is no result of a check"),
        _("give what `crmbook check --format json` wrote, or an older copy of the workbook"),
        path=path,
    )
