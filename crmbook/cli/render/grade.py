"""``grade`` as text and as JSON (DESIGN 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, streamed
from crmbook.cli.render.suggested import (
    MOST,
    evidence_json,
    evidence_text,
    lead_keys,
    lead_line,
    owned,
    receipt_keys,
    receipt_lines,
    titled,
)
from crmbook.i18n import _, ngettext
from crmbook.model.receipt import Receipt
from crmbook.model.words import series
from crmbook.qualify.evidence import Answer
from crmbook.qualify.grading import Suggestion
from crmbook.schema.sheets import leads
from crmbook.workflows.grading import GradeReport


def grade_json(report: GradeReport, owner: str | None, receipt: Receipt | None) -> Iterator[str]:
    """Yield every open lead with its suggestion, the facts behind it, and the screening."""
    found = owned(report.grading, report.grading.register, owner)
    return streamed(
        {
            **envelope("grade", report.book, report.today),
            "closed": report.grading.closed,
            **receipt_keys(receipt),
            "leads": (_lead(report, one) for one in found),
        }
    )


def _lead(report: GradeReport, one: Suggestion) -> dict[str, Any]:
    return {
        **lead_keys(report.grading.register, one.record),
        "current": one.current or None,
        "suggested": one.suggested or None,
        "differs": one.differs,
        "reasons": [evidence_text(asked.name, asked.evidence) for asked in one.questions],
        "inputs": {asked.name: evidence_json(asked.evidence) for asked in one.questions},
        "missing": list(one.missing),
        "screening": [
            {"criterion": criterion.name, "hard": criterion.hard, "wanted": criterion.wanted,
             **evidence_json(evidence)}
            for criterion, evidence in report.screening.of(one.record)
        ],
    }  # fmt: skip


def grade_text(report: GradeReport, owner: str | None, receipt: Receipt | None) -> Iterator[str]:
    """Yield the verdict, where people and facts disagree, what is missing, and the screening."""
    for line in _lines(report, owner, receipt):
        yield line + "\n"


def _lines(report: GradeReport, owner: str | None, receipt: Receipt | None) -> Iterator[str]:
    register = report.grading.register
    every = list(owned(report.grading, register, owner))
    yield click.style(_headline(report, every), bold=True)
    yield from receipt_lines(receipt, (leads.SUGGESTED_GRADE,))
    differing = [one for one in every if one.differs]
    for (current, suggested), count in _kinds(differing):
        some = [one for one in differing if (one.current, one.suggested) == (current, suggested)]
        title = _("{current} → {suggested}: {count}").format(
            current=current, suggested=suggested, count=count
        )
        yield from titled(title, _leads(report, some[:MOST]), count - MOST)
    ungraded = [one for one in every if one.suggested and not one.current]
    yield from titled(_("Not graded yet"), _leads(report, ungraded[:MOST]), len(ungraded) - MOST)
    unknown = [one for one in every if not one.suggested]
    yield from titled(_("Too little is known; ask, and put it into 需求描述"),
                      _leads(report, unknown[:MOST]), len(unknown) - MOST)  # fmt: skip
    yield from _screened(report, every)
    if report.chain:
        yield ""
        yield ngettext(
            "{count} place where grades and log contradict each other (check lists them: X407, X408)",
            "{count} places where grades and log contradict each other (check lists them: X407, X408)",
            len(report.chain),
        ).format(count=len(report.chain))


def _headline(report: GradeReport, every: list[Suggestion]) -> str:
    counts = Counter(one.suggested for one in every)
    grades = series(f"{grade} {counts[grade]:,}" for grade in sorted(filter(None, counts)))
    differing = sum(one.differs for one in every)
    told = _("{count} open leads: the facts say {grades}; {differing} were graded otherwise")
    head = told.format(count=f"{len(every):,}", grades=grades or "—", differing=f"{differing:,}")
    left = _("(left out: {count} signed, lost, invalid or merged)").format(
        count=f"{report.grading.closed:,}"
    )
    return f"{head}{left}" if report.grading.closed else head


def _kinds(differing: list[Suggestion]) -> list[tuple[tuple[str, str], int]]:
    """Return the kinds of disagreement, upgrades to A first, then the most frequent."""
    counts = Counter((one.current, one.suggested) for one in differing)
    return sorted(counts.items(), key=lambda one: (one[0][1], -one[1]))


def _leads(report: GradeReport, some: list[Suggestion]) -> Iterator[str]:
    for one in some:
        yield "  " + lead_line(report.grading.register, one.record, leads.GRADE)
        yield "      " + printable(
            "；".join(evidence_text(asked.name, asked.evidence) for asked in one.questions)
        )


def _screened(report: GradeReport, every: list[Suggestion]) -> Iterator[str]:
    """Yield how many pass the hard criteria, and at which one the others fail."""
    if not every or not report.screening.criteria:
        return
    records = [one.record for one in every]
    counts = Counter(report.screening.hard[records].tolist())
    yield ""
    yield _("Screening (规则 筛选.硬性): {passed} pass, {failed} fail, {unknown} cannot be told").format(
        passed=f"{counts[Answer.YES]:,}", failed=f"{counts[Answer.NO]:,}",
        unknown=f"{counts[Answer.UNKNOWN]:,}",
    )  # fmt: skip
    for criterion in report.screening.criteria:
        told = Counter(criterion.answers[records].tolist())
        yield "  " + _("{name} ({wanted}): {passed} pass, {failed} fail, {unknown} unknown").format(
            name=criterion.name, wanted=criterion.wanted, passed=f"{told[Answer.YES]:,}",
            failed=f"{told[Answer.NO]:,}", unknown=f"{told[Answer.UNKNOWN]:,}",
        )  # fmt: skip
