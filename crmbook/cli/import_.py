"""``crmbook import SOURCE --into BOOK``: a list's rows taken into the registers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

_FILE = click.Path(path_type=Path)


@click.command(
    name="import", help=_("Take a list into the book: new rows appended, known ones updated.")
)
@click.argument("source", metavar="SOURCE", type=_FILE)
@click.option("--into", "book", metavar="BOOK", type=_FILE, required=True, help=_("The book."))
@click.option("--source-sheet", default="", metavar="NAME", help=_("The sheet of the source."))
@click.option(
    "--range", "area", default="", metavar="B3:H200", help=_("Where on that sheet the list stands.")
)
@click.option("--sheet", default="", metavar="NAME", help=_("The register; default 线索登记表."))
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar=_("源列=目标列"),
    help=_("What a column becomes; - leaves it out."),
)
@click.option("--no-match", is_flag=True, help=_("Append every row; compare with nothing."))
@click.option(
    "--prefer",
    type=click.Choice(("book", "source")),
    default="book",
    help=_("Whose value stays where both differ; default the book's."),
)
@click.option(
    "--log-from",
    multiple=True,
    metavar=_("列"),
    help=_("A column whose follow-ups become log rows."),
)
@click.option(
    "--rejects", metavar="FILE", type=_FILE, help=_("Rows that cannot be taken, as .xlsx.")
)
@click.option("--dry-run", is_flag=True, help=_("Show the mapping and the plan; write nothing."))
@common("text", "json")
def command(
    options: Common, source: Path, book: Path, *, rejects: Path | None, dry_run: bool, **said: Any
) -> int:
    """Plan, write unless it is a dry run, and say what became of every row."""
    from crmbook.cli.render.import_ import import_json, import_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.importing import Imported, ImportWishes, carry_out, plan_import
    from crmbook.workflows.listing import Asked

    asked = Asked(
        source_sheet=said["source_sheet"],
        area=said["area"],
        sheet=said["sheet"],
        maps=said["maps"],
        log_from=said["log_from"],
        encoding=options.encoding,
    )
    prefer_source = said["prefer"] == "source"
    wishes = ImportWishes(
        asked, match=not said["no_match"], prefer_source=prefer_source, with_=options.with_
    )
    found = plan_import(source, book, wishes, options.today)
    done = Imported()
    if not dry_run:
        done = carry_out(found, rejects, force=options.force, state=not options.no_state)
    read = (book, source, *options.with_)
    if options.format == "json":
        emit(import_json(found, done), options, read)
    else:
        emit("\n".join(import_text(found, done, dry=dry_run)), options, read)
    return 0
