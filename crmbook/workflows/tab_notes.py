"""What the names of tabs filled in, and which leads stand on several sheets (U06)."""

from __future__ import annotations

from collections.abc import Iterator

from crmbook.analysis.remarks import by_tab
from crmbook.facts.carried import carried
from crmbook.facts.ledger import Ledger
from crmbook.i18n import _, ngettext
from crmbook.schema.sheets import LEADS

_SHOWN = 12


def tab_notes(ledger: Ledger) -> Iterator[str]:
    """Yield one line for each thing that the names of the tabs decide."""
    if ledger.stacked:
        told = _(
            "{tabs} stand in {sheet}, and count there; crmbook adopt --stack takes over new rows"
        )
        yield told.format(tabs=_listed([*ledger.stacked]), sheet=LEADS.name)
    yield from _owners(ledger)
    if ledger.leads is None:
        return
    yield from _months(ledger)
    count = len(carried(ledger))
    if count:
        yield ngettext(
            "{count} row stands again on a later sheet; the lead counts once, as it stands there",
            "{count} rows stand again on a later sheet; each lead counts once, as it stands there",
            count,
        ).format(count=count)


def _owners(ledger: Ledger) -> Iterator[str]:
    for name, tabs in ledger.tabs.items():
        register = ledger.registers[name]
        named = [
            f"{place.sheet}→{tab.owner}({tab.filled})"
            for place, tab in zip(register.places, tabs, strict=True)
            if tab.filled
        ]
        if named and register.sheet.owner is not None:
            yield _("blank {column} is taken from the name of the tab: {tabs}").format(
                column=register.sheet.owner.header, tabs=_listed(named)
            )


def _months(ledger: Ledger) -> Iterator[str]:
    lines = by_tab(ledger)
    yield from lines
    if lines and any(tab.guessed for tab in ledger.tabs[LEADS.name]):
        yield _("the year of these tabs is taken from what stands around them; name them 2024年3月")


def _listed(names: list[str]) -> str:
    return "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
