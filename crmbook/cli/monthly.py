"""``crmbook monthly BOOK``: 转化分析表 and its supporting sheets, regenerated inside the book."""

from __future__ import annotations

import re
from pathlib import Path

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

_MONTH = re.compile(r"(?:\d{4}[-/.年]?)?\d{1,2}月?|\d{6}")


class CloseTakesMonth(click.Command):
    """Lets ``--close 2024-03`` stand for ``--close --month 2024-03`` (REQUIREMENTS §2.17)."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Insert ``--month`` where a month follows ``--close``."""
        if "--close" in args:
            at = args.index("--close") + 1
            if at < len(args) and _MONTH.fullmatch(args[at]):
                args = [*args[:at], "--month", *args[at:]]
        return super().parse_args(ctx, args)


@click.command(
    name="monthly",
    cls=CloseTakesMonth,
    help=_("Regenerate 转化分析表 and its supporting sheets inside the book."),
)
@click.argument("book", metavar="BOOK", type=click.Path(path_type=Path))
@click.option("--month", default="", metavar="MONTH", help=_("2024-03, 202403, 3月: its sources."))
@click.option("--close", is_flag=True, help=_("Turn the month's row into values that stay."))
@click.option("--dry-run", is_flag=True, help=_("Compute and print; write nothing."))
@common("text", "json", opens=True)
def command(options: Common, book: Path, month: str, *, close: bool, dry_run: bool) -> int:
    """Compute all open months, graft the sheets, print what was written and what is missing."""
    from crmbook.book import open_books
    from crmbook.cli.render import show
    from crmbook.cli.render.monthly import monthly_json, monthly_text
    from crmbook.workflows.monthly import monthly, require_backup
    from crmbook.workflows.write import Target, write

    opened = open_books((book,), with_=options.with_, encoding=options.encoding)
    result = monthly(opened, options.today, month=month, close=close)
    written = None
    if not dry_run:
        target = Target(options.output, force=options.force, state=not options.no_state)
        if options.no_state and options.output is None:
            require_backup(result)
        written = write(opened, result.plan, command="monthly", label=_("月报"), target=target)
    render = monthly_json if options.format == "json" else monthly_text
    show(render(result, written))
    if options.open and written is not None:
        from crmbook.cli.opening import open_result

        open_result(written.path, quiet=options.quiet)
    return 0
