"""``check`` as text for a chat group: at most 20 lines, one a person, no phone numbers (U17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from crmbook.cli.printable import printable
from crmbook.i18n import _
from crmbook.model.checks import Impact, Severity
from crmbook.model.problems import Problem
from crmbook.model.words import series
from crmbook.schema.kinds.short_names import short_name
from crmbook.schema.sheets import LEADS
from crmbook.workflows.check import CheckReport
from crmbook.workflows.verdict import day_words, since_lines, verdict_line

LINES: Final = 20
_SHOWN: Final = 3  # problems a person; the list in the book has the rest
_ALARMS: Final = 3
#: A phone that somebody typed into a name must not travel: mobile, landline, 400, local number.
_PHONE: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d){8}|0\d{2,3}[ -]?\d{7,8}"
    r"|[48]00(?:[ -]?\d){7}|\d{7,8})(?!\d)"
)


def check_wechat(report: CheckReport) -> str:
    """Return the lines: what changed, then one for each person who must mend something."""
    head = _("[Check before the meeting, {day}] ").format(day=day_words(report.today))
    lines = list[str]()
    if report.since is not None and not report.since.quiet:
        lines += [head + line for line in islice(since_lines(report), 1 + _ALARMS)]
    if not report.errors:
        lines.append(head + verdict_line(report))
    lines += _people(report, head, LINES - len(lines))
    return "\n".join(without_phones(printable(line)) for line in lines)


def without_phones(text: str) -> str:
    """Return a line without the phone numbers that somebody typed into a name."""
    return _PHONE.sub("…", text)


def _people(report: CheckReport, head: str, most: int) -> Iterator[str]:
    owners = report.owners
    shown = owners if len(owners) <= most else owners[: most - 1]
    errors: dict[str, list[Problem]] = {owner: [] for owner, _count in shown}
    for problem in report.problems:
        if problem.severity is Severity.ERROR and problem.owner in errors:
            errors[problem.owner].append(problem)
    for owner, problems in errors.items():
        yield head + _person(owner or _("nobody"), problems)
    left = owners[len(shown) :]
    if left:
        names = series(f"{owner or _('nobody')} {count}" for owner, count in left[:_SHOWN])
        yield head + _("{people} more people, {count} places: {names} …").format(
            people=len(left), count=sum(count for _owner, count in left), names=names
        )


def _person(owner: str, problems: Sequence[Problem]) -> str:
    """Return ``张三 7处，2处影响月报：宁波启航 没填等级(K27)；…今天17:00前改完``."""
    falsifying = sum(problem.impact is Impact.REPORT for problem in problems)
    told = (
        _("{owner} {count} places, {falsifying} falsify the report: {what}. Mend by 17:00 today")
        if falsifying
        else _("{owner} {count} places: {what}. Mend by 17:00 today")
    )
    what = [_briefly(problem) for problem in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        what.append(_("{count} more").format(count=len(problems) - _SHOWN))
    return told.format(
        owner=owner, count=len(problems), falsifying=falsifying, what=_("; ").join(what)
    )


def _briefly(problem: Problem) -> str:
    blank = problem.check.name == "required"
    what = _("{column} is blank").format(column=problem.header) if blank else _(problem.check.title)
    who = short_name(problem.company) or ("" if "!" in problem.id else problem.id)
    return f"{who} {what}{_where(problem)}".strip()


def _where(problem: Problem) -> str:
    """Return ``(K27)``; another sheet than the register is named."""
    place = problem.cell or (_("row {row}").format(row=problem.row) if problem.row else "")
    named = "" if problem.sheet == LEADS.name else problem.sheet
    inside = " ".join(part for part in (named, place) if part)
    return f"({inside})" if inside else ""
