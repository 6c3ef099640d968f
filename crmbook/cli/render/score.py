"""``score`` as text and as JSON (DESIGN 5)."""

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
from crmbook.i18n import N_, _
from crmbook.model.receipt import Receipt
from crmbook.model.words import series
from crmbook.qualify.quadrant import Quadrant
from crmbook.qualify.scoring import Outcome, Part, Score
from crmbook.schema.numerals import plain
from crmbook.schema.sheets import leads
from crmbook.workflows.scoring import ScoreReport

_TITLES = {
    Outcome.OPPORTUNITY: N_("Opportunities: {count}"),
    Outcome.NEARLY: N_("Short of one thing: {count}"),
    Outcome.INCOMPLETE: N_("Something is not known yet: {count}"),
}


def score_json(report: ScoreReport, owner: str | None, receipt: Receipt | None) -> Iterator[str]:
    """Yield every open lead with its points, each by the row of 规则 that gives them."""
    found = owned(report.scoring, report.scoring.register, owner)
    return streamed(
        {
            **envelope("score", report.book, report.today),
            "closed": report.scoring.closed,
            **receipt_keys(receipt),
            "leads": (_lead(report, one) for one in found),
        }
    )


def _lead(report: ScoreReport, one: Score) -> dict[str, Any]:
    forecast, register = report.forecasts[one.record], report.scoring.register
    reasons = report.worth(one.record)
    return {
        **lead_keys(register, one.record),
        "current": register.text(leads.SCORE, one.record) or None,
        "suggested": one.shown,
        **{part.dimension.key: part.points.points if part.points else None for part in one.parts},
        "total": one.total,
        "opportunity": one.outcome is Outcome.OPPORTUNITY,
        "outcome": one.outcome.value,
        "short_of": {part.dimension.key: part.short for part in one.short},
        "missing": [part.dimension.key for part in one.missing],
        "reasons": [_reason(part) for part in one.parts],
        "rules": [part.points.rule for part in one.parts if part.points],
        "quadrant": report.quadrants[one.record].value,
        "high_value": {
            "is": bool(report.worthy[one.record]),
            "reasons": {reason.name: evidence_json(reason.evidence) for reason in reasons},
        },
        **_card_keys(report, one.record),
        "forecast": None if forecast is None else forecast._asdict(),
    }


def _card_keys(report: ScoreReport, record: int) -> dict[str, Any]:
    if not report.card:
        return {}
    register = report.scoring.register
    parts = [
        {"column": part.header, "value": part.value, "points": part.points, "most": part.most}
        for part in report.card.parts(register, record)
    ]
    return {"card": {"points": report.card.total(register, record), "parts": parts}}


def score_text(report: ScoreReport, owner: str | None, receipt: Receipt | None) -> Iterator[str]:
    """Yield the verdict, the three lists, the quadrants, what is worth most, what may come next."""
    for line in _lines(report, owner, receipt):
        yield line + "\n"


def _lines(report: ScoreReport, owner: str | None, receipt: Receipt | None) -> Iterator[str]:
    register = report.scoring.register
    by_outcome = {
        outcome: list(owned(some, register, owner))
        for outcome, some in report.scoring.by_outcome.items()
    }
    every = [one for some in by_outcome.values() for one in some]
    yield click.style(_headline(report, by_outcome, len(every)), bold=True)
    yield from receipt_lines(receipt, (leads.SCORE, leads.OPPORTUNITY))
    for outcome, title in _TITLES.items():
        some = by_outcome[outcome]
        lines = (line for one in some[:MOST] for line in _told(report, one))
        yield from titled(_(title).format(count=f"{len(some):,}"), lines, len(some) - MOST)
    yield from _quadrants(report, every)
    yield from _worth(report, every)
    yield from _by_card(report, every)
    yield from _forecasts(report, every)


def _headline(report: ScoreReport, by_outcome: dict[Outcome, list[Score]], count: int) -> str:
    told = _(
        "{count} open leads: {opportunities} opportunities, {nearly} short of one thing,"
        " {incomplete} with something unknown, {short} short of more"
    )
    head = told.format(
        count=f"{count:,}",
        opportunities=f"{len(by_outcome[Outcome.OPPORTUNITY]):,}",
        nearly=f"{len(by_outcome[Outcome.NEARLY]):,}",
        incomplete=f"{len(by_outcome[Outcome.INCOMPLETE]):,}",
        short=f"{len(by_outcome[Outcome.SHORT]):,}",
    )
    if not report.scoring.closed:
        return head
    return head + _("(left out: {count} signed, lost, invalid or merged)").format(
        count=f"{report.scoring.closed:,}"
    )


def _told(report: ScoreReport, one: Score) -> Iterator[str]:
    line = lead_line(report.scoring.register, one.record, leads.COMPANY)
    yield f"  {line}  {one.shown}"
    yield "      " + printable("；".join(_reason(part) for part in one.parts))


def _reason(part: Part) -> str:
    """Return how many points a dimension has, why, and what its threshold is missed by."""
    name = part.dimension.words
    if part.points is None:
        return _("{name}: nobody has said").format(name=name)
    told = _("{name} {points}: {said} ({rule})").format(
        name=name, points=plain(part.points.points), said=part.points.said, rule=part.points.rule
    )
    if not part.short:
        return told
    return told + _(", {short} short of {needed}").format(
        short=plain(part.short), needed=plain(part.bands.needed.points)
    )


def _quadrants(report: ScoreReport, every: list[Score]) -> Iterator[str]:
    counts = Counter(report.quadrants[one.record] for one in every)
    told = series(f"{quadrant.value} {counts[quadrant]:,}" for quadrant in Quadrant)
    if not every:
        return
    yield ""
    yield _("Urgent × important: {quadrants}").format(quadrants=told)
    first = [one for one in every if report.quadrants[one.record] is Quadrant.BOTH]
    for one in first[:MOST]:
        yield "  " + lead_line(report.scoring.register, one.record, leads.COMPANY)


def _worth(report: ScoreReport, every: list[Score]) -> Iterator[str]:
    found = [one for one in every if report.worthy[one.record]]
    lines = (
        "  " + lead_line(report.scoring.register, one.record, leads.COMPANY) + "\n      "
        + printable("；".join(evidence_text(r.name, r.evidence) for r in report.worth(one.record)))
        for one in found[:MOST]
    )  # fmt: skip
    title = _("Worth most (budget, who decides, fit): {count}").format(count=f"{len(found):,}")
    yield from titled(title, lines, len(found) - MOST)


def _by_card(report: ScoreReport, every: list[Score]) -> Iterator[str]:
    """Yield who has most points by the learnt card, and for what."""
    if not report.card:
        return
    register = report.scoring.register
    total = {one.record: report.card.total(register, one.record) for one in every}
    first = sorted(every, key=lambda one: (-total[one.record], one.record))
    lines = (line for one in first[:MOST] for line in _carded(report, one.record))
    title = _("Most likely by the scorecard learnt from won and lost leads (of {most})")
    yield from titled(title.format(most=plain(report.card.most)), lines, len(first) - MOST)


def _carded(report: ScoreReport, record: int) -> Iterator[str]:
    register = report.scoring.register
    points = plain(report.card.total(register, record))
    yield f"  {lead_line(register, record, leads.COMPANY)}  {points}"
    parts = sorted(report.card.parts(register, record), key=lambda part: part.points - part.most)
    best = [part for part in reversed(parts) if part.points][:4]
    yield "      " + printable(
        "；".join(
            f"{part.header} {part.value} {plain(part.points)}/{plain(part.most)}" for part in best
        )
    )


def _forecasts(report: ScoreReport, every: list[Score]) -> Iterator[str]:
    found = [one for one in every if report.forecasts[one.record] is not None]
    lines = (
        "  " + lead_line(report.scoring.register, one.record, leads.COMPANY) + "  "
        + printable(_forecast(report.forecasts[one.record]))
        for one in found[:MOST]
    )  # fmt: skip
    title = _("What may be needed next (字典 需求预判): {count}").format(count=f"{len(found):,}")
    yield from titled(title, lines, len(found) - MOST)


def _forecast(forecast: Any) -> str:
    return _("{need} (“{pain}” in {where})").format(
        need=forecast.need, pain=forecast.pain, where=forecast.where
    )
