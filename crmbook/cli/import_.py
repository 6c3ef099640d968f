"""``crmbook import SOURCE --into BOOK``: a list's rows taken into the registers."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

_FILE = click.Path(path_type=Path)


@click.command(name="import", help=_("Take a list into the book: new rows appended, known ones updated."))
@click.argument("source", metavar="SOURCE", type=_FILE)
@click.option("--into", "book", metavar="BOOK", type=_FILE, required=True, help=_("The book."))
@click.option("--source-sheet", default="", metavar="NAME", help=_("The sheet of the source."))
@click.option(
    "--range", "area", default="", metavar="B3:H200", help=_("Where on that sheet the list stands.")
)
@click.option(
    "--map", "maps", multiple=True, metavar=_("源列=目标列"), help=_("What a column becomes; - leaves it out.")
)
@click.option("--no-match", is_flag=True, help=_("Append every row; compare with nothing."))
@click.option(
    "--prefer", type=click.Choice(("book", "source")), default="book",
    help=_("Whose value stays where both differ; default the book's."),
)
@click.option(
    "--log-from", multiple=True, metavar=_("列"), help=_("A column whose follow-ups become log rows.")
)
@click.option("--rejects", metavar="FILE", type=_FILE, help=_("Rows that cannot be taken, as .xlsx."))
@click.option("--dry-run", is_flag=True, help=_("Show the mapping and the plan; write nothing."))
@common("text", "json")
def command(  # noqa: PLR0913 - one parameter for each option of the contract
    options: Common, source: Path, book: Path, source_sheet: str, area: str, maps: tuple[str, ...],
    prefer: str, log_from: tuple[str, ...], rejects: Path | None, *, no_match: bool, dry_run: bool,
) -> int:  # fmt: skip
    """Plan, write unless it is a dry run, and say what became of every row."""
    from crmbook.cli.render.import_ import import_json, import_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.importing import Imported, ImportWishes, carry_out, plan_import

    wishes = ImportWishes(
        source_sheet=source_sheet, area=area, maps=maps, match=not no_match,
        prefer_source=prefer == "source", log_from=log_from, encoding=options.encoding,
    )  # fmt: skip
    found = plan_import(source, book, wishes, options.today, dry=dry_run)
    done = Imported()
    if not dry_run:
        done = carry_out(found, rejects, force=options.force, state=not options.no_state)
    if options.format == "json":
        emit(import_json(found, done), options, (book, source))
    else:
        emit("\n".join(import_text(found, done, dry=dry_run)), options, (book, source))
    return 0
