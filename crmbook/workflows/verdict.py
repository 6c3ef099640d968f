"""The lines with which a check begins: what changed since the last one, and the verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from crmbook.analysis.since import Since
from crmbook.book import end_of_day
from crmbook.i18n import _
from crmbook.model.words import series
from crmbook.workflows.check import CheckReport


def verdict_line(report: CheckReport) -> str:
    """Return the first line, as FORMS.md has it."""
    if not report.errors:
        if not report.warnings:
            return _("Ready for the meeting: nothing to mend")
        return _("Ready for the meeting; {count} things can be mended at leisure").format(
            count=report.warnings
        )
    owners = series(f"{owner or _('nobody')} {count}" for owner, count in report.owners)
    if report.falsifying:
        return _(
            "{errors} cells to mend, {falsifying} of them falsify the report: {owners}"
        ).format(errors=report.errors, falsifying=report.falsifying, owners=owners)
    return _("{errors} cells to mend: {owners}").format(errors=report.errors, owners=owners)


def summary_lines(report: CheckReport) -> Iterator[str]:
    """Yield what stands under the verdict: what can wait, and how complete the records are."""
    if report.errors and report.warnings:
        yield _("{count} more can be mended at leisure").format(count=report.warnings)
    found = report.completeness
    if found is not None and found.wanted:
        owners = series(
            f"{owner or _('nobody')} {have / want:.0%}"
            for owner, (have, want) in sorted(found.owners.items(), key=lambda one: not one[0])
        )
        told = _("Completeness {share:.1%} ({owners})") if owners else _("Completeness {share:.1%}")
        yield told.format(share=found.share, owners=owners)


def since_lines(report: CheckReport) -> Iterator[str]:
    """Yield what changed since the last check (U04), then what looks like mass damage."""
    since = report.since
    if since is None:
        return
    parts = [part for part in (_rows(since), _problems(since)) if part]
    told = _("Since {date}: {changes}")
    yield told.format(date=_date(since.when, report.today), changes=_("; ").join(parts))
    for alarm in since.alarms:
        yield f"⚠ {alarm.message}"


def _rows(since: Since) -> str:
    if since.sheets is None:
        return ""
    return _("{added} rows added, {removed} removed, {changed} cells changed").format(
        added=since.added, removed=since.removed, changed=since.changed
    )


def _problems(since: Since) -> str:
    if since.appeared is None or since.solved is None:
        return ""
    return _("{appeared} problems new, {solved} solved").format(
        appeared=since.appeared, solved=since.solved
    )


def _date(when: dt.datetime, today: dt.datetime) -> str:
    """Return a day as people say it: with its year, or its clock time, where that is needed."""
    if when.date() == today.date():
        if when == end_of_day(when.date()):  # a day was asked for, not a time
            return _("the last check of today")
        return _("today {time}").format(time=f"{when:%H:%M}")
    if when.year == today.year:
        return day_words(when)
    return _("{day}/{month}/{year}").format(day=when.day, month=when.month, year=when.year)


def day_words(day: dt.date) -> str:
    """Return 3月18日."""
    return _("{day}/{month}").format(day=day.day, month=day.month)
