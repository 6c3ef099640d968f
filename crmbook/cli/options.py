"""Options that many commands share, declared once and handed on as one object."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from crmbook.i18n import _


@dataclass(frozen=True, slots=True)
class Common:
    """The common options (DESIGN 4). ``today`` None means now."""

    today: dt.datetime | dt.date | None
    format: str
    output: Path | None
    force: bool
    with_: tuple[Path, ...]
    encoding: str | None
    no_state: bool
    quiet: bool
    open: bool = False


class Moment(click.ParamType[dt.date]):
    """``2024-03-18`` or ``2024-03-18T10:30``; a bare date means the end of that day."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date | dt.datetime:
        """Return a date, or a datetime where a time was given."""
        if isinstance(value, dt.date):
            return value
        try:
            moment = _moment(value)
        except (ValueError, OverflowError):
            self.fail(_("{value} is no date like 2024-03-18").format(value=value), param, ctx)
        if moment.year not in _YEARS:
            self.fail(_("{value} is too far from today").format(value=value), param, ctx)
        return moment


#: A year outside would show thousands of empty months.
_YEARS = range(2000, 2101)


def _moment(value: str) -> dt.date | dt.datetime:
    """Return a date or a local time; Excel knows no zones, so a time with one is brought here."""
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        moment = dt.datetime.fromisoformat(value)
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def common(
    *formats: str, opens: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the common options; its function gets them as ``options: Common``.

    ``opens``: its result is a file, which ``--open`` opens (U01).
    """
    names = (*_NAMES, "open") if opens else _NAMES

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def command(**parameters: Any) -> Any:
            shared = {name: parameters.pop(name) for name in names}
            return function(options=Common(**shared), **parameters)

        if opens:
            command = _OPEN(command)
        for option in reversed(_options(formats)):
            command = option(command)
        return command

    return decorate


_NAMES = ("today", "format", "output", "force", "with_", "encoding", "no_state", "quiet")
_FILE = click.Path(path_type=Path)
_OPEN = click.option("--open", is_flag=True, help=_("Open the result with its program."))


def _options(formats: tuple[str, ...]) -> list[Callable[[Any], Any]]:
    def ignore(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        del ctx, param, value  # --debug is read by the app before commands run

    return [
        click.option("--today", type=Moment(), metavar="DATE", help=_("Judge as of this day; default now.")),
        click.option(
            "--format", type=click.Choice(formats), default=formats[0], help=_("Form of output.")
        ),
        click.option("-o", "--output", type=_FILE, metavar="FILE", help=_("Write to this file.")),
        click.option("--force", is_flag=True, help=_("Replace an existing output (backed up).")),
        click.option(
            "--with", "with_", type=_FILE, multiple=True, metavar="FILE",
            help=_("A further file, only read."),
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            help=_("Encoding of a csv file, where it is not recognised."),
        ),
        click.option("--no-state", is_flag=True, help=_("Keep nothing outside of the workbook.")),
        click.option("--quiet", is_flag=True, help=_("No notes on stderr.")),
        click.option(
            "--debug", is_flag=True, expose_value=False, callback=ignore,
            help=_("Show the traceback of an error."),
        ),
    ]  # fmt: skip
