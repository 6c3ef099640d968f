"""``crmbook new BOOK``: a workbook from the declarations."""

from __future__ import annotations

from pathlib import Path

import click

from crmbook.cli.printable import printable
from crmbook.i18n import _


@click.command(name="new", help=_("Make a new workbook: registers, drop-downs, rules, manual."))
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help=_("With the sample team's rows."))
@click.option("--full", is_flag=True, help=_("With 客户档案, 订单 and 服务记录."))
@click.option("--plain", is_flag=True, help=_("Without tables (ListObjects), for shared books."))
@click.option("--force", is_flag=True, help=_("Replace an existing file (backed up)."))
@click.option("--dry-run", is_flag=True, help=_("Say what would be made; write nothing."))
@click.option("--quiet", is_flag=True, help=_("No notes on stderr."))
@click.option(
    "--debug", is_flag=True, expose_value=False, help=_("Show the traceback of an error.")
)
def command(book: Path, **flags: bool) -> int:
    """Write the workbook; an existing file is replaced only with ``--force``."""
    from crmbook.workflows.new import NewBook, new

    made = new(book, NewBook(**{name: flags[name] for name in ("sample", "full", "plain")}),
               force=flags["force"], dry_run=flags["dry_run"])  # fmt: skip
    if not flags["quiet"]:
        told = _("{path}: {sheets}").format(path=made.path, sheets=" · ".join(made.sheets))
        click.echo(printable(told), err=True)
    return 0
