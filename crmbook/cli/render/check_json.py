"""``check`` as JSON (DESIGN 5): names and keys never change with the language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crmbook.analysis.since import Since
from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.cli.render.fixes import mended_keys
from crmbook.cli.render.written import written_keys
from crmbook.model.problems import Problem
from crmbook.workflows.check import CheckReport

if TYPE_CHECKING:  # it loads XlsxWriter
    from crmbook.workflows.fixes import Mended
    from crmbook.workflows.write import Written


def check_json(
    report: CheckReport, written: Written | None = None, mended: Mended | None = None
) -> Iterator[str]:
    """Yield the report as one JSON object.

    ``written``: where 问题清单 went, ``mended``: what was mended before, if it was asked for.
    """
    found = report.completeness
    return streamed(
        {
            **envelope("check", report.book, report.today),
            "verdict": report.verdict,
            "summary": {
                "errors": report.errors,
                "warnings": report.warnings,
                "fixable": sum(problem.fix is not None for problem in report.problems),
                "fixable_safely": sum(problem.safe for problem in report.problems),
                "rows": report.rows,
                "completeness": None if found is None else round(found.share, 4),
                "falsifying": report.falsifying,
                "owners": {}
                if found is None
                else {owner: round(a / b, 4) for owner, (a, b) in found.owners.items() if b},
            },
            "problems": map(_problem, report.problems),
            "not_checked": [{"what": one.what, "why": one.why} for one in report.not_checked],
            "notes": list(report.notes),
            "since": None if report.since is None else _since(report.since),
            **written_keys(written),
            **mended_keys(mended),
        }
    )


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "name": problem.check.name,
        "severity": problem.severity,
        "impact": problem.impact,
        "book": problem.book,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "row": problem.row or None,
        "column": problem.header or None,
        "id": problem.id or None,
        "owner": problem.owner or None,
        "value": plain(problem.value),
        "message": problem.message,
        "remedy": problem.remedy,
        "fix": plain(problem.fix),
        "safe": None if problem.fix is None else problem.safe,
    }


def _since(since: Since) -> dict[str, Any]:
    known = since.sheets is not None
    return {
        "date": since.when.date().isoformat(),
        "moment": since.when.isoformat(timespec="seconds"),
        "rows_added": since.added if known else None,
        "rows_removed": since.removed if known else None,
        "cells_changed": since.changed if known else None,
        "sheets": [
            {"sheet": one.sheet, "added": one.added, "removed": one.removed, "changed": one.changed}
            for one in since.sheets or ()
        ],
        "errors_before": since.errors,
        "warnings_before": since.warnings,
        "problems_new": since.appeared,
        "problems_solved": since.solved,
        "alarms": [
            {
                "kind": one.kind,
                "sheet": one.sheet,
                "column": one.column or None,
                "count": one.count,
                "first_row": one.first_row or None,
                "last_row": one.last_row or None,
                "message": one.message,
            }
            for one in since.alarms
        ],
    }
