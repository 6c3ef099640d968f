"""``crmbook explain CODE``: the rule, why it matters, a bad and a good example, how to mend it."""

from __future__ import annotations

import click

from crmbook.i18n import _


@click.command(
    name="explain", help=_("Explain a check: why, a bad row, a good row, how to mend it.")
)
@click.argument("code", required=False)
@click.option(
    "--debug", is_flag=True, expose_value=False, help=_("Show the traceback of an error.")
)
def command(code: str | None) -> int:
    """Print one check, or the list of all of them."""
    from crmbook.cli.render import show
    from crmbook.cli.render.explanation import explanation, overview

    show(overview() if code is None else explanation(code))
    return 0
