"""``crmbook log BOOK "…"``: a follow-up told in one line becomes a row of 跟进记录表."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

if TYPE_CHECKING:
    from crmbook.match.members import Member
    from crmbook.workflows.noting import Noting, Told


@click.command(
    name="log",
    help=_("Write down a follow-up from one line: when, how, what was said, what comes next."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.argument("line", metavar="LINE", default="")
@click.option("--lead", default="", metavar="ID", help=_("The lead: its number or company."))
@click.option("--by", default="", metavar="NAME", help=_("Who followed up, where no line says."))
@click.option(
    "--file", "source", metavar="FILE",
    help=_("Lines, a pasted chat or a filled-in 今日跟进; - reads what is piped in."),
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help=_("Show the rows; write nothing."))
@common("text", "json")
def command(
    options: Common, book: Path, line: str, *, source: str | None, dry_run: bool, **said: str
) -> int:
    """Read the lines, write the rows unless it is a dry run, and say what became of each."""
    from crmbook.book import open_books
    from crmbook.cli.app import at_terminal
    from crmbook.cli.render.log import log_json, log_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.noting import note, write_notes
    from crmbook.workflows.owners import owner_called

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    ledger = opened.ledger(options.today)
    who = owner_called(said["by"], ledger) if said["by"] else ""
    told = _told(options, line, source, ledger.today)
    lines = [_with(one, said["lead"], who) for one in told]
    found = note(opened, lines, options.today, _ask if at_terminal() else None)
    if source is None:
        _require_one(found)
    receipt = None if dry_run else write_notes(found, state=not options.no_state)
    render = log_json if options.format == "json" else log_text
    emit(render(found, receipt), options, (book, *options.with_))
    return 0


def _told(options: Common, line: str, source: str | None, today: dt.datetime) -> list[Told]:
    """Return the lines; raises UsageError where there is none, or they come from two places."""
    from crmbook.model.errors import UsageError
    from crmbook.workflows.noting import Told
    from crmbook.workflows.told_files import told_file, told_text

    if bool(line.strip()) == (source is not None):
        raise UsageError(
            _("there must be a line, or --file with lines"),
            _(
                "for example: crmbook log BOOK “XS2024001 6月15日电话沟通，客户要求…，下次跟进6月22日”"
            ),
        )
    if source == "-":
        return told_text(sys.stdin.read())
    if source is not None:
        return told_file(Path(source), today, options.encoding)
    return [Told(line)]


def _with(told: Told, lead: str, who: str) -> Told:
    from dataclasses import replace

    return replace(told, lead=told.lead or lead, who=told.who or who)


def _ask(told: Told, candidates: Sequence[Member]) -> Member | None:
    """Ask which lead a line is about; a blank answer leaves it for review."""
    from crmbook.cli.printable import printable
    from crmbook.cli.render.log import candidate_text

    click.echo(printable(told.text), err=True)
    for number, one in enumerate(candidates, 1):
        click.echo(printable(f"  {number}. {candidate_text(one)}"), err=True)
    answer = click.prompt(_("Which one"), default="", show_default=False, err=True).strip()
    if answer.isdecimal() and 1 <= int(answer) <= len(candidates):
        return candidates[int(answer) - 1]
    return None


def _require_one(found: Noting) -> None:
    """Raise UsageError where the one line cannot be taken: nothing of it is written."""
    from crmbook.cli.render.log import candidate_text
    from crmbook.model.errors import UsageError

    if not found.review:
        return
    doubt = found.review[0]
    names = "、".join(candidate_text(one) for one in doubt.candidates[:8])
    several = len(doubt.candidates) > 1
    raise UsageError(doubt.why, _("say which: --lead; it may be {names}").format(names=names)
                     if several else _("nothing was written"))  # fmt: skip
