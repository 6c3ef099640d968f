"""``crmbook list BOOK``: leads by tag, owner, grade, state, source or words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _


@click.command(name="list", help=_("List the leads that fit: by tag, owner, grade, state, source."))
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option(
    "--tag", "tags", multiple=True, metavar=_("标签"), help=_("Bears this tag (repeatable).")
)
@click.option("--owner", metavar="NAME", help=_("Only the leads of this person."))
@click.option("--grade", "grades", multiple=True, metavar="A|B|C", help=_("Of this 意向等级."))
@click.option("--status", "states", multiple=True, metavar=_("状态"), help=_("In this 线索状态."))
@click.option(
    "--source", "sources", multiple=True, metavar=_("来源"), help=_("From this 线索来源.")
)
@click.option(
    "--industry", "industries", multiple=True, metavar=_("行业"), help=_("Of this 行业类型.")
)
@click.option("--region", "regions", multiple=True, metavar=_("地区"), help=_("In this 地区."))
@click.option(
    "--words", default="", metavar="TEXT", help=_("With these words in company, contact, need.")
)
@common("text", "json")
def command(options: Common, book: Path, **wanted: Any) -> int:
    """Print the leads that fit."""
    from crmbook.book import open_books
    from crmbook.cli.render.list import list_json, list_text
    from crmbook.cli.render.output import emit
    from crmbook.workflows.filtering import Filters, list_book

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    found = list_book(opened, Filters(**wanted), options.today)
    render = list_json if options.format == "json" else list_text
    emit(render(found), options, (book, *options.with_))
    return 0
