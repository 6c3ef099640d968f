"""``score --learn`` as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import dumps, envelope
from crmbook.i18n import _
from crmbook.model.receipt import Receipt
from crmbook.workflows.learning import LearnReport


def learn_json(report: LearnReport, receipt: Receipt | None) -> str:
    """Return the card with what each column is worth, and how good it is."""
    written = {} if receipt is None else {"written": receipt.changed}
    return dumps(
        {
            **envelope("score", report.book, report.today),
            **written,
            "won": report.won,
            "lost": report.lost,
            "auc": round(report.proof.mean, 4),
            "auc_by_fold": [round(one, 4) for one in report.proof.auc],
            "card": [_column(report, header) for header in report.card.points],
            "calibration": [band._asdict() for band in report.proof.bands],
        }
    )


def _column(report: LearnReport, header: str) -> dict[str, Any]:
    return {
        "column": header,
        "share": round(report.card.shares[header], 4),
        "points": report.card.points[header],
    }


def learn_text(report: LearnReport, receipt: Receipt | None) -> Iterator[str]:
    """Yield how good the card is, each column's points, and how often which points were won."""
    for line in _lines(report, receipt):
        yield line + "\n"


def _lines(report: LearnReport, receipt: Receipt | None) -> Iterator[str]:
    head = _(
        "Learnt from {won} won and {lost} lost leads: of two leads, one won and one lost, the card"
        " picks the right one {share} of the time (0.5 is chance; AUC {auc})"
    )
    auc = report.proof.mean
    yield click.style(
        head.format(won=report.won, lost=report.lost, share=f"{auc:.0%}", auc=f"{auc:.3f}"),
        bold=True,
    )
    if receipt is not None:
        yield (
            _("written to 规则 (评分卡.*); score goes by it from now on")
            if receipt.changed
            else _("规则 holds this card already: nothing written")
        )
        if receipt.backup is not None:
            yield printable(_("the version before is in {path}").format(path=receipt.backup))
    yield ""
    for header, points in report.card.points.items():
        share = f"{report.card.shares[header]:.0%}"
        told = "  ".join(f"{label} {some}" for label, some in _best_first(points))
        yield printable(
            _("{column} ({share}): {points}").format(column=header, share=share, points=told)
        )
    yield ""
    yield _("Points and how many were won, on leads the card had not seen:")
    for band in report.proof.bands:
        yield _("  {low}–{high} points: {won} of {leads} leads").format(
            low=f"{band.low:.0f}", high=f"{band.high:.0f}", won=f"{band.won:.0%}", leads=band.leads
        )


def _best_first(points: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(points.items(), key=lambda one: (-one[1], one[0]))
