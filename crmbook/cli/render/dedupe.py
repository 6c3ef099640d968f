"""``dedupe`` as text and as JSON (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.envelope import envelope, streamed
from crmbook.i18n import _, ngettext
from crmbook.match.duplicates import Cluster, Group, Pair
from crmbook.match.members import Member
from crmbook.model.words import labelled
from crmbook.workflows.dedupe import DedupeReport

#: How many clusters and groups are told in text.
_MOST: Final = 50
_DIGITS: Final = 4


def dedupe_json(report: DedupeReport) -> Iterator[str]:
    """Yield the clusters with every pair that was compared, roles and branches apart."""
    return streamed(
        {
            **envelope("dedupe", report.book, report.today),
            "records": report.found.records,
            "clusters": map(_cluster, report.clusters),
            "roles": map(_group, report.roles),
            "related": map(_pair, report.related),
        }
    )


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "survivor": cluster.survivor.id,
        "members": [one.id for one in cluster.members],
        "confidence": round(cluster.confidence, _DIGITS),
        "pairs": [_pair(one) for one in cluster.pairs],
        "records": [_record(one) for one in cluster.members],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "company": group.company or None,
        "members": [one.id for one in group.members],
        "pairs": [_pair(one) for one in group.pairs],
        "records": [_record(one) for one in group.members],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    score = round(pair.score, _DIGITS)
    return {"a": pair.a.id, "b": pair.b.id, "score": score, "reasons": [*pair.reasons]}


def _record(one: Member) -> dict[str, Any]:
    return {"id": one.id, "sheet": one.sheet, "row": one.row}


def dedupe_text(report: DedupeReport) -> Iterator[str]:
    """Yield the clusters, the surest first, each pair with its reasons; then roles and branches."""
    yield click.style(printable(_headline(report)), bold=True) + "\n"
    for cluster in report.clusters[:_MOST]:
        yield "\n"
        yield from _cluster_lines(cluster)
    yield from _more(len(report.clusters))
    if report.roles:
        yield (
            "\n" + click.style(_("Same company, other contact (no duplicates):"), bold=True) + "\n"
        )
        for group in report.roles[:_MOST]:
            yield (
                printable(
                    "  " + labelled(group.company, "、".join(one.id for one in group.members))
                )
                + "\n"
            )
        yield from _more(len(report.roles))
    if report.related:
        yield "\n" + click.style(_("Branches (no duplicates):"), bold=True) + "\n"
        for pair in islice(report.related, _MOST):
            yield printable(f"  {pair.a.id} {pair.a.company} — {pair.b.id} {pair.b.company}") + "\n"
        yield from _more(len(report.related))


def _headline(report: DedupeReport) -> str:
    many = sum(len(one.members) - 1 for one in report.clusters)
    if not many:
        return _("no duplicates among {count} records").format(count=f"{report.found.records:,}")
    found = ngettext(
        "{count} record of {all} is a duplicate", "{count} records of {all} are duplicates", many
    )
    return found.format(count=f"{many:,}", all=f"{report.found.records:,}")


def _cluster_lines(cluster: Cluster) -> Iterator[str]:
    share = f"{cluster.confidence:.0%}"
    yield (
        printable(
            _("{record}  sure by {share}").format(record=_place(cluster.survivor), share=share)
        )
        + "\n"
    )
    for member in cluster.members[1:]:
        yield printable(f"  = {_place(member)}") + "\n"
    for pair in cluster.pairs:
        ids = "" if len(cluster.members) == 2 else f"{pair.a.id} / {pair.b.id}  "
        yield printable(f"    {ids}{pair.score:.0%}  " + "；".join(pair.reasons)) + "\n"


def _place(member: Member) -> str:
    where = f"{member.sheet}!{member.row}"
    named = member.id if member.id == where else f"{member.id} ({where})"
    return f"{named} {member.company}".rstrip()


def _more(count: int) -> Iterator[str]:
    if count > _MOST:
        yield (
            "  " + _("… {count} more (--format json lists all)").format(count=count - _MOST) + "\n"
        )
