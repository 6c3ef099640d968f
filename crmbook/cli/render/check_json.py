"""``check`` as JSON (DESIGN 5): names and keys never change with the language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crmbook.cli.render.envelope import envelope, plain, streamed
from crmbook.model.problems import Problem
from crmbook.workflows.check import CheckReport


def check_json(report: CheckReport) -> Iterator[str]:
    """Yield the report as one JSON object."""
    found = report.completeness
    return streamed(
        {
            **envelope("check", report.book, report.today),
            "verdict": report.verdict,
            "summary": {
                "errors": report.errors,
                "warnings": report.warnings,
                "fixable": sum(problem.fix is not None for problem in report.problems),
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
            "since": None,
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
    }
