"""``crmbook dedupe BOOK``: which records are one, and why."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _
from crmbook.model.errors import UsageError

#: From so many records on it takes more than a second.
_MANY = 20_000


@click.command(
    name="dedupe",
    help=_("Say which leads and customers are the same, with reasons; merge what was decided."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option(
    "--apply",
    "applied",
    is_flag=True,
    help=_("Put 疑似重复 and 撞单 into the book, and carry out what was answered there."),
)
@click.option(
    "--accept",
    type=click.FloatRange(0, 1),
    metavar="P",
    help=_("With --apply: what nobody answered and is at least so sure counts as 是."),
)
@common("text", "json")
def command(options: Common, book: Path, *, applied: bool, accept: float | None) -> int:
    """Find the duplicates; with --apply write what was decided."""
    from crmbook.book import open_books
    from crmbook.cli.render.dedupe import dedupe_json, dedupe_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.claims import claims_of
    from crmbook.workflows.dedupe import dedupe, matched_registers
    from crmbook.workflows.disputes import settled_disputes
    from crmbook.workflows.duplicates import carry_out, refused_pairs

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    ledger = opened.ledger(options.today)
    records = sum(map(len, matched_registers(ledger)))
    if records >= _MANY and not options.quiet:
        click.echo(_("comparing {count} records…").format(count=f"{records:,}"), err=True)
    report = dedupe(opened, ledger.today, refused_pairs(opened), settled_disputes(opened))
    done = None
    if applied:
        done = carry_out(report, accept=accept, state=not options.no_state)
    elif accept is not None:
        raise UsageError(_("--accept goes with --apply"), _("add --apply"))
    claims = claims_of(opened, ledger, state=not options.no_state)
    render = dedupe_json if options.format == "json" else dedupe_text
    rendered = render(report, claims, done)
    emit(rendered, options, (book, *options.with_))
    return 0
