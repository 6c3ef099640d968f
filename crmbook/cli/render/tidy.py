"""``tidy`` as text and as JSON: counts, then each list with its reasons (M39)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.cli.render.receipt import receipt_lines, receipt_notes
from crmbook.cli.render.suggested import titled
from crmbook.customers.census import Count
from crmbook.customers.findings import Finding, Topic
from crmbook.i18n import N_, _
from crmbook.schema.decisions import TIDY
from crmbook.workflows.tidied import Tidied
from crmbook.workflows.tidying import TidyReport

_MOST: Final = 10
_KINDS: Final = 6
_TITLES: Final = {
    Topic.SILENT: N_("Silent for long: {count}"),
    Topic.INVALID: N_("Invalid: {count}"),
    Topic.PROMISING: N_("高潜力 (budget known, need urgent): {count}"),
    Topic.LOST: N_("Lost, but not when, where or why: {count}"),
    Topic.WIN_BACK: N_("挽回名单 (worth another try): {count}"),
    Topic.BACK: N_("Back again, to be reactivated: {count}"),
}


def tidy_json(report: TidyReport, done: Tidied | None) -> Iterator[str]:
    """Yield the counts, and every list whole."""
    lists = {
        topic.value: (_finding(one, done) for one in some)
        for topic, some in report.by_topic.items()
    }
    return streamed(
        {
            **envelope("tidy", report.book, report.today),
            "month": report.month.iso,
            **_written(done),
            "counts": [_count(one) for one in report.counts],
            **lists,
            "undated": report.undated,
        }
    )


def _count(one: Count) -> dict[str, Any]:
    return {
        "sheet": one.sheet, "by": one.by, "value": one.value or None, "count": one.total,
        "new": one.new,
    }  # fmt: skip


def _written(done: Tidied | None) -> dict[str, Any]:
    if done is None:
        return {}
    receipt = done.receipt
    return {
        "written": receipt.changed,
        "done": {action.value: count for action, count in done.done.items()},
        "open": done.open,
        "backup": None if receipt.backup is None else str(receipt.backup),
        "notes": receipt_notes(receipt),
    }


def _finding(one: Finding, done: Tidied | None) -> dict[str, Any]:
    register, at = one.record.register, one.record.at
    key = (one.record.id, one.action.value)
    return {
        "id": one.record.id,
        "sheet": register.places[int(register.place[at])].sheet,
        "row": int(register.rows[at]),
        "company": one.company or None,
        "owner": one.owner or None,
        "last_contact": plain(one.last),
        "proposed": one.action.value or None,
        "value": one.value or None,
        "reasons": list(one.reasons),
        "waiting": None if done is None else done.waiting.get(key),
    }


def tidy_text(report: TidyReport, done: Tidied | None) -> Iterator[str]:
    """Yield the verdict, what was written, the counts, and the head of each list."""
    for line in _lines(report, done):
        yield line + "\n"


def _lines(report: TidyReport, done: Tidied | None) -> Iterator[str]:
    yield click.style(_headline(report), bold=True)
    yield from _done(done)
    yield from _counts(report)
    for topic, some in report.by_topic.items():
        lines = [line for one in some[:_MOST] for line in _told(one, done)]
        yield from titled(
            _(_TITLES[topic]).format(count=f"{len(some):,}"), lines, len(some) - _MOST
        )
    if report.undated:
        told = _("{count} without any date: whether they are silent cannot be told")
        yield ""
        yield told.format(count=f"{report.undated:,}")


def _headline(report: TidyReport) -> str:
    proposed = sum(bool(one.action) for one in report.findings)
    if not report.findings:
        return _("{month}: nothing to tidy up").format(month=report.month.label)
    told = _("{month}: {count} proposals to decide in “{sheet}”, {more} more to look at")
    return told.format(
        month=report.month.label, count=f"{proposed:,}", sheet=TIDY.name,
        more=f"{len(report.findings) - proposed:,}",
    )  # fmt: skip


def _done(done: Tidied | None) -> Iterator[str]:
    if done is None:
        return
    if not done.receipt.changed:
        yield _("nothing to write")
        return
    carried = "、".join(f"{action.value} {count}" for action, count in done.done.items())
    told = _("carried out: {done}; {open} to decide in “{sheet}”")
    waiting = done.open + len(done.waiting)
    yield told.format(done=carried or _("nothing yet"), open=waiting, sheet=TIDY.name)
    yield from receipt_lines(done.receipt)


def _counts(report: TidyReport) -> Iterator[str]:
    """Yield one line for each way of counting: ``线索登记表 行业：制造业 12（新 3）、零售 4``."""
    lines = []
    for (sheet, by), some in groupby(report.counts, key=lambda one: (one.sheet, one.by)):
        counts = list(some)
        parts = [
            f"{one.value or _('blank')} {one.total:,}"
            + (_(" (new {count})").format(count=one.new) if one.new else "")
            for one in counts[:_KINDS]
        ]
        more = ["…"] if len(counts) > _KINDS else []
        lines.append("  " + printable(f"{sheet} {by}：" + "、".join((*parts, *more))))
    yield from titled(_("Open leads and customers"), lines, 0)


def _told(one: Finding, done: Tidied | None) -> Iterator[str]:
    register, at = one.record.register, one.record.at
    number = "" if "!" in one.record.id else one.record.id
    column = register.sheet.company
    where = register.address(at) if column is None else register.cell(at, column)
    arrow = f"→ {one.action.value}" if one.action else ""
    parts = (where, number, one.company, one.owner or _("nobody"), arrow)
    yield "  " + printable("  ".join(filter(None, parts)))
    waiting = "" if done is None else done.waiting.get((one.record.id, one.action.value), "")
    yield "      " + printable("；".join((*one.reasons, *filter(None, (waiting,)))))
