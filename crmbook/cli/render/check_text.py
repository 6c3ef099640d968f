"""``check`` as text: the verdict, then each owner's problems, then what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.words import impact_word, labelled, series, shown
from crmbook.i18n import _, ngettext
from crmbook.model.checks import Severity
from crmbook.model.problems import Problem
from crmbook.workflows.check import CheckReport

_SIGN = {Severity.ERROR: "✗", Severity.WARNING: "!"}
_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def check_text(report: CheckReport) -> str:
    """Return the report; more than 20 problems of a kind become one line (§2.19)."""
    lines = [*map(printable, (verdict_line(report), *_summary(report)))]
    printed: Counter[str] = Counter()
    lines += _by_owner(report, printed)
    lines += _more(report, printed)
    lines += _listed(_("Note:"), report.notes)
    lines += _listed(_("Not checked:"), (labelled(one.what, one.why) for one in report.not_checked))
    return "\n".join(lines)


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


def _summary(report: CheckReport) -> Iterator[str]:
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


def _by_owner(report: CheckReport, printed: Counter[str]) -> Iterator[str]:
    """Yield each owner's block; ``printed`` counts by code, and stops at the limit."""
    kinds = len({problem.check.code for problem in report.problems})
    for owner, problems in groupby(report.problems, key=attrgetter("owner")):
        group = list(problems)
        block: list[str] = []
        for problem in group:
            code = problem.check.code
            if printed[code] < report.limit:
                printed[code] += 1
                block += _problem(problem)
        if block:
            count = ngettext("{count} place", "{count} places", len(group)).format(count=len(group))
            yield ""
            yield click.style(printable(f"{owner or _('nobody')} · {count}"), bold=True)
            yield from block
        if sum(count == report.limit for count in printed.values()) == kinds:
            return  # of every kind enough has been shown


def _problem(problem: Problem) -> Iterator[str]:
    sign = click.style(_SIGN[problem.severity], fg=_COLOUR[problem.severity])
    subject = f"{problem.header} {shown(problem.value)}  " if problem.header else ""
    yield f"  {sign} " + printable(f"{problem.where}  {subject}{problem.message}")
    remedy = problem.remedy or _(problem.check.remedy)
    who = " ".join(part for part in (_number(problem), problem.company) if part)
    tail = " · ".join(part for part in (who, impact_word(problem.impact), problem.code) if part)
    yield printable(f"      → {remedy}  [{tail}]")


def _number(problem: Problem) -> str:
    return "" if "!" in problem.id else problem.id


def _more(report: CheckReport, printed: Counter[str]) -> Iterator[str]:
    checks = {problem.check.code: problem.check for problem in report.problems}
    hidden = Counter(problem.check.code for problem in report.problems) - printed
    if hidden:
        yield ""
    for code, count in sorted(hidden.items()):
        yield _("{code} {title}: {count} more of the kind (--format json lists all)").format(
            code=code, title=_(checks[code].title), count=count
        )


def _listed(title: str, lines: Iterator[str] | tuple[str, ...]) -> list[str]:
    found = [f"  {printable(line)}" for line in lines]
    return ["", title, *found] if found else []
