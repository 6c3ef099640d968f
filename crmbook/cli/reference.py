"""REFERENCE.md, written from the code: commands, checks, columns, rules, exit codes.

``python -m crmbook.cli.reference`` writes it, ``--check`` fails when the committed one is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from crmbook import i18n

TARGET = Path(__file__).parents[2] / "REFERENCE.md"


def reference() -> str:
    """Return the whole page, in English (headers and values of the workbook stay Chinese)."""
    before = i18n.language()
    i18n.activate("en")
    try:
        return "\n".join(_page())
    finally:
        i18n.activate(before)


def _page() -> Iterator[str]:
    yield "# Reference\n"
    yield "Generated from the code by `make docs`; `make test` fails when it is stale.\n"
    yield from _commands()
    yield from _exit_codes()
    yield from _checks()
    yield from _sheets()
    yield from _rules()


def _commands() -> Iterator[str]:
    from crmbook.cli.app import COMMANDS, app

    yield "## Commands\n"
    context = click.Context(app, info_name="crmbook")
    yield f"```\n{_plain(app.get_help(context))}\n```\n"
    for name, aliases in COMMANDS.items():
        command = app.get_command(context, name)
        if command is not None:
            own = click.Context(command, info_name=name, parent=context, max_content_width=96)
            yield f"### crmbook {name}\n"
            yield f"Chinese name: {'、'.join(aliases)}\n"
            yield f"```\n{_plain(command.get_help(own))}\n```\n"


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def _exit_codes() -> Iterator[str]:
    rows = (
        (0, "done"),
        (1, "done, and `check` found errors"),
        (2, "wrong usage"),
        (3, "file refused: unreadable, encrypted, damaged, unsupported, over a cap"),
        (4, "open elsewhere"),
        (5, "changed meanwhile"),
        (6, "could not write; the original is intact"),
        (70, "a fault of crmbook's own (one line; traceback with `--debug`)"),
    )
    yield "## Exit codes\n"
    yield from _table(("code", "meaning"), rows)


def _checks() -> Iterator[str]:
    from crmbook.checks.registry import by_name
    from crmbook.i18n import _

    yield "## Checks\n"
    yield from _table(
        ("code", "name", "severity", "impact", "what", "bad", "good", "source"),
        (
            (
                one.code, one.name, one.severity, one.impact or "by column", _(one.title),
                one.bad or "(blank)", one.good, one.source,
            )
            for one in by_name().values()
        ),
    )  # fmt: skip


def _sheets() -> Iterator[str]:
    from crmbook.schema.sheets import SHEETS
    from crmbook.schema.sheets.conversion import CONVERSION

    yield "## Sheets and columns\n"
    for sheet in (*SHEETS, CONVERSION):
        yield f"### {sheet.name}\n"
        yield from _table(
            ("column", "kind", "required", "group", "other headers", "source"),
            (
                (
                    column.header, column.kind.name, "yes" if column.required else "",
                    column.group, "、".join(column.aliases), column.source,
                )
                for column in sheet.columns
            ),
        )  # fmt: skip


def _rules() -> Iterator[str]:
    from crmbook.schema.rules import RULES

    yield "## Rules (规则)\n"
    yield from _table(
        ("编号", "规则", "值", "单位", "依据"),
        ((rule.code, rule.title, rule.default, rule.unit, rule.basis) for rule in RULES),
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"
    yield ""


def main() -> int:
    """Write the page, or with ``--check`` compare it; return the exit code."""
    text = reference()
    if "--check" in sys.argv:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            click.echo("REFERENCE.md is stale: run `make docs`", err=True)
            return 1
        return 0
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
