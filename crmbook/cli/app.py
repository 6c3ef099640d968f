"""The ``crmbook`` group: commands by name or Chinese alias, refusals as exit codes."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any

import click

from crmbook.cli.printable import printable
from crmbook.i18n import LANGUAGES, _
from crmbook.model.errors import CrmbookError

#: Every command: its name, the module it lives in, its Chinese aliases (U01).
COMMANDS: dict[str, tuple[str, ...]] = {
    "new": ("新建",),
    "adopt": ("接管",),
    "check": ("检查",),
    "explain": ("说明",),
    "import": ("导入",),
    "lookup": ("查客户",),
    "dedupe": ("查重",),
    "grade": ("评级",),
    "score": ("评分",),
    "assign": ("分配",),
    "log": ("记跟进",),
    "due": ("今日", "今日跟进"),
    "brief": ("简报", "备课"),
    "list": ("列出", "筛选"),
    "sample": ("抽查",),
    "convert": ("转客户",),
    "handover": ("交接",),
    "tidy": ("整理",),
    "monthly": ("月报",),
    "meeting": ("周会",),
    "history": ("历史",),
    "undo": ("撤销",),
    "doctor": ("体检",),
    "menu": ("菜单",),
    "desktop": ("桌面",),
}
_BY_ALIAS = {alias: name for name, aliases in COMMANDS.items() for alias in aliases}
_FAULT = 70


class Commands(click.Group):
    """Loads a command's module when the command is named; a file name alone means ``check``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in the order of a working day."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name or its Chinese alias."""
        del ctx
        name = _BY_ALIAS.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        module = f"{name}_" if iskeyword(name) else name
        command = import_module(f"crmbook.cli.{module}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take what is no command, but a file, as ``check FILE``; at a terminal as the door (U01)."""
        if args and self.get_command(ctx, args[0]) is None and _looks_like_file(args[0]):
            options = any(argument.startswith("-") for argument in args)
            args = ["check" if options or not at_terminal() else "menu", *args]
        return super().resolve_command(ctx, args)


def at_terminal() -> bool:
    """Whether somebody reads what is printed and can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _looks_like_file(argument: str) -> bool:
    return Path(argument).suffix != "" or Path(argument).exists()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Go through a sales team's Excel or WPS workbook as a good colleague would."),
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False, help=_("Language of messages.")
)
@click.version_option(package_name="crmbook", message="%(prog)s %(version)s")
def app() -> None:
    """Hold the commands."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit code (DESIGN 4). Never raises."""
    given = _language_first(arguments)
    return guarded(
        lambda: app.main(given, prog_name="crmbook", standalone_mode=False),
        debug="--debug" in arguments,
    )


def guarded(job: Callable[[], Any], *, debug: bool) -> int:  # noqa: PLR0911 - one for each way to end
    """Return the exit code of a job; what it refuses is said in one line. Never raises."""
    try:
        outcome = job()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except click.UsageError as error:
        _say(_usage(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say(_("stopped; nothing was written"))
        return 130
    except SystemExit:  # so click ends when whoever reads its help has seen enough
        return 0
    except CrmbookError as error:
        _traceback(debug=debug)
        _say(str(error))
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - one line for the user, the rest with --debug
        _traceback(debug=debug)
        fault = f"{type(error).__name__}: {error}"
        _say(_("a fault of crmbook's own: {fault}；run again with --debug").format(fault=fault))
        return _FAULT
    return outcome if isinstance(outcome, int) else 0


def _language_first(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``--lang``, which people also write behind the command, in front."""
    found, rest = list[str](), list(arguments)
    while "--lang" in rest[:-1]:
        at = rest.index("--lang")
        found += rest[at : at + 2]
        del rest[at : at + 2]
    return found + rest


def _usage(error: click.UsageError) -> str:
    """Return what click has to say in the one line that DESIGN 4 asks for, with where to look."""
    path = "crmbook" if error.ctx is None else error.ctx.command_path
    hint = _("Try '{command} {option}' for help.").format(command=path, option="--help")
    return "；".join(text.rstrip(".。 ") for text in (error.format_message(), hint))


def _traceback(*, debug: bool) -> None:
    if debug:
        traceback.print_exc()


def _say(message: str) -> None:
    """Print one error line; control characters of file names and values are escaped."""
    print(f"crmbook: {printable(message)}", file=sys.stderr)  # noqa: T201 - click.echo may be what failed
