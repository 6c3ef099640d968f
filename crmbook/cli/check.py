"""``crmbook check BOOK…``: problems by cell, verdict first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crmbook.cli.options import Common, common
from crmbook.i18n import _

if TYPE_CHECKING:
    from crmbook.workflows.check import CheckReport
    from crmbook.workflows.write import Written


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be reported: filters, what to compare with, whether the list goes into the book."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    owner: str | None
    since: Path | None
    put_list: bool

    @property
    def filtered(self) -> bool:
        """Whether the report may be a part of what there is."""
        return bool(self.select or self.ignore) or self.owner is not None


@click.command(name="check", help=_("Say which cells are wrong, who must mend them, and how."))
@click.argument("books", metavar="BOOK…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--list", "put_list", is_flag=True, help=_("Put the sheet 问题清单 into the book."))
@click.option("--select", multiple=True, metavar="CODES", help=_("Only these checks (V1, X401)."))
@click.option("--ignore", multiple=True, metavar="CODES", help=_("Leave these checks out."))
@click.option("--owner", metavar="NAME", help=_("Only what this person must mend."))
@click.option(
    "--since", metavar="FILE", type=click.Path(path_type=Path),
    help=_("What changed since this JSON of a check, or this older copy; default: the last check."),
)  # fmt: skip
@common("text", "json", "html", "xlsx", "wechat")
def command(options: Common, books: tuple[Path, ...], **wanted: Any) -> int:
    """Check the books; 1 when there is anything that must be mended."""
    from crmbook.checks import beside

    _require_output(options)
    codes = {name: _codes(wanted[name]) for name in ("select", "ignore")}
    asked = Wanted(**{**wanted, **codes})
    beside.start()
    try:
        report = _report(options, books, asked)
    finally:
        beside.stop()
    written = _list(report) if asked.put_list else None
    _show(report, written, options, books)
    return 1 if report.errors else 0


def _require_output(options: Common) -> None:
    from crmbook.model.errors import UsageError

    if options.format == "xlsx" and options.output is None:
        raise UsageError(_("a workbook cannot be printed"), _("name the copy: -o FILE.xlsx"))


def _report(options: Common, books: tuple[Path, ...], asked: Wanted) -> CheckReport:
    from crmbook import book
    from crmbook.workflows.check import Filters, check
    from crmbook.workflows.since import remember, since_file, since_last

    opened = book.open_books(books, with_=options.with_, encoding=options.encoding)
    report = check(opened, options.today, Filters(asked.select, asked.ignore, asked.owner))
    keep = not (asked.filtered or options.no_state)
    if asked.since is not None:
        report = since_file(report, asked.since, state=not options.no_state)
        return remember(report) if keep else report
    return report if options.no_state else since_last(report, keep=keep)


def _list(report: CheckReport) -> Written:
    from crmbook.workflows.problem_list import put_list

    return put_list(report)


def _show(
    report: CheckReport, written: Written | None, options: Common, books: tuple[Path, ...]
) -> None:
    from crmbook.cli.render import emit
    from crmbook.cli.render.written import written_lines

    read = (*books, *options.with_)
    if options.format == "xlsx":
        _copy(report, options, read)
    else:
        emit(_rendered(report, written, options.format), options, read)
    if options.format not in {"text", "json"} and not options.quiet:
        for line in written_lines(written):
            click.echo(line, err=True)


def _copy(report: CheckReport, options: Common, read: Iterable[Path]) -> None:
    from crmbook.cli.printable import printable
    from crmbook.cli.render.output import refuse_book
    from crmbook.workflows.marked_copy import marked_copy

    assert options.output is not None  # noqa: S101 - asked for before anything was read
    refuse_book(options.output, read)
    made = marked_copy(report, options.output, force=options.force)
    if not options.quiet:
        click.echo(printable(_("written to {path}").format(path=made.path)), err=True)


def _rendered(report: CheckReport, written: Written | None, form: str) -> str | Iterable[str]:
    if form == "json":
        from crmbook.cli.render import check_json

        return check_json(report, written)
    if form == "html":
        from crmbook.report.check_page import check_page
        from crmbook.workflows.findings import excerpt

        return check_page(excerpt(report))
    if form == "wechat":
        from crmbook.cli.render.check_wechat import check_wechat

        return check_wechat(report)
    from crmbook.cli.render import check_text

    return check_text(report, written)


def _codes(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for word in words for code in word.split(",") if code.strip())
