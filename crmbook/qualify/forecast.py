"""需求预判: what a customer of an industry with such a pain may need next; the team's own table (M101)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crmbook.facts.ledger import Ledger
from crmbook.facts.register import Register
from crmbook.facts.wordings import words_of
from crmbook.qualify.readings import readings
from crmbook.schema.sheets import leads
from crmbook.schema.statements import Wording, wording
from crmbook.schema.words.qualifying import FORECAST


class Forecast(NamedTuple):
    """What may be needed, and the pain and industry it is concluded from."""

    need: str
    pain: str
    industry: str
    where: str


def forecasts(ledger: Ledger, register: Register) -> NDArray[Any]:
    """Return each lead's Forecast (None where the table says nothing).

    A row of 字典 without 分类 is for every industry; one of the lead's industry comes first.
    """
    found: NDArray[Any] = np.full(len(register), None, dtype=object)
    industries = register.values(leads.INDUSTRY)
    for industry, words in sorted(_tables(ledger).items()):  # "" first, overruled by the others
        said = readings(ledger, register, words)
        for record in np.flatnonzero(said != None).tolist():  # noqa: E711 - elementwise
            if not industry or _is(industries[record], industry):
                reading = said[record]
                found[record] = Forecast(reading.value, reading.words, industry, reading.where)
    return found


def _tables(ledger: Ledger) -> dict[str, Wording]:
    rows: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for one in words_of(ledger, FORECAST):
        rows[one.group].append((one.value, one.aliases))
    return {industry: wording(some) for industry, some in rows.items()}


def _is(industry: object, wanted: str) -> bool:
    text = str(industry or "")
    return text == wanted or text.startswith(f"{wanted}-")
