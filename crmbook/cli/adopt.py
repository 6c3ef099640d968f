"""``crmbook adopt BOOK``: a team's own workbook, mapped once."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(
    name="adopt", help=_("Show what a workbook of your own is recognised as; --apply keeps it.")
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option(
    "--apply", "applied", is_flag=True, help=_("Write the mapping into 字段 and 字典 of the book.")
)
@click.option(
    "--colour",
    "colours",
    multiple=True,
    metavar=_("COLOUR=WORD"),
    help=_("What a fill stands for, as 红=已流失; written where the cell is blank (repeatable)."),
)
@click.option(
    "--stack",
    "stacked",
    is_flag=True,
    help=_("Put sheets of months or reps into one 线索登记表; they stay as they are."),
)
@common("text", "json")
def command(
    options: Common, book: Path, *, applied: bool, colours: tuple[str, ...], stacked: bool
) -> int:
    """Recognise sheets, columns and words; write the mapping where it is asked for."""
    from crmbook.cli.render.adopt import adopt_json, adopt_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.adopting import Wishes, carry_out, plan_adoption

    found = plan_adoption(book, options.today, Wishes(colours, stacked))
    receipt = carry_out(found, state=not options.no_state) if applied else None
    if options.format == "json":
        emit(adopt_json(found, receipt), options, (book,))
    else:
        emit("\n".join(adopt_text(found, receipt)), options, (book,))
    return 0
