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
    from crmbook.workflows.fixes import Mended
    from crmbook.workflows.write import Written


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be reported: filters, what to compare with, whether the list goes into the book.

    ``fix``: what can be mended is mended first; ``diff``: it is shown, and nothing is written.
    """

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    owner: str | None
    since: Path | None
    put_list: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool

    @property
    def filtered(self) -> bool:
        """Whether the report may be a part of what there is."""
        return bool(self.select or self.ignore) or self.owner is not None


@dataclass(frozen=True, slots=True)
class Results:
    """What was written besides the report."""

    written: Written | None = None
    mended: Mended | None = None


@click.command(name="check", help=_("Say which cells are wrong, who must mend them, and how."))
@click.argument("books", metavar="BOOK…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help=_("Mend what can be mended without a doubt."))
@click.option("--unsafe-fixes", is_flag=True, help=_("Mend what is probably meant, too."))
@click.option("--diff", is_flag=True, help=_("Show what --fix would change; write nothing."))
@click.option("--list", "put_list", is_flag=True, help=_("Put the sheet 问题清单 into the book."))
@click.option("--select", multiple=True, metavar="CODES", help=_("Only these checks (V1, X401)."))
@click.option("--ignore", multiple=True, metavar="CODES", help=_("Leave these checks out."))
@click.option("--owner", metavar="NAME", help=_("Only what this person must mend."))
@click.option(
    "--since", metavar="FILE", type=click.Path(path_type=Path),
    help=_("What changed since this JSON of a check, or this older copy; default: the last check."),
)  # fmt: skip
@common("text", "json", "html", "xlsx", "wechat", opens=True)
def command(options: Common, books: tuple[Path, ...], **wanted: Any) -> int:
    """Check the books; 1 when there is anything that must be mended."""
    from crmbook.checks import beside

    _require_output(options)
    _require_sense(options, wanted)
    _require_result(options, wanted)
    codes = {name: _codes(wanted[name]) for name in ("select", "ignore")}
    asked = Wanted(**{**wanted, **codes})
    beside.start()
    try:
        if asked.diff:
            return _differences(options, books, asked)
        report = _checked(options, books, asked)
        mended = _mend(options, report, asked) if asked.fix else None
        if mended is not None and mended.receipts:
            report = _checked(options, books, asked)
        report = _compared(report, options, asked)
    finally:
        beside.stop()
    written = _list(report) if asked.put_list else None
    _show(report, Results(written, mended), options, books)
    return 1 if report.errors else 0


def _require_output(options: Common) -> None:
    from crmbook.model.errors import UsageError

    if options.format == "xlsx" and options.output is None:
        raise UsageError(_("a workbook cannot be printed"), _("name the copy: -o FILE.xlsx"))


def _require_sense(options: Common, wanted: dict[str, Any]) -> None:
    from crmbook.model.errors import UsageError

    if wanted["unsafe_fixes"] and not (wanted["fix"] or wanted["diff"]):
        raise UsageError(
            _("--unsafe-fixes alone does nothing"), _("add --fix, or --diff to see it")
        )
    if wanted["diff"] and wanted["put_list"]:
        raise UsageError(_("--diff writes nothing, --list does"), _("use one of them"))
    if wanted["diff"] and options.format not in {"text", "json"}:
        raise UsageError(
            _("--diff has no form {format}").format(format=options.format), _("use text or json")
        )


def _require_result(options: Common, wanted: dict[str, Any]) -> None:
    from crmbook.model.errors import UsageError

    if options.open and options.output is None and not wanted["put_list"]:
        raise UsageError(
            _("--open has nothing to open"),
            _("name a file: --format html -o FILE.html, or put the list into the book: --list"),
        )


def _checked(options: Common, books: tuple[Path, ...], asked: Wanted) -> CheckReport:
    from crmbook import book
    from crmbook.workflows.check import Filters, check

    opened = book.open_books(books, with_=options.with_, encoding=options.encoding)
    return check(opened, options.today, Filters(asked.select, asked.ignore, asked.owner))


def _mend(options: Common, report: CheckReport, asked: Wanted) -> Mended:
    from crmbook.workflows.fixes import fixes_of, mend

    found = fixes_of(report, unsafe=asked.unsafe_fixes)
    return mend(report, found, state=not options.no_state)


def _differences(options: Common, books: tuple[Path, ...], asked: Wanted) -> int:
    """Show what would be mended; 1 when there is anything that must be mended, as ever."""
    from crmbook.cli.render import emit
    from crmbook.cli.render.fixes import diff_json, diff_text
    from crmbook.workflows.fixes import fixes_of

    report = _checked(options, books, asked)
    found = fixes_of(report, unsafe=asked.unsafe_fixes)
    render = diff_json if options.format == "json" else diff_text
    emit(render(report, found), options, (*books, *options.with_))
    return 1 if report.errors else 0


def _compared(report: CheckReport, options: Common, asked: Wanted) -> CheckReport:
    from crmbook.workflows.since import remember, since_file, since_last

    keep = not (asked.filtered or options.no_state)
    if asked.since is not None:
        report = since_file(report, asked.since, state=not options.no_state)
        return remember(report) if keep else report
    return report if options.no_state else since_last(report, keep=keep)


def _list(report: CheckReport) -> Written:
    from crmbook.workflows.problem_list import put_list

    return put_list(report)


def _show(report: CheckReport, did: Results, options: Common, books: tuple[Path, ...]) -> None:
    from crmbook.cli.render import emit
    from crmbook.cli.render.fixes import summary_line
    from crmbook.cli.render.written import written_lines

    read = (*books, *options.with_)
    if options.format == "xlsx":
        _copy(report, options, read)
    else:
        emit(_rendered(report, did, options.format), options, read)
    if options.format not in {"text", "json"} and not options.quiet:
        for line in (*summary_line(did.mended), *written_lines(did.written)):
            click.echo(line, err=True)
    if options.open and options.output is None and did.written is not None:
        from crmbook.cli.opening import open_result

        open_result(did.written.path, quiet=options.quiet)


def _copy(report: CheckReport, options: Common, read: Iterable[Path]) -> None:
    from crmbook.cli.render.output import refuse_book, tell_written
    from crmbook.workflows.marked_copy import marked_copy

    assert options.output is not None  # noqa: S101 - asked for before anything was read
    refuse_book(options.output, read)
    made = marked_copy(report, options.output, force=options.force)
    tell_written(made.path, options)


def _rendered(report: CheckReport, did: Results, form: str) -> str | Iterable[str]:
    if form == "json":
        from crmbook.cli.render import check_json

        return check_json(report, did.written, did.mended)
    if form == "html":
        from crmbook.report.check_page import check_page
        from crmbook.workflows.findings import excerpt

        return check_page(excerpt(report))
    if form == "wechat":
        from crmbook.cli.render.check_wechat import check_wechat

        return check_wechat(report)
    from crmbook.cli.render import check_text

    return check_text(report, did.written, did.mended)


def _codes(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for word in words for code in word.split(",") if code.strip())
