"""``dedupe`` as text and as JSON (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

import click

from crmbook.cli.printable import printable
from crmbook.cli.render.disputes import dispute_json, dispute_lines, ruled_json, ruled_lines
from crmbook.cli.render.envelope import envelope, streamed
from crmbook.cli.render.receipt import receipt_lines, receipt_notes
from crmbook.i18n import _, ngettext
from crmbook.match.duplicates import Cluster, Group, Pair
from crmbook.match.members import Member
from crmbook.model.proposals import Proposal
from crmbook.model.words import labelled
from crmbook.schema.decisions import DUPLICATES, KEPT, OTHER
from crmbook.workflows.claims import Claims
from crmbook.workflows.dedupe import DedupeReport
from crmbook.workflows.duplicates import Decided
from crmbook.workflows.write import Written

#: How many clusters and groups are told in text.
_MOST: Final = 50
_DIGITS: Final = 4


Done = tuple[Decided, Written] | None


def dedupe_json(report: DedupeReport, claims: Claims, done: Done = None) -> Iterator[str]:
    """Yield the clusters with every pair that was compared, roles, branches and disputes apart."""
    return streamed(
        {
            **envelope("dedupe", report.book, report.today),
            "records": report.found.records,
            "clusters": map(_cluster, report.clusters),
            "roles": map(_group, report.roles),
            "related": map(_pair, report.related),
            "disputes": (dispute_json(one, claims) for one in report.disputes),
            "moved": map(_pair, report.moved),
            **_decided(done),
        }
    )


def _decided(done: Done) -> dict[str, Any]:
    if done is None:
        return {}
    decided, written = done
    merged = [one for one in decided.settled.agreed if one.key not in decided.blocked]
    backup = written.receipt.backup if written.receipt else None
    return {
        "merged": [_answered(one) for one in merged],
        "open": len(decided.settled.open),
        "refused": len(decided.settled.refused),
        "waiting": [{"pair": [*key], "why": why} for key, why in sorted(decided.blocked.items())],
        **ruled_json(decided.rulings),
        "written": str(written.path),
        "backup": str(backup) if backup else None,
        "notes": receipt_notes(written.receipt),
    }


def _answered(one: Proposal) -> dict[str, Any]:
    return {"survivor": one.cells[KEPT], "member": one.cells[OTHER], "score": one.confidence}


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


def dedupe_text(report: DedupeReport, claims: Claims, done: Done = None) -> Iterator[str]:
    """Yield the clusters, the surest first, each pair with its reasons; then disputes, roles, branches.

    Before them, what was merged and where the others can be decided.
    """
    yield click.style(printable(_headline(report)), bold=True) + "\n"
    yield from (printable(line) + "\n" for line in _done_lines(done))
    for cluster in report.clusters[:_MOST]:
        yield "\n"
        yield from _cluster_lines(cluster)
    yield from _more(len(report.clusters))
    if report.disputes:
        yield "\n" + click.style(_("Ownership disputes:"), bold=True) + "\n"
        for dispute in report.disputes[:_MOST]:
            yield from (printable(line) + "\n" for line in dispute_lines(dispute, claims))
        yield from _more(len(report.disputes))
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
    yield from _pairs_apart(_("Branches (no duplicates):"), report.related)
    yield from _pairs_apart(
        _("The same person at two companies (no duplicates; ask where to reach them):"),
        report.moved,
    )


def _pairs_apart(title: str, pairs: Sequence[Pair]) -> Iterator[str]:
    if pairs:
        yield "\n" + click.style(title, bold=True) + "\n"
    for pair in islice(pairs, _MOST):
        yield printable(f"  {pair.a.id} {pair.a.company} — {pair.b.id} {pair.b.company}") + "\n"
    yield from _more(len(pairs))


def _done_lines(done: Done) -> Iterator[str]:
    if done is None:
        return
    decided, written = done
    if decided.merged:
        yield ngettext("{count} merged", "{count} merged", decided.merged).format(
            count=decided.merged
        )
    for key, why in sorted(decided.blocked.items()):
        yield _("{pair} not merged: {why}").format(pair=" / ".join(key), why=why)
    if decided.settled.open:
        yield _(
            "{count} to decide: answer 是/否 in “{sheet}” of {path}, then run this again"
        ).format(count=len(decided.settled.open), sheet=DUPLICATES.name, path=written.path.name)
    yield from ruled_lines(decided.rulings, written.path.name)
    if written.why_beside:
        yield f"{written.why_beside}；{written.remedy}"
    yield from receipt_lines(written.receipt)


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
    for pair in _deciding(cluster):
        ids = "" if len(cluster.members) == 2 else f"{pair.a.id} / {pair.b.id}  "
        yield printable(f"    {ids}{pair.score:.0%}  " + "；".join(pair.reasons)) + "\n"


def _deciding(cluster: Cluster) -> list[Pair]:
    """Return the pairs that hold a cluster together: the surest that brings each member in."""
    known: set[str] = set()
    found = []
    for pair in cluster.pairs:
        if not {pair.a.id, pair.b.id} <= known:
            found.append(pair)
            known |= {pair.a.id, pair.b.id}
    return found


def _place(member: Member) -> str:
    where = f"{member.sheet}!{member.row}"
    named = member.id if member.id == where else f"{member.id} ({where})"
    return f"{named} {member.company}".rstrip()


def _more(count: int) -> Iterator[str]:
    if count > _MOST:
        yield (
            "  " + _("… {count} more (--format json lists all)").format(count=count - _MOST) + "\n"
        )
